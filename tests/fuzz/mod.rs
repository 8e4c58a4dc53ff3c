//! Foreign bytes for every reader: good files with damage, and whatever else bolero thinks of. No input makes a reader
//! panic, and what it takes keeps the reader's rules.
//!
//! `cargo test` replays the files below `__fuzz__` and tries a bounded number of new inputs; `cargo bolero test
//! fuzz::events::bytes` searches on, led by coverage, and leaves the inputs that it finds below `__fuzz__`.

mod log;

use std::io::Write as _;

use askwell::app::model::{read_link, write_link};
use askwell::mdp::file;
use askwell::net::onnx::import_onnx;
use askwell::remote::{Cassette, Events, Excerpt};
use askwell::trace::Normaliser;
use bolero::{TypeGenerator, check};

/// New inputs of each test.
const ITERATIONS: usize = 2_000;

const MODELS: [&[u8]; 3] = [
    include_bytes!("../../src/net/onnx/fixtures/ours.onnx"),
    include_bytes!("../../src/net/onnx/fixtures/transposed.onnx"),
    include_bytes!("../../src/net/onnx/fixtures/mat_mul.onnx"),
];
const PROBLEM: &[u8] = include_bytes!("__fuzz__/fuzz__problems__bytes/corpus/good.json");
const STREAM: &str = ": hello\r\n\r\nevent: x\r\ndata: one\r\n\r\ndata:two\ndata: \u{e9}\n\ndata: three\r\r";
const LINK: &[u8] = include_bytes!("__fuzz__/fuzz__links__bytes/corpus/good.txt");
const RULES: &[u8] = include_bytes!("__fuzz__/fuzz__rules__bytes/corpus/good.txt");
const RECORDING: &[u8] = include_bytes!("__fuzz__/fuzz__recordings__bytes/corpus/good.jsonl");

/// One damage of a file. A place counts from the file's beginning, and goes round at its end.
#[derive(Clone, Copy, Debug, TypeGenerator)]
enum Damage {
    None,
    CutAfter(u16),
    CutBefore(u16),
    Flip(u16, u8),
    Remove(u16),
    Insert(u16, u8),
    RemoveLine(u8),
    RepeatLine(u8, u8),
    SwapLines(u8, u8),
    JoinLine(u8),
    /// The value after a colon or a comma becomes another, most often one that it must not be.
    Value(u16, u8),
    Long(u16),
    Deep(u16),
    Wide,
    NotUtf8(u16),
    GzipBomb,
    ByteOrderMark,
}

const VALUES: [&str; 16] = [
    "NaN",
    "Infinity",
    "-1",
    "1e999",
    "1e308",
    "18446744073709551616",
    "\"1\"",
    "null",
    "true",
    "{}",
    "[1,[2]]",
    "\"\\ud800\"",
    "0.5",
    "2",
    "\"\"",
    "1.0",
];

