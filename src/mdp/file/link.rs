//! From the document to the problem: names looked up, everything checked, the first offender named.

use std::collections::BTreeMap;

use super::super::builder::MdpBuilder;
use super::super::ids::{ActionId, StateId, Successor};
use super::raw::{Document, Name, Pairs, Start, States, Terminal};
use super::{FileError, MdpFile, name_error};

/// More states than this are refused: they would take about 100 bytes each.
const STATES_MAX: u64 = 20_000_000;

pub(super) fn link(document: Document) -> Result<MdpFile, FileError> {
    if let Some(version) = document.version.filter(|&version| version != 1) {
        return Err(FileError::field("version", version.to_string(), "1"));
    }
    let gamma = document.gamma.ok_or_else(|| missing("gamma", "a number above 0 and at most 1"))?;
    let states =
        document.states.ok_or_else(|| missing("states", "a list of names, or how many there are"))?;
    let start =
        document.start.ok_or_else(|| missing("start", "a list of states, or an object of weights"))?;
    let transitions = document
        .transitions
        .ok_or_else(|| missing("transitions", "an object with nohelp and help (or help1, help2, ...)"))?;
    let terminal =
        document.terminal.ok_or_else(|| missing("terminal", "an object with success and failure"))?;
    if !(gamma > 0.0 && gamma <= 1.0) {
        return Err(FileError::field("gamma", gamma.to_string(), "a number above 0 and at most 1"));
    }
    let n_interventions = count_interventions(&transitions)?;
    let names = Names::new(states, &terminal)?;
    let mut builder = MdpBuilder::new(gamma, n_interventions);
    for _ in &names.states {
        builder.state();
    }
    add_transitions(&mut builder, &names, &transitions, n_interventions)?;
    add_start(&mut builder, &names, &start)?;
    add_p(&mut builder, &names, &document.p, n_interventions)?;
    let mdp = builder.build().map_err(|error| name_error(&error, &names.states, n_interventions))?;
    Ok(MdpFile { mdp, states: names.states })
}

fn missing(field: &str, expected: &'static str) -> FileError {
    FileError::Missing { field: field.to_owned(), expected }
}

/// What each name stands for.
struct Names {
    states: Vec<String>,
    by_text: BTreeMap<String, Successor>,
    /// Where states are numbers, what each stands for.
    by_number: Option<Vec<Successor>>,
}

impl Names {
    fn new(states: States, terminal: &Terminal) -> Result<Self, FileError> {
        match states {
            States::Names(names) => Self::of_texts(names, terminal),
            States::Count(count) => Self::of_numbers(count, terminal),
        }
    }

    fn of_texts(names: Vec<String>, terminal: &Terminal) -> Result<Self, FileError> {
        let mut by_text = BTreeMap::new();
        for (list, successor) in lists(terminal) {
            for (index, name) in list.iter().enumerate() {
                let field = || format!("terminal.{}[{index}]", end_name(successor));
                let Name::Text(text) = name else {
                    return Err(FileError::field(field(), name.to_string(), "the name of a state"));
                };
                if by_text.insert(text.clone(), successor).is_some() {
                    return Err(FileError::field(
                        field(),
                        format!("{name} a second time"),
                        "each terminal once",
                    ));
                }
            }
        }
        let mut states = Vec::new();
        let mut listed = std::collections::BTreeSet::new();
        for (index, name) in names.into_iter().enumerate() {
            if !listed.insert(name.clone()) {
                return Err(FileError::field(
                    format!("states[{index}]"),
                    format!("{name:?} a second time"),
                    "each name once",
                ));
            }
            if !by_text.contains_key(&name) {
                by_text.insert(name.clone(), Successor::State(StateId(states.len() as u32)));
                states.push(name);
            }
        }
        Ok(Self { states, by_text, by_number: None })
    }

