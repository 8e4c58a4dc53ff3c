//! Gzip as it comes, with an eye on how much comes out.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, MultiGzDecoder};

use super::super::error::ReadError;
use super::super::format::Limits;

/// Compressed bytes taken in at once: what comes out of them is at most about a thousand times as much.
const STEP: usize = 4 << 10;

/// Before so much has come out, no ratio is suspicious.
const RATIO_FROM: u64 = 32 << 20;

/// True if bytes begin as a gzip stream does.
#[must_use]
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The bytes gzipped, as small as can be; none where memory is short.
#[must_use]
pub fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Unpacks chunks; refuses what unpacks to more than a log does.
pub(super) struct Gunzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    bytes_in: u64,
    bytes_out: u64,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self { decoder: MultiGzDecoder::new(Vec::new()), bytes_in: 0, bytes_out: 0 }
    }

    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        each: &mut impl FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        for step in bytes.chunks(STEP) {
            self.bytes_in += step.len() as u64;
            self.decoder.write_all(step).map_err(|error| ReadError::Gzip(error.to_string()))?;
            self.hand_on(limits, each)?;
        }
        Ok(())
    }

    /// The end; false where the stream ends before its own end.
    pub(super) fn finish(
        &mut self,
        limits: &Limits,
        each: &mut impl FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<bool, ReadError> {
        let whole = self.decoder.try_finish().is_ok();
        self.hand_on(limits, each)?;
        Ok(whole)
    }

    fn hand_on(
        &mut self,
        limits: &Limits,
        each: &mut impl FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let out = core::mem::take(self.decoder.get_mut());
        self.bytes_out += out.len() as u64;
        if self.bytes_out > RATIO_FROM && self.bytes_out / limits.ratio_max.max(1) > self.bytes_in {
            return Err(ReadError::Bomb {
                ratio: self.bytes_out / self.bytes_in.max(1),
                max: limits.ratio_max,
            });
        }
        each(&out)?;
        // The memory serves the next step.
        let mut out = out;
        out.clear();
        *self.decoder.get_mut() = out;
        Ok(())
    }
}
