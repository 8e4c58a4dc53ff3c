//! A worker from a line of source, so that the page needs no second script beside its own.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

/// Starts it. A classic worker, which imports as well as a module: in a frame of no origin Chromium starts no module
/// from a blob.
pub(crate) fn worker_of(source: &str) -> Result<Worker, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let worker = Worker::new(&url)?;
    Url::revoke_object_url(&url)?;
    Ok(worker)
}
