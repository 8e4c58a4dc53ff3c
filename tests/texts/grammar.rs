//! Rules of English that hold for every text, whatever it says.

/// Words that stand before a place, a person or a thing; no two of them follow each other.
const PREPOSITIONS: [&str; 13] =
    ["at", "by", "for", "from", "in", "into", "of", "on", "onto", "to", "under", "upon", "with"];

/// The signs between words; those that end a sentence come first.
const SIGNS: [char; 6] = ['.', '?', ',', ';', ':', '“'];

pub(super) fn check(text: &str) {
    for line in text.lines() {
        check_line(line).unwrap_or_else(|fault| panic!("{fault}: {line}\n{text}"));
    }
}

fn check_line(line: &str) -> Result<(), &'static str> {
    let is_clean = !line.contains("  ") && !line.contains(['{', '}', '!']) && line.trim() == line;
    ensure(is_clean, "a gap or a stray sign")?;
    for sign in SIGNS.iter().take(5) {
        ensure(!line.contains(&format!(" {sign}")), "a space before a sign")?;
    }
    check_words(line)?;
    quoted(line).try_for_each(check_sentences)?;
    // Lists and headings have no full stop.
    let is_list = line.starts_with("- ") || line.ends_with(':');
    if is_list || line.is_empty() { Ok(()) } else { check_sentences(after_number(line)) }
}

/// Articles, doubled words, prepositions.
fn check_words(line: &str) -> Result<(), &'static str> {
    let words: Vec<&str> = line.split(' ').collect();
    for pair in words.windows(2) {
        let [one, two] = [pair[0], pair[1]];
        let follows = !one.ends_with(SIGNS) && !one.ends_with('”');
        let bare = |word: &str| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
        let (one, two) = (bare(one), bare(two));
        ensure(!follows || one != two || one.is_empty(), "a doubled word")?;
        let are_prepositions = [&one, &two].iter().all(|word| PREPOSITIONS.contains(&word.as_str()));
        ensure(!follows || !are_prepositions, "two prepositions in a row")?;
        match one.as_str() {
            "a" => ensure(!begins_with_a_vowel(&two), "“a” before a vowel")?,
            "an" => ensure(begins_with_a_vowel(&two), "“an” before a consonant")?,
            _ => {}
        }
    }
    Ok(())
}

/// By sound: an hour, a unit.
fn begins_with_a_vowel(word: &str) -> bool {
    let sounds_otherwise = ["eu", "hon", "hour", "once", "one", "uni", "use", "ute"];
    let is_written = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    is_written != sounds_otherwise.iter().any(|start| word.starts_with(start))
}

/// Each sentence begins with a capital letter, and the last one has its full stop.
pub(super) fn check_sentences(text: &str) -> Result<(), &'static str> {
    let end = text.trim_end_matches('”');
    ensure(end.ends_with(['.', '?']), "no full stop")?;
    let starts =
        text.split_inclusive(['.', '?']).map(|sentence| sentence.trim_start_matches(['”', ' ', '“']));
    let is_begun = |start: &str| start.is_empty() || start.starts_with(char::is_uppercase);
    ensure(starts.into_iter().all(is_begun), "no capital letter")
}

/// The texts between quotes.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('“').skip(1).filter_map(|text| text.split_once('”').map(|(inside, _)| inside))
}

/// A line of the log without its number.
fn after_number(line: &str) -> &str {
    let digits = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
    digits.strip_prefix(". ").filter(|_| digits.len() < line.len()).unwrap_or(line)
}

fn ensure(holds: bool, fault: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(fault) }
}

#[test]
fn the_rules_see_what_they_are_about() {
    for line in [
        "A umbrella is here.",
        "It is an cup.",
        "I saw it on in the bath.",
        "I saw saw it.",
        "I saw  it.",
        "I saw it",
        "I saw it. then I left.",
        "Mira: “put it down”",
        "I saw {thing}.",
        "It is gone .",
    ] {
        assert!(check_line(line).is_err(), "{line}");
    }
    for line in ["- Room 1, a bath: an umbrella", "3. Go to the bath. On the bed: an orange cup.", "You may:"]
    {
        assert_eq!(check_line(line), Ok(()), "{line}");
    }
}
