//! The step from the document to the problem: names looked up, everything checked, the first offender named.

use super::super::builder::MdpBuilder;
use super::super::ids::{ActionId, StateId, Successor};
use super::super::triples::{FAILURE, Triples, next_of};
use super::names::{NameTable, StateNames, TEXT};
use super::raw::{Document, Name, Terminal};
use super::section::{Section, Start, States};
use super::{FileError, MdpFile, name_error};

/// The most states that a file may have.
const STATES_MAX: u64 = 20_000_000;

/// The memory of a state while it is read, in bytes, with three or four transitions an action.
const BYTES_A_STATE: f64 = 200.0;

pub(super) fn link(document: Document) -> Result<MdpFile, FileError> {
    if let Some(version) = document.version.filter(|&version| version != 1) {
        return Err(FileError::field("version", version.to_string(), "1"));
    }
    let gamma = document.gamma.ok_or_else(|| missing("gamma", "a number above 0 and at most 1"))?;
    let states =
        document.states.ok_or_else(|| missing("states", "a list of names, or how many there are"))?;
    let start =
        document.start.ok_or_else(|| missing("start", "a list of states, or an object of weights"))?;
    let sections = document
        .sections
        .ok_or_else(|| missing("transitions", "an object with nohelp and help (or help1, help2, ...)"))?;
    let terminal =
        document.terminal.ok_or_else(|| missing("terminal", "an object with success and failure"))?;
    if !(gamma > 0.0 && gamma <= 1.0) {
        return Err(FileError::field("gamma", gamma.to_string(), "a number above 0 and at most 1"));
    }
    let n_interventions = count_interventions(&sections)?;
    let names = Names::new(states, &terminal, document.names)?;
    let mut triples = document.triples;
    look_up(&mut triples, &names, &sections, n_interventions)?;
    let p = p_of_rows(&names, &document.p, n_interventions)?;
    let n_states = names.codes.len() as u32;
    let mut builder = MdpBuilder::of_triples(gamma, n_interventions, n_states, triples, p);
    add_start(&mut builder, &names, &start)?;
    let states = StateNames::new(names.table, names.codes);
    let mdp = builder.into_mdp().map_err(|error| name_error(&error, &states, n_interventions))?;
    Ok(MdpFile { mdp, states })
}

fn missing(field: &str, expected: &'static str) -> FileError {
    FileError::Missing { field: field.to_owned(), expected }
}

/// The successor that each name stands for.
struct Names {
    /// The code of each state.
    codes: Vec<u32>,
    table: NameTable,
    /// The successor for each text of the table, or for each number, as `next` holds it; [`NOTHING`] if it is no state.
    stands_for: Vec<u32>,
    by_number: bool,
}

/// A name that stands for nothing.
const NOTHING: u32 = FAILURE - 1;

impl Names {
    fn new(states: States, terminal: &Terminal, table: NameTable) -> Result<Self, FileError> {
        match states {
            States::Names(codes) => Self::of_texts(codes, terminal, table),
            States::Count(count) => Self::of_numbers(count, terminal, table),
        }
    }

    fn of_texts(listed: Vec<u32>, terminal: &Terminal, mut table: NameTable) -> Result<Self, FileError> {
        let mut ends = Vec::new();
        for (list, successor) in lists(terminal) {
            for (index, name) in list.iter().enumerate() {
                let field = || format!("terminal.{}[{index}]", end_name(successor));
                let Name::Text(text) = name else {
                    return Err(FileError::field(field(), name.to_string(), "the name of a state"));
                };
                let id = table.intern(text);
                if ends.iter().any(|&(known, _)| known == id) {
                    return Err(FileError::field(
                        field(),
                        format!("{name} a second time"),
                        "each terminal once",
                    ));
                }
                ends.push((id, successor));
            }
        }
        let mut stands_for = vec![NOTHING; table.len()];
        ends.iter().for_each(|&(id, successor)| stands_for[id as usize] = next_of(successor));
        let mut listed_before = vec![false; table.len()];
        let mut codes = Vec::with_capacity(listed.len());
        for (index, code) in listed.into_iter().enumerate() {
            let id = (code & !TEXT) as usize;
            if core::mem::replace(&mut listed_before[id], true) {
                return Err(FileError::field(
                    format!("states[{index}]"),
                    format!("{:?} a second time", table.name(id as u32)),
                    "each name once",
                ));
            }
            if stands_for[id] == NOTHING {
                stands_for[id] = codes.len() as u32;
                codes.push(code);
            }
        }
        Ok(Self { codes, table, stands_for, by_number: false })
    }

    fn of_numbers(count: u64, terminal: &Terminal, table: NameTable) -> Result<Self, FileError> {
        if count > STATES_MAX {
            let gigabytes = count as f64 * BYTES_A_STATE / 1e9;
            return Err(FileError::field(
                "states",
                format!("{count}, which takes about {gigabytes:.0} GB of memory"),
                format!("at most {STATES_MAX}"),
            ));
        }
        let mut stands_for = vec![NOTHING; count as usize];
        for (list, successor) in lists(terminal) {
            for (index, name) in list.iter().enumerate() {
                let field = || format!("terminal.{}[{index}]", end_name(successor));
                let number = number_of(name).filter(|&number| number < count).ok_or_else(|| {
                    FileError::field(field(), format!("state {name}"), format!("a number below {count}"))
                })?;
                if stands_for[number as usize] != NOTHING {
                    return Err(FileError::field(
                        field(),
                        format!("{name} a second time"),
                        "each terminal once",
                    ));
                }
                stands_for[number as usize] = next_of(successor);
            }
        }
        let mut codes = Vec::with_capacity(stands_for.len());
        for (number, next) in stands_for.iter_mut().enumerate().filter(|(_, next)| **next == NOTHING) {
            *next = codes.len() as u32;
            codes.push(number as u32);
        }
        Ok(Self { codes, table, stands_for, by_number: true })
    }

