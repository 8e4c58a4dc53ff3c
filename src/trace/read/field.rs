//! One value of a line, and what it may stand for.

use core::fmt;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::issue::quoted;
use super::columns::{Column, Columns, N_COLUMNS};

/// A value as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Field<'a> {
    Null,
    Bool(bool),
    Whole(u64),
    Negative(i64),
    Number(f64),
    Text(Cow<'a, str>),
    /// A cell of a CSV file, which may stand for anything.
    Cell(Cow<'a, str>),
    /// An object or a list, written with sorted keys.
    Structure(String),
}

/// One decision of a log, checked field by field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row<'a> {
    pub(super) episode: Cow<'a, str>,
    pub(super) task: Option<Cow<'a, str>>,
    pub(super) t: Option<u64>,
    pub(super) state: Cow<'a, str>,
    /// True if the state is a key.
    pub(super) keyed: bool,
    pub(super) intervention: Option<Cow<'a, str>>,
    pub(super) action: Option<Cow<'a, str>>,
    pub(super) next_state: Option<Cow<'a, str>>,
    pub(super) done: Option<bool>,
    pub(super) truncated: bool,
    pub(super) outcome: Option<f64>,
    /// p where nobody helps, and where help comes.
    pub(super) p: [Option<f64>; 2],
    pub(super) propensity: Option<f64>,
    pub(super) cost: Option<f64>,
    pub(super) model: Option<Cow<'a, str>>,
}

/// A field that holds what it must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) column: Option<Column>,
    pub(super) found: String,
    pub(super) expected: String,
}

impl Fault {
    pub(super) fn new(column: Column, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { column: Some(column), found: found.into(), expected: expected.into() }
    }

    /// A fault of the line, or of more than a line.
    pub(super) fn of_line(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { column: None, found: found.into(), expected: expected.into() }
    }
}

/// The values of a line, by column.
pub(super) type Fields<'a> = [Option<Field<'a>>; N_COLUMNS];

/// A row of values; where that fails, the episode it would have belonged to, if that much can be told.
pub(super) fn row(mut fields: Fields<'_>) -> Result<Row<'_>, (Option<Cow<'_, str>>, Fault)> {
    let mut take = |column: Column| fields[column as usize].take().unwrap_or(Field::Null);
    let episode = named(Column::Episode, take(Column::Episode)).map_err(|fault| (None, fault))?;
    let Some(episode) = episode else {
        return Err((None, Fault::new(Column::Episode, "missing", "the name of an episode")));
    };
    match rest(episode.clone(), &mut take) {
        Ok(row) => Ok(row),
        Err(fault) => Err((Some(episode), fault)),
    }
}

fn rest<'a>(episode: Cow<'a, str>, take: &mut impl FnMut(Column) -> Field<'a>) -> Result<Row<'a>, Fault> {
    let mut name = |column: Column| named(column, take(column));
    let task = name(Column::Task)?;
    let key = name(Column::StateKey)?;
    let (action, model) = (name(Column::Action)?, name(Column::Model)?);
    let keyed = key.is_some();
    let text = described(take(Column::State));
    let next_state = described(take(Column::NextState));
    let Some(state) = key.or(text) else {
        return Err(Fault::new(Column::State, "missing", "a text, an object, or a state_key"));
    };
    let mut probability = |column: Column| ranged(column, take(column), "a number from 0 to 1", unit);
    let outcome = probability(Column::Outcome)?;
    let p = [probability(Column::PNohelp)?, probability(Column::PHelp)?];
    let propensity = "a number above 0 and at most 1";
    Ok(Row {
        episode,
        task,
        t: whole(Column::T, take(Column::T))?,
        state,
        keyed,
        intervention: helper(take(Column::Intervention))?,
        action,
        next_state,
        done: flag(Column::Done, take(Column::Done))?,
        truncated: flag(Column::Truncated, take(Column::Truncated))?.unwrap_or(false),
        outcome,
        p,
        propensity: ranged(Column::Propensity, take(Column::Propensity), propensity, |p| unit(p) && p > 0.0)?,
        cost: ranged(Column::Cost, take(Column::Cost), "a finite number", f64::is_finite)?,
        model,
    })
}

fn unit(number: f64) -> bool {
    (0.0..=1.0).contains(&number)
}

/// A name: a text that is not empty, or a number.
fn named<'a>(column: Column, field: Field<'a>) -> Result<Option<Cow<'a, str>>, Fault> {
    match field {
        Field::Text(text) | Field::Cell(text) if text.is_empty() => Ok(None),
        Field::Text(text) | Field::Cell(text) => Ok(Some(text)),
        Field::Null => Ok(None),
        Field::Whole(number) => Ok(Some(Cow::Owned(number.to_string()))),
        Field::Negative(number) => Ok(Some(Cow::Owned(number.to_string()))),
        Field::Structure(text) if matches!(column, Column::Action | Column::StateKey) => {
            Ok(Some(Cow::Owned(text)))
        }
        other => Err(Fault::new(column, other.to_string(), "a text or a whole number")),
    }
}

