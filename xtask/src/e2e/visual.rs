//! The main states look as they were reviewed: each picture is kept small in `tests/visual`, one pixel for eight, and
//! compared with a tolerance. `UPDATE_EXPECT=1 cargo xtask test --only e2e --built looks_as_reviewed` takes them anew; look
//! at them before they are committed.

use std::{env, fs, io::Cursor, path::PathBuf};

use anyhow::{Context, Result, ensure};

use super::ready;
use crate::{
    browser::{Browser, Look, Page},
    house::{self, say},
};

pub(super) const NAME: &str = "looks_as_reviewed";

/// Pixels of the window for one of the kept picture, on each side.
const BLOCK: usize = 8;

/// A kept pixel may be this far from the window's, of 255: smoothing of letters is less.
const FAR: u8 = 20;

/// The share of kept pixels that may be further: a word that broke otherwise, not a panel that moved.
const SHARE_MAX: f64 = 0.01;

const STILL: Look = Look { reduced_motion: true, scale: 1.0, ..Look::WIDE };
const MIDDLE: Look = Look { width: 768, height: 1024, ..STILL };
const NARROW: Look = Look { width: 390, height: 844, ..STILL };

/// The states, by the name of their picture.
const STATES: [(&str, Look, &str); 8] = [
    ("opening-1440", STILL, ""),
    ("opening-1440-dark", Look { dark: true, ..STILL }, ""),
    ("opening-768", MIDDLE, ""),
    ("opening-768-dark", Look { dark: true, ..MIDDLE }, ""),
    ("opening-390", NARROW, ""),
    ("opening-390-dark", Look { dark: true, ..NARROW }, ""),
    ("lesson-1440", STILL, "#lesson=3"),
    ("paper-768-dark", Look { dark: true, ..MIDDLE }, "#v=1&rule=paper&C=0.35&task=7"),
];

/// Whatever is written here is as wide as these fonts make it: with others, nothing can be compared.
const FONTS: &str = "(() => {
    const context = document.createElement('canvas').getContext('2d');
    const style = getComputedStyle(document.documentElement);
    return ['--sans', '--serif'].map(name => {
        context.font = `100px ${style.getPropertyValue(name)}`;
        return `${name} ${context.measureText('When should an agent ask for help? 0123456789 γΔ').width}`;
    }).join('\\n') + '\\n';
})()";

/// A picture, three bytes a pixel.
struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

pub(super) fn run(browser: &mut Browser, origin: &str) -> Result<()> {
    let is_update = env::var_os("UPDATE_EXPECT").is_some();
    let mut faults = Vec::new();
    for (name, look, fragment) in &STATES {
        let mut page = browser.page(look)?;
        page.navigate(&format!("{origin}/{fragment}"))?;
        ready(&mut page)?;
        page.settle()?;
        if !has_same_fonts(&mut page, is_update)? {
            say("other fonts than those of the reviewed pictures: they are not compared");
            return Ok(());
        }
        let now = Picture::read(&page.screenshot(false)?)?.small();
        let file = folder().join(format!("{name}.png"));
        if is_update {
            fs::write(&file, now.png()?)?;
            continue;
        }
        let kept = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if let Some(fault) = now.differs(&Picture::read(&kept)?) {
            let seen = house::target()?.join("e2e").join(format!("looks-{name}.png"));
            fs::create_dir_all(seen.parent().context("no folder")?)?;
            fs::write(&seen, page.screenshot(false)?)?;
            faults.push(format!("{name}: {fault}: {}", seen.display()));
        }
    }
    ensure!(faults.is_empty(), "looks otherwise than tests/visual:\n    {}", faults.join("\n    "));
    Ok(())
}

fn folder() -> PathBuf {
    house::root().join("tests/visual")
}

/// Whether the machine writes with the fonts of the kept pictures.
fn has_same_fonts(page: &mut Page<'_>, is_update: bool) -> Result<bool> {
    let file = folder().join("fonts.txt");
    let now = page.evaluate(FONTS)?;
    let now = now.as_str().context("the page measured no text")?;
    if is_update {
        fs::write(&file, now)?;
    }
    Ok(fs::read_to_string(&file).is_ok_and(|kept| kept == now))
}

impl Picture {
    fn read(png: &[u8]) -> Result<Self> {
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

    /// The means of its blocks.
    fn small(&self) -> Self {
        let (width, height) = (self.width / BLOCK, self.pixels.len() / self.width / BLOCK);
        let mean = |x: usize, y: usize, channel: usize| {
            let rows = (y * BLOCK..(y + 1) * BLOCK).map(|row| row * self.width + x * BLOCK);
            let sum: usize = rows
                .flat_map(|start| &self.pixels[start..start + BLOCK])
                .map(|it| usize::from(it[channel]))
                .sum();
            (sum / (BLOCK * BLOCK)) as u8
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, pixels: pixels.map(|(x, y)| [0, 1, 2].map(|channel| mean(x, y, channel))).collect() }
    }

    fn png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder =
            png::Encoder::new(&mut bytes, self.width as u32, (self.pixels.len() / self.width) as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(self.pixels.as_flattened())?;
        Ok(bytes)
    }

    /// What is different, if more than the tolerance is.
    fn differs(&self, kept: &Self) -> Option<String> {
        if (self.width, self.pixels.len()) != (kept.width, kept.pixels.len()) {
            return Some("the size is another".to_owned());
        }
        let is_far = |(a, b): &(&[u8; 3], &[u8; 3])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > FAR);
        let share =
            self.pixels.iter().zip(&kept.pixels).filter(is_far).count() as f64 / self.pixels.len() as f64;
        (share > SHARE_MAX).then(|| format!("{:.1} % of it is different", 100.0 * share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(at: impl Fn(usize, usize) -> u8) -> Picture {
        let (width, height) = (20 * BLOCK, 10 * BLOCK);
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Picture { width, pixels: pixels.map(|(x, y)| [at(x, y); 3]).collect() }
    }

    #[test]
    fn a_picture_returns_and_a_moved_panel_is_seen() {
        let panel = |from: usize| {
            picture(move |x, y| if (from..from + 64).contains(&x) && y < 48 { 30 } else { 240 })
        };
        let kept = panel(16).small();
        let again = Picture::read(&kept.png().unwrap()).unwrap();
        assert_eq!((again.width, &again.pixels), (kept.width, &kept.pixels));
        assert_eq!(panel(16).small().differs(&kept), None);
        // One pixel to the side is smoothing, eight are a move.
        assert_eq!(panel(17).small().differs(&kept).as_deref(), Some("6.0 % of it is different"));
        let speck = picture(|x, y| if (x, y) == (3, 3) { 0 } else { 240 }).small();
        assert_eq!(speck.differs(&picture(|_, _| 240).small()), None);
    }
}
