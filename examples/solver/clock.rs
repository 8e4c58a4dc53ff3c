//! The time in milliseconds since some moment, by the clock. What else runs on a shared machine counts too, so that only
//! the best of many runs says something.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now() -> f64 {
    use std::{sync::OnceLock, time::Instant};
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
