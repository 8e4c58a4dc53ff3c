//! The lines for the reader: which stand beside a field, and which above the title.

use crate::app::model::controls::Control;
use crate::app::model::drawer::Drawer;
use crate::app::model::notice::{Notice, Place};
use crate::app::model::views::View;
use crate::app::state::{Phase, State};

impl Place {
    /// True if the field is on the page as it stands.
    #[must_use]
    pub fn is_on_page(self, state: &State) -> bool {
        let shows = |control: Control| !state.setting.hidden.contains(control);
        let has_view = |view: View| state.setting.embed.is_none_or(|views| views.contains(view));
        let is_whole = state.setting.embed.is_none();
        let has_episode = has_view(View::Episode) && (!is_whole || !state.is_answer_hidden());
        let is_open =
            |drawer: Drawer| is_whole && shows(Control::Drawers) && state.setting.drawer == Some(drawer);
        state.phase == Phase::Ready
            && match self {
                Self::Budget => shows(Control::Budget),
                Self::Rule => is_whole && shows(Control::Rule),
                Self::Seed => is_whole && shows(Control::Seed),
                Self::Task => has_episode && shows(Control::Task),
                Self::Comparison => has_episode,
                Self::Gamma | Self::Tasks | Self::Repetitions => is_open(Drawer::Settings),
                Self::RemoteCalls | Self::Spend => is_open(Drawer::LanguageModel),
                Self::ProblemPrice => is_open(Drawer::Problems),
                // With prices of its own a server leaves no field for them.
                Self::InputPrice | Self::OutputPrice => {
                    is_open(Drawer::LanguageModel)
                        && state.language_model.choice().is_none_or(|choice| choice.prices.is_none())
                }
            }
    }
}

impl State {
    /// The line beside a field, with its number for [`Msg::NoticeClosed`](crate::app::Msg::NoticeClosed).
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
    pub(in crate::app) fn notify(&mut self, text: String) {
        let notice = Notice { text, place: None };
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Puts a line beside a field, in the place of the one that stands there.
    pub(in crate::app) fn notify_at(&mut self, place: Place, text: String) {
        self.forget_notice_at(place);
        self.notices.push(Notice { text, place: Some(place) });
    }

    pub(in crate::app) fn forget_notice_at(&mut self, place: Place) {
        self.notices.retain(|notice| notice.place != Some(place));
    }
}
