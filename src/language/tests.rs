use super::packed::texts;
use super::*;

#[test]
fn every_language_has_every_text_of_english_with_its_places() {
    for language in Language::ALL {
        assert_eq!(packed(language).err(), None, "{}", language.code());
    }
}

#[test]
fn a_packed_catalogue_is_read_and_a_broken_one_is_refused() {
    let german = packed(Language::German).unwrap();
    let words = Words::read(Language::German, &german).unwrap();
    assert_eq!((words.language(), words.share(), words.copy()), (Language::German, "Teilen", "Kopieren"));
    assert_eq!(words.first().len() + words.later().len(), german.split(BETWEEN).count() - 1);
    assert_eq!((words.repacked(), Words::ENGLISH.repacked()), (german.clone(), String::new()));
    let refused = |packed: &str| Words::read(Language::German, packed).unwrap_err();
    let (shorter, _) = german.rsplit_once(BETWEEN).unwrap();
    let older = german.replacen(|c: char| c.is_ascii_hexdigit(), "x", 1);
    assert_eq!(refused(shorter), "not all of its words arrived");
    assert_eq!(refused(&older), "words of another version of this page");
    assert_eq!(refused("<!doctype html>"), "no catalogue of words");
}

#[test]
fn a_text_is_found_by_its_key_in_every_language() {
    let english = text(Language::English, "share").unwrap();
    let german = text(Language::German, "share").unwrap();
    assert_eq!((english.as_deref(), german.as_deref()), (Some("Share"), Some("Teilen")));
    assert_eq!(text(Language::German, "shares"), Ok(None));
}

#[test]
fn flaws_of_a_catalogue_are_named() {
    let flaw = |from: &str, to: &str| {
        let written = include_str!("de.txt");
        assert!(written.contains(from), "{from}");
        texts(&written.replacen(from, to, 1)).unwrap_err()
    };
    assert_eq!(flaw("\nshare = Teilen", ""), Flaw::Missing("share"));
    assert_eq!(flaw("\nshare = Teilen", "\nshares = Teilen"), Flaw::Unknown("shares".to_owned()));
    assert_eq!(flaw("\nshare = Teilen", "\nshare = a\nshare = b"), Flaw::Twice("share".to_owned()));
    assert_eq!(flaw("\nshare = Teilen", "\nshare"), Flaw::Line("share".to_owned()));
    assert_eq!(flaw("was = zuvor {0,}", "was = zuvor"), Flaw::Places("was"));
    assert_eq!(flaw("1 Anfrage|{0} Anfragen", "{0} Anfragen"), Flaw::Places("n_calls"));
}

#[test]
fn texts_are_filled_and_counted() {
    assert_eq!(fill("{1} of {0}, {1}", &[&"a", &2]), "2 of a, 2");
    assert_eq!(fill("no place", &[&1]), "no place");
    let value = "0.5, 12.25 %; −0.1 of 1.2.3. And 7.";
    assert_eq!(fill("{0,}", &[&value]), "0,5, 12,25 %; −0,1 of 1.2.3. And 7.");
    assert_eq!([0, 1, 2].map(|n| counted("1 step|{0} steps", n)), ["0 steps", "1 step", "2 steps"]);
    assert_eq!(
        [1, 3].map(|n| counted_with("once {1}|{0} times {1}", n, &[&"alone"])),
        ["once alone", "3 times alone"]
    );
}