impl Damage {
    fn apply(self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let at = |place: u16| usize::from(place) % bytes.len();
        match self {
            Self::None => {}
            Self::CutAfter(place) => bytes.truncate(at(place)),
            Self::CutBefore(place) => drop(bytes.drain(..at(place))),
            Self::Flip(place, bit) => {
                let at = at(place);
                bytes[at] ^= 1 << (bit % 8);
            }
            Self::Remove(place) => drop(bytes.remove(at(place))),
            Self::Insert(place, byte) => bytes.insert(at(place), byte),
            Self::RemoveLine(a) => lines(bytes, a, 0, |lines, a, _| drop(lines.remove(a))),
            Self::RepeatLine(a, b) => lines(bytes, a, b, |lines, a, b| lines.insert(b, lines[a].clone())),
            Self::SwapLines(a, b) => lines(bytes, a, b, |lines, a, b| lines.swap(a, b)),
            Self::JoinLine(a) => lines(bytes, a, 0, |lines, a, _| lines[a].retain(|&byte| byte != b'\n')),
            Self::Value(place, which) => {
                let ends = (0..bytes.len()).filter(|&at| b":,".contains(&bytes[at])).collect::<Vec<_>>();
                if let Some(begin) = ends.get(usize::from(place) % ends.len().max(1)).map(|end| end + 1) {
                    let length = bytes[begin..].iter().take_while(|byte| !b",}\n".contains(byte)).count();
                    let value = VALUES[usize::from(which) % VALUES.len()];
                    bytes.splice(begin..begin + length, value.bytes());
                }
            }
            Self::Long(place) => put(bytes, at(place), &[b'x'; 30_000]),
            Self::Deep(place) => put(bytes, at(place), &[b'['; 400]),
            Self::Wide => *bytes = bytes.iter().flat_map(|&byte| [byte, 0]).collect(),
            Self::NotUtf8(place) => put(bytes, at(place), &[0xe9, 0xff, 0xc3]),
            Self::GzipBomb => put(bytes, 0, &gzip(&[b' '; 300 << 10])),
            Self::ByteOrderMark => put(bytes, 0, b"\xef\xbb\xbf"),
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, more: &[u8]) {
    bytes.splice(at..at, more.iter().copied());
}

fn lines(bytes: &mut Vec<u8>, a: u8, b: u8, change: impl FnOnce(&mut Vec<Vec<u8>>, usize, usize)) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    let (a, b) = (usize::from(a) % lines.len(), usize::from(b) % lines.len());
    change(&mut lines, a, b);
    *bytes = lines.concat();
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// Two tests of a reader: one of bytes, one of good files with damage.
macro_rules! harness {
    ($name:ident, $files:expr, $read:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn bytes() {
                check!().with_iterations(ITERATIONS).for_each(|bytes| $read(bytes));
            }

            #[test]
            fn damaged() {
                check!().with_iterations(ITERATIONS).with_type().for_each(
                    |(which, damages): &(u8, [Damage; 3])| {
                        let mut bytes = $files[usize::from(*which) % $files.len()].to_vec();
                        damages.iter().for_each(|damage| damage.apply(&mut bytes));
                        $read(&bytes);
                    },
                );
            }
        }
    };
}

harness!(models, MODELS, answers_as_it_says);
harness!(problems, [PROBLEM], is_written_and_read_again);
harness!(events, [STREAM.as_bytes()], are_the_same_however_cut);
harness!(links, [LINK], opens_what_its_own_link_opens);
harness!(recordings, [RECORDING], are_taken_or_refused);
harness!(rules, [RULES], are_written_and_read_again);

/// A model that is taken answers with as many outputs as it says.
fn answers_as_it_says(bytes: &[u8]) {
    let Ok(model) = import_onnx(bytes) else { return };
    let outputs = model.network.predict(&vec![0.0; model.network.n_inputs() as usize]).unwrap();
    assert_eq!(outputs.len() as u32, model.network.n_outputs());
}

/// A problem that is taken, as a stream or as a text, is written and read again.
fn is_written_and_read_again(bytes: &[u8]) {
    let read = file::read_from(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert_eq!(file::read(text).ok(), read.as_ref().ok().cloned());
    }
    let Ok(problem) = read else { return };
    assert_eq!(file::read(&file::to_json(&problem)).unwrap(), problem);
}

fn are_the_same_however_cut(bytes: &[u8]) {
    let heard = |size: usize| {
        let (mut events, mut heard) = (Events::default(), Vec::new());
        let pushed =
            bytes.chunks(size).try_for_each(|piece| events.push(piece, |data| heard.push(data.to_owned())));
        (pushed, heard, events.is_inside())
    };
    assert_eq!(heard(1), heard(bytes.len().max(1)));
}

/// Any text opens a setting, which its own link opens again.
fn opens_what_its_own_link_opens(bytes: &[u8]) {
    let (setting, _) = read_link(&String::from_utf8_lossy(bytes));
    assert!(setting.budget >= 0.0);
    assert_eq!(read_link(&write_link(&setting)), (setting, vec![]));
}

/// A line that a crash has torn changes nothing in a recording.
fn are_taken_or_refused(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(Cassette::read(&format!("{text}{{\"answer\":{{")), Cassette::read(&text));
    if let Some(excerpt) = Excerpt::from_bytes(bytes) {
        assert!(excerpt.into_cassette().n_answered() > 0);
    }
}

fn are_written_and_read_again(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(rules) = Normaliser::parse(&text) else { return };
    assert_eq!(Normaliser::parse(&rules.to_text()).as_ref(), Ok(&rules));
    let applied = rules.apply(&text);
    assert!(!rules.0.is_empty() || applied == text);
}
