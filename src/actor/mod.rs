//! Who acts: the base actor, the stronger one, the oracle.
