//! Research on the model itself, in no product: the search for the numbers of worlds and actors, the choices that the
//! paper leaves open, and the prose of the method page.

pub mod calibration;
pub mod choice;
pub mod episodes;
pub mod method;
