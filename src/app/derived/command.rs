//! Commands that the page shows: what they name is quoted as a shell reads it.

/// A word of a command line, in single quotes where a shell would read it otherwise.
pub(in crate::app) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c);
    match text {
        "" => "''".to_owned(),
        _ if text.chars().all(is_plain) => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// A command of the command line.
pub(in crate::app) fn askwell(command: &str) -> String {
    ["askwell", command].join(" ")
}

#[cfg(test)]
mod tests {
    use crate::app::derived::command::word;

    #[test]
    fn a_shell_reads_a_word_as_it_was() {
        assert_eq!(word("episode=ep_id,outcome=x.y"), "episode=ep_id,outcome=x.y");
        assert_eq!(word("my log.jsonl"), "'my log.jsonl'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word("$(rm x)"), "'$(rm x)'");
        assert_eq!(word(""), "''");
    }
}
