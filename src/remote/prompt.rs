//! The prompts: how a state is put to a model, and how its answer is read.

use crate::household::{Action, Household, parse_action, parse_sif_action, sif_text, state_text};

/// A prompt and the form of its answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prompt {
    /// The household's own text; an answer is one action, word for word.
    #[default]
    Ours,
    /// The form of Situated Instruction Following; an answer is reasoning and a line "Action: …".
    Sif,
}

/// Why an answer is no action. It ends the task, as in the paper; the provider has done nothing wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAction {
    /// The answer has no line for the action, where its form asks for one.
    #[error("the answer has no line that begins with “Action:”")]
    NoLine,
    /// The action is not on the list.
    #[error("the action is not on the list")]
    OffList,
}

impl Prompt {
    /// Both prompts, ours first.
    pub const ALL: [Self; 2] = [Self::Ours, Self::Sif];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Sif => "sif",
        }
    }

    /// The prompt of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prompt| prompt.name() == name)
    }

    /// The state in the words of this prompt.
    #[must_use]
    pub fn text(self, household: &Household) -> String {
        match self {
            Self::Ours => state_text(household),
            Self::Sif => sif_text(household),
        }
    }

    /// The most tokens of an answer.
    #[must_use]
    pub fn tokens_max(self) -> u32 {
        match self {
            // A model that needs more does not answer with an action.
            Self::Ours => 48,
            Self::Sif => 512,
        }
    }

    pub(super) fn system(self) -> &'static str {
        match self {
            Self::Ours => {
                "You act in a text household. Answer with exactly one action from the list under “You may”, word for \
                 word, and nothing else: no explanation, no number, no quotes."
            }
            Self::Sif => {
                "You choose the next action of an assistive robot. Answer with a line “Reasoning: …” and a line “Action: …”."
            }
        }
    }

    pub(super) fn again(self) -> &'static str {
        match self {
            Self::Ours => "That is not on the list. Answer with one action of the list, word for word.",
            Self::Sif => "That names no available action. Answer again, and end with a line “Action: …”.",
        }
    }

    /// The action that an answer names.
    ///
    /// The answer to our prompt is its first line that is not empty; the one in the form of SIF is the last line "Action: …",
    /// or the line below one that ends there.
    ///
    /// # Errors
    /// When the answer names no legal action.
    pub fn read(self, household: &Household, answer: &str) -> Result<Action, NotAction> {
        match self {
            Self::Ours => {
                let line = answer.lines().find(|line| !line.trim().is_empty()).ok_or(NotAction::OffList)?;
                parse_action(household, line).ok_or(NotAction::OffList)
            }
            Self::Sif => {
                let name = action_line(answer).ok_or(NotAction::NoLine)?;
                parse_sif_action(household, name).ok_or(NotAction::OffList)
            }
        }
    }
}

/// The text after the last "Action:" that begins a line, marks of lists and of emphasis aside. Thoughts before `</think>` do
/// not count, and thoughts without an end are no answer.
fn action_line(answer: &str) -> Option<&str> {
    let answer = answer.rsplit("</think>").next().filter(|said| !said.contains("<think>"))?;
    let lines: Vec<&str> = answer.lines().collect();
    let (place, rest) =
        lines.iter().enumerate().rev().find_map(|(place, line)| Some((place, after_action(line)?)))?;
    let below = || lines[place + 1..].iter().copied().find(|line| !line.trim().is_empty());
    let named = if rest.chars().any(char::is_alphanumeric) { Some(rest) } else { below() };
    // A mark of the model's template ends the line.
    named?.split('<').next()
}

