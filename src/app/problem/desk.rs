//! The worker's side of a problem: its name or its text in, answers out. What takes long is done piece by piece, between
//! two messages.

use super::household::Household;
use super::message::{ProblemLook, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown};
use super::show;
use crate::experiment::{Order, TwoHelps};
use crate::figure::curve::RulePoint;
use crate::figure::price_map::Cell;
use crate::mdp::{Frontier, MdpFile, file, scenario};

/// So many households that are not on the desk are kept.
const KEPT: usize = 2;

/// A problem on the desk. A new one takes its place only once it is there.
#[derive(Default)]
pub struct ProblemDesk {
    on_desk: Option<OnDesk>,
    making: Option<Making>,
    /// Households made before, the newest last.
    kept: Vec<Household>,
}

enum OnDesk {
    Small(Box<Open>),
    Household(Box<Household>),
}

/// The household that is being made.
struct Making {
    request: u32,
    order: Order,
    look: ProblemLook,
    work: Box<TwoHelps>,
}

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
            ProblemRequest::Household { request, order, look } => self.make(request, order, look),
            ProblemRequest::Cancel => {
                self.making = None;
                None
            }
            ProblemRequest::Show { request, look } => match self.on_desk.as_mut()? {
                OnDesk::Small(open) => {
                    Some(ProblemReply::Shown { request, shown: Box::new(show::show(open, &look)) })
                }
                OnDesk::Household(household) => {
                    Some(ProblemReply::Looked { request, shown: Box::new(household.show(&look)) })
                }
            },
        }
    }

    /// Whether there is something to do without being asked.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        let is_growing =
            matches!(&self.on_desk, Some(OnDesk::Household(household)) if household.is_at_work());
        self.making.is_some() || is_growing
    }

    /// Does the next piece of it; what the page is to hear at once.
    pub fn go_on(&mut self) -> Option<ProblemReply> {
        if let Some(making) = &mut self.making {
            let (request, made) = (making.request, making.work.advance());
            return match made {
                Ok(None) => None,
                Ok(Some(problem)) => {
                    let making = self.making.take()?;
                    Some(self.put(request, Household::new(making.order, problem), &making.look))
                }
                Err(error) => {
                    self.making = None;
                    Some(ProblemReply::Refused { request, error: error.to_string() })
                }
            };
        }
        let Some(OnDesk::Household(household)) = &mut self.on_desk else { return None };
        household.advance();
        if self.is_at_work() { None } else { self.news(None) }
    }

    /// About which share of the household that is being made is done, in [0, 1].
    #[must_use]
    pub fn share_made(&self) -> Option<f64> {
        self.making.as_ref().map(|making| making.work.progress().share())
    }

    /// How far it is, for now and then; with about how long the making still takes.
    #[must_use]
    pub fn news(&self, left_ms: Option<f64>) -> Option<ProblemReply> {
        if let Some(making) = &self.making {
            let (request, done) = (making.request, making.work.progress());
            return Some(ProblemReply::Making { request, done, left_ms });
        }
        let Some(OnDesk::Household(household)) = &self.on_desk else { return None };
        Some(ProblemReply::Grown {
            order: household.order,
            shown: Box::new(household.shown()),
            planes: Box::new(household.planes()),
        })
    }

    fn make(&mut self, request: u32, order: Order, look: ProblemLook) -> Option<ProblemReply> {
        self.making = None;
        if let Some(place) = self.kept.iter().position(|kept| kept.order == order) {
            let household = self.kept.remove(place);
            return Some(self.put(request, household, &look));
        }
        match self.on_desk.take() {
            Some(OnDesk::Household(household)) if household.order == order => {
                return Some(self.put(request, *household, &look));
            }
            other => self.on_desk = other,
        }
        match TwoHelps::new(order) {
            Ok(work) => {
                self.making = Some(Making { request, order, look, work: Box::new(work) });
                self.news(None)
            }
            Err(error) => Some(ProblemReply::Refused { request, error: error.to_string() }),
        }
    }

    /// Puts a household on the desk; the one that lay there is kept.
    fn put(&mut self, request: u32, mut household: Household, look: &ProblemLook) -> ProblemReply {
        let made = ProblemReply::Made {
            request,
            opened: Box::new(household.opened()),
            shown: Box::new(household.show(look)),
            planes: Box::new(household.planes()),
        };
        self.lay(OnDesk::Household(Box::new(household)));
        made
    }

    fn lay(&mut self, what: OnDesk) {
        if let Some(OnDesk::Household(before)) = self.on_desk.replace(what) {
            self.kept.push(*before);
            if self.kept.len() > KEPT {
                self.kept.remove(0);
            }
        }
    }

    fn take(
        &mut self,
        request: u32,
        opened: Result<(MdpFile, Vec<f64>), String>,
        look: ProblemLook,
    ) -> ProblemReply {
        self.making = None;
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
                self.lay(OnDesk::Small(Box::new(open)));
                ProblemReply::Opened { request, opened, shown }
            }
        }
    }

    /// What there is to see of a small problem; nothing before there is one.
    #[must_use]
    pub fn show(&self, look: ProblemLook) -> Option<ProblemShown> {
        match &self.on_desk {
            Some(OnDesk::Small(open)) => Some(show::show(open, &look)),
            _ => None,
        }
    }
}

fn open(text: &str) -> Result<MdpFile, String> {
    file::read(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
