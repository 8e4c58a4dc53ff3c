//! A window's picture, kept small, and what of it looks otherwise.
//!
//! A kept picture has one pixel, the mean, for a block of the window. A block is far from the kept one where no move of
//! the window by a pixel brings it near: letters may be smoothed otherwise, lines may be rounded to the next pixel. Far
//! blocks alone are noise; a cluster of them is a label that went, came or moved.

use std::io::Cursor;

use anyhow::{Context, Result, ensure};

/// Pixels of the window for one of the kept picture, on each side.
pub(super) const BLOCK: usize = 4;

/// A block may be this far from the kept one, of 255, in each colour.
const FAR: u8 = 16;

/// Far blocks with at most two blocks between them are of one cluster: words of a label have spaces.
const REACH: usize = 3;

/// The fewest far blocks of a cluster that counts: those of a label of 60 x 12 pixels are 12 and more.
const CLUSTER: usize = 8;

/// A picture, three bytes a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) pixels: Vec<[u8; 3]>,
}

impl Picture {
    pub(super) fn read(png: &[u8]) -> Result<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let info = reader.next_frame(&mut bytes)?;
        let samples = info.color_type.samples();
        ensure!(samples >= 3, "the picture has no colours");
        let pixels = bytes[..info.buffer_size()].chunks_exact(samples).map(|it| [it[0], it[1], it[2]]);
        Ok(Self { width: info.width as usize, pixels: pixels.collect() })
    }

    pub(super) fn png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height() as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(self.pixels.as_flattened())?;
        Ok(bytes)
    }

    fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// The means of its blocks.
    pub(super) fn small(&self) -> Self {
        let (width, height) = (self.width / BLOCK, self.height() / BLOCK);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, pixels: places.map(|place| self.mean(place, (1, 1))).collect() }
    }

    /// The mean of a block, the window moved by `shift` less one pixel to the right and down; beyond the edge the
    /// outermost pixels go on.
    fn mean(&self, (x, y): (usize, usize), shift: (usize, usize)) -> [u8; 3] {
        let mut sums = [0u32; 3];
        for j in 0..BLOCK {
            let row = (y * BLOCK + j + shift.1).saturating_sub(1).min(self.height() - 1) * self.width;
            for i in 0..BLOCK {
                let column = (x * BLOCK + i + shift.0).saturating_sub(1).min(self.width - 1);
                for (sum, part) in sums.iter_mut().zip(self.pixels[row + column]) {
                    *sum += u32::from(part);
                }
            }
        }
        sums.map(|sum| (sum / (BLOCK * BLOCK) as u32) as u8)
    }

    /// The places where this window looks otherwise than a kept picture, the largest first; none where it looks the same.
    pub(super) fn differences(&self, kept: &Self) -> Result<Vec<Place>> {
        let (width, height) = (self.width / BLOCK, self.height() / BLOCK);
        ensure!(
            (width, height) == (kept.width, kept.height()),
            "the kept picture has {} x {} blocks; expected {width} x {height}",
            kept.width,
            kept.height()
        );
        let is_far = |&(x, y): &(usize, usize)| {
            let before = kept.pixels[y * width + x];
            let is_near =
                |shift| self.mean((x, y), shift).iter().zip(before).all(|(a, b)| a.abs_diff(b) <= FAR);
            !is_near((1, 1)) && !(0..3).any(|down| (0..3).any(|right| is_near((right, down))))
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let mut found = clusters(places.filter(is_far).collect());
        found.retain(|place| place.n_blocks >= CLUSTER);
        found.sort_by_key(|place| core::cmp::Reverse(place.n_blocks));
        Ok(found)
    }
}

/// A cluster of far blocks: its box in blocks, and how many of them are far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    from: (usize, usize),
    to: (usize, usize),
    n_blocks: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (x, y) = (self.from.0 * BLOCK, self.from.1 * BLOCK);
        let (right, down) = ((self.to.0 + 1) * BLOCK, (self.to.1 + 1) * BLOCK);
        write!(f, "{} x {} pixels at ({x}, {y})", right - x, down - y)
    }
}

