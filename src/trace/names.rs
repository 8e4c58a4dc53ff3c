//! Names, kept once and numbered: a log says them a million times.

/// An unused slot.
const EMPTY: u32 = u32::MAX;

/// Texts by number, and numbers by text (open addressing, at most half full).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    hashes: Vec<u64>,
    slots: Vec<u32>,
}

impl Names {
    /// The number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of bytes of the texts.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.text.len()
    }

    /// The text of a number; empty for one that is not there.
    #[must_use]
    pub fn get(&self, id: u32) -> &str {
        let Some(&end) = self.ends.get(id as usize) else { return "" };
        let begin = id.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.text[begin..end]
    }

    /// All texts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|id| self.get(id))
    }

    /// The number of a text, if it is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        let slot = self.slot(name, hash(name))?;
        Some(self.slots[slot]).filter(|&id| id != EMPTY)
    }

    /// The number of a text, new or known.
    pub fn intern(&mut self, name: &str) -> u32 {
        if self.slots.len() < 2 * (self.len() + 1) {
            self.grow();
        }
        let hash = hash(name);
        let Some(slot) = self.slot(name, hash) else { return EMPTY };
        if self.slots[slot] == EMPTY {
            self.slots[slot] = self.len() as u32;
            self.text.push_str(name);
            self.ends.push(self.text.len());
            self.hashes.push(hash);
        }
        self.slots[slot]
    }

    /// The names in use alone, and the number each name has now; nothing where all are in use.
    pub(in crate::trace) fn only(&self, in_use: &[bool]) -> Option<(Self, Vec<u32>)> {
        if in_use.iter().all(|&in_use| in_use) {
            return None;
        }
        let mut names = Self::default();
        let number = |(name, &in_use): (&str, &bool)| if in_use { names.intern(name) } else { EMPTY };
        let numbers = self.iter().zip(in_use).map(number).collect();
        Some((names, numbers))
    }

    /// The slot of a text, or the empty one where it would stand.
    fn slot(&self, name: &str, hash: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let id = self.slots[slot];
            if id == EMPTY || (self.hashes[id as usize] == hash && self.get(id) == name) {
                return Some(slot);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (4 * (self.len() + 1)).next_power_of_two()];
        let mask = self.slots.len() - 1;
        for (id, &hash) in self.hashes.iter().enumerate() {
            let mut slot = hash as usize & mask;
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = id as u32;
        }
    }
}

/// Eight bytes at a time, folded: the same on every target.
pub(super) fn hash(name: &str) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(K | 1);
        (product as u64) ^ ((product >> 64) as u64)
    };
    let words = name.as_bytes().chunks_exact(8);
    let mut tail = [0; 8];
    tail[..words.remainder().len()].copy_from_slice(words.remainder());
    let start = 0xcbf2_9ce4_8422_2325 ^ name.len() as u64;
    let hash = words.fold(start, |hash, word| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        mix(hash.rotate_left(23), u64::from_le_bytes(bytes))
    });
    mix(mix(hash.rotate_left(23), u64::from_le_bytes(tail)), K)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_however_many_follow() {
        let mut names = Names::default();
        for round in 0..2 {
            for i in 0..5_000u32 {
                assert_eq!(names.intern(&format!("state {i} of a longer text")), i, "round {round}");
            }
        }
        assert_eq!((names.len(), names.get(4_999)), (5_000, "state 4999 of a longer text"));
        assert_eq!(names.find("state 7 of a longer text"), Some(7));
        assert_eq!(names.find(""), None);
        assert_eq!(Names::default().find("x"), None);
    }
}
