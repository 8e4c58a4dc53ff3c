//! Fields, lists and boxes of the page: each kind is drawn in one place, which keeps it true to the state.

use std::fs;

use super::{source_folder, sources};

/// The tags from `<name` to the end of the tag.
fn tags<'a>(source: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name} ");
    source
        .match_indices(&start)
        .map(|(at, _)| &source[at..at + source[at..].find("/>").unwrap_or(80)])
        .collect()
}

#[test]
fn only_one_component_draws_fields_of_text_and_one_lists_and_boxes() {
    for (file, source) in sources(&source_folder().join("bin/web")) {
        let is = |name: &str| file.ends_with(name);
        if !is("view/field.rs") {
            assert!(tags(&source, "textarea").is_empty(), "{file}: a text is typed in a Field");
            for tag in tags(&source, "input") {
                let kinds = ["type=\"range\"", "type=\"file\""];
                let is_box = is("view/choice.rs") && tag.contains("type=\"checkbox\"");
                assert!(
                    is_box || kinds.iter().any(|kind| tag.contains(kind)),
                    "{file}: use Field or tick: {tag}"
                );
            }
        }
        if !is("view/choice.rs") {
            assert!(tags(&source, "select").is_empty(), "{file}: a list is a Select");
        }
    }
}

#[test]
fn the_rule_sees_the_components_it_is_about() {
    let read = |name: &str| fs::read_to_string(source_folder().join("bin/web/view").join(name)).unwrap();
    assert_eq!((tags(&read("field.rs"), "input").len(), tags(&read("field.rs"), "textarea").len()), (1, 1));
    assert_eq!((tags(&read("choice.rs"), "select").len(), tags(&read("choice.rs"), "input").len()), (1, 1));
}
