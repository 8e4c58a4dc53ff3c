//! The document as it stands in the file: types checked, names not yet looked up. It is read as it comes, straight into
//! the arrays that the problem is made of.

use core::fmt;

use super::super::triples::Triples;
use super::names::NameTable;
use super::section::{Section, Start, States};
use super::seed::{PairsSeed, SectionsSeed, StartSeed, StatesSeed};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

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
    pub(super) sections: Option<Vec<Section>>,
    pub(super) terminal: Option<Terminal>,
    /// `p_nohelp`, `p_help`, ... with their keys.
    pub(super) p: Vec<(String, Vec<(u32, f64)>)>,
    /// All transitions as they come: the code of the state, the code of the next one, the probability.
    pub(super) triples: Triples,
    pub(super) names: NameTable,
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
            "states" => {
                vacant(&self.states, "states")?;
                self.states = Some(map.next_value_seed(StatesSeed(&mut self.names))?);
                Ok(())
            }
            "start" => {
                vacant(&self.start, "start")?;
                self.start = Some(map.next_value_seed(StartSeed(&mut self.names))?);
                Ok(())
            }
            "transitions" => {
                vacant(&self.sections, "transitions")?;
                let seed = SectionsSeed { names: &mut self.names, triples: &mut self.triples };
                self.sections = Some(map.next_value_seed(seed)?);
                Ok(())
            }
            "terminal" => once(&mut self.terminal, "terminal", map),
            "note" => map.next_value::<String>().map(|_| ()),
            p if p == "p_nohelp" || p.starts_with("p_help") => {
                if self.p.iter().any(|(known, _)| known == p) {
                    return Err(A::Error::custom(format_args!("duplicate field `{p}`")));
                }
                self.p.push((p.to_owned(), map.next_value_seed(PairsSeed(&mut self.names))?));
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
    vacant(field, name)?;
    *field = Some(map.next_value()?);
    Ok(())
}

fn vacant<T, E: Error>(field: &Option<T>, name: &'static str) -> Result<(), E> {
    if field.is_some() { Err(E::duplicate_field(name)) } else { Ok(()) }
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
