//! The page: performs the effects that `askwell::app` asks for and shows its state.

fn main() {}
