//! The short writing of a link that would be longer than [`crate::app::model::link::LENGTH_MAX`]: its parts as bytes,
//! in one part `z=`.
//!
//! A part is the place of its key in [`KEYS`] and a value; a name is its place in [`NAMES`]. Both lists only grow at
//! their ends, so old links are read for ever. The first two bytes are a digest of the others: a link with one
//! character changed opens nothing instead of something else.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::model::link::data::{pack, unpack};

/// The keys that may stand in a short link.
const KEYS: [&str; 24] = [
    "seed",
    "split",
    "rule",
    "count",
    "C",
    "task",
    "step",
    "twin",
    "theme",
    "gamma",
    "states",
    "tasks",
    "episodes",
    "lesson",
    "hide",
    "open",
    "problem",
    "embed",
    "lang",
    "made-seed",
    "made-split",
    "made-gamma",
    "made-tasks",
    "made-episodes",
];

/// The names that values are made of.
const NAMES: [&str; 50] = [
    "s-obj",
    "pnp",
    "s-hum",
    "exact",
    "paper",
    "calls",
    "discounted",
    "base",
    "random",
    "threshold",
    "auto",
    "light",
    "dark",
    "standard",
    "no-stuck",
    "step",
    "play",
    "rule",
    "seed",
    "task",
    "share",
    "drawers",
    "lessons",
    "budget",
    "curve",
    "policy",
    "why",
    "episode",
    "all",
    "evidence",
    "set-up",
    "models",
    "remote",
    "log",
    "problems",
    "hopeless-state",
    "sign-flip",
    "equal-usage",
    "prm-continuation",
    "no-fixed-point",
    "two-fixed-points",
    "usage-not-monotone",
    "discount-buys-speed",
    "discount-off",
    "two-helps",
    "invisible-budget",
    "period-two",
    "cap",
    "de",
    "household",
];

/// The value of a part.
#[derive(Serialize, Deserialize)]
enum Value {
    /// A whole number.
    Whole(u64),
    /// Any other number.
    Real(f64),
    /// Names, with `+` between.
    Names(Vec<u8>),
    /// A text that is none of these.
    Text(String),
}

/// The parts as one text for a link.
pub(super) fn write(parts: &[(&str, String)]) -> String {
    let places = parts.iter().filter_map(|(key, text)| Some((place(&KEYS, key)?, value_of(text))));
    let bytes = postcard::to_allocvec(&places.collect::<Vec<_>>()).unwrap_or_default();
    pack(&[&digest(&bytes)[..], &bytes].concat())
}

/// The parts of a text that [`write`] gave, each as `key=value`; none where it is another text.
pub(super) fn read(text: &str) -> Option<Vec<String>> {
    let all = unpack(text)?;
    let (sum, bytes) = all.split_first_chunk()?;
    if *sum != digest(bytes) {
        return None;
    }
    let parts = postcard::from_bytes::<Vec<(u8, Value)>>(bytes).ok()?;
    parts
        .iter()
        .map(|(key, value)| Some(format!("{}={}", KEYS.get(usize::from(*key))?, text_of(value)?)))
        .collect()
}

fn value_of(text: &str) -> Value {
    let names = || text.split('+').map(|name| place(&NAMES, name)).collect::<Option<Vec<_>>>();
    // Only what is written again as it stood.
    match (text.parse::<u64>(), text.parse::<f64>()) {
        (Ok(whole), _) if whole.to_string() == text => Value::Whole(whole),
        (_, Ok(real)) if real.to_string() == text => Value::Real(real),
        _ => names().map_or_else(|| Value::Text(text.to_owned()), Value::Names),
    }
}

fn text_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Whole(whole) => whole.to_string(),
        Value::Real(real) => real.to_string(),
        Value::Names(places) => {
            let names = places.iter().map(|&place| NAMES.get(usize::from(place)).copied());
            names.collect::<Option<Vec<_>>>()?.join("+")
        }
        Value::Text(text) => text.clone(),
    })
}

fn place(list: &[&str], name: &str) -> Option<u8> {
    list.iter().position(|&one| one == name).and_then(|place| u8::try_from(place).ok())
}

fn digest(bytes: &[u8]) -> [u8; 2] {
    let sum = Sha256::digest(bytes);
    [sum[0], sum[1]]
}