/// The rest of a line that begins with "Action" and a colon.
fn after_action(line: &str) -> Option<&str> {
    let is_mark = |sign: char| !sign.is_alphanumeric() && sign != ':';
    let begun = line.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let (word, rest) = (begun.get(..6)?, begun.get(6..)?);
    let rest = rest.trim_start_matches(is_mark).strip_prefix(':')?;
    word.eq_ignore_ascii_case("action").then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::household::{RoomId, Split, Task, TaskId, TaskSet, World, room_name};

    fn task(split: Split, index: u32) -> Task {
        Task::generate(&World::new(split), TaskId { split, set: TaskSet::Train, seed: 1, index })
    }

    #[test]
    fn our_answers_are_one_action_or_end_the_task() {
        let task = task(Split::SObj, 0);
        let mut household = Household::new(&task);
        for answer in ["Explore", "\n 3. \"Explore.\"\nbecause"] {
            assert_eq!(Prompt::Ours.read(&household, answer), Ok(Action::Explore), "{answer}");
        }
        for answer in ["", "I would explore, then go", "sing"] {
            assert_eq!(Prompt::Ours.read(&household, answer), Err(NotAction::OffList), "{answer}");
        }
        let outcome = household.step(crate::remote::no_action(&household));
        assert!(outcome.is_terminal() && !outcome.is_success());
    }

    /// The room that a test goes to, by its number.
    fn elsewhere(task: &Task) -> (RoomId, String) {
        let room = task.rooms().find(|&room| room != task.start).unwrap();
        (room, format!("Room {}", room.0 + 1))
    }

    #[test]
    fn an_answer_like_sif_is_its_last_action_line() {
        let task = task(Split::SObj, 0);
        let household = Household::new(&task);
        let (to, room) = elsewhere(&task);
        let (go, explore) = (Ok(Action::Go(to)), Ok(Action::Explore));
        let here = format!("Room {}", task.start.0 + 1);
        for (answer, expected) in [
            ("Reasoning: it may be there.\nAction: Go to ROOM".into(), go),
            ("Reasoning: the map is old. Action: none yet\nACTION: go to room".replace("room", "ROOM"), go),
            ("**Reasoning:** perhaps.\n\n**Action:** *Go to ROOM.*".into(), go),
            ("Action: Explore Room\nReasoning: no, wait.\nAction: \"Go to ROOM!\"".into(), go),
            ("- Action : go to the ROOM".into(), go),
            ("Action:\n\n`Go to ROOM`".into(), go),
            ("<think>\nAction: Explore Room\n</think>\nAction: Go to ROOM<|im_end|>".into(), go),
            ("{\"reasoning\": \"x\",\n\"action\": \"Go to ROOM\"}".into(), go),
            ("<answer>\nAction: Explore Room</answer>".into(), explore),
            ("Action: explore".into(), explore),
            ("Action: Look around HERE".replace("HERE", &here), explore),
            (format!("Action: Go to {here}"), Err(NotAction::OffList)),
            ("Action: Go to Room 99".into(), Err(NotAction::OffList)),
            ("Action: Go to ROOM or Explore Room".into(), Err(NotAction::OffList)),
            (format!("Action: Go to the {}", room_name(&task, to)), Err(NotAction::OffList)),
            ("Action:".into(), Err(NotAction::NoLine)),
            ("Reasoning: I do nothing.\nActions: Go to ROOM".into(), Err(NotAction::NoLine)),
            ("Go to ROOM".into(), Err(NotAction::NoLine)),
            ("I take this action: Go to ROOM".into(), Err(NotAction::NoLine)),
            ("<think>\nAction: Go to ROOM".into(), Err(NotAction::NoLine)),
            (String::new(), Err(NotAction::NoLine)),
        ] {
            let answer: String = answer.replace("ROOM", &room);
            assert_eq!(Prompt::Sif.read(&household, &answer), expected, "{answer}");
        }
    }

    #[test]
    fn the_prompt_has_the_parts_of_the_benchmark_in_its_order() {
        let task = task(Split::SObj, 0);
        let text = Prompt::Sif.text(&Household::new(&task));
        let parts =
            ["assistive robot", "Premap", "What the human said", "Steps so far", "Map now", "Your task"];
        let ends = ["Available actions:\n- Go to Room ", "- Explore Room\n", "Reasoning: ", "Action: "];
        let places: Vec<usize> = parts
            .iter()
            .chain(&ends)
            .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
            .collect();
        assert!(places.is_sorted(), "{text}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// Each available action is read back from the prompt's own line, whatever is reasoned before it.
        #[test]
        fn what_is_available_can_be_answered(
            index in 0u32..5000, walk in proptest::collection::vec(0usize..12, 0..10), reasoning in "(?s).{0,60}",
        ) {
            let task = task(Split::ALL[index as usize % 3], index);
            let mut household = Household::new(&task);
            for step in walk {
                let legal = household.legal_actions();
                if let Some(&action) = legal.get(step % legal.len().max(1)) {
                    household.step(action);
                }
            }
            let text = Prompt::Sif.text(&household);
            let (_, list) = text.split_once("Available actions:\n").unwrap();
            let labels: Vec<&str> = list.lines().take_while(|line| !line.is_empty()).collect();
            prop_assert_eq!(labels.len(), household.legal_actions().len());
            for (label, &action) in labels.iter().zip(household.legal_actions().iter()) {
                let label = label.trim_start_matches("- ");
                let answer = format!("Reasoning: {reasoning}\n</think>\nACTION: {}.", label.to_uppercase());
                prop_assert_eq!(Prompt::Sif.read(&household, &answer), Ok(action), "{}", answer);
            }
        }

        /// No answer at all makes the reader panic, and none names an action that is not legal.
        #[test]
        fn any_answer_is_a_legal_action_or_none(index in 0u32..500, answer in "(?s)(Action|action|:|\\*|\n|Room|\\PC){0,20}") {
            let task = task(Split::SObj, index);
            let household = Household::new(&task);
            for prompt in Prompt::ALL {
                prop_assert!(prompt.read(&household, &answer).is_ok_and(|action| household.is_legal(action)) || prompt.read(&household, &answer).is_err());
            }
        }
    }
}
