//! Figures as pixels, with the fonts of this machine: text looks a little different from machine to machine.

use anyhow::{Context, ensure};
use askwell::figure::png;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels for one of the drawing's.
const SCALE: f32 = 2.0;

/// An SVG as a PNG file that says where it comes from.
pub(crate) fn png_of(svg: &str, stamp: &str) -> anyhow::Result<Vec<u8>> {
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    ensure!(
        !fonts.is_empty(),
        "this machine has no font to write with; expected one, such as DejaVu or Liberation"
    );
    find_generic(fonts);
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size().scale_by(SCALE).context("the figure is too large for pixels")?;
    let mut pixels =
        Pixmap::new(size.width(), size.height()).context("the figure is too large for pixels")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    png::stamped(&pixels.encode_png()?, stamp).context("the painted figure is no PNG")
}

/// Lets the stylesheet's last resort, `sans-serif` and `serif`, be fonts that are there.
fn find_generic(fonts: &mut fontdb::Database) {
    let first_of = |fonts: &fontdb::Database, wanted: &[&str]| {
        let known =
            |name: &&&str| fonts.faces().any(|face| face.families.iter().any(|family| family.0 == **name));
        wanted.iter().find(known).map(|name| (*name).to_owned())
    };
    let any =
        fonts.faces().next().and_then(|face| Some(face.families.first()?.0.clone())).unwrap_or_default();
    let sans = first_of(fonts, &["Noto Sans", "Arial", "Liberation Sans", "DejaVu Sans", "Helvetica"]);
    let serif =
        first_of(fonts, &["Georgia", "Noto Serif", "Liberation Serif", "DejaVu Serif", "Times New Roman"]);
    fonts.set_sans_serif_family(sans.unwrap_or_else(|| any.clone()));
    fonts.set_serif_family(serif.unwrap_or(any));
}
