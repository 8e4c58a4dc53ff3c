//! Reading what comes in millions: each number goes where it stays, each name into the table.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::triples::Triples;
use super::names::{NameTable, TEXT};
use super::section::{Section, Start, States};

/// A state as a text or a number: its code.
struct CodeSeed<'a>(&'a mut NameTable);

/// A state as a text only.
struct TextSeed<'a>(&'a mut NameTable);

/// A key of an object: the name or the number of a state, as text.
struct KeySeed<'a>(&'a mut NameTable);

pub(super) struct StatesSeed<'a>(pub(super) &'a mut NameTable);

pub(super) struct StartSeed<'a>(pub(super) &'a mut NameTable);

/// Numbers by state.
pub(super) struct PairsSeed<'a>(pub(super) &'a mut NameTable);

/// `"transitions"`: a list of triples an action.
pub(super) struct SectionsSeed<'a> {
    pub(super) names: &'a mut NameTable,
    pub(super) triples: &'a mut Triples,
}

struct ListSeed<'a> {
    names: &'a mut NameTable,
    triples: &'a mut Triples,
}

struct TripleSeed<'a> {
    names: &'a mut NameTable,
    triples: &'a mut Triples,
}

/// A seed that is its own visitor.
macro_rules! seed {
    ($name:ident, $value:ty, $how:ident $(, $arguments:expr)*) => {
        impl<'de> DeserializeSeed<'de> for $name<'_> {
            type Value = $value;

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<$value, D::Error> {
                deserializer.$how($($arguments,)* self)
            }
        }
    };
}

seed!(CodeSeed, u32, deserialize_any);
seed!(TextSeed, u32, deserialize_str);
seed!(KeySeed, u32, deserialize_str);
seed!(StatesSeed, States, deserialize_any);
seed!(StartSeed, Start, deserialize_any);
seed!(PairsSeed, Vec<(u32, f64)>, deserialize_map);
seed!(SectionsSeed, Vec<Section>, deserialize_map);
seed!(ListSeed, (), deserialize_seq);
seed!(TripleSeed, (), deserialize_tuple, 3);

impl Visitor<'_> for CodeSeed<'_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name or the number of a state")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        let small = u32::try_from(number).ok().filter(|&number| number < TEXT);
        Ok(small.unwrap_or_else(|| self.0.code(&number.to_string())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<u32, E> {
        Ok(self.0.code(text))
    }
}

impl Visitor<'_> for TextSeed<'_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<u32, E> {
        Ok(self.0.code(text))
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a state")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<u32, E> {
        Ok(self.0.key_code(text))
    }
}

impl<'de> Visitor<'de> for StatesSeed<'_> {
    type Value = States;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the states: a list of names, or how many there are")
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<States, E> {
        Ok(States::Count(count))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<States, A::Error> {
        let mut codes = Vec::new();
        while let Some(code) = list.next_element_seed(TextSeed(self.0))? {
            codes.push(code);
        }
        Ok(States::Names(codes))
    }
}

impl<'de> Visitor<'de> for StartSeed<'_> {
    type Value = Start;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the start: a list of states, or an object of weights")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Start, A::Error> {
        let mut codes = Vec::new();
        while let Some(code) = list.next_element_seed(CodeSeed(self.0))? {
            codes.push(code);
        }
        Ok(Start::List(codes))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Start, A::Error> {
        PairsSeed(self.0).visit_map(map).map(Start::Weights)
    }
}

impl<'de> Visitor<'de> for PairsSeed<'_> {
    type Value = Vec<(u32, f64)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(code) = map.next_key_seed(KeySeed(self.0))? {
            pairs.push((code, map.next_value()?));
        }
        Ok(pairs)
    }
}

impl<'de> Visitor<'de> for SectionsSeed<'_> {
    type Value = Vec<Section>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut sections = Vec::new();
        while let Some(key) = map.next_key()? {
            map.next_value_seed(ListSeed { names: self.names, triples: self.triples })?;
            sections.push(Section { key, end: self.triples.len() });
        }
        Ok(sections)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(TripleSeed { names: self.names, triples: self.triples })?.is_some() {}
        Ok(())
    }
}

impl<'de> Visitor<'de> for TripleSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tuple of size 3")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut triple: A) -> Result<(), A::Error> {
        let short = |length| A::Error::invalid_length(length, &"a tuple of size 3");
        let from = triple.next_element_seed(CodeSeed(self.names))?.ok_or_else(|| short(0))?;
        let next = triple.next_element_seed(CodeSeed(self.names))?.ok_or_else(|| short(1))?;
        let probability = triple.next_element()?.ok_or_else(|| short(2))?;
        self.triples.push(from, next, probability);
        Ok(())
    }
}
