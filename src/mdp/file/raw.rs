//! The document as it stands in the file: types checked, names not yet looked up.

use core::{fmt, marker::PhantomData};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A state as the file names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Text(String),
    Number(u64),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// A JSON object in the order of the file, duplicate keys included.
pub(super) struct Pairs<T>(pub(super) Vec<(String, T)>);

/// `"states"`: names, or how many.
pub(super) enum States {
    Names(Vec<String>),
    Count(u64),
}

/// `"start"`: a list (duplicates weigh), or weights by name.
pub(super) enum Start {
    List(Vec<Name>),
    Weights(Pairs<f64>),
}

/// `"terminal"`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terminal {
    pub(super) success: Vec<Name>,
    #[serde(default)]
    pub(super) failure: Vec<Name>,
}

/// The whole file; what is missing is none.
#[derive(Default)]
pub(super) struct Document {
    pub(super) version: Option<u64>,
    pub(super) gamma: Option<f64>,
    pub(super) states: Option<States>,
    pub(super) start: Option<Start>,
    pub(super) transitions: Option<Pairs<Vec<(Name, Name, f64)>>>,
    pub(super) terminal: Option<Terminal>,
    /// `p_nohelp`, `p_help`, ... with their keys.
    pub(super) p: Vec<(String, Pairs<f64>)>,
}

const FIELDS: &[&str] =
    &["version", "note", "gamma", "states", "start", "transitions", "terminal", "p_nohelp", "p_help"];

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with gamma, states, start, transitions and terminal")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let mut document = Document::default();
                while let Some(key) = map.next_key::<String>()? {
                    document.take(&key, &mut map)?;
                }
                Ok(document)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl Document {
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "version" => once(&mut self.version, "version", map),
            "gamma" => once(&mut self.gamma, "gamma", map),
            "states" => once(&mut self.states, "states", map),
            "start" => once(&mut self.start, "start", map),
            "transitions" => once(&mut self.transitions, "transitions", map),
            "terminal" => once(&mut self.terminal, "terminal", map),
            "note" => map.next_value::<String>().map(|_| ()),
            p if p == "p_nohelp" || p.starts_with("p_help") => {
                if self.p.iter().any(|(known, _)| known == p) {
                    return Err(A::Error::custom(format_args!("duplicate field `{p}`")));
                }
                self.p.push((p.to_owned(), map.next_value()?));
                Ok(())
            }
            unknown => Err(A::Error::unknown_field(unknown, FIELDS)),
        }
    }
}

fn once<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    field: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = Some(map.next_value()?);
    Ok(())
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneName;
        impl Visitor<'_> for OneName {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name or the number of a state")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Name, E> {
                Ok(Name::Number(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Name, E> {
                Ok(Name::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(OneName)
    }
}

impl<'de> Deserialize<'de> for States {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListOrCount;
        impl<'de> Visitor<'de> for ListOrCount {
            type Value = States;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the states: a list of names, or how many there are")
            }

            fn visit_u64<E: Error>(self, count: u64) -> Result<States, E> {
                Ok(States::Count(count))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<States, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(States::Names(names))
            }
        }
        deserializer.deserialize_any(ListOrCount)
    }
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListOrWeights;
        impl<'de> Visitor<'de> for ListOrWeights {
            type Value = Start;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the start: a list of states, or an object of weights")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Start, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(Start::List(names))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Start, A::Error> {
                pairs(map).map(Start::Weights)
            }
        }
        deserializer.deserialize_any(ListOrWeights)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyPairs<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for AnyPairs<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Pairs<T>, A::Error> {
                pairs(map)
            }
        }
        deserializer.deserialize_map(AnyPairs(PhantomData))
    }
}

fn pairs<'de, A: MapAccess<'de>, T: Deserialize<'de>>(mut map: A) -> Result<Pairs<T>, A::Error> {
    let mut pairs = Vec::new();
    while let Some(pair) = map.next_entry()? {
        pairs.push(pair);
    }
    Ok(Pairs(pairs))
}