/// The blocks in clusters; each block is in one of them.
fn clusters(mut left: Vec<(usize, usize)>) -> Vec<Place> {
    let mut found = Vec::new();
    while let Some(first) = left.pop() {
        let (mut place, mut open) = (Place { from: first, to: first, n_blocks: 0 }, vec![first]);
        while let Some((x, y)) = open.pop() {
            place.n_blocks += 1;
            place.from = (place.from.0.min(x), place.from.1.min(y));
            place.to = (place.to.0.max(x), place.to.1.max(y));
            let is_next =
                |other: &mut (usize, usize)| x.abs_diff(other.0) <= REACH && y.abs_diff(other.1) <= REACH;
            open.extend(left.extract_if(.., is_next));
        }
        found.push(place);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: u8 = 250;
    const INK: u8 = 104;

    fn picture(at: impl Fn(usize, usize) -> u8) -> Picture {
        let (width, height) = (50 * BLOCK, 30 * BLOCK);
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Picture { width, pixels: pixels.map(|(x, y)| [at(x, y); 3]).collect() }
    }

    /// Something like words of muted 12-pixel type in 60 x 12 pixels: stems a pixel wide and six high, four pixels
    /// apart, with a space after every fifth.
    fn is_stem(x: usize, y: usize) -> bool {
        x < 60 && (3..9).contains(&y) && x % 4 == 1 && x % 24 != 21
    }

    fn label(ink: u8, (left, top): (usize, usize)) -> Picture {
        picture(move |x, y| if x >= left && y >= top && is_stem(x - left, y - top) { ink } else { PAPER })
    }

    #[test]
    fn a_picture_returns_from_its_file() {
        let kept = label(INK, (10, 10)).small();
        assert_eq!(Picture::read(&kept.png().unwrap()).unwrap(), kept);
        assert_eq!(label(INK, (10, 10)).differences(&kept).unwrap(), []);
    }

    #[test]
    fn a_label_that_went_came_or_moved_is_found_wherever_it_stands() {
        let empty = picture(|_, _| PAPER);
        for place in (0..4).flat_map(|x| (0..4).map(move |y| (60 + x, 48 + y))) {
            let there = label(INK, place);
            for (now, kept) in [(&empty, &there), (&there, &empty), (&label(INK, (place.0, 80)), &there)] {
                let found = now.differences(&kept.small()).unwrap();
                assert!(!found.is_empty(), "at {place:?}");
                assert!(
                    found[0].from.0 * BLOCK + 4 >= place.0 && found[0].to.0 * BLOCK < place.0 + 64,
                    "{found:?}"
                );
            }
        }
        let found = empty.differences(&label(INK, (60, 48)).small()).unwrap();
        assert_eq!(found[0].to_string(), "60 x 4 pixels at (60, 52)");
    }

    #[test]
    fn smoothing_and_a_move_by_a_pixel_are_noise() {
        let kept = label(INK, (60, 48)).small();
        // Each letter a little lighter or darker, as another smoothing makes it.
        let smoothed = picture(|x, y| {
            let is_label = x >= 60 && y >= 48 && is_stem(x - 60, y - 48);
            if is_label { INK + ((x * 7 + y * 3) % 40) as u8 } else { PAPER - ((x + y) % 5) as u8 }
        });
        assert_eq!(smoothed.differences(&kept).unwrap(), []);
        for place in [(59, 48), (61, 48), (60, 47), (60, 49), (61, 49)] {
            assert_eq!(label(INK, place).differences(&kept).unwrap(), [], "{place:?}");
        }
        // Specks that have nothing to do with each other.
        let specks = picture(|x, y| if x % 20 < 4 && y % 20 < 4 { 0 } else { PAPER });
        assert_eq!(specks.differences(&picture(|_, _| PAPER).small()).unwrap(), []);
    }

    #[test]
    fn a_picture_of_another_size_is_no_picture_of_this_window() {
        let error = picture(|_, _| PAPER).differences(&picture(|_, _| PAPER)).unwrap_err();
        assert_eq!(error.to_string(), "the kept picture has 200 x 120 blocks; expected 50 x 30");
    }
}
