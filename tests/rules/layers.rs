//! The order inside the modules: a file uses its own layer and those above it in the list, and no files use each other in
//! a circle.

use super::house::House;

/// The layers of `app`, the lowest first; a `*` stands for one folder.
///
/// The messages and the state of a drawer are plain data, so they stand below the page's state; the rest of a drawer
/// stands above it.
const APP: [&[&str]; 10] = [
    &["model/"],
    &["derived/"],
    &[
        "drawers/latest.rs",
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

/// The modules without a circle of files.
const WITHOUT_CIRCLES: [&str; 1] = ["app"];

#[test]
fn the_files_of_app_use_only_their_own_layer_and_those_above() {
    let house = House::read("app");
    assert!(house.arrows.len() > 100, "{} files were read", house.arrows.len());
    let mut upward = Vec::new();
    for (file, used) in &house.arrows {
        for (other, name) in used {
            if layer(other) > layer(file) {
                upward.push(format!("{file} uses {name} of {other}"));
            }
        }
    }
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for module in WITHOUT_CIRCLES {
        let circles = House::read(module).circles();
        assert!(circles.is_empty(), "{module}: {circles:#?}");
    }
}

#[test]
fn the_rule_sees_an_arrow_upward_and_a_circle() {
    assert!(layer("model/setting.rs") < layer("drawers/share/message.rs"));
    assert!(layer("drawers/share/message.rs") < layer("state.rs"));
    assert!(layer("state.rs") < layer("drawers/share/update.rs"));
    let house = House::read("app");
    let uses = |file: &str, other: &str| house.arrows[file].contains_key(other);
    assert!(uses("update/budget.rs", "state.rs"), "a plain import");
    assert!(uses("dispatch.rs", "drawers/paper/update.rs"), "a name that a parent hands on");
    let mut house = house;
    house.arrows.get_mut("state.rs").unwrap().insert("update/budget.rs".to_owned(), "move_budget".to_owned());
    assert!(house.circles().iter().any(|circle| circle.contains("state.rs")));
}

/// The place of a file's layer in the list.
fn layer(file: &str) -> usize {
    let place = APP.iter().position(|patterns| patterns.iter().any(|pattern| is_of(file, pattern)));
    place.unwrap_or_else(|| panic!("{file} has no layer"))
}

/// True if a file stands below the folder that a pattern names, or is the file itself.
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
