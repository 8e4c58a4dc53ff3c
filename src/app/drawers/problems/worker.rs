//! The worker's side of a problem: its name or its text in, answers out. What takes long is done piece by piece,
//! between two messages.

use crate::app::drawers::problems::draw;
use crate::app::drawers::problems::household::worker::Household;
use crate::app::drawers::problems::message::{
    ProblemLook, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown,
};
use crate::app::drawers::problems::open::Open;
use crate::app::drawers::problems::rules::p_source;
use crate::app::drawers::problems::team::{Finding, Share, SharedJob, Sharing, weights};
use crate::app::drawers::session::worker::{Files, Session};
use crate::app::message::spoken::{Speaker, Spoken};
use crate::experiment::{Order, TwoHelps};
use crate::language::fill;
use crate::mdp::paper::PSource;
use crate::mdp::{Frontier, Mdp, MdpFile, Unseen, file, scenario};

/// The number of households that are kept besides the one in the session.
const KEPT: usize = 2;

/// A problem with more states is shared out.
const SHARED_FROM: usize = 20_000;
/// A larger file is not opened in a page, in bytes.
const TEXT_MAX: u64 = 200_000_000;

/// A session that holds a problem. A new problem replaces it only once it is ready.
#[derive(Default)]
pub struct ProblemSession {
    speaker: Speaker,
    current: Option<Current>,
    /// The request that put it there.
    opened_by: u32,
    making: Option<Making>,
    /// The work on a large problem that is shared out; none if no such work is under way.
    work: Option<Work>,
    /// The number of large problems so far, and that of the calculations shared out.
    problems: u32,
    jobs: u32,
    /// Households made before, the newest last.
    kept: Vec<Household>,
}

enum Current {
    Own(Box<Open>),
    Household(Box<Household>),
}

/// The household that is being made.
struct Making {
    request: u32,
    order: Order,
    look: ProblemLook,
    work: Box<TwoHelps>,
}

/// A large problem that is being opened, or looked at.
struct Work {
    request: u32,
    look: ProblemLook,
    sharing: Sharing,
    target: Target,
}

/// The purpose of shared work, with the problem it is for.
enum Target {
    /// A frontier for the file that was read.
    Frontier(Box<MdpFile>),
    /// Rules at its first prices, with which it is open.
    Opened(Box<Open>),
    /// The rules at other prices, for the problem in the session.
    Shown,
}

impl Session for ProblemSession {
    type Request = ProblemRequest;
    type Reply = ProblemReply;

    fn speak(&mut self, spoken: &Spoken) {
        self.speaker.hear(spoken);
    }

    fn respond(&mut self, request: ProblemRequest, files: &dyn Files, reply: &mut dyn FnMut(ProblemReply)) {
        self.answer(request, || files.text(TEXT_MAX)).into_iter().for_each(reply);
    }

    fn is_at_work(&self) -> bool {
        let is_growing =
            matches!(&self.current, Some(Current::Household(household)) if household.is_at_work());
        self.making.is_some() || is_growing || self.work.as_ref().is_some_and(|work| work.sharing.has_free())
    }

    fn go_on(&mut self) -> Option<ProblemReply> {
        if let Some(share) = self.hand_out() {
            let finding = share.find(self.shared()?);
            return self.put_finding(finding);
        }
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
        let Some(Current::Household(household)) = &mut self.current else { return None };
        household.advance();
        if self.is_at_work() { None } else { self.news(None) }
    }

    fn news(&self, left_ms: Option<f64>) -> Option<ProblemReply> {
        if let Some(work) = &self.work {
            let (request, done) = (work.request, work.sharing.share_done());
            // The frontier takes about as long as the rules at one price.
            return match work.target {
                Target::Frontier(_) => Some(ProblemReply::Solving { request, share: 0.5 * done }),
                Target::Opened(_) => Some(ProblemReply::Solving { request, share: 0.5 + 0.5 * done }),
                Target::Shown => None,
            };
        }
        if let Some(making) = &self.making {
            let (request, done) = (making.request, making.work.progress());
            return Some(ProblemReply::Making { request, done, left_ms });
        }
        let Some(Current::Household(household)) = &self.current else { return None };
        Some(ProblemReply::Grown {
            order: household.order,
            shown: Box::new(household.shown()),
            planes: Box::new(household.planes()),
        })
    }

