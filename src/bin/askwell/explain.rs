//! `askwell explain`: why a state asks, or does not: both rules' numbers, and where the decision turns.

use std::fmt::Write;

use anyhow::{Context, bail};
use askwell::mdp::explain::{self, ActionNumbers, PaperNumbers, Stretch};
use askwell::mdp::paper::{PSource, PaperOptions, iterate};
use askwell::mdp::{ActionId, Budget, Frontier, MdpFile, Price, StateId, Unseen, exact};
use serde_json::{Value, json};

use crate::output::print;
use crate::problem::{read, short, shown};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, - for standard input, or scenario:NAME; several interventions count alike
    #[arg(value_name = "FILE")]
    file: String,
    /// The state, by its name in the file
    #[arg(long)]
    state: String,
    /// The price of a call
    #[arg(long, value_name = "R", allow_negative_numbers = true, value_parser = crate::problem::price)]
    price: Option<Price>,
    /// Or the budget of expected calls a task that sets the price
    #[arg(long, value_name = "C", allow_negative_numbers = true, value_parser = crate::problem::budget)]
    #[arg(conflicts_with = "price", required_unless_present = "price")]
    budget: Option<Budget>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// All that is said of a state.
struct Explanation<'a> {
    file: &'a MdpFile,
    state: StateId,
    price: f64,
    action: Option<ActionId>,
    actions: Vec<ActionNumbers>,
    paper_action: Option<ActionId>,
    paper: Vec<PaperNumbers>,
    p_source: &'static str,
    stretches: Vec<Stretch>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    let Some(state) = file.find_state(&arguments.state) else {
        bail!(
            "--state: no state \"{}\" in {}; expected a name from its states",
            arguments.state,
            shown(&arguments.file)
        );
    };
    let explained = Explanation::of(arguments, &file, state)?;
    print(&if arguments.json { explained.document().to_string() } else { explained.text()? })
}

impl<'a> Explanation<'a> {
    fn of(arguments: &Arguments, file: &'a MdpFile, state: StateId) -> anyhow::Result<Self> {
        let frontier = Frontier::of(&file.mdp);
        let price = match (arguments.price, arguments.budget) {
            (Some(price), _) => price.get(),
            (None, budget) => {
                let budget = budget.context("--price or --budget is needed")?.get();
                let point = frontier.at_budget(budget);
                point.with_context(|| format!("--budget {budget}: some states can only ask more"))?.price
            }
        };
        let prices = vec![price; file.mdp.n_interventions()];
        let solution = exact::solve(&file.mdp, &prices, Unseen::Mask);
        let given = file.missing_p().is_none();
        let p_source = if given { PSource::Given } else { PSource::Table };
        let options = PaperOptions { p_source, ..PaperOptions::at(&prices) };
        let iteration = iterate(&file.mdp, &options);
        Ok(Self {
            state,
            price,
            action: solution.policy[state.index()],
            actions: explain::actions(&file.mdp, &solution.values, state),
            paper_action: iteration.policy[state.index()],
            paper: explain::paper(&file.mdp, &options, &iteration, state).unwrap_or_default(),
            p_source: if given { "given" } else { "table" },
            stretches: explain::stretches(&file.mdp, &frontier, state),
            file,
        })
    }

    fn name(&self, action: Option<ActionId>) -> Option<String> {
        action.map(|action| self.file.action_name(action))
    }

    fn document(&self) -> Value {
        let nohelp = &self.actions[0];
        let action = |numbers: &ActionNumbers| {
            let (delta_s, delta_m) = explain::difference(nohelp, numbers);
            json!({
                "action": self.name(Some(numbers.action)), "available": numbers.available,
                "success": numbers.success, "usage": numbers.usage, "delta_s": delta_s, "delta_m": delta_m,
                "worth_up_to": worth_up_to(nohelp, numbers),
            })
        };
        let paper = |numbers: &PaperNumbers| {
            json!({
                "action": self.name(Some(numbers.action)), "p_nohelp": numbers.p.0, "p_help": numbers.p.1,
                "m_nohelp": numbers.usage.0, "m_help": numbers.usage.1, "delta_p": numbers.delta_p,
                "delta_m": numbers.delta_m, "ratio": numbers.ratio, "passes": numbers.passes,
            })
        };
        let stretch = |stretch: &Stretch| {
            json!({
                "action": self.name(stretch.action), "price_above": finite(stretch.price_above),
                "price_below": stretch.price_below, "budget_from": stretch.usage_from,
            })
        };
        json!({
            "state": self.file.name(self.state), "price": self.price,
            "exact": { "action": self.name(self.action), "actions": self.actions.iter().map(action).collect::<Vec<_>>() },
            "paper": {
                "action": self.name(self.paper_action), "p_source": self.p_source,
                "interventions": self.paper.iter().map(paper).collect::<Vec<_>>(),
            },
            "decisions": self.stretches.iter().map(stretch).collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> anyhow::Result<String> {
        let (mut text, nothing) = (String::new(), || "nothing it can do".to_owned());
        let (exact, paper) = (self.name(self.action), self.name(self.paper_action));
        writeln!(
            text,
            "{} at r = {}: exact {}, paper {}",
            self.file.name(self.state),
            short(self.price),
            exact.unwrap_or_else(nothing),
            paper.unwrap_or_else(nothing)
        )?;
        for numbers in self.actions.iter().skip(1).filter(|numbers| numbers.available) {
            let (delta_s, delta_m) = explain::difference(&self.actions[0], numbers);
            let name = self.file.action_name(numbers.action);
            writeln!(
                text,
                "exact   {name}: dS {} against r dM {}",
                short(delta_s),
                short(self.price * delta_m)
            )?;
        }
        for numbers in &self.paper {
            let name = self.file.action_name(numbers.action);
            let (delta_p, delta_m) = (short(numbers.delta_p), short(numbers.delta_m));
            let ratio =
                numbers.ratio.map_or("dM about 0".to_owned(), |ratio| format!("ratio {}", short(ratio)));
            writeln!(text, "paper   {name}: dp {delta_p}, dM {delta_m}, {ratio} (p {})", self.p_source)?;
        }
        for (index, stretch) in self.stretches.iter().enumerate() {
            let gap = if index > 0 { "\n" } else { "" };
            let action = self.name(stretch.action).unwrap_or_else(nothing);
            let above = finite(stretch.price_above).map_or("any".to_owned(), short);
            let (below, budget) = (short(stretch.price_below), short(stretch.usage_from));
            write!(text, "{gap}{action:<8}from price {above} down to {below}: from a budget of {budget}")?;
        }
        Ok(text)
    }
}

/// The price up to which one call here is worth it, if the policy goes on as it is afterwards; none where no price
/// decides.
fn worth_up_to(nohelp: &ActionNumbers, help: &ActionNumbers) -> Option<f64> {
    let (delta_s, delta_m) = explain::difference(nohelp, help);
    (delta_m > 1e-12).then(|| (delta_s / delta_m).max(0.0))
}

fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}
