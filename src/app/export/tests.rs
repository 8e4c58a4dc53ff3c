//! App, SVG, PDF, CSV, JSON and HTML of one state carry the same numbers, over old, new and fuzzed links.

use crate::app::model::views::View;
use crate::app::state::State;
use sha2::{Digest, Sha256};

use crate::app::dispatch::update;
use crate::app::export::*;
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::message::worker::Job;
use crate::app::model::link;
use crate::app::model::views::Views;
use crate::experiment::{Experiment, Order, run};
use crate::figure::pdf;
use crate::figure::svg::{self, Theme};
use crate::household::Split;
use crate::numeric::Random;

fn small() -> Experiment {
    run(Order { n_tasks: 40, ..Order::new(1, Split::SObj) }).unwrap()
}

fn open(link: &str, experiment: &Experiment) -> State {
    let mut state = State::default();
    let effects = update(&mut state, Msg::LinkOpened(link.to_owned()));
    let request = effects.iter().find_map(|effect| match effect {
        Effect::Run { request, job: Job::Experiment { .. } } => Some(*request),
        _ => None,
    });
    let experiment = Box::new(experiment.clone());
    update(&mut state, Msg::ExperimentArrived { request: request.unwrap(), experiment });
    state
}

/// A link so long that it is written short.
const LONG: &str = "v=1&rule=paper&count=discounted&C=0.000012345678901234568&task=17&step=12&\
    twin=0.000012345678901234568&theme=light&lesson=6&\
    hide=play+rule+seed+task+share+drawers+lessons+budget&problem=discount-buys-speed";

/// Written by hand, of the first version, broken, drawn from a seed, and damaged by one.
fn corpus() -> Vec<String> {
    let written = [
        "",
        "C=0",
        "v=1&C=0.35&rule=paper&task=7",
        "v=1&count=discounted&C=2.5&twin=random",
        "C=-3&task=3&x=y",
        "v=1&count=cap&C=2&task=5&step=9&twin=1",
        LONG,
    ];
    let mut links: Vec<String> = written.map(str::to_owned).to_vec();
    for i in 0..12_u64 {
        let mut random = Random::new(9, &[i]);
        let rule = ["exact", "paper"][random.below(2) as usize];
        let count = ["calls", "discounted"][random.below(2) as usize];
        let (budget, task, step) = (3.0 * random.uniform(), random.below(40), random.below(5));
        links.push(format!("v=1&rule={rule}&count={count}&C={budget}&task={task}&step={step}"));
    }
    links.extend((0..12).map(damaged));
    links
}

/// A link with a few characters lost, doubled or changed, as mails and chats do it.
fn damaged(seed: u64) -> String {
    let mut random = Random::new(10, &[seed]);
    let mut link: Vec<char> =
        "v=1&rule=paper&count=discounted&C=1.25&task=17&step=3&twin=random&theme=dark".chars().collect();
    for _ in 0..4 {
        let place = random.below(link.len() as u32) as usize;
        match random.below(3) {
            0 => drop(link.remove(place)),
            1 => link.insert(place, link[place]),
            _ => link[place] = ['&', '=', '%', 'é', '9', ' '][random.below(6) as usize],
        }
    }
    link.into_iter().collect()
}

