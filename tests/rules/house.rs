//! The dependencies between the files of a module, read from the sources with re-exports followed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use super::sources;

/// The files of a package and their dependencies.
pub(super) struct House {
    /// The files that each file uses, with one name that it takes from each; a file is its path below the root.
    pub(super) arrows: BTreeMap<String, BTreeMap<String, String>>,
    /// The module of each file.
    modules: BTreeMap<String, Vec<String>>,
}

/// The paths and names of one file.
#[derive(Default)]
struct Said {
    /// The paths it names, from the package's root.
    paths: BTreeSet<Vec<String>>,
    /// The names that it re-exports, and the path of each.
    hands_on: BTreeMap<String, Vec<String>>,
}

impl House {
    /// Reads the sources below a root, without those in `apart`, and without tests.
    pub(super) fn read(root: &Path, apart: &[&str]) -> Self {
        let mut said = BTreeMap::new();
        let mut modules = BTreeMap::new();
        for (path, text) in sources(root) {
            let file = path.strip_prefix(&format!("{}/", root.display())).unwrap().to_owned();
            if is_test(&file) || apart.iter().any(|folder| file.starts_with(folder)) {
                continue;
            }
            let place = module_of(&file);
            let mut reader = Reader { place: place.clone(), aliases: BTreeMap::new(), said: Said::default() };
            let parsed = syn::parse_file(&text).unwrap();
            // Names that stand for a module count wherever they are used, so all imports are read first.
            parsed.items.iter().for_each(|item| reader.import(item));
            reader.visit_file(&parsed);
            modules.insert(file.clone(), place.clone());
            said.insert(place, (file, reader.said));
        }
        let arrows = said.values().map(|(file, own)| {
            let used = own.paths.iter().filter_map(|path| {
                let target = resolve(&said, path, 0)?;
                (target != *file).then(|| (target, path.last().cloned().unwrap_or_default()))
            });
            (file.clone(), used.collect())
        });
        Self { arrows: arrows.collect(), modules }
    }

    /// True if one of two files holds the other's module.
    fn are_parent_and_child(&self, one: &str, other: &str) -> bool {
        let (one, other) = (&self.modules[one], &self.modules[other]);
        one.starts_with(other) || other.starts_with(one)
    }

    /// The cycles of files that use each other; a parent and its child are no cycle.
    pub(super) fn circles(&self) -> Vec<BTreeSet<String>> {
        let reach: BTreeMap<&String, BTreeSet<&String>> =
            self.arrows.keys().map(|file| (file, self.reached_from(file))).collect();
        let circle = |file: &&String| -> BTreeSet<String> {
            reach[*file]
                .iter()
                .filter(|other| reach[**other].contains(*file))
                .map(|it| (*it).clone())
                .collect()
        };
        let found: BTreeSet<BTreeSet<String>> =
            reach.keys().map(circle).filter(|circle| circle.len() > 1).collect();
        found.into_iter().collect()
    }

    fn reached_from(&self, file: &String) -> BTreeSet<&String> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = self.arrows.keys().filter(|it| *it == file).collect();
        while let Some(here) = open.pop() {
            for there in self.arrows[here].keys().filter(|it| !self.are_parent_and_child(here, it)) {
                if reached.insert(there) {
                    open.push(there);
                }
            }
        }
        reached
    }
}

/// The file that a path leads to; none for a path outside the module.
fn resolve(said: &BTreeMap<Vec<String>, (String, Said)>, path: &[String], depth: u8) -> Option<String> {
    let held = (0..=path.len()).rev().find(|&length| said.contains_key(&path[..length]))?;
    let (file, own) = &said[&path[..held]];
    let handed_on = path.get(held).and_then(|name| own.hands_on.get(name)).filter(|_| depth < 8);
    match handed_on.and_then(|to| resolve(said, to, depth + 1)) {
        Some(definition) => Some(definition),
        None => Some(file.clone()),
    }
}

struct Reader {
    place: Vec<String>,
    /// The aliases: names of this file that stand for a path.
    aliases: BTreeMap<String, Vec<String>>,
    said: Said,
}

impl Reader {
    fn import(&mut self, item: &Item) {
        let Item::Use(ItemUse { attrs, vis, tree, .. }) = item else { return };
        if is_for_tests(attrs) {
            return;
        }
        let mut leaves = Vec::new();
        flatten(tree, &mut Vec::new(), &mut leaves);
        for (path, name) in leaves {
            let Some(path) = self.whole(&path) else { continue };
            if !matches!(vis, Visibility::Inherited) {
                self.said.hands_on.insert(name.clone(), path.clone());
            }
            self.aliases.insert(name, path.clone());
            self.said.paths.insert(path);
        }
    }

    /// The path from the crate's root; none if it begins with the name of another crate.
    fn whole(&self, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        if first == "crate" {
            return Some(path[1..].to_vec());
        }
        let n_up = path.iter().take_while(|part| *part == "super").count();
        if n_up > 0 || first == "self" {
            let kept = self.place.len().checked_sub(n_up)?;
            return Some([&self.place[..kept], &path[n_up.max(1)..]].concat());
        }
        if let Some(alias) = self.aliases.get(first) {
            return Some([alias, &path[1..]].concat());
        }
        // A child of this file, as a parent names it.
        Some([&self.place[..], path].concat())
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes: &[Attribute] = match item {
            Item::Fn(it) => &it.attrs,
            Item::Impl(it) => &it.attrs,
            Item::Mod(it) => &it.attrs,
            Item::Use(_) => return,
            _ => &[],
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    /// A visibility such as `pub(in crate::app)` is no use of a path.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if parts.len() > 1
            && let Some(path) = self.whole(&parts)
        {
            self.said.paths.insert(path);
        }
        visit::visit_path(self, path);
    }
}

fn flatten(tree: &UseTree, before: &mut Vec<String>, into: &mut Vec<(Vec<String>, String)>) {
    let mut leaf = |before: &[String], last: String, name: String| {
        let path = if last == "self" { before.to_vec() } else { [before, &[last]].concat() };
        let name = if name == "self" { before.last().cloned().unwrap_or_default() } else { name };
        into.push((path, name));
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, into);
            before.pop();
        }
        UseTree::Name(name) => leaf(before, name.ident.to_string(), name.ident.to_string()),
        UseTree::Rename(rename) => leaf(before, rename.ident.to_string(), rename.rename.to_string()),
        UseTree::Glob(_) => leaf(before, "self".to_owned(), "*".to_owned()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, into)),
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|it| it == "test")
    })
}

/// True if only tests use the file, judged by its name.
fn is_test(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    matches!(name, "test.rs" | "tests.rs") || name.ends_with("_test.rs") || name.ends_with("_tests.rs")
}

/// The module of a file below the root.
fn module_of(file: &str) -> Vec<String> {
    let path = file.strip_suffix(".rs").unwrap();
    let parts = path.strip_suffix("/mod").unwrap_or(path).split('/').map(str::to_owned);
    parts.filter(|part| !matches!(part.as_str(), "lib" | "main")).collect()
}
