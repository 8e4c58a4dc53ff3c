//! Lines for the reader: what happened, and the field that it is about.
//!
//! A line about a field stands beside that field while the field is on the page, and above the title otherwise. One field
//! has one line at most: the next try replaces it, and a value that is taken ends it.

use super::controls::Control;
use super::drawer::Drawer;
use super::embed::View;
use super::lesson;
use super::message::Msg;
use super::problem::ProblemMsg;
use super::remote::RemoteMsg;
use super::set_up::SetUpMsg;
use super::state::{Phase, State};

/// A line the reader should see, until put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The events, where, and what was expected.
    pub text: String,
    /// The field that the line is about; none for a line about the whole page.
    pub place: Option<Place>,
}

/// A field, or a group of controls that change each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The budget.
    Budget,
    /// The rule and what the budget counts.
    Rule,
    /// The seed.
    Seed,
    /// The task.
    Task,
    /// The player of twin, and its budget.
    Twin,
    /// The discount.
    Gamma,
    /// The number of tasks are collected on.
    Tasks,
    /// The number of episodes a task and probability.
    Repetitions,
    /// The most calls to a language model.
    RemoteCalls,
    /// The most dollars for a language model.
    Spend,
    /// Dollars per million tokens sent.
    InputPrice,
    /// Dollars per million tokens answered.
    OutputPrice,
    /// The price of a call in an example problem.
    ProblemPrice,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 13] = [
        Self::Budget,
        Self::Rule,
        Self::Seed,
        Self::Task,
        Self::Twin,
        Self::Gamma,
        Self::Tasks,
        Self::Repetitions,
        Self::RemoteCalls,
        Self::Spend,
        Self::InputPrice,
        Self::OutputPrice,
        Self::ProblemPrice,
    ];

    /// The id of the line beside the field.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Budget => "notice-budget",
            Self::Rule => "notice-rule",
            Self::Seed => "notice-seed",
            Self::Task => "notice-task",
            Self::Twin => "notice-twin",
            Self::Gamma => "notice-gamma",
            Self::Tasks => "notice-tasks",
            Self::Repetitions => "notice-repetitions",
            Self::RemoteCalls => "notice-remote-calls",
            Self::Spend => "notice-spend",
            Self::InputPrice => "notice-input-price",
            Self::OutputPrice => "notice-output-price",
            Self::ProblemPrice => "notice-problem-price",
        }
    }

    /// True if the field is on the page as it stands.
    #[must_use]
    pub fn is_on_page(self, state: &State) -> bool {
        let shows = |control: Control| !state.setting.hidden.contains(control);
        let has_view = |view: View| state.setting.embed.is_none_or(|views| views.contains(view));
        let is_whole = state.setting.embed.is_none();
        let has_episode = has_view(View::Episode) && (!is_whole || !lesson::is_hidden(state));
        let is_open =
            |drawer: Drawer| is_whole && shows(Control::Drawers) && state.setting.drawer == Some(drawer);
        state.phase == Phase::Ready
            && match self {
                Self::Budget => shows(Control::Budget),
                Self::Rule => is_whole && shows(Control::Rule),
                Self::Seed => is_whole && shows(Control::Seed),
                Self::Task => has_episode && shows(Control::Task),
                Self::Twin => has_episode,
                Self::Gamma | Self::Tasks | Self::Repetitions => is_open(Drawer::SetUp),
                Self::RemoteCalls | Self::Spend => is_open(Drawer::Remote),
                Self::ProblemPrice => is_open(Drawer::Problems),
                // With prices of its own a server leaves no field for them.
                Self::InputPrice | Self::OutputPrice => {
                    is_open(Drawer::Remote)
                        && state.remote.choice().is_none_or(|choice| choice.prices.is_none())
                }
            }
    }
}

impl State {
    /// The line beside a field, with its number for [`Msg::NoticeClosed`].
    #[must_use]
    pub fn notice_at(&self, place: Place) -> Option<(usize, &Notice)> {
        let is_here = |notice: &Notice| notice.place == Some(place) && place.is_on_page(self);
        self.notices.iter().enumerate().find(|(_, notice)| is_here(notice))
    }

    /// The lines that stand above the title: those of no field, and those whose field is not on the page.
    pub fn notices_above(&self) -> impl Iterator<Item = (usize, &Notice)> {
        let is_beside = |notice: &Notice| notice.place.is_some_and(|place| place.is_on_page(self));
        self.notices.iter().enumerate().filter(move |(_, notice)| !is_beside(notice))
    }

