//! The text environment: rooms, things, people, tasks, legal actions, step, text.
