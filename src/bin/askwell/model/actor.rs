//! The model as an actor of the household.

use std::{cell::RefCell, rc::Rc};

use askwell::actor::Actor;
use askwell::household::{Action, Household, MAX_ACTIONS};
use askwell::numeric::Random;
use askwell::remote::{Kept, NotAction, no_action};

use super::call::{Caller, Stopped};

/// Acts as the model answers. The same state gets the same answer, so each is asked once.
#[derive(Clone)]
pub(crate) struct ModelActor {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    caller: Caller,
    stopped: Option<Stopped>,
    last: Option<Kept>,
    n_illegal: u64,
    /// The number of these answers that have no line for the action.
    n_without_line: u64,
}

impl ModelActor {
    pub(crate) fn new(caller: Caller) -> Self {
        Self {
            inner: Rc::new(RefCell::new(Inner {
                caller,
                stopped: None,
                last: None,
                n_illegal: 0,
                n_without_line: 0,
            })),
        }
    }

    /// Why it no longer answers; from then on nothing it did counts.
    pub(crate) fn stopped(&self) -> Option<Stopped> {
        self.inner.borrow_mut().stopped.take()
    }

    /// The last answer of the model.
    pub(crate) fn said(&self) -> Option<Kept> {
        self.inner.borrow().last.clone()
    }

    /// The summary of the calls: their number, and how often the answer was no action.
    pub(crate) fn summary(&self) -> serde_json::Value {
        let inner = self.inner.borrow();
        let mut summary = inner.caller.summary();
        summary["illegal"] = inner.n_illegal.into();
        summary["without_action_line"] = inner.n_without_line.into();
        summary
    }

    pub(crate) fn model(&self) -> String {
        self.inner.borrow().caller.model().to_owned()
    }
}

impl Inner {
    fn choose(&mut self, household: &Household) -> Result<Result<Action, NotAction>, Stopped> {
        let first = self.ask(household, None)?;
        let prompt = self.caller.prompt();
        let action = prompt.read(household, &first);
        if action.is_ok() || !self.caller.asks_again() {
            return Ok(action);
        }
        let second = self.ask(household, Some(&first))?;
        Ok(prompt.read(household, &second))
    }

    fn ask(&mut self, household: &Household, again: Option<&str>) -> Result<String, Stopped> {
        let kept = self.caller.ask(household, again)?;
        let text = kept.text.clone();
        self.last = Some(kept);
        Ok(text)
    }
}

impl Actor for ModelActor {
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        let chosen = self.act(household, &mut Random::new(0, &[]));
        for (probability, &action) in probabilities.iter_mut().zip(legal) {
            *probability = if Some(action) == chosen { 1.0 } else { 0.0 };
        }
    }

    /// An answer that is no action ends the task, as in the paper.
    fn act(&self, household: &Household, _random: &mut Random) -> Option<Action> {
        let inner = &mut *self.inner.borrow_mut();
        if inner.stopped.is_some() || household.outcome().is_terminal() {
            return None;
        }
        match inner.choose(household) {
            Ok(Ok(action)) => Some(action),
            Ok(Err(fault)) => {
                inner.n_illegal += 1;
                inner.n_without_line += u64::from(fault == NotAction::NoLine);
                Some(no_action(household))
            }
            Err(stopped) => {
                inner.stopped = Some(stopped);
                None
            }
        }
    }
}