    /// Adds one line, unless it stands there already.
    pub(super) fn notify(&mut self, text: String) {
        let notice = Notice { text, place: None };
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Puts a line beside a field, in the place of the one that stands there.
    pub(super) fn notify_at(&mut self, place: Place, text: String) {
        self.forget_notice_at(place);
        self.notices.push(Notice { text, place: Some(place) });
    }

    fn forget_notice_at(&mut self, place: Place) {
        self.notices.retain(|notice| notice.place != Some(place));
    }
}

/// Takes away the lines that a message answers: a field is tried again, or gets its value in another way.
pub(super) fn answered(state: &mut State, msg: &Msg) {
    if matches!(msg, Msg::LinkOpened(_) | Msg::UndoPressed | Msg::RedoPressed) {
        state.notices.retain(|notice| notice.place.is_none());
    } else if let Some(place) = place_of(msg) {
        state.forget_notice_at(place);
    }
}

/// The field that a message sets.
fn place_of(msg: &Msg) -> Option<Place> {
    Some(match msg {
        Msg::BudgetChanged(_) | Msg::BudgetTyped(_) | Msg::BudgetTyping(true) | Msg::BreakpointStepped(_) => {
            Place::Budget
        }
        Msg::RuleChosen(_) | Msg::MeasureChosen(_) => Place::Rule,
        Msg::SeedTyped(_) => Place::Seed,
        Msg::TaskTyped(_) | Msg::TaskStepped(_) => Place::Task,
        Msg::TwinChosen(_) => Place::Twin,
        Msg::SetUp(SetUpMsg::GammaTyped(_)) => Place::Gamma,
        Msg::SetUp(SetUpMsg::TasksTyped(_)) => Place::Tasks,
        Msg::SetUp(SetUpMsg::RepetitionsTyped(_)) => Place::Repetitions,
        Msg::Remote(RemoteMsg::CallsTyped(_)) => Place::RemoteCalls,
        Msg::Remote(RemoteMsg::SpendTyped(_)) => Place::Spend,
        Msg::Remote(RemoteMsg::InputPriceTyped(_)) => Place::InputPrice,
        Msg::Remote(RemoteMsg::OutputPriceTyped(_)) => Place::OutputPrice,
        Msg::Problem(ProblemMsg::PriceTyped(..) | ProblemMsg::PriceMoved(..)) => Place::ProblemPrice,
        Msg::Problem(ProblemMsg::ScenarioChosen(_) | ProblemMsg::CellChosen(_)) => Place::ProblemPrice,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::update;
    use crate::app::update::test::opened;

    /// A field with its place, a text that it refuses and one that it takes.
    type Row = (Place, fn(String) -> Msg, &'static str, &'static str);

    const FIELDS: [Row; 12] = [
        (Place::Budget, Msg::BudgetTyped, "-1", "0,5"),
        (Place::Seed, Msg::SeedTyped, "banana", "1"),
        (Place::Task, Msg::TaskTyped, "4000", "3"),
        (Place::Twin, Msg::TwinChosen, "worst", "0,3"),
        (Place::Gamma, |text| Msg::SetUp(SetUpMsg::GammaTyped(text)), "1.5", "0,9"),
        (Place::Tasks, |text| Msg::SetUp(SetUpMsg::TasksTyped(text)), "none", "50"),
        (Place::Repetitions, |text| Msg::SetUp(SetUpMsg::RepetitionsTyped(text)), "0", "2"),
        (Place::RemoteCalls, |text| Msg::Remote(RemoteMsg::CallsTyped(text)), "many", "12"),
        (Place::Spend, |text| Msg::Remote(RemoteMsg::SpendTyped(text)), "a lot", "0,5"),
        (Place::InputPrice, |text| Msg::Remote(RemoteMsg::InputPriceTyped(text)), "x", "0,1"),
        (Place::OutputPrice, |text| Msg::Remote(RemoteMsg::OutputPriceTyped(text)), "x", "0,2"),
        (Place::ProblemPrice, |text| Msg::Problem(ProblemMsg::PriceTyped(0, text)), "-1", "0,138"),
    ];

    #[test]
    fn many_errors_of_a_field_are_one_line_that_goes_when_the_field_is_right() {
        for (place, msg, bad, good) in FIELDS {
            let mut state = opened("task=7");
            for _ in 0..3 {
                update(&mut state, msg(bad.to_owned()));
                update(&mut state, msg(format!("{bad}!")));
            }
            let places: Vec<_> = state.notices.iter().map(|notice| notice.place).collect();
            assert_eq!(places, [Some(place)], "{place:?}");
            assert!(state.notices[0].text.contains(bad) || state.notices[0].text.contains("expected"));
            update(&mut state, msg(good.to_owned()));
            assert!(state.notices.is_empty(), "{place:?}: {:?}", state.notices);
        }
    }

    #[test]
    fn a_refused_task_leaves_the_one_that_is_looked_at() {
        let mut state = opened("task=7");
        update(&mut state, Msg::TaskTyped("4000".to_owned()));
        assert_eq!(state.setting.task, Some(7));
        assert!(state.notices[0].text.contains("4000"), "{:?}", state.notices);
    }

    #[test]
    fn a_line_stands_beside_its_field_or_above_the_title_and_nowhere_twice() {
        for link in [
            "task=7",
            "hide=seed+rule+task+budget",
            "embed=curve",
            "open=set-up",
            "open=remote",
            "open=problems",
            "lesson=3",
        ] {
            let mut state = opened(link);
            for place in Place::ALL {
                state.notify_at(place, format!("{place:?}"));
                let beside = Place::ALL.into_iter().filter_map(|place| state.notice_at(place)).count();
                assert_eq!(beside + state.notices_above().count(), state.notices.len(), "{link}");
            }
        }
        let mut state = opened("hide=seed");
        update(&mut state, Msg::SeedTyped("x".to_owned()));
        assert_eq!((state.notice_at(Place::Seed), state.notices_above().count()), (None, 1));
    }

    #[test]
    fn a_choice_that_changes_another_control_says_so() {
        use crate::app::{Measure, Rule};
        let mut state = opened("");
        let act = |state: &mut State, msg: Msg| {
            update(state, msg);
            state.notice_at(Place::Rule).map(|(_, notice)| notice.text.clone())
        };
        assert_eq!(act(&mut state, Msg::RuleChosen(Rule::Paper)), None);
        let told = act(&mut state, Msg::MeasureChosen(Measure::Cap));
        assert!(told.is_some_and(|text| text.contains("exact rule")));
        assert_eq!(state.setting.rule, Rule::Exact);
        let told = act(&mut state, Msg::RuleChosen(Rule::Paper));
        assert!(told.is_some_and(|text| text.contains("calls made")));
        assert_eq!(state.setting.measure, Measure::Calls);
        assert_eq!(act(&mut state, Msg::MeasureChosen(Measure::Discounted)), None, "nothing else changed");
    }
}
