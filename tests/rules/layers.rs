//! The order inside the modules: a file uses its own layer and those before it in the list.
//! No files use each other in a cycle.

use std::path::Path;

use super::house::House;

/// The layers of `app`, the lowest first; a `*` stands for one folder.
///
/// The messages and the state of a drawer are plain data, so they stand below the page's state; the rest of a drawer
/// stands above it.
const APP: [&[&str]; 10] = [
    &["model/"],
    &["derived/"],
    &[
        "drawers/*/message.rs",
        "drawers/*/state.rs",
        "message/",
        "drawers/language_model/run.rs",
        "drawers/problems/household/data.rs",
        "drawers/problems/household/draw.rs",
        "drawers/problems/household/view.rs",
    ],
    &["state.rs", "state/"],
    &["draw/"],
    &["export/"],
    &["update/"],
    &["drawers/"],
    &["dispatch.rs"],
    &["mod.rs"],
];

/// The roots of the packages, with the paths below each that belong to another package.
const PACKAGES: [(&str, &[&str]); 8] = [
    ("src", &["bin/", "mdp/"]),
    ("src/mdp", &[]),
    ("src/bin/askwell", &[]),
    ("src/bin/web", &["main/"]),
    ("log/src", &[]),
    ("engine/src", &[]),
    ("research/src", &[]),
    ("xtask/src", &[]),
];

fn house(root: &str, apart: &[&str]) -> House {
    House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root), apart)
}

#[test]
fn the_files_of_app_use_only_their_own_layer_and_those_above() {
    let house = house("src", &["bin/", "mdp/"]);
    let of_app = |file: &str| file.strip_prefix("app/").map(layer);
    let (mut n_seen, mut upward) = (0, Vec::new());
    for (file, used) in house.arrows.iter().filter(|(file, _)| of_app(file).is_some()) {
        for (other, name) in used.iter().filter(|(other, _)| of_app(other).is_some()) {
            n_seen += 1;
            if of_app(other) > of_app(file) {
                upward.push(format!("{file} uses {name} of {other}"));
            }
        }
    }
    assert!(n_seen > 400, "{n_seen} arrows were seen");
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for (root, apart) in PACKAGES {
        let circles = house(root, apart).circles();
        assert!(circles.is_empty(), "{root}: {circles:#?}");
    }
}

#[test]
fn the_rule_sees_an_arrow_upward_and_a_circle() {
    assert!(layer("model/setting.rs") < layer("drawers/share/message.rs"));
    assert!(layer("drawers/share/message.rs") < layer("state.rs"));
    assert!(layer("state.rs") < layer("drawers/share/update.rs"));
    let mut house = house("src", &["bin/", "mdp/"]);
    let uses = |file: &str, other: &str| house.arrows[file].contains_key(other);
    assert!(uses("app/update/budget.rs", "app/state.rs"), "a plain import");
    assert!(uses("app/dispatch.rs", "app/drawers/paper/update.rs"), "a name that a parent hands on");
    let budget = ("app/update/budget.rs".to_owned(), "move_budget".to_owned());
    house.arrows.get_mut("app/state.rs").unwrap().extend([budget]);
    assert!(house.circles().iter().any(|circle| circle.contains("app/state.rs")));
}

/// The position of a file's layer in the list.
fn layer(file: &str) -> usize {
    let place = APP.iter().position(|patterns| patterns.iter().any(|pattern| is_of(file, pattern)));
    place.unwrap_or_else(|| panic!("{file} has no layer"))
}

/// True if a file lies below the folder that a pattern names, or is the file itself.
fn is_of(file: &str, pattern: &str) -> bool {
    let mut parts = file.split('/');
    let mut wanted = pattern.split('/').peekable();
    while let Some(part) = wanted.next() {
        if part.is_empty() && wanted.peek().is_none() {
            return true;
        }
        match parts.next() {
            Some(is) if part == "*" || part == is => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}