    fn of_numbers(count: u64, terminal: &Terminal) -> Result<Self, FileError> {
        if count > STATES_MAX {
            let gigabytes = count as f64 * 100.0 / 1e9;
            return Err(FileError::field(
                "states",
                format!("{count}, which takes about {gigabytes:.0} GB of memory"),
                format!("at most {STATES_MAX}"),
            ));
        }
        let mut kinds = vec![None; count as usize];
        for (list, successor) in lists(terminal) {
            for (index, name) in list.iter().enumerate() {
                let field = || format!("terminal.{}[{index}]", end_name(successor));
                let number = number_of(name).filter(|&number| number < count).ok_or_else(|| {
                    FileError::field(field(), format!("state {name}"), format!("a number below {count}"))
                })?;
                if kinds[number as usize].replace(successor).is_some() {
                    return Err(FileError::field(
                        field(),
                        format!("{name} a second time"),
                        "each terminal once",
                    ));
                }
            }
        }
        let mut states = Vec::new();
        let mut by_number = Vec::with_capacity(kinds.len());
        for (number, kind) in kinds.into_iter().enumerate() {
            by_number.push(kind.unwrap_or_else(|| {
                states.push(number.to_string());
                Successor::State(StateId(states.len() as u32 - 1))
            }));
        }
        Ok(Self { states, by_text: BTreeMap::new(), by_number: Some(by_number) })
    }

    fn find(&self, name: &Name, field: impl Fn() -> String) -> Result<Successor, FileError> {
        let found = match (&self.by_number, name) {
            (Some(kinds), name) => number_of(name).and_then(|number| kinds.get(number as usize)),
            (None, Name::Text(text)) => self.by_text.get(text),
            (None, Name::Number(_)) => None,
        };
        found.copied().ok_or_else(|| {
            let expected = match &self.by_number {
                Some(kinds) => format!("a number below {}", kinds.len()),
                None => "one of the names in states or terminal".to_owned(),
            };
            FileError::field(field(), format!("unknown state {name}"), expected)
        })
    }

    fn find_state(&self, name: &Name, field: impl Fn() -> String) -> Result<StateId, FileError> {
        match self.find(name, &field)? {
            Successor::State(state) => Ok(state),
            Successor::Success | Successor::Failure => Err(FileError::field(
                field(),
                format!("terminal state {name}"),
                "a state that is not terminal",
            )),
        }
    }
}

fn lists(terminal: &Terminal) -> [(&Vec<Name>, Successor); 2] {
    [(&terminal.success, Successor::Success), (&terminal.failure, Successor::Failure)]
}

fn end_name(successor: Successor) -> &'static str {
    if successor == Successor::Success { "success" } else { "failure" }
}

/// A number, also where it stands as text (as keys of an object do).
fn number_of(name: &Name) -> Option<u64> {
    match name {
        Name::Number(number) => Some(*number),
        Name::Text(text) => text.parse().ok(),
    }
}

/// K from the keys: `nohelp` and `help`, or `nohelp` and `help1` to `helpK`, each once.
fn count_interventions(transitions: &Pairs<Vec<(Name, Name, f64)>>) -> Result<usize, FileError> {
    let keys: Vec<&str> = transitions.0.iter().map(|(key, _)| key.as_str()).collect();
    let once = |wanted: &str| keys.iter().filter(|key| **key == wanted).count() == 1;
    for (index, key) in keys.iter().enumerate() {
        if keys[..index].contains(key) {
            return Err(FileError::field(format!("transitions.{key}"), "a second time", "each action once"));
        }
    }
    if !once("nohelp") {
        return Err(missing("transitions.nohelp", "a list of [state, next state, probability]"));
    }
    let interventions = keys.len() - 1;
    if interventions == 0 {
        return Err(missing("transitions.help", "a list of [state, next state, probability]"));
    }
    let plain = interventions == 1 && once("help");
    let numbered = (1..=interventions).all(|number| once(&format!("help{number}")));
    if !plain && !numbered {
        let fits =
            |key: &&&str| !["nohelp", "help"].contains(*key) && action_of(key, interventions).is_none();
        let odd =
            keys.iter().find(fits).or_else(|| keys.iter().find(|key| **key == "help")).unwrap_or(&"help");
        return Err(FileError::field(
            format!("transitions.{odd}"),
            "an action that does not fit the others",
            "nohelp and help, or nohelp and help1, help2, ... without a gap",
        ));
    }
    if let Some((key, _)) = transitions.0.iter().find(|(key, rows)| key != "nohelp" && rows.is_empty()) {
        return Err(FileError::field(format!("transitions.{key}"), "no transition", "at least one"));
    }
    Ok(interventions)
}

