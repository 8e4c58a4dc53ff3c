//! The worker's side of a problem: its name or its text in, answers out.

use super::message::{ProblemLook, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown};
use super::show;
use crate::figure::curve::RulePoint;
use crate::figure::price_map::Cell;
use crate::mdp::{Frontier, MdpFile, file, scenario};

/// A problem on the desk. A new one takes its place only once it is read.
#[derive(Default)]
pub struct ProblemDesk(Option<Open>);

/// What is kept of the problem that is open.
pub(super) struct Open {
    pub(super) file: MdpFile,
    pub(super) frontier: Frontier,
    /// The prices at which its story is told.
    pub(super) prices: Vec<f64>,
    /// What is asked for at every pair of prices, where there are two.
    pub(super) map: Vec<Cell>,
    /// The paper's rule over the whole range of the price, where there is one.
    pub(super) rule: Vec<RulePoint>,
    /// At which prices the optimum asks in each state that is listed, where there is one price.
    pub(super) asks: Vec<String>,
}

impl ProblemDesk {
    /// Answers a request; `text` gives the file that came along.
    pub fn answer(
        &mut self,
        request: ProblemRequest,
        text: impl FnOnce() -> Result<String, String>,
    ) -> Option<ProblemReply> {
        match request {
            ProblemRequest::Scenario { request, name, look } => {
                let read = scenario::find(&name).ok_or_else(|| format!("no problem is called {name}"));
                let opened = read.and_then(|found| Ok((open(found.json)?, found.prices.to_vec())));
                Some(self.take(request, opened, look))
            }
            ProblemRequest::File { request, look } => {
                let opened = text().and_then(|text| Ok((open(&text)?, Vec::new())));
                Some(self.take(request, opened, look))
            }
            ProblemRequest::Show { request, look } => {
                self.show(look).map(|shown| ProblemReply::Shown { request, shown: Box::new(shown) })
            }
        }
    }

    fn take(
        &mut self,
        request: u32,
        opened: Result<(MdpFile, Vec<f64>), String>,
        look: ProblemLook,
    ) -> ProblemReply {
        match opened {
            Err(error) => ProblemReply::Refused { request, error },
            Ok((file, mut prices)) => {
                let frontier = Frontier::of(&file.mdp);
                if prices.is_empty() {
                    prices = vec![show::price_middle(&frontier); file.mdp.n_interventions()];
                }
                let (map, rule, asks) = Default::default();
                let mut open = Open { file, frontier, prices, map, rule, asks };
                (open.map, open.rule, open.asks) =
                    (show::map(&open), show::rule_points(&open), show::asks(&open));
                let opened = ProblemOpened {
                    facts: show::facts(&open.file.mdp),
                    price_max: show::price_max(&open),
                    map_cells: if open.map.is_empty() { 0 } else { show::MAP_CELLS },
                };
                let shown = Box::new(show::show(&open, &look));
                self.0 = Some(open);
                ProblemReply::Opened { request, opened, shown }
            }
        }
    }

    /// What there is to see; nothing before there is a problem.
    #[must_use]
    pub fn show(&self, look: ProblemLook) -> Option<ProblemShown> {
        self.0.as_ref().map(|open| show::show(open, &look))
    }
}

fn open(text: &str) -> Result<MdpFile, String> {
    file::read(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
