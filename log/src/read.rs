//! A log from its files, piece by piece.

use askwell::app::{LogDesk, LogOptions, LogReply};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, FileReaderSync};

use crate::worker::reply;

/// Bytes read at once.
const PIECE: f64 = 4_194_304.0;

/// Reads and analyses the files; the desk keeps what it had where that fails.
pub(crate) fn read(
    desk: &mut LogDesk,
    request: u32,
    options: &LogOptions,
    files: &Array,
) -> Result<(), Vec<String>> {
    desk.begin(options)?;
    let blobs: Vec<Blob> = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
    let whole: f64 = blobs.iter().map(Blob::size).sum();
    let mut done = 0.0;
    for blob in &blobs {
        let name = blob.dyn_ref::<File>().map_or_else(|| "the log".to_owned(), File::name);
        if blobs.len() > 1 {
            desk.next_file(&name)?;
        }
        let mut from = 0.0;
        while from < blob.size() {
            let piece =
                piece(blob, from).ok_or_else(|| vec![format!("{name}: cannot be read; expected a file")])?;
            let progress = desk.push(&piece)?;
            (from, done) = (from + PIECE, done + piece.len() as f64);
            let words = format!("{} lines, {} episodes", progress.lines, progress.episodes);
            reply(&LogReply::Progressed { request, share: done / whole.max(1.0), words });
        }
    }
    reply(&LogReply::Progressed { request, share: 1.0, words: "read; it is solved".to_owned() });
    desk.finish(options)
}

fn piece(blob: &Blob, from: f64) -> Option<Vec<u8>> {
    let part = blob.slice_with_f64_and_f64(from, from + PIECE).ok()?;
    let buffer = FileReaderSync::new().ok()?.read_as_array_buffer(&part).ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
