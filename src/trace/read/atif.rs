//! ATIF v1.x: an agent's trajectories as JSON documents, one after the other, a line each or many lines each.
//!
//! A decision is a step of the agent. Its state is what the agent saw last: an observation or a message. Help is a
//! step of another model than the agent's, or what a field says. The format has no place for the outcome, so the
//! reader says where it stands.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::error::ReadError;
use super::super::issue::{Warning, quoted};
use super::columns::Column;
use super::field::{Fault, Field, Fields, row};
use super::jsonl::fault_of;
use super::tally::Tally;

/// The paths in a trajectory to facts for which ATIF has no field, such as `extra.reward` or `steps.-1.extra.score`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AtifOptions {
    /// The path of the outcome, from the document; a few usual paths if none is given.
    pub outcome: Option<String>,
    /// The outcome of each trajectory, by its `trajectory_id`, its `session_id` or its file.
    /// This map is for runs that keep rewards beside the trajectories. If it is not empty, it goes before everything
    /// else.
    pub outcomes: BTreeMap<String, f64>,
    /// The text that means success there, where it is not true, false or a number.
    pub success: Option<String>,
    /// The task, from the document; `extra.task`, `extra.task_id` or the first message of the user where none is given.
    pub task: Option<String>,
    /// The path of the helper, from the step; if none is given, a model other than the agent's is the helper.
    pub help: Option<String>,
    /// The path of the agent's observation, from the step; if none is given, the last observation or message before it.
    pub state: Option<String>,
}

/// The usual paths of the outcome.
const OUTCOMES: [&str; 8] = [
    "extra.outcome",
    "extra.success",
    "extra.reward",
    "extra.resolved",
    "final_metrics.extra.outcome",
    "final_metrics.extra.success",
    "final_metrics.extra.reward",
    "steps.-1.extra.outcome",
];

/// The usual paths of the task.
const TASKS: [&str; 3] = ["extra.task", "extra.task_id", "extra.task_name"];

/// Cuts documents out of chunks and reads them.
pub(super) struct Atif {
    options: AtifOptions,
    document: Vec<u8>,
    depth: u32,
    in_text: bool,
    escaped: bool,
    line: u64,
    /// The line on which the document begins.
    begun: u64,
    n_documents: u64,
    stray: bool,
    max: usize,
    warned: bool,
}

impl Atif {
    pub(super) fn new(options: AtifOptions, max: usize) -> Self {
        Self {
            options,
            document: Vec::new(),
            depth: 0,
            in_text: false,
            escaped: false,
            line: 1,
            begun: 1,
            n_documents: 0,
            stray: false,
            max,
            warned: false,
        }
    }

    pub(super) fn n_lines(&self) -> u64 {
        self.line
    }

