//! The output of a command: answers on standard output, remarks on standard error, and files. A reader who
//! has gone away is no error. Nothing is ever lost: a file stands under its name only when it is whole, and
//! no command writes over its input or its other files.

use std::{
    ffi::OsString,
    fmt::Display,
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use serde::Serialize;

/// Prints an answer and a line end.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    printed(|out| writeln!(out, "{text}"))
}

/// Prints an answer as JSON, as it is made.
pub(crate) fn print_json(answer: &impl Serialize) -> anyhow::Result<()> {
    printed(|out| {
        serde_json::to_writer(&mut *out, answer)?;
        writeln!(out)
    })
}

fn printed(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.context("standard output"),
    }
}

/// Says something on standard error, where it is heard or not.
pub(crate) fn say(what: impl Display) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "{what}").and_then(|()| out.flush());
}

/// Writes a whole file; an error names the option that gave its path.
pub(crate) fn write(option: &str, path: &Path, content: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let mut file = Whole::create(option, path)?;
    file.add(content.as_ref())?;
    file.finish()
}

/// A file that is written a part at a time. It stands beside its name, as `NAME.part`, until it is whole: a run that is
/// cut leaves what was there before.
pub(crate) struct Whole {
    option: String,
    shown: String,
    file: BufWriter<File>,
    /// The path that is written to, and the path of the whole file; none for an output that is no file, such
    /// as a pipe.
    places: Option<(PathBuf, PathBuf)>,
}

impl Whole {
    pub(crate) fn create(option: &str, path: &Path) -> anyhow::Result<Self> {
        let (option, shown) = (option.to_owned(), path.display().to_string());
        let failed = || format!("{option}: cannot write {shown}");
        let places = match fs::metadata(path) {
            Ok(there) if there.is_file() => {
                // Through a link, to the file it names.
                let goal = fs::canonicalize(path).with_context(failed)?;
                Some((with_part(&goal), goal))
            }
            Ok(_) => None,
            Err(_) => Some((with_part(path), path.to_owned())),
        };
        let file = match &places {
            Some((part, _)) => File::create(part),
            None => File::options().write(true).open(path),
        };
        let file = BufWriter::new(file.with_context(failed)?);
        Ok(Self { option, shown, file, places })
    }

    pub(crate) fn add(&mut self, content: &[u8]) -> anyhow::Result<()> {
        self.file.write_all(content).with_context(|| self.failed())
    }

    /// Puts the file in its place.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.file.flush().with_context(|| self.failed())?;
        let Some((part, goal)) = self.places.take() else { return Ok(()) };
        fs::rename(&part, goal)
            .with_context(|| format!("{}; it is whole, and stands in {}", self.failed(), part.display()))
    }

    fn failed(&self) -> String {
        format!("{}: cannot write {}", self.option, self.shown)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.places {
            // What failed is told already, and half a file is of no use.
            let _ = fs::remove_file(part);
        }
    }
}

fn with_part(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(".part");
    path.with_file_name(name)
}

/// Refuses a file that would be written over another of the same command: `read` and `written` hold each with its
/// option.
pub(crate) fn all_differ(read: &[(&str, &Path)], written: &[(&str, &Path)]) -> anyhow::Result<()> {
    for (place, (option, path)) in written.iter().enumerate() {
        let Some(this) = Identity::of(path) else { continue };
        let is_same = |other: &&(&str, &Path)| Identity::of(other.1).as_ref() == Some(&this);
        let shown = path.display();
        if let Some((what, _)) = read.iter().find(is_same) {
            bail!("{option}: {shown} would be written over {what}, which is read; give it another name");
        }
        if let Some((other, _)) = written[..place].iter().find(is_same) {
            bail!("{option}: {shown} is what {other} is written to; give each a name of its own");
        }
    }
    Ok(())
}

/// The identity of a file: two names with the same one are one file.
#[derive(PartialEq, Eq)]
enum Identity {
    /// The identity of a file that exists: its device and number.
    #[cfg(unix)]
    Node(u64, u64),
    /// The identity of a file that does not exist: its path.
    Place(PathBuf),
}

impl Identity {
    /// The identity of the file at a path; none for what many can write to, such as a pipe or a terminal.
    fn of(path: &Path) -> Option<Self> {
        // A dash is what came by `<`.
        let path = if path == Path::new("-") { Path::new("/dev/stdin") } else { path };
        match fs::metadata(path) {
            Ok(there) if !there.is_file() => None,
            #[cfg(unix)]
            Ok(there) => {
                use std::os::unix::fs::MetadataExt;
                Some(Self::Node(there.dev(), there.ino()))
            }
            #[cfg(not(unix))]
            Ok(_) => fs::canonicalize(path).ok().map(Self::Place),
            Err(_) => {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                let folder = fs::canonicalize(parent.unwrap_or(Path::new("."))).ok()?;
                Some(Self::Place(folder.join(path.file_name()?)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn names(folder: &TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.jsonl");
        let mut file = Whole::create("--out", &path).expect("a file");
        file.add(b"new").expect("written");
        assert_eq!(names(&folder), ["a.jsonl.part"]);
        drop(file);
        assert_eq!(names(&folder), Vec::<String>::new());
        write("--out", &path, "old").expect("written");
        let mut file = Whole::create("--out", &path).expect("a file");
        file.add(b"ne").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "old");
        file.add(b"w").expect("written");
        file.finish().expect("put in its place");
        assert_eq!(
            (fs::read_to_string(&path).expect("read").as_str(), names(&folder)),
            ("new", vec!["a.jsonl".to_owned()])
        );
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named_with_its_option() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("no/folder/a.json");
        let error = write("--mdp", &path, "{}").expect_err("there is no folder");
        assert!(error.to_string().starts_with("--mdp: cannot write "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_what_is_no_file_is_written_to() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (path, link) = (folder.path().join("a"), folder.path().join("b"));
        write("--out", &path, "old").expect("written");
        std::os::unix::fs::symlink("a", &link).expect("linked");
        write("--out", &link, "new").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        write("--out", Path::new("/dev/null"), "gone").expect("written");
    }

    #[test]
    fn files_differ_however_they_are_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (log, other) = (folder.path().join("a.jsonl"), folder.path().join("b.json"));
        write("--out", &log, "{}").expect("written");
        let round = folder.path().join(".").join("a.jsonl");
        let said = |read: &[(&str, &Path)], written: &[(&str, &Path)]| {
            all_differ(read, written)
                .map_err(|error| error.to_string().replace(&folder.path().display().to_string(), "F"))
        };
        assert_eq!(said(&[("LOG", &log)], &[("--mdp", &other)]), Ok(()));
        assert_eq!(
            said(&[("LOG", &log)], &[("--policy", &other), ("--mdp", &round)]),
            Err("--mdp: F/./a.jsonl would be written over LOG, which is read; give it another name"
                .to_owned())
        );
        // A name that is not there yet.
        let twice = folder.path().join(".").join("b.json");
        assert_eq!(
            said(&[], &[("--mdp", &other), ("--policy", &twice)]),
            Err("--policy: F/./b.json is what --mdp is written to; give each a name of its own".to_owned())
        );
        if cfg!(unix) {
            fs::hard_link(&log, folder.path().join("c")).expect("linked");
            assert!(said(&[("LOG", &log)], &[("--mdp", &folder.path().join("c"))]).is_err());
            let nothing = Path::new("/dev/null");
            assert_eq!(said(&[], &[("--mdp", nothing), ("--policy", nothing)]), Ok(()));
        }
    }
}