/// The digest as anybody would compute it from the CSV file alone.
fn digest_of_csv(csv: &str) -> String {
    let body: String =
        csv.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    Sha256::digest(body).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_form_of_a_state_agrees() {
    let experiment = small();
    for link in corpus() {
        let state = open(&link, &experiment);
        let Stamp { digest, link: own, .. } = stamp(&state).unwrap();
        assert!(own.len() <= 200 && own.contains("&z=") == (link == LONG), "{link} -> {own}");
        let csv = csv_file(&state).unwrap();
        assert_eq!(digest_of_csv(&csv), digest, "{link}");
        let rows = || csv.lines().filter(|line| !line.starts_with('#'));
        assert!(rows().all(|row| row.split(',').count() == 4), "{link}: a row has not one field a column");
        let names: std::collections::BTreeSet<_> =
            rows().map(|row| row.rsplit_once(',').unwrap().0).collect();
        assert_eq!(names.len(), rows().count(), "{link}: two rows are named alike");
        let json: serde_json::Value = serde_json::from_str(&json_file(&state).unwrap()).unwrap();
        assert_eq!(json["digest"], digest);
        let as_csv: String = json["numbers"].as_array().unwrap().iter().map(line).collect();
        assert!(csv.ends_with(&as_csv), "{link}");
        let snapshot = serde_json::to_value(snapshot(&state, &Timings::default())).unwrap();
        assert_eq!(snapshot["digest"], digest);
        let html = self_contained(&state, Views::ALL, None).unwrap();
        assert!(html.len() <= 250_000, "{link}: {} bytes", html.len());
        for view in [View::Curve, View::Policy, View::Episode] {
            let svg = svg_file(&state, view, Theme::Light).unwrap();
            assert!(svg.contains(&digest) && svg.contains("<metadata>"));
            let pdf = pdf_file(&state, view, Theme::Light).unwrap();
            assert!(pdf.windows(digest.len()).any(|window| window == digest.as_bytes()), "{link}: {view:?}");
            let drawing = export_drawing(&state, view).unwrap();
            assert_eq!(pdf::unwritable(&drawing), Vec::<String>::new(), "{link}: {view:?}");
            let marks = svg::tokens_of(&drawing).concat();
            assert!(svg.contains(&marks), "{link}: {view:?}");
            let lines = html.replace('\n', "");
            assert!(lines.contains(&plain::coloured(&marks)), "{link}: {view:?}");
        }
        let data: serde_json::Value = serde_json::from_str(data_of(&html)).unwrap();
        assert_eq!(data["digest"], digest);
        assert_eq!(drawn_by_the_viewer(&html, &data), pictures_of(&html).concat(), "{link}");
        let now =
            json["numbers"].as_array().unwrap().iter().filter(|n| n["view"] == "now").cloned().collect();
        assert_eq!(data["numbers"], serde_json::Value::Array(now));
        // The embedded figure, and the figure its own link opens, are the same.
        for again in [own.clone(), format!("{}&embed=curve", if own.is_empty() { "v=1" } else { &own })] {
            assert_eq!(stamp(&open(&again, &experiment)).unwrap().digest, digest, "{link} -> {again}");
        }
    }
}

fn line(number: &serde_json::Value) -> String {
    let value = number["value"]
        .as_f64()
        .map_or_else(|| number["value"].as_str().unwrap().to_owned(), |v| v.to_string());
    let text = |name: &str| number[name].as_str().unwrap().to_owned();
    format!("{},{},{},{value}\n", text("view"), text("name"), text("quantity"))
}

/// The lines of marks of each picture.
fn pictures_of(html: &str) -> Vec<String> {
    let pictures = html.split("<svg ").skip(1).filter_map(|after| after.split_once("</svg>"));
    pictures.flat_map(|(picture, _)| picture.trim().lines().skip(1)).map(str::to_owned).collect()
}

/// The marks that the viewer puts together for the budget that is set: as in the pictures.
fn drawn_by_the_viewer(html: &str, data: &serde_json::Value) -> String {
    let mut pool = pictures_of(html);
    pool.extend(data["pool"].as_array().unwrap().iter().map(|mark| mark.as_str().unwrap().to_owned()));
    let now = data["now"].as_u64().unwrap() as usize;
    let frames = data["views"].as_array().unwrap().iter().map(|frames| frames[now].as_array().unwrap());
    let runs: Vec<usize> = frames.flatten().map(|place| place.as_u64().unwrap() as usize).collect();
    runs.chunks(2).map(|run| pool[run[0]..run[0] + run[1]].concat()).collect()
}

fn data_of(html: &str) -> &str {
    let (_, after) = html.split_once("id=\"askwell\">").unwrap();
    after.split_once("</script>").unwrap().0
}

#[test]
fn a_file_of_numbers_says_its_setting_and_what_its_states_are() {
    let state = open("task=7", &small());
    let (csv, json) = (csv_file(&state).unwrap(), json_file(&state).unwrap());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["setting"], "S_obj, seed 1, 40 tasks, gamma = 0.95");
    assert!(csv.contains("\n# setting S_obj, seed 1, 40 tasks, gamma = 0.95\n"), "{csv}");
    let stage = state.scene.as_ref().unwrap().stage.clone();
    let states = json["states"].as_array().unwrap();
    assert_eq!(states.len() as u32, stage.n_states());
    for (id, (of, key)) in states.iter().zip(&stage.keys).enumerate() {
        let room = crate::household::room_name(&stage.task, key.parts().room);
        assert_eq!((of["state"].as_u64(), of["room"].as_str()), (Some(id as u64), Some(room)));
        let known = of["known"].as_str().unwrap();
        assert!(csv.contains(&format!("\n# state {id}: {room}. {known}\n")), "{csv}");
    }
    let known: std::collections::BTreeSet<String> =
        states.iter().map(|of| format!("{} {}", of["room"], of["known"])).collect();
    assert_eq!(known.len(), states.len(), "two states are told alike");
}

#[test]
fn another_budget_has_another_digest() {
    let experiment = small();
    let [a, b] = ["C=0.5", "C=0.51"].map(|link| stamp(&open(link, &experiment)).unwrap().digest);
    assert_ne!(a, b);
}

#[test]
fn a_snippet_holds_the_link_whole() {
    let setting = link::read("C=0.5&rule=paper").0;
    let frame = frame("https://host/askwell/", &setting, Views::only(View::Curve), 705);
    assert!(frame.starts_with(
        "<iframe src=\"https://host/askwell/#v=1&amp;rule=paper&amp;C=0.5&amp;embed=curve\" title="
    ));
    assert!(frame.contains("height=\"705\"") && !frame.contains("style="));
}

#[test]
fn every_snippet_leaves_out_the_controls_that_the_setting_leaves_out() {
    let setting = link::read("C=0.5&hide=rule+seed").0;
    let (page, views) = ("https://host/", Views::only(View::Curve));
    let snippets = [
        frame(page, &setting, views, 705),
        component(page, &setting, views),
        quarto(page, &setting, views, 705),
        jupyter(page, &setting, views, 705),
    ];
    for snippet in snippets {
        assert!(snippet.contains("hide=rule+seed"), "{snippet}");
    }
}

