//! Compressed twins of the page's files, for hosts that send them instead of compressing themselves: `NAME.br` and
//! `NAME.gz` beside every file that gains by it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use brotli::{BrotliCompress, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;

use crate::build::files::files;

/// The name endings of the compressed copies.
const ENDS: [&str; 2] = ["br", "gz"];

/// Writes the twins of all files below a folder.
pub(crate) fn write(folder: &Path) -> Result<()> {
    remove(folder)?;
    // What begins with _ is for the host itself to read.
    let is_sent =
        |file: &&PathBuf| file.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('_'));
    files(folder)?.par_iter().filter(is_sent).try_for_each(|file| write_of(file))
}

/// Takes away the twins of an earlier build of the same folder: they are no files of the page.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    for comparison in files(folder)?.iter().filter(|file| is_twin(file)) {
        fs::remove_file(comparison).with_context(|| format!("cannot remove {}", comparison.display()))?;
    }
    Ok(())
}

/// True for `NAME.br` and `NAME.gz` where there is a NAME.
fn is_twin(file: &Path) -> bool {
    file.extension().is_some_and(|end| ENDS.iter().any(|known| end == *known))
        && file.with_extension("").is_file()
}

fn write_of(file: &Path) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    for (end, packed) in ENDS.iter().zip([brotli(&content)?, gzip(&content)?]) {
        if packed.len() < content.len() {
            let comparison = PathBuf::from(format!("{}.{end}", file.display()));
            fs::write(&comparison, packed)
                .with_context(|| format!("cannot write {}", comparison.display()))?;
        }
    }
    Ok(())
}

/// The content packed by Brotli at the highest quality; the largest window that every browser takes holds our largest
/// file.
fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut packed = Vec::new();
    BrotliCompress(&mut &content[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_unpack_to_their_file_and_are_made_anew() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::create_dir(folder.join("in")).unwrap();
        let text = "When should an agent ask? ".repeat(40);
        fs::write(folder.join("in/a.js"), &text).unwrap();
        fs::write(folder.join("short.js"), "1").unwrap();
        fs::write(folder.join("_headers"), &text).unwrap();
        write(folder).unwrap();
        let names =
            || files(folder).unwrap().iter().map(|file| file.strip_prefix(folder).unwrap().into()).collect();
        let first: Vec<PathBuf> = names();
        assert_eq!(first, ["_headers", "in/a.js", "in/a.js.br", "in/a.js.gz", "short.js"].map(PathBuf::from));
        let mut unpacked = Vec::new();
        let packed = fs::read(folder.join("in/a.js.br")).unwrap();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        write(folder).unwrap();
        assert_eq!(names(), first);
        remove(folder).unwrap();
        assert_eq!(files(folder).unwrap().len(), 3);
    }
}
