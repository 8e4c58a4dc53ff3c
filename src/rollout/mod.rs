//! Phase 1: seeded rollouts, trajectories, counts.