#[test]
fn the_one_file_says_of_each_budget_which_digest_and_link_it_has() {
    let experiment = small();
    for link in ["task=3", "task=3&count=cap&C=1", "task=3&rule=paper&C=0.35"] {
        let state = open(link, &experiment);
        let html = self_contained(&state, Views::only(View::Curve), Some("https://host/askwell/")).unwrap();
        let data: serde_json::Value = serde_json::from_str(data_of(&html)).unwrap();
        let (digests, links) = (data["digests"].as_array().unwrap(), data["links"].as_array().unwrap());
        let now = data["now"].as_u64().unwrap() as usize;
        assert!(digests[now] == data["digest"] && links[now] == data["link"]);
        assert_eq!(data["said"].as_array().unwrap().len(), digests.len());
        for place in [0, digests.len() / 2, digests.len() - 1] {
            let again = open(links[place].as_str().unwrap(), &experiment);
            let stamp = stamp(&again).unwrap();
            assert!(
                digests[place] == stamp.digest.as_str() && links[place] == stamp.link.as_str(),
                "{link}: {place}"
            );
            let said = data["said"][place].as_str().unwrap();
            assert!(said.starts_with(&caption(&again).unwrap()), "{link}: {said}");
        }
        let own = stamp(&state).unwrap().link.replace('&', "&amp;");
        assert!(html.contains(&format!("<a href=\"https://host/askwell/#{own}\">")), "{link}: no way back");
        assert!(
            html.contains("label[hidden]{display:none}"),
            "a slider that does nothing is shown without scripts"
        );
    }
}

#[test]
fn the_pages_own_file_leads_back_to_it() {
    use crate::app::drawers::share::ShareMsg;
    let mut state = open("C=0.5", &small());
    let page = "https://host/askwell/".to_owned();
    let effects = update(&mut state, Msg::Share(ShareMsg::HtmlPressed { page }));
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(file.name, "askwell.html");
    let html = String::from_utf8(file.content.clone()).unwrap();
    assert!(html.contains("<a href=\"https://host/askwell/#v=1&amp;C=0.5\">Open in Askwell</a>"));
}

#[test]
fn a_latex_table_holds_95_percent_intervals_and_says_so() {
    let state = open("C=0.5", &small());
    let text = latex(&state, "askwell-curve").unwrap();
    let experiment = state.experiment.as_ref().unwrap();
    let (_, never) = &experiment.baselines[0];
    let half = crate::figure::text::percent_number(1.96 * never.success.standard_error());
    assert!(text.contains(&format!("$\\pm$ {half} \\\\")), "no {half} in {text}");
    assert!(text.contains("95\\,\\% intervals") && text.contains("(95\\,\\% interval)"), "{text}");
    // In the discounted world nothing was played, and there is no table to explain.
    let text = latex(&open("count=discounted", &small()), "askwell-curve").unwrap();
    assert!(!text.contains("tabular") && !text.contains("interval"), "{text}");
}

/// The height of the page in a frame 700 pixels wide, measured in Chromium for each set of views: of task 7 at C = 1,
/// and of task 3 under the paper's rule at C = 0.5.
const MEASURED: [(&str, u32, u32); 15] = [
    ("curve", 722, 722),
    ("policy", 616, 616),
    ("curve+policy", 847, 847),
    ("why", 542, 542),
    ("curve+why", 1161, 1161),
    ("policy+why", 1061, 1023),
    ("curve+policy+why", 1161, 1161),
    ("episode", 1044, 1007),
    ("curve+episode", 1539, 1502),
    ("policy+episode", 1433, 1396),
    ("curve+policy+episode", 1664, 1627),
    ("why+episode", 1359, 1322),
    ("curve+why+episode", 1979, 1942),
    ("policy+why+episode", 1878, 1804),
    ("curve+policy+why+episode", 1979, 1942),
];

#[test]
fn a_frame_is_as_high_as_its_views() {
    let experiment = run(Order { n_tasks: 40, repetitions: 1, ..Order::new(1, Split::SObj) }).unwrap();
    let small = "tasks=40&episodes=1";
    let [seven, three] =
        ["C=1&task=7", "rule=paper&C=0.5&task=3"].map(|link| open(&format!("{small}&{link}"), &experiment));
    for (names, of_seven, of_three) in MEASURED {
        let views = Views::read(names).unwrap();
        for (state, measured) in [(&seven, of_seven), (&three, of_three)] {
            let height = frame_height(state, views).unwrap();
            assert!((measured..=measured + 48).contains(&height), "{names}: {height}, {measured} are shown");
        }
        // Without its bar a frame is lower by that bar, whatever it shows.
        let hidden = open(&format!("{small}&C=1&task=7&hide=budget"), &experiment);
        assert_eq!(frame_height(&hidden, views).unwrap() + 141, frame_height(&seven, views).unwrap());
    }
}