    fn share_done(&self) -> Option<f64> {
        self.making.as_ref().map(|making| making.work.progress().share())
    }
}

impl ProblemSession {
    /// Answers a request; `text` gives the file that came along.
    pub fn answer(
        &mut self,
        request: ProblemRequest,
        text: impl FnOnce() -> Result<String, String>,
    ) -> Option<ProblemReply> {
        let speaker = self.speaker;
        match request {
            ProblemRequest::Scenario { request, name, look } => {
                let read =
                    scenario::find(&name).ok_or_else(|| fill(speaker.words.no_such_problem(), &[&name]));
                let opened = read.and_then(|found| Ok((open(found.json)?, found.prices.to_vec())));
                self.take(request, opened, look)
            }
            ProblemRequest::File { request, look } => {
                let opened = text().and_then(|text| Ok((open(&text)?, Vec::new())));
                self.take(request, opened, look)
            }
            ProblemRequest::Household { request, order, look } => self.make(request, order, look),
            ProblemRequest::Cancel => {
                self.making = None;
                self.work = self.work.take().filter(|work| matches!(work.target, Target::Shown));
                None
            }
            ProblemRequest::Show { request, look } => match self.current.as_mut()? {
                // While another one is opened, its helpers are not asked.
                Current::Own(open) if open.number > 0 && self.work.is_none() => {
                    let job = rules_at(&open.file, draw::prices(open, &look));
                    let number = open.number;
                    self.share_out(request, look, number, job, Target::Shown);
                    None
                }
                Current::Own(open) => {
                    let shown = Box::new(draw::show(speaker, open, &look));
                    Some(ProblemReply::Shown { request, of: self.opened_by, shown })
                }
                Current::Household(household) => {
                    let shown = Box::new(household.show(&look));
                    Some(ProblemReply::Looked { request, of: self.opened_by, shown })
                }
            },
        }
    }

    fn make(&mut self, request: u32, order: Order, look: ProblemLook) -> Option<ProblemReply> {
        (self.making, self.work) = (None, None);
        if let Some(place) = self.kept.iter().position(|kept| kept.order == order) {
            let household = self.kept.remove(place);
            return Some(self.put(request, household, &look));
        }
        match self.current.take() {
            Some(Current::Household(household)) if household.order == order => {
                return Some(self.put(request, *household, &look));
            }
            other => self.current = other,
        }
        match TwoHelps::new(order) {
            Ok(work) => {
                self.making = Some(Making { request, order, look, work: Box::new(work) });
                self.news(None)
            }
            Err(error) => Some(ProblemReply::Refused { request, error: error.to_string() }),
        }
    }

    /// Puts a household into the session, and keeps the one that was there.
    fn put(&mut self, request: u32, mut household: Household, look: &ProblemLook) -> ProblemReply {
        let made = ProblemReply::Made {
            request,
            opened: Box::new(household.opened()),
            shown: Box::new(household.show(look)),
            planes: Box::new(household.planes()),
        };
        self.lay(request, Current::Household(Box::new(household)));
        made
    }

