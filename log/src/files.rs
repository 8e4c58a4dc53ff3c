//! The files of a request, read piece by piece.

use askwell::app::drawers::session::Files;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, File, FileReaderSync};

/// Bytes read at once.
const PIECE: f64 = 4_194_304.0;

/// The files that came with a request, or why there are none.
pub(crate) struct GivenFiles(Result<Vec<Blob>, String>);

impl GivenFiles {
    /// The files of a message: an array of files, or a text.
    pub(crate) fn of(message: &JsValue) -> Self {
        Self(match message.as_string() {
            Some(error) => Err(error),
            None => Ok(Array::from(message).iter().filter_map(|file| file.dyn_into().ok()).collect()),
        })
    }
}

impl Files for GivenFiles {
    fn list(&self) -> Result<Vec<(String, u64)>, String> {
        Ok(self.0.as_ref()?.iter().map(|blob| (name_of(blob), blob.size() as u64)).collect())
    }

    fn piece(&self, place: usize, from: u64) -> Result<Vec<u8>, String> {
        let blob = self.0.as_ref()?.get(place);
        let bytes = blob.and_then(|blob| piece(blob, from as f64)).filter(|bytes| !bytes.is_empty());
        bytes.ok_or_else(|| {
            let name = blob.map_or_else(String::new, name_of);
            format!("{name}: cannot be read; expected a file")
        })
    }

    fn one(&self, max: u64) -> Result<Vec<u8>, String> {
        let list = self.list()?;
        let [(_, size)] = list[..] else { return Err(format!("{} files; expected one", list.len())) };
        if size > max {
            return Err(format!(
                "the file has {} MB; expected at most {} here",
                size.div_ceil(1_000_000),
                max / 1_000_000
            ));
        }
        let mut bytes = Vec::with_capacity(size as usize);
        while (bytes.len() as u64) < size {
            bytes.extend(self.piece(0, bytes.len() as u64)?);
        }
        Ok(bytes)
    }

    fn text(&self, max: u64) -> Result<String, String> {
        String::from_utf8(self.one(max)?)
            .map_err(|_| "the file is not UTF-8; expected an MDP JSON document".to_owned())
    }
}

fn name_of(blob: &Blob) -> String {
    blob.dyn_ref::<File>().map_or_else(|| "the log".to_owned(), File::name)
}

fn piece(blob: &Blob, from: f64) -> Option<Vec<u8>> {
    let part = blob.slice_with_f64_and_f64(from, from + PIECE).ok()?;
    let buffer = FileReaderSync::new().ok()?.read_as_array_buffer(&part).ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
