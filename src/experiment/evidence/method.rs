//! The method page: every choice, with the numbers the code itself uses. No number in it is typed by hand.

use std::fmt::Write as _;

use crate::actor::{BaseActor, Profile, Profiles};
use crate::household::{Split, World};
use crate::mdp::paper::PaperOptions;
use crate::net::TrainOptions;
use crate::reward_model::{FIRST_SELF_KNOWLEDGE, N_FEATURES, QOptions};
use crate::rollout::Plan;

use super::prepare::{FIRST, N_VALIDATION};
use super::tables::{GAMMA, LEVELS, MCTS_LEVELS, Sizes};

/// The page, in Markdown. `golden` holds a title and a table as CSV for each of the golden runs, `gaps` the same for what
/// is known to be off.
#[must_use]
pub fn document(golden: &[(&str, &str)], gaps: &[(&str, &str)]) -> String {
    let mut page = String::from(
        "# Method\n\nWritten by `UPDATE_EXPECT=1 cargo test method`; a test fails when it is stale. Every number comes \
         from the code or from a run.\n",
    );
    world(&mut page);
    actors(&mut page);
    learning(&mut page);
    evaluation(&mut page);
    page.push_str(DEVIATIONS);
    page.push_str("\n## What small runs give\n\nThe golden runs of the tests: small, so their errors are large. `askwell table N --compare --seeds 5` gives the full size.\n");
    for (title, csv) in golden {
        let _ = write!(page, "\n### {title}\n\n{}", markdown(csv));
    }
    page.push_str("\n## Known gaps\n\nCells of the golden runs that are further from the paper than their column's tolerance. One that closes fails a test.\n");
    for (title, csv) in gaps {
        let _ = write!(page, "\n### {title}\n\n{}", markdown(csv));
    }
    page
}

/// What is told of a world.
type OfWorld = fn(&World) -> String;

fn world(page: &mut String) {
    page.push_str("\n## The household\n\n| | S_obj | PnP |\n|---|---|---|\n");
    let worlds = Split::PUBLISHED.map(World::new);
    let rows: [(&str, OfWorld); 12] = [
        ("rooms", |world| world.n_rooms.to_string()),
        ("most steps", |world| world.step_limit.to_string()),
        ("β, how much the hint says", |world| world.hint_strength.to_string()),
        ("q, a look-alike", |world| world.look_alike.to_string()),
        ("a second one, as a part of q", |world| world.second_look_alike.to_string()),
        ("match 0, 1, 2 of the object", |world| format!("{:?}", world.match_true)),
        ("match 0, 1, 2 of a look-alike", |world| format!("{:?}", world.match_look_alike)),
        ("g, a second reading of the goal", |world| world.second_goal.to_string()),
        ("and it is the right one", |world| world.second_goal_right.to_string()),
        ("a person moves the object", |world| world.moves.to_string()),
        ("after one of these steps", |world| format!("{:?}", world.move_steps)),
        ("and leaves a trace", |world| world.trace.to_string()),
    ];
    for (name, of) in rows {
        let _ = writeln!(page, "| {name} | {} | {} |", of(&worlds[0]), of(&worlds[1]));
    }
}

fn actors(page: &mut String) {
    page.push_str("\n## The actors\n\nOne model of choice, a set of numbers each; where they come from is told in `models/calibration`.\n\n| actor | w | σ | λ | ρ | τ | look | pick | pw | sm | sg | trace | temperature | correlation |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for actor in BaseActor::ALL {
        for split in Split::PUBLISHED {
            let profiles = Profiles::new(split, actor);
            for (role, profile) in [("base", &profiles.base), ("better", &profiles.strong)] {
                let name = format!("{} {} {role}", actor.name(), split.name());
                let _ = writeln!(page, "| {name} | {} | {} |", numbers(profile), profiles.correlation);
            }
        }
    }
}

fn numbers(profile: &Profile) -> String {
    let numbers = [
        profile.plausibility,
        profile.misreading,
        profile.explored,
        profile.look_again,
        profile.go,
        profile.look,
        profile.pick,
        profile.fit,
        profile.fit_misreading,
        profile.goal_misreading,
        profile.trace,
        profile.temperature,
    ];
    numbers.map(|number| number.to_string()).join(" | ")
}

