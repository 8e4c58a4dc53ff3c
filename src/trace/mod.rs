//! The trace format: one JSON line a decision.
