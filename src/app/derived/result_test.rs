//! Every text on what a policy reaches names the rule, the measure, and each option that is not the default.

use crate::app::derived::result::*;
use crate::app::dispatch::test::opened;
use crate::app::model::views::Views;
use crate::app::state::State;
use crate::household::Keying;
use expect_test::expect;

/// The sentence of a link, with an experiment whose order is the default but for its size.
fn said(link: &str) -> String {
    let state = opened(link);
    let order = Order { n_tasks: 1000, ..state.experiment.as_ref().unwrap().order };
    result_in_full(Words::ENGLISH, &state.setting, &order, state.reading.as_ref().unwrap())
}

#[test]
fn every_rule_and_measure_has_a_sentence_of_its_own() {
    let links = [
        "",
        "rule=paper&C=1.2",
        "count=discounted&C=0.5",
        "rule=paper&count=discounted&C=0.5",
        "count=cap&C=2",
        "count=cap&C=1",
    ];
    expect![[r#"
        The optimal policy at a budget of 1.00 calls per task succeeds in 79.5 % of the tasks, with 1.00 calls per task.
        The paper’s rule at a budget of 1.20 calls per task succeeds in 59.3 % of the tasks, with 1.10 calls per task.
        The optimal policy at a budget of 0.50 discounted calls per task has a discounted success of 52.3 %, with 0.50 discounted calls per task.
        The paper’s rule at a budget of 0.50 discounted calls per task has a discounted success of 39.0 %, with 0.50 discounted calls per task.
        The optimal policy with a cap of 2 calls per episode succeeds in 75.0 % of the tasks, with 1.24 calls per task.
        The optimal policy with a cap of 1 call per episode succeeds in 65.1 % of the tasks, with 0.77 calls per task."#]].assert_eq(&links.map(said).join("\n").replace(text::THIN, " "));
}

#[test]
fn what_is_not_the_default_is_said() {
    let state = opened("");
    let reading = state.reading.as_ref().unwrap();
    let full = |order: &Order| result_in_full(Words::ENGLISH, &state.setting, order, reading);
    let plain = Order::new(7, Split::SObj);
    assert_eq!(
        full(&plain),
        result_sentence(Words::ENGLISH, &state.setting, reading),
        "the seed stands beside it"
    );
    let all = Order {
        split: Split::PnP,
        gamma: 0.9,
        n_tasks: 300,
        repetitions: 1,
        keying: Keying::WithStep,
        ..plain
    };
    expect![
        " Setting: PnP, γ = 0.9, 300 training tasks, 1 episode per task and probability, state key “step”."
    ]
    .assert_eq(full(&all).trim_start_matches(&full(&plain)));
    let one = Order { gamma: 1.0, ..plain };
    assert!(full(&one).ends_with(" Setting: γ = 1."), "{}", full(&one));
}

/// Every form that states the result, by its name.
fn forms(state: &State) -> [(&'static str, String); 6] {
    let latex = crate::app::export::latex(state, "file").unwrap();
    let label = crate::app::export::export_drawing(state, crate::app::model::View::Curve).unwrap().label;
    let svg =
        crate::app::export::svg_file(state, crate::app::model::View::Curve, crate::figure::svg::Theme::Light)
            .unwrap();
    let title = svg.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
    [
        ("LaTeX", latex.replace("\\,\\%", "\u{2009}%").replace("$\\gamma$", "γ").replace('\'', "’")),
        (
            "HTML",
            crate::app::export::self_contained(state, Views::only(crate::app::model::View::Curve), None)
                .unwrap(),
        ),
        ("label", label),
        ("title", title),
        ("status", state.announcement.clone()),
        ("caption of a frame", crate::app::export::caption(state).unwrap()),
    ]
}

#[test]
fn every_form_says_the_same_sentence() {
    for link in
        ["", "rule=paper&C=1.2", "count=discounted&C=0.5", "count=cap&C=2", "rule=paper&count=discounted"]
    {
        let state = opened(link);
        let (reading, order) = (state.reading.as_ref().unwrap(), state.experiment.as_ref().unwrap().order);
        let core = result_sentence(Words::ENGLISH, &state.setting, reading);
        let full = result_in_full(Words::ENGLISH, &state.setting, &order, reading);
        assert!(full.ends_with(" Setting: 40 training tasks."), "{full}");
        for (form, text) in forms(&state) {
            let sentence = if form == "status" { &core } else { &full };
            assert!(text.contains(sentence.as_str()), "{form} of {link}: no {sentence:?} in {text}");
            assert!(!text.contains("the optimum succeeds"), "{form}");
        }
    }
}

#[test]
fn a_discounted_success_is_never_a_share_of_the_tasks() {
    let state = opened("count=discounted&C=0.5");
    for (form, text) in forms(&state) {
        let discounted = text::success(state.reading.as_ref().unwrap().success.discounted);
        assert!(!text.contains(&format!("{discounted} of the tasks")), "{form}");
        assert!(!text.contains(&format!("{discounted} succeed")), "{form}: {text}");
    }
}