fn action_of(key: &str, n_interventions: usize) -> Option<ActionId> {
    match key {
        "nohelp" => Some(ActionId::NOHELP),
        "help" => (n_interventions == 1).then_some(ActionId::HELP),
        _ => {
            let number: usize = key.strip_prefix("help")?.parse().ok()?;
            (1..=n_interventions).contains(&number).then(|| ActionId::of_intervention(number - 1))
        }
    }
}

fn add_transitions(
    builder: &mut MdpBuilder,
    names: &Names,
    transitions: &Pairs<Vec<(Name, Name, f64)>>,
    n_interventions: usize,
) -> Result<(), FileError> {
    for (key, rows) in &transitions.0 {
        let action = action_of(key, n_interventions).ok_or_else(|| {
            FileError::field(format!("transitions.{key}"), "unknown action", "nohelp or help")
        })?;
        for (index, (from, to, probability)) in rows.iter().enumerate() {
            let field = || format!("transitions.{key}[{index}]");
            let from = names.find_state(from, field)?;
            let to = names.find(to, field)?;
            if !(0.0..=1.0 + super::super::ROW_SUM_SLACK).contains(probability) {
                return Err(FileError::field(
                    field(),
                    format!("probability {probability:?}"),
                    "a number from 0 to 1",
                ));
            }
            builder.transition(from, action, to, *probability);
        }
    }
    Ok(())
}

fn add_start(builder: &mut MdpBuilder, names: &Names, start: &Start) -> Result<(), FileError> {
    match start {
        Start::List(list) => {
            for (index, name) in list.iter().enumerate() {
                builder.start(names.find_state(name, || format!("start[{index}]"))?, 1.0);
            }
        }
        Start::Weights(weights) => {
            let mut listed = std::collections::BTreeSet::new();
            for (name, weight) in &weights.0 {
                let field = || format!("start.{name}");
                if !listed.insert(name) {
                    return Err(FileError::field(field(), "a second time", "each state once"));
                }
                if !(weight.is_finite() && *weight >= 0.0) {
                    return Err(FileError::field(field(), weight.to_string(), "a finite number, 0 or more"));
                }
                builder.start(names.find_state(&Name::Text(name.clone()), field)?, *weight);
            }
        }
    }
    Ok(())
}

fn add_p(
    builder: &mut MdpBuilder,
    names: &Names,
    fields: &[(String, Pairs<f64>)],
    n_interventions: usize,
) -> Result<(), FileError> {
    for (key, values) in fields {
        let action = action_of(&key[2..], n_interventions).ok_or_else(|| {
            FileError::field(
                key.as_str(),
                "p of an action without transitions",
                "p_nohelp and one p for each help",
            )
        })?;
        let mut listed = std::collections::BTreeSet::new();
        for (name, p) in &values.0 {
            let field = || format!("{key}.{name}");
            if !listed.insert(name) {
                return Err(FileError::field(field(), "a second time", "each state once"));
            }
            if !(0.0..=1.0).contains(p) {
                return Err(FileError::field(field(), p.to_string(), "a number from 0 to 1"));
            }
            // A terminal's p is 1 or 0 by itself; a table may list it all the same.
            if let Successor::State(state) = names.find(&Name::Text(name.clone()), field)? {
                builder.p(state, action, *p);
            }
        }
    }
    Ok(())
}
