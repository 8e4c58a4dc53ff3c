//! The files that the documents name: each of them exists.

use std::fs;
use std::path::Path;

/// The documents of people who build and change the project.
const DOCUMENTS: [&str; 4] = ["README.md", "CONTRIBUTING.md", "src/ARCHITECTURE.md", "docs/recipes.md"];

/// The folders that a path in a document begins with; the library's are written without `src`.
const ROOTS: [&str; 14] = [
    "src",
    "xtask",
    "tests",
    "docs",
    "examples",
    "models",
    "app",
    "bin",
    "figure",
    "trace",
    "mdp",
    "study",
    "experiment",
    "language",
];

#[test]
fn every_file_that_a_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut n_named, mut missing) = (0, Vec::new());
    for document in DOCUMENTS {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2).filter(|name| is_path(name)) {
            n_named += 1;
            if !root.join(name).exists() && !root.join("src").join(name).exists() {
                missing.push(format!("{document}: {name}"));
            }
        }
    }
    assert!(n_named > 40, "{n_named} paths were found");
    assert_eq!(missing, Vec::<String>::new());
}

/// True if a name is a path below a known folder; a name in capitals or a pattern stands for many.
fn is_path(name: &str) -> bool {
    let stands_for_many = ["NAME", "CODE", "*", "{", " ", "::"].iter().any(|part| name.contains(part));
    let (folder, _) = name.split_once('/').unwrap_or_default();
    !stands_for_many && ROOTS.contains(&folder)
}
