//! docs/benchmarks.md: a section a part, between marks, so that one part never touches another's.

use std::fs;

use anyhow::{Context, Result};

use crate::bench::Out;
use crate::house;

/// The sections in the order of the file, by the name of their part.
pub(super) const SECTIONS: [&str; 10] =
    ["page", "lighthouse", "share", "solver", "peers", "problem", "household", "trace", "networks", "remote"];

const TITLE: &str = "# Benchmarks\n\nWritten by `cargo xtask bench` and its parts. Times on a shared machine are worth \
                     reading as ratios, within one section: each section is one run.\n";

/// Replaces one section of the file and prints it.
pub(super) fn write(out: &Out, section: &str, text: &str) -> Result<()> {
    let file = house::root().join(&out.out);
    fs::create_dir_all(file.parent().context("the output has no folder")?)?;
    let before = fs::read_to_string(&file).unwrap_or_default();
    fs::write(&file, with_section(&before, section, text))
        .with_context(|| format!("cannot write {}", file.display()))?;
    print!("{text}");
    Ok(())
}

/// The cores and the compiler a native figure depends on.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, usize::from)
}

fn with_section(before: &str, section: &str, text: &str) -> String {
    let mut file = TITLE.to_owned();
    for name in SECTIONS {
        let found = if name == section { Some(text) } else { section_of(before, name) };
        if let Some(found) = found {
            file.push_str(&format!("\n{}\n{}\n{}\n", begin(name), found.trim(), end(name)));
        }
    }
    file
}

fn section_of<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = file.split_once(&begin(name))?;
    Some(rest.split_once(&end(name))?.0)
}

fn begin(name: &str) -> String {
    format!("<!-- {name} -->")
}

fn end(name: &str) -> String {
    format!("<!-- end of {name} -->")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() {
        let first = with_section("", "solver", "## Solver\n1");
        let both = with_section(&first, "page", "## Page\n");
        assert!(both.find("## Page") < both.find("## Solver"));
        assert_eq!(section_of(&both, "solver"), section_of(&first, "solver"));
        let again = with_section(&both, "solver", "## Solver\n2");
        assert_eq!(again, both.replace("## Solver\n1", "## Solver\n2"));
    }
}