fn learning(page: &mut String) {
    let (one, two) = (Plan::one_help(), Plan::two_helps());
    let (prm, helper, q) = (TrainOptions::prm(), TrainOptions::helper(), QOptions::default());
    let paper = PaperOptions::at(&[]);
    let _ = write!(
        page,
        "\n## From rollouts to helpers\n\n\
         - Phase 1: {} training tasks, {} mixes of help, {} episodes each; with two interventions {} mixes.\n\
         - A state is described by {N_FEATURES} visible numbers, of which {} are self-knowledge: what the base itself \
         would do next.\n\
         - Networks: hidden layers {:?}, Adam at {} falling to 0, batches of {}, {} epochs for PRMs and {} for helpers. \
         Q(s, a): hidden {:?}, {} epochs, {} exploring episodes a task.\n\
         - γ = {GAMMA}. Unseen nohelp is filled with the base PRM's score as its chance of success; unseen help is not \
         available.\n\
         - The paper's rule: p from the PRMs, the ratio as written, at most {} sweeps from M = {}, tolerance {}, \
         \"close to zero\" {}.\n\
         - A helper learns from one visit of each table state in which every action was tried, any visit as likely as \
         any other; an answer rarer than one in ten is weighted up to that. Trajectory only: the states of one fresh \
         rollout of the policy, of the tasks in which it met no state that Phase 1 had not.\n",
        Sizes::default().n_train,
        one.mixes.len(),
        one.repetitions,
        two.mixes.len(),
        N_FEATURES - FIRST_SELF_KNOWLEDGE,
        prm.hidden,
        prm.learning_rate,
        prm.batch,
        prm.epochs,
        helper.epochs,
        q.training.hidden,
        q.training.epochs,
        q.repetitions,
        paper.sweeps,
        paper.initial,
        paper.tolerance,
        paper.zero,
    );
}

fn evaluation(page: &mut String) {
    let sizes = Sizes::default();
    let _ = write!(
        page,
        "\n## How it is measured\n\n\
         - {} test tasks, {} episodes each (the paper: 40 tasks). All ways of asking share the actors' random numbers, \
         so that differences are taken task by task.\n\
         - ± over tasks is the standard error of the tasks' means; over several seeds it is that between seeds, each of \
         which repeats everything.\n\
         - Thresholds (App. B): the most difficult share of the states that the base meets alone on {N_VALIDATION} \
         validation tasks. Task-wise, a task is picked if any of its states is among them; \"first five\": among the \
         first {FIRST} of both.\n\
         - Self-regulation: the largest 1 - p(s) before the last step, against the threshold of the highest accuracy on \
         the validation tasks.\n",
        sizes.n_test, sizes.repetitions,
    );
    for (name, levels) in [("the better model", LEVELS), ("MCTS", MCTS_LEVELS)] {
        let told: Vec<String> = levels.iter().map(|(level, price)| format!("{level} {price}")).collect();
        let _ = writeln!(page, "- Prices of {name}: {}; \"high\" is dear, so few calls.", told.join(", "));
    }
    page.push_str(
        "- \"Ours, paper's rule\" is at the price at which the paper's own search meets the exact policy's E[U]: the two \
         are compared at equal expected usage.\n",
    );
}

const DEVIATIONS: &str = "
## Where we read the paper our way

1. Its section 6.1 uses \"r high\" for many calls; its tables mean few. We follow the tables.
2. Its Table 4 gives an expected usage that is not monotone in r and differs from Tables 2 and 3 for the same models.
3. Its Table 5 has one row whose SPL exceeds its SR, which cannot be.
4. Its Appendix B quotes an SPL that its table does not have, and compares usages of different rates.
5. One success rate of its Table 2 is no multiple of 1/40; one length in the text differs from the table's.
6. \"PRM thresholding is ineffective\" has exceptions in its own Table 5.
7. It sets no budget C in any experiment, and gives one price (Fig. 5).
8. Its rule charges usage only where the task succeeds, so it is not the optimum it is said to be; the exact optimum stands beside it everywhere.
9. The oracle's rows are counted: a picked task succeeds on its shortest path.
10. SPL of a task that starts again with help counts the second run alone, as does its usage.
";

fn markdown(csv: &str) -> String {
    let mut text = String::new();
    for (index, line) in csv.lines().enumerate() {
        let _ = writeln!(text, "| {} |", line.replace(',', " | "));
        if index == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(line.split(',').count()));
        }
    }
    text
}
