//! The notices that a message removes.

use crate::app::drawers::language_model::message::LanguageModelMsg;
use crate::app::drawers::problems::message::ProblemMsg;
use crate::app::drawers::settings::message::SettingsMsg;
use crate::app::message::page::Msg;
use crate::app::model::notice::Place;
use crate::app::state::State;

/// Removes the notices that a message settles: a field is tried again, or gets its value in another way.
pub(in crate::app) fn answered(state: &mut State, msg: &Msg) {
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
        Msg::ComparisonChosen(_) => Place::Comparison,
        Msg::Settings(SettingsMsg::GammaTyped(_)) => Place::Gamma,
        Msg::Settings(SettingsMsg::TasksTyped(_)) => Place::Tasks,
        Msg::Settings(SettingsMsg::RepetitionsTyped(_)) => Place::Repetitions,
        Msg::LanguageModel(LanguageModelMsg::CallsTyped(_)) => Place::RemoteCalls,
        Msg::LanguageModel(LanguageModelMsg::SpendTyped(_)) => Place::Spend,
        Msg::LanguageModel(LanguageModelMsg::InputPriceTyped(_)) => Place::InputPrice,
        Msg::LanguageModel(LanguageModelMsg::OutputPriceTyped(_)) => Place::OutputPrice,
        Msg::Problem(ProblemMsg::PriceTyped(..) | ProblemMsg::PriceMoved(..)) => Place::ProblemPrice,
        Msg::Problem(ProblemMsg::ScenarioChosen(_) | ProblemMsg::CellChosen(_)) => Place::ProblemPrice,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dispatch::test::opened;
    use crate::app::dispatch::update;

    /// A row of the test: a field, its message, a text that it refuses and one that it takes.
    type Row = (Place, fn(String) -> Msg, &'static str, &'static str);

    const FIELDS: [Row; 12] = [
        (Place::Budget, Msg::BudgetTyped, "-1", "0,5"),
        (Place::Seed, Msg::SeedTyped, "banana", "1"),
        (Place::Task, Msg::TaskTyped, "4000", "3"),
        (Place::Comparison, Msg::ComparisonChosen, "worst", "0,3"),
        (Place::Gamma, |text| Msg::Settings(SettingsMsg::GammaTyped(text)), "1.5", "0,9"),
        (Place::Tasks, |text| Msg::Settings(SettingsMsg::TasksTyped(text)), "none", "50"),
        (Place::Repetitions, |text| Msg::Settings(SettingsMsg::RepetitionsTyped(text)), "0", "2"),
        (Place::RemoteCalls, |text| Msg::LanguageModel(LanguageModelMsg::CallsTyped(text)), "many", "12"),
        (Place::Spend, |text| Msg::LanguageModel(LanguageModelMsg::SpendTyped(text)), "a lot", "0,5"),
        (Place::InputPrice, |text| Msg::LanguageModel(LanguageModelMsg::InputPriceTyped(text)), "x", "0,1"),
        (Place::OutputPrice, |text| Msg::LanguageModel(LanguageModelMsg::OutputPriceTyped(text)), "x", "0,2"),
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
        use crate::app::model::setting::{Measure, Rule};
        let mut state = opened("");
        let act = |state: &mut State, msg: Msg| {
            update(state, msg);
            state.notice_at(Place::Rule).map(|(_, notice)| notice.text.clone())
        };
        assert_eq!(act(&mut state, Msg::RuleChosen(Rule::Paper)), None);
        let told = act(&mut state, Msg::MeasureChosen(Measure::Cap));
        assert!(told.is_some_and(|text| text.contains("optimal policy")));
        assert_eq!(state.setting.rule, Rule::Exact);
        let told = act(&mut state, Msg::RuleChosen(Rule::Paper));
        assert!(told.is_some_and(|text| text.contains("expected calls")));
        assert_eq!(state.setting.measure, Measure::Calls);
        assert_eq!(act(&mut state, Msg::MeasureChosen(Measure::Discounted)), None, "nothing else changed");
    }
}
