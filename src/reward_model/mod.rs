//! Process reward models: features, labels, training.
