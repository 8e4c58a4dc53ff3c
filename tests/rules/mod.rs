//! The imports between modules, read from the sources: each module uses only those that it may use.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod controls;
mod documents;
mod house;
mod layers;
mod words;

use std::{collections::BTreeSet, fs, path::Path};

/// The modules in reading order: each may import those above it, or only the ones named beside it.
const MODULES: [(&str, Option<&[&str]>); 15] = [
    ("numeric", None),
    ("language", Some(&[])),
    ("net", Some(&["numeric"])),
    ("household", None),
    ("actor", None),
    ("rollout", None),
    ("mdp", Some(&[])),
    ("reward_model", None),
    ("helper", None),
    ("experiment", None),
    ("study", None),
    ("trace", None),
    ("remote", None),
    ("figure", Some(&["language", "numeric"])),
    ("app", None),
];

/// The names that only the two shells use: files, clocks, threads, sockets, the browser.
const SHELLS_ONLY: [&str; 16] = [
    "std::fs",
    "std::env",
    "std::time",
    "std::thread",
    "std::net",
    "std::process",
    "anyhow::",
    "axum::",
    "clap::",
    "tokio::",
    "rayon::",
    "gloo::",
    "js_sys::",
    "wasm_bindgen::",
    "web_sys::",
    "yew::",
];

#[test]
fn modules_import_only_what_stands_above_them() {
    for (place, (module, only)) in MODULES.iter().enumerate() {
        let above = MODULES[..place].iter().map(|(name, _)| *name);
        let allowed = only.map_or_else(|| above.collect(), <[&str]>::to_vec);
        for (file, text) in sources(&source_folder().join(module)) {
            for name in imported(&text)
                .filter(|name| name != module && MODULES.iter().any(|(known, _)| known == name))
            {
                assert!(allowed.contains(&name.as_str()), "{file}: {module} may not import {name}");
            }
        }
    }
}

#[test]
fn the_core_touches_no_file_clock_thread_or_browser() {
    for (file, text) in MODULES.iter().flat_map(|(module, _)| sources(&source_folder().join(module))) {
        if file.ends_with("tests.rs") || file.ends_with("_test.rs") {
            continue;
        }
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (line, name) in code.flat_map(|line| SHELLS_ONLY.iter().map(move |name| (line, name))) {
            assert!(!line.contains(name), "{file}: the core may not use {name}: {line}");
        }
    }
}

#[test]
fn every_module_is_in_the_table_in_the_order_of_lib_rs() {
    let library = fs::read_to_string(source_folder().join("lib.rs")).unwrap();
    // What is a package of its own is handed on.
    let name = |line: &str| {
        let rest = ["pub mod ", "pub use "].iter().find_map(|word| line.strip_prefix(word))?;
        Some(rest.strip_suffix(';')?.to_owned())
    };
    let declared = library.lines().filter_map(name);
    assert_eq!(declared.collect::<Vec<_>>(), MODULES.map(|(module, _)| module));
}

/// The names that follow `crate::`, one at a time or in braces.
fn imported(text: &str) -> impl Iterator<Item = String> {
    let name = |part: &str| part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let after = text.split("crate::").skip(1);
    let names: BTreeSet<String> = after
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => outermost(group).map(name).collect::<Vec<String>>(),
            None => vec![name(rest)],
        })
        .collect();
    names.into_iter()
}

/// The parts of a brace group, up to its end; a nested group stays with the part it belongs to.
fn outermost(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 1;
    let depths = group.char_indices().map(move |(at, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        (at, c, depth)
    });
    let mut cuts = vec![0];
    for (at, c, depth) in depths {
        if depth == 0 {
            cuts.push(at);
            break;
        } else if depth == 1 && c == ',' {
            cuts.push(at + 1);
        }
    }
    (1..cuts.len()).map(move |cut| &group[cuts[cut - 1]..cuts[cut]])
}

fn source_folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

/// The path and text of every Rust file below a folder, of which there is at least one.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let found = sources_if_any(folder);
    assert!(!found.is_empty(), "{} holds no source", folder.display());
    found
}

fn sources_if_any(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources_if_any(&path),
            false if path.extension().is_some_and(|extension| extension == "rs") => {
                vec![(path.display().to_string(), fs::read_to_string(&path).unwrap())]
            }
            false => Vec::new(),
        })
        .collect()
}

#[test]
fn names_are_found_alone_in_braces_and_nested() {
    let text = "use crate::{mdp::{Table, net}, figure::Mark,\n app};\nfn a(_: &crate::trace::Line) {}";
    assert_eq!(imported(text).collect::<Vec<_>>(), ["app", "figure", "mdp", "trace"]);
}
