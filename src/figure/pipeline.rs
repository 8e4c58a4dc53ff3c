//! Figure 4: the stages of the method as boxes, each with what it counts.

use super::mark::{Anchor, Drawing, Mark, at};
use crate::language::{Words, fill};

/// Width of the drawing in pixels.
pub const WIDE: f64 = 844.0;
const GAP: f64 = 22.0;
const HEIGHT: f64 = 112.0;
const LINE: f64 = 17.0;
const PAD: f64 = 9.0;

/// One stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The name of the stage, a word or two.
    pub title: String,
    /// The counts, at most four short lines.
    pub counts: Vec<String>,
}

/// Everything the figure shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// The words of the figure's texts.
    pub words: Words,
    /// The stages, from the left.
    pub stages: Vec<Stage>,
}

impl Pipeline {
    /// The drawing at a width in pixels. Each stage has its index as key.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let n = self.stages.len().max(1) as f64;
        let box_width = (width - GAP * (n - 1.0)) / n;
        let mut marks = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            let left = index as f64 * (box_width + GAP);
            marks.push(
                Mark::rect("f-paper s-ink w2", at(left, 0.5), box_width, HEIGHT - 1.0, 0.0)
                    .with_key(index as u32)
                    .with_title(format!("{}: {}", stage.title, stage.counts.join(", "))),
            );
            let text = |class, line: usize, words: &str| {
                let point = at(left + PAD, 20.0 + line as f64 * LINE);
                Mark::text(class, point, Anchor::Start, words.to_owned())
            };
            marks.push(text("strong", 0, &stage.title));
            marks.extend(stage.counts.iter().enumerate().map(|(line, words)| text("tick", line + 1, words)));
            if index > 0 {
                let y = HEIGHT / 2.0;
                marks.push(Mark::line("n s-ink w2", at(left - GAP, y), at(left - 5.0, y)));
                marks.push(Mark::polygon(
                    "f-ink",
                    vec![at(left, y), at(left - 7.0, y - 4.0), at(left - 7.0, y + 4.0)],
                ));
            }
        }
        let names: Vec<&str> = self.stages.iter().map(|stage| &*stage.title).collect();
        let label = fill(self.words.method_in_stages(), &[&self.stages.len(), &names.join(", ")]);
        Drawing { class: "fig-pipeline".into(), width, height: HEIGHT, label, marks }
            .with_decimals(self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_box_and_its_words() {
        let stage = |title: &str| Stage { title: title.to_owned(), counts: vec!["3 tasks".to_owned()] };
        let drawing =
            Pipeline { words: Words::ENGLISH, stages: vec![stage("collect"), stage("solve")] }.draw(WIDE);
        assert_eq!(drawing.texts(), ["collect", "3 tasks", "solve", "3 tasks"]);
        assert_eq!(drawing.all_marks().iter().filter(|mark| mark.tag() == "polygon").count(), 1);
        assert!(Pipeline::default().draw(WIDE).marks.is_empty());
    }
}
