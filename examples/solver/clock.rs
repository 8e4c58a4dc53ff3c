//! The time in milliseconds since some moment: on the processor where the system tells, so that what else runs on a
//! shared machine counts as little as it can; by the clock elsewhere.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now() -> f64 {
    use std::{fs, sync::OnceLock, time::Instant};
    static START: OnceLock<Instant> = OnceLock::new();
    let on_processor = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = on_processor.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0,
        |nanoseconds| nanoseconds / 1e6,
    )
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
