//! Names, kept once and in one piece: millions of states must fit.

use std::borrow::Cow;

use super::super::ids::StateId;

/// The bit of a code that says: the rest is the number of a text of the table, not a state given as a number.
pub(super) const TEXT: u32 = 1 << 31;

/// An unused slot of the hash table.
const EMPTY: u32 = u32::MAX;

/// Texts by number, and numbers by text (open addressing, at most half full).
#[derive(Clone, Debug, Default)]
pub(super) struct NameTable {
    text: String,
    ends: Vec<usize>,
    slots: Vec<u32>,
}

impl NameTable {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn name(&self, id: u32) -> &str {
        let begin = id.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.text[begin..self.ends[id as usize]]
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        let slot = self.slot(name)?;
        Some(self.slots[slot]).filter(|&id| id != EMPTY)
    }

    /// The number of a text, new or known.
    pub(super) fn intern(&mut self, name: &str) -> u32 {
        if self.slots.len() < 2 * (self.len() + 1) {
            self.grow();
        }
        let Some(slot) = self.slot(name) else { return EMPTY };
        if self.slots[slot] == EMPTY {
            self.slots[slot] = self.len() as u32;
            self.text.push_str(name);
            self.ends.push(self.text.len());
        }
        self.slots[slot]
    }

    /// The code of a text in the document: its number with a mark.
    pub(super) fn code(&mut self, name: &str) -> u32 {
        self.intern(name) | TEXT
    }

    /// The code of an object's key, which is a text even where states are numbers: then it is kept as the number.
    pub(super) fn key_code(&mut self, key: &str) -> u32 {
        let canonical =
            key.bytes().all(|byte| byte.is_ascii_digit()) && (key == "0" || !key.starts_with('0'));
        let number = key.parse().ok().filter(|&number: &u32| canonical && number < TEXT);
        number.unwrap_or_else(|| self.code(key))
    }

    /// The slot of a text, or the empty one where it would stand.
    fn slot(&self, name: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash(name) as usize & mask;
        while self.slots[slot] != EMPTY && self.name(self.slots[slot]) != name {
            slot = (slot + 1) & mask;
        }
        Some(slot)
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (4 * (self.len() + 1)).next_power_of_two()];
        for id in 0..self.len() as u32 {
            if let Some(slot) = self.slot(self.name(id)) {
                self.slots[slot] = id;
            }
        }
    }
}

/// FNV-1a, folded: the same on every target.
fn hash(name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash ^ hash >> 29
}

/// The name of each state, as its file gives it: a text, or a number.
#[derive(Clone, Debug, Default)]
pub struct StateNames {
    table: NameTable,
    codes: Vec<u32>,
}

impl StateNames {
    pub(super) fn new(table: NameTable, codes: Vec<u32>) -> Self {
        Self { table, codes }
    }

    /// The number of states.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True if there is no state.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The name of a state; empty for one that is not there.
    #[must_use]
    pub fn get(&self, state: StateId) -> Cow<'_, str> {
        match self.codes.get(state.index()) {
            None => Cow::Borrowed(""),
            Some(code) if code & TEXT != 0 => Cow::Borrowed(self.table.name(code & !TEXT)),
            Some(number) => Cow::Owned(number.to_string()),
        }
    }

    /// All names, in the order of the states.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len() as u32).map(|state| self.get(StateId(state)))
    }
}

impl PartialEq for StateNames {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<T: AsRef<str>> FromIterator<T> for StateNames {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Self {
        let mut table = NameTable::default();
        let codes = names.into_iter().map(|name| table.code(name.as_ref())).collect();
        Self { table, codes }
    }
}
