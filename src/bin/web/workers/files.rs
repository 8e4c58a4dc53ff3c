//! Files that the reader drops or picks. Nothing leaves the machine.

use askwell::net::onnx::BYTES_MAX;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

/// The files that were given in one drawer, each gift under a number of its own: what the page shows can be read again
/// though other files were given since. They stay files until a worker reads them, so that keeping them costs nothing.
#[derive(Default)]
pub(crate) struct GivenFiles(Vec<Array>);

impl GivenFiles {
    /// Keeps the files of one gift; answers its number, and their names.
    pub(crate) fn keep(&mut self, files: &FileList) -> (u32, Vec<String>) {
        let files: Vec<File> = (0..files.length()).filter_map(|place| files.get(place)).collect();
        self.0.push(files.iter().collect());
        (self.0.len() as u32 - 1, files.iter().map(File::name).collect())
    }

    /// The files of a gift.
    pub(crate) fn get(&self, kept: u32) -> Array {
        self.0.get(kept as usize).cloned().unwrap_or_default()
    }
}

/// Reads the file of a picker; the picker is emptied, so that the same file can be picked again.
pub(crate) fn picked(event: &Event, then: impl Fn(String, Vec<u8>) + 'static) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        read(file, then);
    }
    input.set_value("");
}

/// Reads the file that was dropped.
pub(crate) fn dropped(event: &DragEvent, then: impl Fn(String, Vec<u8>) + 'static) {
    event.prevent_default();
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    if let Some(file) = files.and_then(|files| files.get(0)) {
        read(file, then);
    }
}

/// Reads a file. A file that is too large is read only as far as shows that it is.
fn read(file: File, then: impl Fn(String, Vec<u8>) + 'static) {
    let name = file.name();
    let Ok(part) = file.slice_with_f64_and_f64(0.0, BYTES_MAX as f64 + 1.0) else { return };
    spawn_local(async move {
        // A file that cannot be read is an empty one, and refused as such.
        let buffer = JsFuture::from(part.array_buffer()).await;
        then(name, buffer.map_or_else(|_| Vec::new(), |buffer| Uint8Array::new(&buffer).to_vec()));
    });
}
