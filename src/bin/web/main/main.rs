//! The page's wasm, which is also its worker's.

fn main() {
    askwell_page::main();
}
