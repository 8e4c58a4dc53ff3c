//! The keys a test presses, as the protocol names them.

use anyhow::{Result, bail};
use serde_json::{Value, json};

/// Name (also its code) and Windows virtual key code of the keys that are no letters.
const KEYS: [(&str, u32); 15] = [
    ("Backspace", 8),
    ("Tab", 9),
    ("Enter", 13),
    ("Escape", 27),
    ("Space", 32),
    ("PageUp", 33),
    ("PageDown", 34),
    ("End", 35),
    ("Home", 36),
    ("ArrowLeft", 37),
    ("ArrowUp", 38),
    ("ArrowRight", 39),
    ("ArrowDown", 40),
    ("Insert", 45),
    ("Delete", 46),
];

/// The two events of one press: down, up.
pub(super) fn press(name: &str) -> Result<[Value; 2]> {
    let (key, code, number, text) = describe(name)?;
    let event = |kind: &str| {
        let mut event = json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
        if let (Some(text), "keyDown") = (&text, kind) {
            event["text"] = json!(text);
        }
        event
    };
    Ok([event("keyDown"), event("keyUp")])
}

/// Key, code, number and typed text of a key's name: one of `KEYS`, a letter or a digit.
fn describe(name: &str) -> Result<(String, String, u32, Option<String>)> {
    if let Some(&(name, number)) = KEYS.iter().find(|(known, _)| *known == name) {
        let (key, text) = match name {
            "Space" => (" ", Some(" ")),
            "Enter" => (name, Some("\r")),
            _ => (name, None),
        };
        return Ok((key.into(), name.into(), number, text.map(Into::into)));
    }
    let mut characters = name.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        bail!("no key is named {name:?}");
    };
    let upper = character.to_ascii_uppercase();
    let code = match upper {
        'A'..='Z' => format!("Key{upper}"),
        '0'..='9' => format!("Digit{upper}"),
        '.' => "Period".to_owned(),
        '-' => "Minus".to_owned(),
        _ => String::new(),
    };
    // A sign's own number is another key's: 46 is Delete.
    let number = match upper {
        '.' => 190,
        '-' => 189,
        letter => letter as u32,
    };
    Ok((name.into(), code, number, Some(name.into())))
}
