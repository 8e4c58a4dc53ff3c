//! A log from its files, piece by piece.

use askwell::app::drawers::your_agent::{LogOptions, LogRefusal, LogReply, LogSession};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, FileReaderSync};

use crate::scope::reply;

/// Bytes read at once.
const PIECE: f64 = 4_194_304.0;
/// A larger problem is not opened in a page.
const TEXT_MAX: f64 = 200e6;

/// Reads and analyses the files. If that fails, the session keeps the log it had.
pub(crate) fn read(
    session: &mut LogSession,
    request: u32,
    options: &LogOptions,
    files: &Array,
) -> Result<(), LogRefusal> {
    session.begin(options)?;
    let blobs: Vec<Blob> = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
    let whole: f64 = blobs.iter().map(Blob::size).sum();
    let (mut done, mut lines, mut episodes) = (0.0, 0, 0);
    for blob in &blobs {
        let name = blob.dyn_ref::<File>().map_or_else(|| "the log".to_owned(), File::name);
        if blobs.len() > 1 {
            session.next_file(&name)?;
        }
        let mut from = 0.0;
        while from < blob.size() {
            let piece =
                piece(blob, from).ok_or_else(|| format!("{name}: cannot be read; expected a file"))?;
            let progress = session.push(&piece)?;
            (from, done) = (from + PIECE, done + piece.len() as f64);
            (lines, episodes) = (progress.lines, progress.episodes);
            reply(&LogReply::Progressed { request, share: done / whole.max(1.0), lines, episodes });
        }
    }
    reply(&LogReply::Progressed { request, share: 1.0, lines, episodes });
    session.finish(options)
}

/// The only one of the files.
pub(crate) fn bytes_of_one(files: &Array, max: f64) -> Result<Vec<u8>, String> {
    if files.length() != 1 {
        return Err(format!("{} files; expected one", files.length()));
    }
    let file: Blob = files.get(0).dyn_into().map_err(|_| "no file; expected one".to_owned())?;
    if file.size() > max {
        return Err(format!(
            "the file has {:.0} MB; expected at most {:.0} here",
            (file.size() / 1e6).ceil(),
            max / 1e6
        ));
    }
    let mut bytes = Vec::with_capacity(file.size() as usize);
    while (bytes.len() as f64) < file.size() {
        let next = piece(&file, bytes.len() as f64).filter(|next| !next.is_empty());
        bytes.extend(next.ok_or_else(|| "the file cannot be read; expected a file".to_owned())?);
    }
    Ok(bytes)
}

/// The only one of the files as a text.
pub(crate) fn text_of(files: &Array) -> Result<String, String> {
    let bytes = bytes_of_one(files, TEXT_MAX)?;
    String::from_utf8(bytes).map_err(|_| "the file is not UTF-8; expected an MDP JSON document".to_owned())
}

fn piece(blob: &Blob, from: f64) -> Option<Vec<u8>> {
    let part = blob.slice_with_f64_and_f64(from, from + PIECE).ok()?;
    let buffer = FileReaderSync::new().ok()?.read_as_array_buffer(&part).ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