    pub(super) fn push(&mut self, bytes: &[u8], tally: &mut Tally) -> Result<(), ReadError> {
        for &byte in bytes {
            self.line += u64::from(byte == b'\n');
            if self.depth == 0 {
                self.between(byte, tally);
                continue;
            }
            if self.document.len() >= self.max {
                return Err(ReadError::Record { line: self.begun, max: self.max as u64 });
            }
            self.document.push(byte);
            self.inside(byte);
            if self.depth == 0 {
                self.read(tally)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, tally: &mut Tally) -> Result<(), ReadError> {
        if self.depth > 0 {
            let text = format!("line {}: the last trajectory is cut off and is left out", self.begun);
            tally.issues.warnings.push(Warning::new("unfinished", text));
        }
        Ok(())
    }

    /// A byte between documents: a list of them may have brackets and commas.
    fn between(&mut self, byte: u8, tally: &mut Tally) {
        if byte == b'{' {
            (self.depth, self.begun, self.stray) = (1, self.line, false);
            self.document.clear();
            self.document.push(byte);
        } else if !byte.is_ascii_whitespace() && !b"[],".contains(&byte) && !self.stray {
            self.stray = true;
            tally.fault(
                self.line,
                &Fault::of_line("text between trajectories", "one JSON document a trajectory"),
            );
        }
    }

    fn inside(&mut self, byte: u8) {
        if self.in_text {
            self.in_text = byte != b'"' || self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            return;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
    }

    fn read(&mut self, tally: &mut Tally) -> Result<(), ReadError> {
        self.n_documents += 1;
        let document = match serde_json::from_slice::<Value>(&self.document) {
            Ok(document) => document,
            Err(error) => {
                let found = fault_of(&error).found;
                tally.fault(self.begun, &Fault::of_line(found, "one JSON document a trajectory"));
                return Ok(());
            }
        };
        if document.get("subagent_trajectories").is_some_and(|list| !list.is_null()) && !self.warned {
            self.warned = true;
            let text =
                "embedded trajectories of subagents are not read: only the steps of the agent itself count";
            tally.issues.warnings.push(Warning::new("subagents", text));
        }
        let name = name_of(&document).unwrap_or_else(|| format!("trajectory {}", self.n_documents));
        match self.decisions(&document, &name, tally.file.as_deref()) {
            Ok(decisions) => {
                for fields in decisions {
                    match row(fields) {
                        Ok(row) => tally.row(self.begun, &row)?,
                        Err((episode, fault)) => tally.fault_of(self.begun, episode, &fault),
                    }
                }
            }
            Err(fault) => tally.fault_of(self.begun, Some(Cow::Owned(name)), &fault),
        }
        Ok(())
    }

    /// The decisions of a trajectory, as lines.
    fn decisions<'d>(
        &self,
        document: &'d Value,
        name: &str,
        file: Option<&str>,
    ) -> Result<Vec<Fields<'d>>, Fault> {
        let steps = check(document)?;
        let agent_model = at(document, "agent.model_name").and_then(Value::as_str);
        let task = self.task(document).unwrap_or_default();
        let mut seen = String::new();
        let mut decisions: Vec<Fields<'d>> = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            if is_decision(step) {
                let mut fields = Fields::default();
                let mut set = |column: Column, field: Field<'d>| fields[column as usize] = Some(field);
                set(Column::Episode, Field::Text(Cow::Owned(name.to_owned())));
                set(Column::Task, Field::Text(Cow::Owned(task.clone())));
                set(Column::T, Field::Whole(decisions.len() as u64));
                set(
                    Column::State,
                    self.state(step, &seen).ok_or_else(|| {
                        Fault::of_line(
                            format!("steps[{place}]: nothing was seen before it"),
                            "an observation or a message before the first step of the agent",
                        )
                    })?,
                );
                set(Column::Intervention, self.help(step, place, agent_model)?);
                if let Some(action) = action_of(step) {
                    set(Column::Action, Field::Text(Cow::Owned(action)));
                }
                set(Column::Cost, at(step, "metrics.cost_usd").map_or(Field::Null, field_of));
                for column in [Column::StateKey, Column::Propensity, Column::PNohelp, Column::PHelp] {
                    let given = step.get("extra").and_then(|extra| extra.get(column.name()));
                    set(column, given.map_or(Field::Null, field_of));
                }
                decisions.push(fields);
            }
            if let Some(text) = seen_after(step) {
                seen = text;
            }
        }
        let Some(last) = decisions.last_mut() else {
            return Err(Fault::of_line(
                "no step of the agent",
                "at least one step with \"source\": \"agent\"",
            ));
        };
        last[Column::Outcome as usize] = Some(self.outcome(document, name, file)?);
        last[Column::Done as usize] = Some(Field::Bool(true));
        Ok(decisions)
    }

    fn task(&self, document: &Value) -> Option<String> {
        let given = match &self.options.task {
            Some(path) => at(document, path),
            None => TASKS.iter().find_map(|path| at(document, path)),
        };
        let first_message = || {
            let steps = document.get("steps")?.as_array()?;
            let user =
                steps.iter().find(|step| step.get("source").and_then(Value::as_str) == Some("user"))?;
            text_of(user.get("message")?)
        };
        given.and_then(text_of).or_else(first_message)
    }

    fn state<'d>(&self, step: &'d Value, seen: &str) -> Option<Field<'d>> {
        let path = self.options.state.as_deref().unwrap_or("extra.state");
        if let Some(given) = at(step, path).filter(|given| !given.is_null()) {
            return Some(match text_of(given) {
                Some(text) => Field::Text(Cow::Owned(text)),
                None => field_of(given),
            });
        }
        let keyed = at(step, "extra.state_key").is_some_and(|key| !key.is_null());
        (keyed || !seen.is_empty()).then(|| Field::Text(Cow::Owned(seen.to_owned())))
    }

    fn help<'d>(&self, step: &'d Value, place: usize, agent: Option<&str>) -> Result<Field<'d>, Fault> {
        if let Some(path) = &self.options.help {
            return Ok(at(step, path).map_or(Field::Null, field_of));
        }
        let model = step.get("model_name").filter(|model| !model.is_null());
        match (model, agent) {
            (None, _) => Ok(Field::Null),
            (Some(Value::String(model)), Some(agent)) => {
                Ok(if model == agent { Field::Null } else { Field::Text(Cow::Borrowed(model)) })
            }
            (Some(Value::String(_)), None) => Err(Fault::of_line(
                "agent.model_name: missing",
                "the model that acts without help, or the path of a field that says who helped",
            )),
            (Some(other), _) => Err(Fault::of_line(format!("steps[{place}].model_name: {other}"), "a text")),
        }
    }

    fn outcome<'d>(&self, document: &'d Value, name: &str, file: Option<&str>) -> Result<Field<'d>, Fault> {
        if !self.options.outcomes.is_empty() {
            let session = document.get("session_id").and_then(Value::as_str);
            let mut names = [Some(name), session, file].into_iter().flatten();
            let outcome = names.find_map(|name| self.options.outcomes.get(name));
            return outcome.map(|&outcome| Field::Number(outcome)).ok_or_else(|| {
                Fault::of_line(
                    "no outcome",
                    "one for its trajectory_id, its session_id or its file among the outcomes given",
                )
            });
        }
        let places = match &self.options.outcome {
            Some(path) => vec![path.as_str()],
            None => OUTCOMES.to_vec(),
        };
        let found = places.iter().find_map(|path| at(document, path).filter(|value| !value.is_null()));
        let Some(value) = found else {
            let expected = format!("true, false or a number from 0 to 1 at {}", places.join(" or "));
            return Err(Fault::of_line("no outcome", expected));
        };
        Ok(match (&self.options.success, text_of(value)) {
            (Some(success), Some(text)) => Field::Bool(text == *success),
            (_, Some(text)) => Field::Cell(Cow::Owned(text)),
            _ => field_of(value),
        })
    }
}

