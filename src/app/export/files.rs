//! The figure as a file, with its stamp: version, link, seed, and one digest over the numbers shown.

use crate::app::derived::order_words::order_in_full;
use crate::experiment::Order;
use crate::household::{self, StateKey};
use crate::language::Words;
use serde_json::json;

use crate::figure::svg::{self, Theme};
use crate::figure::{Drawing, pdf};

use crate::app::derived::result::result_in_full;
use crate::app::export::numbers::{self, Number, digest, digest_of, numbers};
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::app::model::views::View;
use crate::app::state::State;

/// The version of this build.
pub(in crate::app) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The stamp of a figure: the facts that say where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    /// The version of the program that made the figure.
    pub version: &'static str,
    /// The link, as a fragment, that shows the figure again.
    pub link: String,
    /// The experiment's seed.
    pub seed: u64,
    /// The whole order of the experiment. Files say it in words, since the link of the default setting is
    /// empty.
    pub order: Order,
    /// The digest of the figure's numbers.
    pub digest: String,
    /// The name of the reader's own model behind p(s), if one scores; no link holds it.
    pub model: Option<String>,
}

/// The stamp of a state's figure, with the experiment that its numbers come from; none before there are
/// numbers.
#[must_use]
pub fn stamp(state: &State) -> Option<Stamp> {
    let setting = Setting { embed: None, ..state.shown_setting() };
    let (digest, order) = (digest(&numbers(state)?), state.experiment.as_ref()?.order);
    let model = state.models.own_model().map(str::to_owned);
    Some(Stamp { link: link::write(&setting), model, ..stamp_of(&order, digest) })
}

/// The stamp of a figure that an experiment alone makes: one of the paper's, or of self-regulation. The digest is
/// that of the figure's own numbers.
#[must_use]
pub fn figure_stamp(order: &Order, csv: &str) -> Stamp {
    stamp_of(order, digest_of(csv))
}

fn stamp_of(order: &Order, digest: String) -> Stamp {
    let mut setting = Setting::default();
    setting.take_order(order);
    Stamp {
        version: VERSION,
        link: link::write(&setting),
        seed: order.seed,
        order: *order,
        digest,
        model: None,
    }
}

impl Stamp {
    /// The stamp as JSON, for formats that take it.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let mut json = json!({
            "tool": "askwell", "version": self.version, "link": self.link, "seed": self.seed,
            "setting": self.setting(), "digest": self.digest
        });
        if let Some(model) = &self.model {
            json["model"] = model.as_str().into();
        }
        json
    }

    /// The options of the experiment in letters that every format can hold: `S_obj, seed 1, gamma = 0.95`.
    fn setting(&self) -> String {
        order_in_full(Words::ENGLISH, &self.order).replace('γ', "gamma")
    }

    /// The stamp as lines above comma-separated numbers; the digest leaves them out.
    #[must_use]
    pub fn lines(&self) -> String {
        let Self { version, link, seed, digest, model, .. } = self;
        let setting = self.setting();
        // A file's name is the reader's own text: it must not end the line.
        let model = model
            .as_ref()
            .map_or_else(String::new, |name| format!("# model {}\n", name.replace(['\n', '\r'], " ")));
        format!(
            "# askwell {version}\n# link #{link}\n# seed {seed}\n# setting {setting}\n{model}# digest {digest}\n"
        )
    }
}

/// The states of the task in words, by their numbers: the meaning of `state 7` in a file.
fn states(state: &State) -> Option<Vec<(String, String)>> {
    let stage = &state.scene.as_ref()?.stage;
    let room = |key: &StateKey| household::room_name(&stage.task, key.parts().room).to_owned();
    Some(stage.keys.iter().map(|key| (room(key), household::key_text(&stage.task, *key))).collect())
}

/// The drawing of a view for export: wide, without marks of the pointer or of earlier values. None for D,
/// which is words.
#[must_use]
pub fn export_drawing(state: &State, view: View) -> Option<Drawing> {
    let state = still(state);
    let (experiment, reading, scene) =
        (state.experiment.as_ref()?, state.reading.as_ref()?, state.scene.as_ref()?);
    let drawings = match view {
        View::Curve => crate::app::draw::curve(&state, experiment, reading).drawings,
        View::Policy => crate::app::draw::policy(&state, scene).drawings,
        View::Episode => crate::app::draw::episode(&state, scene).helped_trace,
        View::Why => Vec::new(),
    };
    drawings.into_iter().next()
}

/// A view as an SVG file with its stamp.
#[must_use]
pub fn svg_file(state: &State, view: View, theme: Theme) -> Option<String> {
    Some(svg::stamped(&export_drawing(state, view)?, theme, &stamp(state)?.json().to_string()))
}

/// A view as a PDF file of one page, its stamp as the file's subject.
#[must_use]
pub fn pdf_file(state: &State, view: View, theme: Theme) -> Option<Vec<u8>> {
    Some(pdf::stamped(&export_drawing(state, view)?, theme, &stamp(state)?.json().to_string()))
}

/// The numbers shown, comma-separated, one a line, below the stamp.
#[must_use]
pub fn csv_file(state: &State) -> Option<String> {
    let mut head = stamp(state)?.lines();
    for (id, (room, known)) in states(state)?.iter().enumerate() {
        head += &format!("# state {id}: {room}. {known}\n");
    }
    Some(head + &numbers::csv(&numbers(state)?))
}

/// The numbers shown as JSON, with the stamp.
#[must_use]
pub fn json_file(state: &State) -> Option<String> {
    let mut json = stamp(state)?.json();
    let states = states(state)?.into_iter().enumerate();
    json["states"] =
        states.map(|(id, (room, known))| json!({ "state": id, "room": room, "known": known })).collect();
    json["numbers"] = numbers(state)?.iter().map(Number::json).collect();
    Some(json.to_string() + "\n")
}

/// The caption of a frame or a file: the result of the figure, in whole sentences.
#[must_use]
pub fn caption(state: &State) -> Option<String> {
    let order = &state.experiment.as_ref()?.order;
    Some(result_in_full(state.words, &state.shown_setting(), order, state.reading.as_ref()?))
}

/// The state for export, as its link opens it.
pub(in crate::app) fn still(state: &State) -> State {
    State {
        setting: state.shown_setting(),
        pending: None,
        scene: state.scene.as_ref().map(|scene| scene.still().into()),
        previous: None,
        hovered: None,
        in_gesture: false,
        width: 0.0,
        ..state.clone()
    }
}