/// A state: any value, as a text; an empty text is none.
fn described(field: Field<'_>) -> Option<Cow<'_, str>> {
    match field {
        Field::Null => None,
        Field::Text(text) | Field::Cell(text) => (!text.is_empty()).then_some(text),
        Field::Structure(text) => Some(Cow::Owned(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

/// The name of the helper. Null, false, 0 and `nohelp` mean nobody; true and 1 mean `help`.
fn helper(field: Field<'_>) -> Result<Option<Cow<'_, str>>, Fault> {
    let column = Column::Intervention;
    match field {
        Field::Bool(helped) => Ok(helped.then_some(Cow::Borrowed("help"))),
        Field::Whole(0) => Ok(None),
        Field::Whole(1) => Ok(Some(Cow::Borrowed("help"))),
        Field::Cell(text) => Ok(match text.trim() {
            "0" => None,
            "1" => Some(Cow::Borrowed("help")),
            other => match bool_of(other) {
                Some(helped) => helped.then_some(Cow::Borrowed("help")),
                None => named(column, Field::Cell(text))?.filter(|name| !is_nobody(name)),
            },
        }),
        Field::Text(_) | Field::Null => Ok(named(column, field)?.filter(|name| !is_nobody(name))),
        other => Err(Fault::new(column, other.to_string(), "null, the name of who helped, or true or false")),
    }
}

fn is_nobody(name: &str) -> bool {
    ["nohelp", "none", "null"].iter().any(|nobody| name.eq_ignore_ascii_case(nobody))
}

fn bool_of(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("yes") { Some(true) } else { (is("false") || is("no")).then_some(false) }
}

fn flag(column: Column, field: Field<'_>) -> Result<Option<bool>, Fault> {
    match &field {
        Field::Null => return Ok(None),
        Field::Bool(flag) => return Ok(Some(*flag)),
        Field::Whole(number @ (0 | 1)) => return Ok(Some(*number == 1)),
        Field::Cell(text) => match text.trim() {
            "" => return Ok(None),
            "0" => return Ok(Some(false)),
            "1" => return Ok(Some(true)),
            other => {
                if let Some(flag) = bool_of(other) {
                    return Ok(Some(flag));
                }
            }
        },
        _ => {}
    }
    Err(Fault::new(column, field.to_string(), "true or false"))
}

fn whole(column: Column, field: Field<'_>) -> Result<Option<u64>, Fault> {
    let number = match &field {
        Field::Null => return Ok(None),
        Field::Whole(number) => Some(*number),
        Field::Number(number) => whole_of(*number),
        Field::Cell(text) if text.trim().is_empty() => return Ok(None),
        Field::Cell(text) => text.trim().parse().ok().or_else(|| whole_of(text.trim().parse().ok()?)),
        _ => None,
    };
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(Fault::new(column, field.to_string(), "a whole number, 0 or more")),
    }
}

/// A whole number that came as `3.0`, as tables with gaps write it.
fn whole_of(number: f64) -> Option<u64> {
    ((0.0..9e15).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

fn ranged(
    column: Column,
    field: Field<'_>,
    expected: &str,
    fits: impl Fn(f64) -> bool,
) -> Result<Option<f64>, Fault> {
    let is_flag = column == Column::Outcome;
    let number = match &field {
        Field::Null => return Ok(None),
        Field::Bool(flag) if is_flag => Some(f64::from(u8::from(*flag))),
        Field::Whole(number) => Some(*number as f64),
        Field::Negative(number) => Some(*number as f64),
        Field::Number(number) => Some(*number),
        Field::Cell(text) => match text.trim() {
            "" => return Ok(None),
            text => {
                let flag = bool_of(text).filter(|_| is_flag).map(|flag| f64::from(u8::from(flag)));
                flag.or_else(|| text.parse().ok())
            }
        },
        _ => None,
    };
    match number.filter(|&number| fits(number)) {
        Some(number) => Ok(Some(number)),
        None if is_flag => Err(Fault::new(column, field.to_string(), format!("true, false or {expected}"))),
        None => Err(Fault::new(column, field.to_string(), expected)),
    }
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Negative(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "text {}", quoted(text)),
            Self::Cell(text) => f.write_str(&quoted(text)),
            Self::Structure(text) => write!(f, "{}", quoted(text)),
        }
    }
}

impl<'de> Deserialize<'de> for Field<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyField)
    }
}

struct AnyField;

impl<'de> Visitor<'de> for AnyField {
    type Value = Field<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Field<'de>, E> {
        Ok(Field::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Field<'de>, E> {
        Ok(Field::Bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field<'de>, E> {
        Ok(Field::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field<'de>, E> {
        Ok(u64::try_from(number).map_or(Field::Negative(number), Field::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Field<'de>, E> {
        Ok(Field::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Field<'de>, E> {
        Ok(Field::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<'de>, E> {
        Ok(Field::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<'de>, A::Error> {
        let mut entries: Vec<(String, String)> = Vec::new();
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            let value: Field<'_> = map.next_value()?;
            entries.push((key.into_owned(), value.to_json()));
        }
        // The last of several values of a key counts, as in most readers; the order never does.
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let mut text = String::from("{");
        for (place, (key, value)) in entries.iter().enumerate() {
            if entries.get(place + 1).is_some_and(|next| next.0 == *key) {
                continue;
            }
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&json_text(key));
            text.push(':');
            text.push_str(value);
        }
        text.push('}');
        Ok(Field::Structure(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field<'de>, A::Error> {
        let mut text = String::from("[");
        while let Some(value) = list.next_element::<Field<'_>>()? {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&value.to_json());
        }
        text.push(']');
        Ok(Field::Structure(text))
    }
}

impl Field<'_> {
    /// The value as JSON in one spelling: keys sorted, `1.0` as `1`.
    fn to_json(&self) -> String {
        match self {
            Self::Text(text) | Self::Cell(text) => json_text(text),
            Self::Structure(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

fn json_text(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// The file's name for the column of a fault.
pub(super) fn field_name(columns: &Columns, fault: &Fault) -> Option<String> {
    let column = fault.column?;
    let name = columns.name(column);
    Some(if name.is_empty() { column.name() } else { name }.to_owned())
}
