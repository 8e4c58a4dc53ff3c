//! The reader's marks on a task as a link carries them: the pinned state and the guess of lesson 3.
//!
//! Plain values and their spelling. The page's own pin and guess stand in `State`; a setting has marks only on its way
//! into a link or out of one.

/// The most hexadecimal digits of a guess; no task has so many states.
const DIGITS_MAX: usize = 64;

/// The marks of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The pinned state of the task, from 0.
    pub pinned: Option<u32>,
    /// The guess of lesson 3.
    pub guess: Option<Guessed>,
}

impl Marks {
    /// The parts of a link: `pin=4`, `guess=0a4.answer`.
    pub(in crate::app) fn parts(&self) -> impl Iterator<Item = String> {
        let pinned = self.pinned.map(|state| format!("pin={state}"));
        pinned.into_iter().chain(self.guess.as_ref().map(|guess| format!("guess={}", guess.written())))
    }
}

/// A guess of the states in which the policy asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guessed {
    /// The states of the task in which the reader would ask, in rising order.
    pub asks: Vec<u32>,
    /// True if the answer is shown.
    pub is_revealed: bool,
    /// True if B shows the guess though the answer may be seen.
    pub is_shown: bool,
}

impl Guessed {
    /// The guess as a link has it. A hexadecimal digit stands for four states, its highest bit for the first of them.
    fn written(&self) -> String {
        let n_digits = self.asks.last().map_or(1, |last| last / 4 + 1);
        let asks = |state: &u32| u32::from(self.asks.contains(state));
        let digit = |place: u32| (4 * place..4 * place + 4).fold(0, |digit, state| 2 * digit + asks(&state));
        let digits: String = (0..n_digits).filter_map(|place| char::from_digit(digit(place), 16)).collect();
        match (self.is_revealed, self.is_shown) {
            (false, _) => digits,
            (true, false) => digits + ".answer",
            (true, true) => digits + ".guess",
        }
    }

    /// The guess that a link has.
    ///
    /// # Errors
    /// The expected form.
    pub(in crate::app) fn read(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "up to {DIGITS_MAX} digits 0 to f, a bit for each state, and .answer or .guess behind them"
            )
        };
        let (digits, ending) = text.split_once('.').unwrap_or((text, ""));
        let (is_revealed, is_shown) = match ending {
            "" if !text.contains('.') => (false, false),
            "answer" => (true, false),
            "guess" => (true, true),
            _ => return Err(expected()),
        };
        if digits.is_empty() || digits.len() > DIGITS_MAX {
            return Err(expected());
        }
        let mut asks = Vec::new();
        for (place, digit) in (0..).zip(digits.chars()) {
            let digit = digit.to_digit(16).filter(|_| !digit.is_uppercase()).ok_or_else(expected)?;
            asks.extend((0..4).filter(|bit| digit & 8 >> bit != 0).map(|bit| 4 * place + bit));
        }
        Ok(Self { asks, is_revealed, is_shown })
    }
}

/// A pinned state as a link has it.
///
/// # Errors
/// The expected form.
pub(in crate::app) fn read_pin(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "the number of a state, from 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_a_bit_a_state_and_returns() {
        for (asks, is_revealed, is_shown, text) in [
            (vec![], true, false, "0.answer"),
            (vec![0], false, false, "8"),
            (vec![3, 4], true, true, "18.guess"),
            (vec![9, 24], true, false, "0040008.answer"),
        ] {
            let guess = Guessed { asks, is_revealed, is_shown };
            assert_eq!((guess.written().as_str(), Guessed::read(text)), (text, Ok(guess)));
        }
    }

    #[test]
    fn a_guess_of_another_form_is_refused() {
        for text in ["", ".", "8.", ".answer", "g", "8F", "8.both", "8.answer.guess", "-1", &"0".repeat(65)] {
            let expected = Guessed::read(text).unwrap_err();
            assert!(expected.contains("a bit for each state"), "{text}: {expected}");
        }
    }
}
