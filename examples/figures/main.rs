//! Writes a page with every figure drawn from sample data, to look at while working on them:
//! `cargo run --example figures -- DIRECTORY` writes `wide.html`, `narrow.html` and one standalone SVG a theme there.

mod sample;

use std::path::Path;

use askwell::figure::svg::{self, Theme};
use askwell::figure::{Span, curve, glyph, plan, policy, reliability, roc, slider, trace, why};

fn main() -> std::io::Result<()> {
    let Some(directory) = std::env::args().nth(1) else {
        println!("usage: cargo run --example figures -- DIRECTORY");
        return Ok(());
    };
    let directory = Path::new(&directory);
    std::fs::create_dir_all(directory)?;
    for sheet in ["figure.css", "style.css"] {
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(sheet), directory.join(sheet))?;
    }
    for (name, narrow) in [("wide", false), ("narrow", true)] {
        for theme in ["light", "dark"] {
            std::fs::write(directory.join(format!("{name}-{theme}.html")), page(narrow, theme))?;
        }
    }
    let drawing = sample::curve(false).draw(curve::WIDE);
    std::fs::write(directory.join("curve-light.svg"), svg::standalone(&drawing, Theme::Light))?;
    std::fs::write(directory.join("curve-dark.svg"), svg::standalone(&drawing, Theme::Dark))
}

/// The widths of one layout.
struct Widths {
    curve: f64,
    policy: f64,
    plan: f64,
    trace: f64,
    why: f64,
    slider: f64,
}

fn widths(narrow: bool) -> Widths {
    if narrow {
        Widths {
            curve: curve::NARROW,
            policy: policy::NARROW,
            plan: plan::NARROW,
            trace: trace::NARROW,
            why: why::NARROW,
            slider: slider::NARROW,
        }
    } else {
        Widths {
            curve: curve::WIDE,
            policy: policy::WIDE,
            plan: plan::WIDE,
            trace: trace::WIDE,
            why: why::WIDE,
            slider: slider::WIDE,
        }
    }
}

fn page(narrow: bool, theme: &str) -> String {
    let w = widths(narrow);
    let (exact, paper) = sample::comparison();
    let html = include_str!("page.html");
    let drawings = [
        ("slider", sample::slider(60).draw(w.slider)),
        ("slider-fine", sample::slider(9_000).draw(w.slider)),
        ("curve", sample::curve(false).draw(w.curve)),
        ("curve-fine", sample::curve(true).draw(w.curve)),
        ("policy", sample::policy().draw(w.policy)),
        ("policy-crowded", sample::crowded_policy().draw(w.policy)),
        ("bars", exact.draw(w.why)),
        ("asks", sample::asks_from().draw(w.why)),
        ("plan", sample::plan_helped().draw(w.plan)),
        ("plan-twin", sample::plan_twin().draw(w.plan)),
        ("trace", sample::trace_helped().draw(w.trace)),
        ("trace-twin", sample::trace_twin().draw(w.trace)),
        ("roc", sample::roc().draw(roc::WIDTH)),
        ("reliability", sample::reliability().draw(reliability::WIDTH)),
        ("star", glyph::icon(glyph::Icon::Star, 26.0, "")),
        ("mini-star", glyph::icon(glyph::Icon::Star, 11.0, "")),
        ("mini-chevron", glyph::icon(glyph::Icon::Chevron, 11.0, "")),
    ];
    let mut html = html.replace("{theme}", theme);
    for (name, drawing) in &drawings {
        html = html.replace(&format!("{{{name}}}"), &svg::inline(drawing));
    }
    let texts = [
        ("sentence", spans(&sample::curve(false).sentence())),
        ("exact-line", spans(&exact.line())),
        ("paper-line", spans(&paper.line())),
    ];
    for (name, text) in texts {
        html = html.replace(&format!("{{{name}}}"), &text);
    }
    html
}

