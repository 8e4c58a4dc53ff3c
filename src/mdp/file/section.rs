//! The parts of a file as they are read.

/// `"states"`: names (as codes), or their number.
pub(super) enum States {
    Names(Vec<u32>),
    Count(u64),
}

/// `"start"`: a list (duplicates weigh), or weights by name.
pub(super) enum Start {
    List(Vec<u32>),
    Weights(Vec<(u32, f64)>),
}

/// One action's transitions: up to `end` in the triples.
pub(super) struct Section {
    pub(super) key: String,
    pub(super) end: usize,
}
