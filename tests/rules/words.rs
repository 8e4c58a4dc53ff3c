//! The page's words stand in catalogues, not in its code.

use std::{collections::BTreeSet, fs};

use super::{source_folder, sources};

/// The folders of the page's words.
const PLACES: [&str; 3] = ["app", "figure", "bin/web/view"];

/// The files that speak English in every language of the page: expected input in errors, files for machines and
/// papers, texts of the household. A file leaves this list with its last English text.
const ENGLISH_ONLY: &[&str] = &[
    "app/derived/task_words.rs",
    "app/dispatch.rs",
    "app/drawers/models/state.rs",
    "app/export/numbers.rs",
    "app/export/snippets.rs",
    "app/message/spoken.rs",
    "app/model/controls.rs",
    "app/model/lesson.rs",
    "app/model/link.rs",
    "app/model/marks.rs",
    "app/model/options.rs",
    "app/model/takeover.rs",
    "app/model/views.rs",
    "app/update/embed.rs",
    "app/update/lesson.rs",
    "app/update/marks.rs",
    "figure/svg.rs",
];

/// Classes of the style sheets are words, too.
fn classes() -> BTreeSet<String> {
    let sheets = ["figure", "style"]
        .map(|name| fs::read_to_string(source_folder().join(format!("../www/{name}.css"))).unwrap());
    let names = sheets.iter().flat_map(|sheet| sheet.split('.').skip(1));
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
    names.map(name).collect()
}

/// The texts between quotes in a source, but for its comments and tests.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let line = line.replace("\\\"", "'");
        let parts: Vec<&str> = line.split('"').collect();
        // What stands between the first and the second quote, the third and the fourth, and so on; but for classes.
        let pairs = parts.windows(2).step_by(2).filter(|pair| !pair[0].ends_with("class="));
        found.extend(pairs.map(|pair| pair[1].to_owned()));
    }
    found
}

/// True if a text is English: it has two words of letters side by side, and not both are classes.
fn is_english(text: &str, classes: &BTreeSet<String>) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '’');
    let words: Vec<String> =
        text.split(' ').map(|word| word.trim_matches([',', '.', ':', ';', '?']).to_lowercase()).collect();
    words
        .windows(2)
        .any(|pair| pair.iter().all(|word| is_word(word)) && !pair.iter().all(|word| classes.contains(word)))
}

#[test]
fn the_page_says_nothing_but_what_is_in_its_catalogues() {
    let classes = classes();
    let root = source_folder().display().to_string();
    let mut english = Vec::new();
    for (file, source) in PLACES.iter().flat_map(|place| sources(&source_folder().join(place))) {
        let name = file.trim_start_matches(&root).trim_start_matches('/').to_owned();
        let is_test = ["test.rs", "tests.rs"].iter().any(|end| name.ends_with(end));
        let found = literals(&source).into_iter().find(|text| is_english(text, &classes));
        if let Some(text) = found.filter(|_| !is_test) {
            english.push((name, text));
        }
    }
    english.sort();
    let names: Vec<&str> = english.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ENGLISH_ONLY, "{english:#?}");
}

/// The words that open a line without its subject: a reader who meets the line alone cannot tell what it is about.
const HEADLESS: [&str; 16] = [
    "What", "Who", "Whom", "Whose", "Whether", "Where", "How", "Which", "Its", "Their", "It", "They", "Them",
    "Those", "Ours", "Of",
];

/// The folders of the checkout that hold sources.
const FOLDERS: [&str; 8] = ["src", "log", "engine", "webgpu", "research", "xtask", "tests", "examples"];

/// The text of a line of documentation; none for another line.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! "))
}

/// True if a text of documentation opens with one of the words.
fn is_headless(text: &str) -> bool {
    HEADLESS.iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '’'))
    })
}

#[test]
fn a_line_of_documentation_opens_with_its_subject() {
    let root = source_folder().join("..");
    let mut headless = Vec::new();
    for (file, source) in FOLDERS.iter().flat_map(|folder| sources(&root.join(folder))) {
        let lines = (1..).zip(source.lines());
        let found = lines.filter(|(_, line)| documentation(line).is_some_and(is_headless));
        headless.extend(found.map(|(number, line)| format!("{file}:{number}: {}", line.trim())));
    }
    assert!(headless.is_empty(), "say first what the thing is:\n{}", headless.join("\n"));
    assert!(is_headless("What a call costs.") && is_headless("Which, from 0.") && is_headless("How."));
    assert!(is_headless("Its name.") && is_headless("It.") && is_headless("Of the first."));
    assert!(!is_headless("Item by item.") && !is_headless("Often."));
    assert!(!is_headless("Whatever the page is in.") && !is_headless("The way a call is made."));
}

#[test]
fn every_text_of_the_catalogue_is_said_somewhere() {
    let catalogue = fs::read_to_string(source_folder().join("language/en.rs")).unwrap();
    let is_key = |key: &&str| key.chars().all(|c| c.is_alphanumeric() || c == '_');
    let named = catalogue.lines().filter_map(|line| Some(line.split_once(" = \"")?.0.trim()));
    let keys: Vec<&str> = named.filter(is_key).collect();
    assert!(keys.len() > 300, "{} keys were found", keys.len());
    let mut code: String =
        PLACES.iter().flat_map(|place| sources(&source_folder().join(place))).map(|it| it.1).collect();
    // What is said before the page's program runs: `{words.key}`.
    code += &fs::read_to_string(source_folder().join("../index.html")).unwrap();
    let called: BTreeSet<&str> = code
        .split(['.', ':'])
        .map(|after| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect();
    let unsaid: Vec<&&str> = keys.iter().filter(|key| !called.contains(*key)).collect();
    assert_eq!(unsaid, Vec::<&&str>::new());
}

/// The text that a view puts between `open` and the bracket that closes it.
fn inside<'a>(source: &'a str, open: &str) -> Vec<&'a str> {
    let inner = |rest: &'a str| {
        let mut depth = 1;
        let end = rest.find(|c: char| {
            depth += i32::from("({".contains(c)) - i32::from(")}".contains(c));
            depth == 0
        });
        &rest[..end.unwrap_or(rest.len())]
    };
    source.split(open).skip(1).map(inner).collect()
}

/// True if an expression asks the catalogue: `w.key()` or `words.key()`.
fn is_worded(expression: &str) -> bool {
    let names: Vec<&str> = expression.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').collect();
    names.iter().any(|name| name.split('.').rev().skip(1).any(|part| part == "w" || part == "words"))
}

#[test]
fn no_class_of_an_element_is_a_translated_word() {
    for (file, source) in sources(&source_folder().join("bin/web")) {
        for expression in ["class={", "classes!("].iter().flat_map(|open| inside(&source, open)) {
            assert!(!is_worded(expression), "{file}: a class is the same in every language: {expression}");
        }
    }
    assert!(is_worded("is_here.then_some(w.here())") && is_worded("state.words.differs()"));
    assert!(!is_worded("if why.asks { \"c-ask\" } else { \"c-go\" }") && !is_worded("row.words"));
}