fn spans(spans: &[Span]) -> String {
    let write = |s: &Span| match &*s.class {
        "" => s.text.replace('<', "&lt;"),
        class => format!("<span class=\"{class}\">{}</span>", s.text.replace('<', "&lt;")),
    };
    spans.iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell::figure::Drawing;
    use expect_test::expect;

    fn all(narrow: bool) -> Vec<(&'static str, Drawing)> {
        let w = widths(narrow);
        vec![
            ("slider", sample::slider(60).draw(w.slider)),
            ("slider, 9,000 breakpoints", sample::slider(9_000).draw(w.slider)),
            ("curve", sample::curve(false).draw(w.curve)),
            ("curve, 10,000 vertices", sample::curve(true).draw(w.curve)),
            ("policy", sample::policy().draw(w.policy)),
            ("policy, 118 states", sample::crowded_policy().draw(w.policy)),
            ("bars", sample::comparison().0.draw(w.why)),
            ("asks from", sample::asks_from().draw(w.why)),
            ("plan", sample::plan_helped().draw(w.plan)),
            ("plan of the twin", sample::plan_twin().draw(w.plan)),
            ("trace", sample::trace_helped().draw(w.trace)),
            ("trace of the twin", sample::trace_twin().draw(w.trace)),
            ("roc", sample::roc().draw(roc::WIDTH)),
            ("reliability", sample::reliability().draw(reliability::WIDTH)),
        ]
    }

    /// Name, size, marks, and the words printed.
    fn summary(narrow: bool) -> String {
        let line = |(name, d): &(&str, Drawing)| {
            let words = d.texts().join(" | ");
            format!("{name}: {} x {:.0}, {} marks\n    {words}\n", d.width, d.height, d.all_marks().len())
        };
        all(narrow).iter().map(line).collect()
    }

    #[test]
    fn wide_figures_print_these_words() {
        expect![[r#"
            slider: 844 x 62, 15 marks
                1.50 | 0 never | 2 | 1.78 | 0.50 | 0.95 | 0.21
            slider, 9,000 breakpoints: 844 x 62, 15 marks
                1.50 | 0 never | 2 | 1.78 | 0.50 | 0.95 | 0.21
            curve: 548 x 335, 131 marks
                0 | 20 | 40 | 60 | 80 % | 0 | 0.5 | 1 | 1.5 | 2 | 2.5 | 3 | 7 | 8 | expected calls per task | tasks that succeed | always | ask | random 10 % | random | 30 % | PRM threshold, | top 10 % | PRM, top 30 % | paper’s rule, r = 0.4 | r = 0.5 | 1.78: more calls buy nothing | optimal policy | never ask | was 1.20 | C = 1.50, 71.5 % | exact optimum | paper’s rule | baselines | PRM threshold | published, n = 40, test tasks | bars: 95 % intervals
            curve, 10,000 vertices: 548 x 335, 129 marks
                0 | 20 | 40 | 60 | 80 % | 0 | 0.5 | 1 | 1.5 | 2 | 2.5 | 3 | 7 | 8 | expected calls per task | tasks that succeed | always | ask | random 10 % | random | 30 % | PRM threshold, | top 10 % | PRM, top 30 % | paper’s rule, r = 0.4 | r = 0.5 | 1.78: more calls buy nothing | optimal policy | never ask | C = 1.07, 66.0 % | exact optimum | paper’s rule | baselines | PRM threshold | published, n = 40, test tasks | bars: 95 % intervals
            policy: 452 x 289, 217 marks
                nothing | looked at | one room | looked at | stuck | there | two rooms | looked at | book | in sight | book | in hand | hall | bath | laundry | living | study | kitchen | bedroom | ask | go on | only one way tried | changed
            policy, 118 states: 452 x 289, 694 marks
                nothing | looked at | one room | looked at | stuck | there | two rooms | looked at | book | in sight | book | in hand | hall | bath | laundry | living | study | kitchen | bedroom | ask | go on | only one way tried | changed
            bars: 287 x 34, 8 marks
                gain in success | 0.080 | cost of asking now | 0.069
            asks from: 287 x 84, 19 marks
                optimal | goes on | 1.40 | paper | 0.30 | C = 1.50 | 0 | 2 | calls per task
            plan: 292 x 178, 59 marks
                kitchen | living | study | bath | bath 2 | bedroom | hall | 2 | 5 | 7
            plan of the twin: 292 x 178, 61 marks
                kitchen | living | study | bath | bath 2 | bedroom | hall | 1× | 2× | 6×
            trace: 716 x 164, 42 marks
                0 | 0.5 | 1 | p(s) | without the call | go | laundry | go | bath | look | look | pick | book | go | bedroom | put | book | success in 7 steps, 1 call | the call lifts p from 0.19 to 0.58
            trace of the twin: 716 x 150, 70 marks
                0 | 0.5 | 1 | p(s) | the same room again | look | go | bath | look | go | living | look | go | bath | look | look | go | kitchen | look | go | bath | look | look | go | living | look | out of steps, book never seen
            roc: 340 x 348, 29 marks
                0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % of successes left to run | % of failures left to run | stop where 1 − p(s) > 0.620 | accuracy 89.7 % | precision 79.0 % | recall 71.8 % | majority 70.0 % | area 0.923
            reliability: 340 x 348, 45 marks
                0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % that came true | success said: p(s) in % | off by 5.2 % on average | Brier score 0.079 | 13080 states; bars: how many
        "#]].assert_eq(&summary(false));
    }

    #[test]
    fn narrow_figures_print_these_words() {
        expect![[r#"
            slider: 336 x 62, 15 marks
                1.50 | 0 | 2 | 1.78 | 0.50 | 0.95 | 0.21
            slider, 9,000 breakpoints: 336 x 62, 15 marks
                1.50 | 0 | 2 | 1.78 | 0.50 | 0.95 | 0.21
            curve: 358 x 350, 121 marks
                0 | 20 | 40 | 60 | 80 % | 0 | 1 | 2 | 3 | 7 | 8 | expected calls per task | tasks that succeed | always | ask | random | PRM | threshold | paper’s rule | more calls buy nothing | optimal | policy | never ask | was 1.20 | C = 1.50 | 71.5 % | exact optimum | paper’s rule | baselines | PRM threshold | published, n = 40, test tasks | bars: 95 % intervals
            curve, 10,000 vertices: 358 x 350, 121 marks
                0 | 20 | 40 | 60 | 80 % | 0 | 1 | 2 | 3 | 7 | 8 | expected calls per task | tasks that succeed | always | ask | random | PRM | threshold | paper’s rule | r = 0.5 | more calls buy nothing | optimal | policy | never ask | C = 1.07 | 66.0 % | exact optimum | paper’s rule | baselines | PRM threshold | published, n = 40, test tasks | bars: 95 % intervals
            policy: 358 x 311, 211 marks
                start | 1 room | stuck | 2 rooms | in sight | in hand | hall | bath | laundry | living | study | kitchen | bedroom | ask | go on | only one way tried | changed
            policy, 118 states: 358 x 311, 688 marks
                start | 1 room | stuck | 2 rooms | in sight | in hand | hall | bath | laundry | living | study | kitchen | bedroom | ask | go on | only one way tried | changed
            bars: 358 x 34, 8 marks
                gain in success | 0.080 | cost of asking now | 0.069
            asks from: 358 x 84, 19 marks
                optimal | goes on | 1.40 | paper | 0.30 | C = 1.50 | 0 | 2 | calls per task
            plan: 358 x 218, 59 marks
                kitchen | living | study | bath | bath 2 | bedroom | hall | 2 | 5 | 7
            plan of the twin: 358 x 218, 61 marks
                kitchen | living | study | bath | bath 2 | bedroom | hall | 1× | 2× | 6×
            trace: 358 x 150, 37 marks
                0 | 0.5 | 1 | p(s) | without it | 3 | 1 | 2 | 4 | 5 | 6 | 7 | success, 1 call | the call lifts p from 0.19 to 0.58
            trace of the twin: 358 x 136, 63 marks
                0 | 0.5 | 1 | p(s) | 3 | 1 | 2 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | out of steps
            roc: 340 x 348, 29 marks
                0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % of successes left to run | % of failures left to run | stop where 1 − p(s) > 0.620 | accuracy 89.7 % | precision 79.0 % | recall 71.8 % | majority 70.0 % | area 0.923
            reliability: 340 x 348, 45 marks
                0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % that came true | success said: p(s) in % | off by 5.2 % on average | Brier score 0.079 | 13080 states; bars: how many
        "#]].assert_eq(&summary(true));
    }

    #[test]
    fn no_figure_needs_an_inline_style_or_an_id_and_every_class_is_in_the_stylesheet() {
        let sheet = include_str!("../../www/figure.css");
        // Names for scripts and tests, which need no rule.
        let hooks = ["series", "exact", "state", "pointer", "ghost", "person", "thing", "moves", "ring"];
        for (name, drawing) in all(false).into_iter().chain(all(true)) {
            let svg = svg::inline(&drawing);
            assert!(!svg.contains("style=") && !svg.contains(" id=") && !svg.contains("NaN"), "{name}");
            for class in drawing.all_marks().iter().flat_map(|m| m.class.split(' ')) {
                let is_known =
                    class.is_empty() || hooks.contains(&class) || sheet.contains(&format!(".{class}{{"));
                assert!(is_known, "{name}: no rule for .{class}");
            }
        }
    }

    #[test]
    fn every_text_stays_inside_its_drawing() {
        for (name, drawing) in all(false).into_iter().chain(all(true)) {
            for mark in drawing.all_marks() {
                let askwell::figure::Shape::Text { point, anchor, spans } = &mark.shape else { continue };
                let words: String = spans.iter().map(|s| &*s.text).collect();
                let width = askwell::figure::text::width(&words, 10.5);
                let left = match anchor {
                    askwell::figure::Anchor::Start => point.x,
                    askwell::figure::Anchor::Middle => point.x - width / 2.0,
                    askwell::figure::Anchor::End => point.x - width,
                };
                let inside = left >= -6.0 && left + width <= drawing.width + 8.0;
                assert!(inside, "{name}: {words:?} runs from {left} to {}", left + width);
            }
        }
    }
}
