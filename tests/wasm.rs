//! The tests that run in a real browser: `cargo xtask test --only wasm`. Natively this binary is empty.
#![cfg(target_arch = "wasm32")]

mod same_bits;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
