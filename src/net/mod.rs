//! Small dense networks: forward, training.