    fn lay(&mut self, request: u32, what: Current) {
        self.opened_by = request;
        if let Some(Current::Household(before)) = self.current.replace(what) {
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
    ) -> Option<ProblemReply> {
        (self.making, self.work) = (None, None);
        match opened {
            Err(error) => Some(ProblemReply::Refused { request, error }),
            Ok((file, _)) if file.mdp.n_states() > SHARED_FROM => {
                self.problems += 1;
                let target = Target::Frontier(Box::new(file));
                self.share_out(request, look, self.problems, SharedJob::Frontier, target);
                self.news(None)
            }
            Ok((file, prices)) => {
                let frontier = Frontier::of(&file.mdp);
                let open = Box::new(Open::new(0, file, frontier, prices));
                let shown = Box::new(draw::show(self.speaker, &open, &look));
                Some(self.put_open(request, open, shown))
            }
        }
    }

    fn put_open(&mut self, request: u32, open: Box<Open>, shown: Box<ProblemShown>) -> ProblemReply {
        let opened = ProblemOpened {
            size: draw::size(&open.file.mdp),
            gamma: open.file.mdp.gamma(),
            price_max: draw::price_max(&open),
            map_cells: if open.map.is_empty() { 0 } else { draw::MAP_CELLS },
            p_of_table: p_source(&open.file) == PSource::Table,
        };
        self.lay(request, Current::Own(open));
        ProblemReply::Opened { request, opened, shown }
    }

    fn share_out(&mut self, request: u32, look: ProblemLook, problem: u32, job: SharedJob, target: Target) {
        self.jobs += 1;
        let sharing = Sharing::new(problem, self.jobs, job);
        self.work = Some(Work { request, look, sharing, target });
    }

    /// The large problem that is at work.
    #[must_use]
    pub fn shared(&self) -> Option<&Mdp> {
        match (&self.work.as_ref()?.target, &self.current) {
            (Target::Frontier(file), _) => Some(&file.mdp),
            (Target::Opened(open), _) => Some(&open.file.mdp),
            (Target::Shown, Some(Current::Own(open))) => Some(&open.file.mdp),
            (Target::Shown, _) => None,
        }
    }

    /// The next share of it that nobody has.
    pub fn hand_out(&mut self) -> Option<Share> {
        self.work.as_mut()?.sharing.hand_out()
    }

    /// A share that a helper will not do.
    pub fn take_back(&mut self, share: &Share) {
        if let Some(work) = &mut self.work {
            work.sharing.take_back(share);
        }
    }

    /// Takes what was found of a share; what the page is to hear at once.
    pub fn put_finding(&mut self, finding: Finding) -> Option<ProblemReply> {
        if !self.work.as_mut()?.sharing.put(finding) {
            return None;
        }
        let Work { request, look, sharing, target } = self.work.take()?;
        match target {
            Target::Frontier(file) => {
                let number = self.problems;
                let (mdp, parts) = (&file.mdp, sharing.frontiers());
                let frontier = Frontier::of_parts(mdp, &weights(mdp), Unseen::Mask, &parts)?;
                let open = Open::new(number, *file, frontier, Vec::new());
                let job = rules_at(&open.file, draw::prices(&open, &look));
                self.share_out(request, look, number, job, Target::Opened(Box::new(open)));
                None
            }
            Target::Opened(open) => {
                let prices = draw::prices(&open, &look);
                let shown = draw::shown(self.speaker, &open, prices, &sharing.rules()?, look.width);
                Some(self.put_open(request, open, Box::new(shown)))
            }
            Target::Shown => {
                let Some(Current::Own(open)) = &self.current else { return None };
                let shown =
                    draw::shown(self.speaker, open, draw::prices(open, &look), &sharing.rules()?, look.width);
                Some(ProblemReply::Shown { request, of: self.opened_by, shown: Box::new(shown) })
            }
        }
    }

    /// The figures and numbers shown of a scenario or a file; none before there is one.
    #[must_use]
    pub fn show(&self, look: ProblemLook) -> Option<ProblemShown> {
        match &self.current {
            Some(Current::Own(open)) => Some(draw::show(self.speaker, open, &look)),
            _ => None,
        }
    }
}

impl Open {
    /// An opened problem, looked at first at these prices; without prices, at the middle of those that matter.
    fn new(number: u32, file: MdpFile, frontier: Frontier, mut prices: Vec<f64>) -> Self {
        if prices.is_empty() {
            prices = vec![draw::price_middle(&frontier); file.mdp.n_interventions()];
        }
        let (map, rule, asks) = Default::default();
        let mut open = Self { number, file, frontier, prices, map, rule, asks };
        (open.map, open.rule, open.asks) = (draw::map(&open), draw::rule_points(&open), draw::asks(&open));
        open
    }
}

fn rules_at(file: &MdpFile, prices: Vec<f64>) -> SharedJob {
    SharedJob::Rules { prices, p_source: p_source(file) }
}

fn open(text: &str) -> Result<MdpFile, String> {
    file::read(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
