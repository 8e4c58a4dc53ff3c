//! A log in a link: `d=` with how it is read and its lines, gzipped. A reader who has the link has the log.

use crate::app::drawers::your_agent::message::{LinkedLog, LogOptions};
use crate::app::model::link;
use crate::language::{Words, fill};
use crate::trace::read::{is_gzip, packed};

/// The most characters of a link's data: browsers take more, much that carries links does not.
pub(super) const DATA_MAX: usize = 16_000;
/// A longer log is not even packed.
const BYTES_MAX: usize = 4 << 20;
/// The first byte of a log in a link; the recording of a model begins with another byte.
const MARK: u8 = b'L';

/// The data of a log.
pub(in crate::app) fn write(w: Words, options: &LogOptions, log: &[u8]) -> Result<String, String> {
    if log.len() > BYTES_MAX {
        return Err(fill(w.log_is_far_too_long(), &[&DATA_MAX]));
    }
    let no_memory = || w.no_memory_to_pack().to_owned();
    let log = if is_gzip(log) { log.to_vec() } else { packed(log).ok_or_else(no_memory)? };
    let options = postcard::to_allocvec(options).map_err(|error| error.to_string())?;
    let data = link::pack(&[&[MARK], &options[..], &log].concat());
    if data.len() > DATA_MAX {
        return Err(fill(w.log_is_too_long(), &[&data.len(), &DATA_MAX]));
    }
    Ok(data)
}

/// The reading options and the log that a link's data hold; none for other data.
pub(super) fn read(data: &str) -> Option<(LogOptions, LinkedLog)> {
    let bytes = link::unpack(data)?;
    let (&mark, rest) = bytes.split_first()?;
    let (options, content) = postcard::take_from_bytes(rest).ok().filter(|_| mark == MARK)?;
    let linked = LinkedLog { data: data.to_owned(), content: content.to_vec() };
    is_gzip(content).then_some((options, linked))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::trace::read::{Options, Reader};

    const LINE: &str = r#"{"episode":"1","t":0,"state":"door","done":true,"outcome":true}"#;

    #[test]
    fn a_log_comes_back_with_how_it_is_read() {
        let options = LogOptions { columns: "episode=id".to_owned(), lenient: true, ..LogOptions::default() };
        let data = write(Words::ENGLISH, &options, LINE.as_bytes()).unwrap();
        let (found, linked) = read(&data).unwrap();
        assert_eq!((found, &linked.data), (options, &data));
        let mut reader = Reader::new(Options::default());
        reader.push(&linked.content).unwrap();
        assert_eq!(reader.finish().unwrap().episodes.len(), 1);
    }

    #[test]
    fn what_is_packed_already_stays_and_what_is_long_is_refused() {
        let options = LogOptions::default();
        let gzipped = packed(LINE.as_bytes()).unwrap();
        assert_eq!(read(&write(Words::ENGLISH, &options, &gzipped).unwrap()).unwrap().1.content, gzipped);
        let mut noise = vec![1_u32; 1];
        (0..20_000)
            .for_each(|i: usize| noise.push(noise[i].wrapping_mul(1_664_525).wrapping_add(1_013_904_223)));
        let noise: Vec<u8> = noise.into_iter().map(|x| (x >> 24) as u8).collect();
        let error = write(Words::ENGLISH, &options, &noise).unwrap_err();
        assert!(error.contains("expected at most 16000"), "{error}");
        assert!(write(Words::ENGLISH, &options, &vec![b' '; BYTES_MAX + 1]).is_err());
    }

    #[test]
    fn data_of_something_else_is_none() {
        let data = write(Words::ENGLISH, &LogOptions::default(), LINE.as_bytes()).unwrap();
        for broken in ["", "AAAA", &data[1..], &data[..8], "TA", "not base64!"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_is_none(text in "[A-Za-z0-9_-]{0,60}") {
            let _ = read(&text);
        }
    }
}