    /// The successor for a code, as `next` holds it. A key may be a text that looks like a number.
    fn find(&self, code: u32, is_key: bool, field: impl Fn() -> String) -> Result<u32, FileError> {
        let place = match (self.by_number, code & TEXT != 0) {
            (true, false) => Some(code as usize),
            (true, true) => self.table.name(code & !TEXT).parse().ok(),
            (false, true) => Some((code & !TEXT) as usize),
            (false, false) if is_key => self.table.find(&code.to_string()).map(|id| id as usize),
            (false, false) => None,
        };
        let found = place.and_then(|place| self.stands_for.get(place)).filter(|&&next| next != NOTHING);
        found.copied().ok_or_else(|| {
            let expected = if self.by_number {
                format!("a number below {}", self.stands_for.len())
            } else {
                "one of the names in states or terminal".to_owned()
            };
            FileError::field(field(), format!("unknown state {}", self.shown(code, is_key)), expected)
        })
    }

    fn find_state(&self, code: u32, is_key: bool, field: impl Fn() -> String) -> Result<u32, FileError> {
        let next = self.find(code, is_key, &field)?;
        if next < NOTHING {
            return Ok(next);
        }
        let found = format!("terminal state {}", self.shown(code, is_key));
        Err(FileError::field(field(), found, "a state that is not terminal"))
    }

    /// A code as the file has it.
    fn shown(&self, code: u32, is_key: bool) -> String {
        let name = self.name(code);
        if is_key || code & TEXT != 0 { format!("{name:?}") } else { name }
    }

    fn name(&self, code: u32) -> String {
        if code & TEXT == 0 { code.to_string() } else { self.table.name(code & !TEXT).to_owned() }
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
fn count_interventions(sections: &[Section]) -> Result<usize, FileError> {
    let keys: Vec<&str> = sections.iter().map(|section| section.key.as_str()).collect();
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
    let mut begin = 0;
    for Section { key, end } in sections {
        if key != "nohelp" && *end == begin {
            return Err(FileError::field(format!("transitions.{key}"), "no transition", "at least one"));
        }
        begin = *end;
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

/// Puts rows and next states where the codes stand.
fn look_up(
    triples: &mut Triples,
    names: &Names,
    sections: &[Section],
    n_interventions: usize,
) -> Result<(), FileError> {
    let n_actions = n_interventions as u32 + 1;
    let mut begin = 0;
    for Section { key, end } in sections {
        let action = action_of(key, n_interventions).ok_or_else(|| {
            FileError::field(format!("transitions.{key}"), "unknown action", "nohelp or help")
        })?;
        for index in begin..*end {
            let field = || format!("transitions.{key}[{}]", index - begin);
            let from = names.find_state(triples.rows[index], false, field)?;
            triples.rows[index] = from * n_actions + u32::from(action.0);
            triples.next[index] = names.find(triples.next[index], false, field)?;
            let probability = triples.probability[index];
            if !(0.0..=1.0 + super::super::ROW_SUM_SLACK).contains(&probability) {
                let found = format!("probability {probability:?}");
                return Err(FileError::field(field(), found, "a number from 0 to 1"));
            }
        }
        begin = *end;
    }
    Ok(())
}

fn add_start(builder: &mut MdpBuilder, names: &Names, start: &Start) -> Result<(), FileError> {
    match start {
        Start::List(list) => {
            for (index, &code) in list.iter().enumerate() {
                let state = names.find_state(code, false, || format!("start[{index}]"))?;
                builder.start(StateId(state), 1.0);
            }
        }
        Start::Weights(weights) => {
            let mut listed = vec![false; names.codes.len()];
            for &(code, weight) in weights {
                let field = || format!("start.{}", names.name(code));
                if !(weight.is_finite() && weight >= 0.0) {
                    return Err(FileError::field(field(), weight.to_string(), "a finite number, 0 or more"));
                }
                let state = names.find_state(code, true, field)?;
                if core::mem::replace(&mut listed[state as usize], true) {
                    return Err(FileError::field(field(), "a second time", "each state once"));
                }
                builder.start(StateId(state), weight);
            }
        }
    }
    Ok(())
}

/// p a row, below 0 where the file gives none; empty where it gives none at all.
fn p_of_rows(
    names: &Names,
    fields: &[(String, Vec<(u32, f64)>)],
    n_interventions: usize,
) -> Result<Vec<f64>, FileError> {
    let n_actions = n_interventions + 1;
    let some = fields.iter().any(|(_, values)| !values.is_empty());
    let mut p_of_rows = vec![-1.0; if some { names.codes.len() * n_actions } else { 0 }];
    for (key, values) in fields {
        let action = action_of(&key[2..], n_interventions).ok_or_else(|| {
            FileError::field(
                key.as_str(),
                "p of an action without transitions",
                "p_nohelp and one p for each help",
            )
        })?;
        for &(code, p) in values {
            let field = || format!("{key}.{}", names.name(code));
            if !(0.0..=1.0).contains(&p) {
                return Err(FileError::field(field(), p.to_string(), "a number from 0 to 1"));
            }
            // A terminal's p is 1 or 0 by itself; a table may list it all the same.
            let state = names.find(code, true, field)?;
            if state < NOTHING {
                let row = state as usize * n_actions + action.index();
                if core::mem::replace(&mut p_of_rows[row], p) >= 0.0 {
                    return Err(FileError::field(field(), "a second time", "each state once"));
                }
            }
        }
    }
    Ok(p_of_rows)
}