/// The steps of a document that keeps the format's rules.
fn check(document: &Value) -> Result<&[Value], Fault> {
    let version = document.get("schema_version").and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("ATIF-v1.") {
        return Err(Fault::of_line(format!("schema_version: {}", quoted(version)), "ATIF-v1.0 to ATIF-v1.7"));
    }
    let steps = document.get("steps").and_then(Value::as_array);
    let Some(steps) = steps else { return Err(Fault::of_line("steps: missing", "a list of steps")) };
    for (place, step) in steps.iter().enumerate() {
        if step.get("step_id").and_then(Value::as_u64) != Some(place as u64 + 1) {
            let found = step.get("step_id").map_or("missing".to_owned(), Value::to_string);
            return Err(Fault::of_line(format!("steps[{place}].step_id: {found}"), (place + 1).to_string()));
        }
        let source = step.get("source").and_then(Value::as_str).unwrap_or_default();
        if !["system", "user", "agent"].contains(&source) {
            return Err(Fault::of_line(
                format!("steps[{place}].source: {}", quoted(source)),
                "system, user or agent",
            ));
        }
    }
    Ok(steps)
}

fn name_of(document: &Value) -> Option<String> {
    let names = ["trajectory_id", "session_id"].iter();
    names.filter_map(|key| document.get(key)).find_map(text_of).filter(|name| !name.is_empty())
}

/// True if the agent decided here: not in a step copied from another trajectory, nor in one without a model.
fn is_decision(step: &Value) -> bool {
    step.get("source").and_then(Value::as_str) == Some("agent")
        && step.get("is_copied_context") != Some(&Value::Bool(true))
        && step.get("llm_call_count").and_then(Value::as_u64) != Some(0)
}

/// The observation after a step, or else the message to the agent.
fn seen_after(step: &Value) -> Option<String> {
    let results = at(step, "observation.results").and_then(Value::as_array);
    if let Some(results) = results {
        let texts: Vec<String> =
            results.iter().filter_map(|result| text_of(result.get("content")?)).collect();
        if !texts.is_empty() {
            return Some(texts.join("\n"));
        }
    }
    let by_agent = step.get("source").and_then(Value::as_str) == Some("agent");
    if by_agent { None } else { step.get("message").and_then(text_of).filter(|text| !text.is_empty()) }
}

fn action_of(step: &Value) -> Option<String> {
    let calls = step.get("tool_calls")?.as_array()?;
    let call = |call: &Value| {
        let arguments = call.get("arguments").map(Value::to_string).unwrap_or_default();
        format!("{}{arguments}", call.get("function_name").and_then(Value::as_str).unwrap_or_default())
    };
    Some(calls.iter().map(call).collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
}

/// A text, or the texts of a list of parts.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()).filter(|_| number.is_u64()),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part.get("text")?.as_str()).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        _ => None,
    }
}

fn field_of(value: &Value) -> Field<'_> {
    match value {
        Value::Null => Field::Null,
        Value::Bool(flag) => Field::Bool(*flag),
        Value::String(text) => Field::Text(Cow::Borrowed(text)),
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(number), _) => Field::Whole(number),
            (None, Some(number)) => Field::Number(number),
            (None, None) => Field::Null,
        },
        structure => Field::Structure(structure.to_string()),
    }
}

/// The value at a path: keys and list positions with points between; positions below 0 count from the end.
fn at<'d>(document: &'d Value, path: &str) -> Option<&'d Value> {
    path.split('.').try_fold(document, |value, part| match value {
        Value::Array(list) => {
            let place: i64 = part.parse().ok()?;
            let place = if place < 0 { list.len() as i64 + place } else { place };
            list.get(usize::try_from(place).ok()?)
        }
        other => other.get(part),
    })
}
