//! A link as it arrives: what mails, chats and trackers do to it is undone, where it can be read in one way alone.

/// The most times that one encoding of a character may stand inside another, as in `%2526`.
const NESTED_MAX: usize = 3;

/// Keys that trackers add to any address; so does every key that begins with `utm_`.
const TRACKERS: [&str; 14] = [
    "fbclid", "gclid", "gclsrc", "dclid", "wbraid", "gbraid", "msclkid", "yclid", "twclid", "ttclid",
    "igshid", "mc_cid", "mc_eid", "_hsenc",
];

/// The parts of a fragment (with or without `#`), as they were sent.
pub(super) fn parts(fragment: &str) -> Vec<String> {
    let text = decoded(fragment);
    // A browser's own directive, and an address's own question mark behind the fragment, are no part of a link.
    let text = text.split(":~:").next().unwrap_or_default();
    let text = text.trim().trim_start_matches('#').trim_end_matches(ends_a_sentence);
    text.split(['&', '?']).filter(|part| !part.is_empty() && !is_tracker(part)).map(str::to_owned).collect()
}

fn decoded(fragment: &str) -> String {
    let mut text: String = fragment.chars().filter(|&letter| !is_invisible(letter)).collect();
    for _ in 0..NESTED_MAX {
        let next = percent_decoded(&text.replace("&amp;", "&"));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn is_invisible(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// True if a letter closes the sentence around a link, and so is no part of it.
fn ends_a_sentence(letter: char) -> bool {
    letter.is_whitespace() || ".,;:!?)]}>'\"*…’”»".contains(letter)
}

fn is_tracker(part: &str) -> bool {
    let key = part.split('=').next().unwrap_or_default();
    key.starts_with("utm_") || TRACKERS.contains(&key)
}

/// `%2B` is `+`; anything that is no such code, or codes no text, stays as it is.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        match (byte == b'%').then(|| code(bytes.get(place + 1..place + 3)?)).flatten() {
            Some(code) => {
                decoded.push(code);
                place += 3;
            }
            None => {
                decoded.push(byte);
                place += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn code(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_link_has_the_parts_that_were_sent() {
        let sent = ["v=1", "C=1.2", "embed=curve+policy"];
        for arrived in [
            "#v=1&C=1.2&embed=curve+policy",
            "v=1&amp;C=1.2&amp;embed=curve%2Bpolicy",
            "v%3D1%26C%3D1.2%26embed%3Dcurve%2Bpolicy",
            "v%253D1%2526C%253D1.2%2526embed%253Dcurve%252Bpolicy",
            "%23v=1&C=1.2&embed=curve+policy).",
            "v=1&C=1.2&embed=curve+policy&fbclid=IwAR0&utm_source=news&utm_medium=mail",
            "v=1&C=1.2&embed=curve+policy?utm_source=news",
            "v=1&C=1.\r\n2&embed=cur\u{ad}ve+policy\u{200b} ",
            "v=1&C=1.2&embed=curve+policy:~:text=optimum",
            "v=1&C=1.2&embed=curve+policy.”",
        ] {
            assert_eq!(parts(arrived), sent, "{arrived}");
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        assert_eq!(parts("%%%&%zz=%&%ff=1&%2"), ["%%%", "%zz=%", "%ff=1", "%2"]);
    }
}
