//! One integration binary: the command line, golden tables, import rules.
