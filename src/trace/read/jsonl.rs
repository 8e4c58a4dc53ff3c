//! A line of JSON to the values of its columns.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::columns::{Column, Columns};
use super::field::{Fault, Field, Fields};

/// The keys of the last line in their order: the next line most likely has the same.
#[derive(Debug, Default)]
pub(super) struct KeyOrder {
    last: Vec<(String, Option<Column>)>,
    /// All keys that were met, each once.
    pub(super) met: Vec<String>,
}

/// The most keys that are remembered: a line may have thousands.
const REMEMBERED: usize = 64;

/// The values of a line.
pub(super) fn fields<'a>(
    line: &'a str,
    columns: &Columns,
    order: &mut KeyOrder,
) -> Result<Fields<'a>, Fault> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let line = LineSeed { columns, order };
    let outcome = line.deserialize(&mut deserializer).and_then(|fields| {
        deserializer.end()?;
        Ok(fields)
    });
    outcome.map_err(|error| fault_of(&error))
}

/// The fault by serde's message, with the column in place of serde's line, which is always 1.
pub(super) fn fault_of(error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let (said, place) = (said.to_owned(), error.column());
    let at = if place > 0 { format!(" (at character {place})") } else { String::new() };
    Fault { column: None, found: format!("{said}{at}"), expected: "one JSON object a line".to_owned() }
}

struct LineSeed<'k> {
    columns: &'k Columns,
    order: &'k mut KeyOrder,
}

impl<'de> DeserializeSeed<'de> for LineSeed<'_> {
    type Value = Fields<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for LineSeed<'_> {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        let mut place = 0;
        while let Some(column) =
            map.next_key_seed(KeySeed { columns: self.columns, order: &mut *self.order, place })?
        {
            place += 1;
            let Some(column) = column else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: Field<'de> = map.next_value()?;
            if fields[column as usize].replace(value).is_some() {
                let name = self.columns.name(column);
                return Err(A::Error::custom(format_args!("\"{name}\" stands there twice")));
            }
        }
        Ok(fields)
    }
}

struct KeySeed<'k> {
    columns: &'k Columns,
    order: &'k mut KeyOrder,
    place: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<Column>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Column>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<Column>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<Column>, E> {
        let known = self.order.last.get(self.place);
        if let Some((_, column)) = known.filter(|(known, _)| known == key) {
            return Ok(*column);
        }
        let column = self.columns.find(key);
        if self.place < REMEMBERED {
            self.order.last.truncate(self.place);
            if self.order.last.len() == self.place {
                self.order.last.push((key.to_owned(), column));
            }
            meet(&mut self.order.met, key);
        }
        Ok(column)
    }
}

/// Notes the name of a column, once.
pub(super) fn meet(met: &mut Vec<String>, name: &str) {
    if met.len() < REMEMBERED && !met.iter().any(|known| known == name) {
        met.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::field::row;
    use super::*;

    fn read(line: &str) -> Result<String, String> {
        let fields = fields(line, &Columns::default(), &mut KeyOrder::default());
        let told = |fault: Fault| {
            let column = fault.column.map_or(String::new(), |column| format!("{}: ", column.name()));
            format!("{column}{}; expected {}", fault.found, fault.expected)
        };
        let row = row(fields.map_err(told)?).map_err(|(_, fault)| told(fault))?;
        assert!(
            matches!(row.episode, Cow::Borrowed(_)) || line.contains('\\') || line.contains("\"episode\":7")
        );
        Ok(format!("{} {:?} {} {:?} {:?}", row.episode, row.t, row.state, row.intervention, row.outcome))
    }

    #[test]
    fn a_line_gives_its_values_or_says_what_was_expected() {
        let cases = [
            (r#"{"episode":"a","t":0,"state":"x"}"#, r#"a Some(0) x None None"#),
            (
                r#"{"episode":7,"t":1.0,"state":{"b":1.0,"a":[true,null]},"outcome":true}"#,
                r#"7 Some(1) {"a":[true,null],"b":1} None Some(1.0)"#,
            ),
            (
                r#"{"episode":"a","state":"x\n","state_key":"k","intervention":"nohelp"}"#,
                "a None k None None",
            ),
            (
                r#"{"episode":"a","t":0,"state":"x","intervention":true,"other":[1,{"episode":2}]}"#,
                r#"a Some(0) x Some("help") None"#,
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(read(line).unwrap(), expected, "{line}");
        }
        let cases = [
            (r#"{"t":0,"state":"x"}"#, "episode: missing; expected the name of an episode"),
            (r#"{"episode":"a","t":"0","state":"x"}"#, "t: text \"0\"; expected a whole number, 0 or more"),
            (r#"{"episode":"a","t":-1,"state":"x"}"#, "t: -1; expected a whole number, 0 or more"),
            (r#"{"episode":"a","t":0}"#, "state: missing; expected a text, an object, or a state_key"),
            (
                r#"{"episode":"a","state":"x","outcome":1.5}"#,
                "outcome: 1.5; expected true, false or a number from 0 to 1",
            ),
            (
                r#"{"episode":"a","state":"x","propensity":0}"#,
                "propensity: 0; expected a number above 0 and at most 1",
            ),
            (r#"{"episode":"a","state":"x","p_help":2}"#, "p_help: 2; expected a number from 0 to 1"),
            (r#"{"episode":"a","state":"x","done":"yes"}"#, "done: text \"yes\"; expected true or false"),
            (
                r#"{"episode":"a","state":"x","p_help":NaN}"#,
                "expected value (at character 37); expected one JSON object a line",
            ),
            (
                r#"{"episode":"a","state":"x","cost":1e999}"#,
                "number out of range (at character 39); expected one JSON object a line",
            ),
            (
                r#"{"episode":"a","episode":"b"}"#,
                "\"episode\" stands there twice (at character 29); expected one JSON object a line",
            ),
            (
                r#"{"episode":"a"} {}"#,
                "trailing characters (at character 17); expected one JSON object a line",
            ),
            (
                r#"[1]"#,
                "invalid type: sequence, expected an object (at character 0); expected one JSON object a line",
            ),
        ];
        for (line, expected) in cases {
            let found = read(line).unwrap_err();
            assert_eq!(
                found.replace(" (at character 0)", ""),
                expected.replace(" (at character 0)", ""),
                "{line}"
            );
        }
    }
}
