//! The method page (docs/method.md): every choice, with the numbers the code itself uses. No number in it is typed by hand.

use std::fmt::Write as _;

use askwell::actor::{BaseActor, Person, Profile, Profiles};
use askwell::helper::{Pricing, SHARE_MIN, Student, TOLD_PRICES};
use askwell::household::{MAX_QUESTIONS, MAX_RECEPTACLES, Split, World};
use askwell::mdp::paper::PaperOptions;
use askwell::net::TrainOptions;
use askwell::reward_model::{FIRST_SELF_KNOWLEDGE, N_FEATURES, QOptions};
use askwell::rollout::Plan;

use askwell::study::tables::{GAMMA, LEVELS, MCTS_LEVELS, STEADYING};
use askwell::study::{FIRST, N_VALIDATION, Sizes, Verdict, published};

/// The page, in Markdown. `golden` holds a title and a table as CSV for each of the golden runs, `gaps` the same for what
/// is known to be off, `measured` the same for what commands printed.
#[must_use]
pub fn document(golden: &[(&str, &str)], gaps: &[(&str, &str)], measured: &[(&str, &str)]) -> String {
    let mut page = String::from(
        "# Method\n\nWritten by `UPDATE_EXPECT=1 cargo test --package askwell-research method`; a test fails where the page is not what the code and \
         the tables of runs say. Every number comes from the code or from a run. The tests make the small runs again, to \
         the last digit. They cannot wait for the full-size tables: these stand as the command above each made them. \
         The tests make the same tables at a small size; where those change, the full-size ones are to be made again.\n",
    );
    world(&mut page);
    actors(&mut page);
    learning(&mut page);
    evaluation(&mut page);
    deviations(&mut page);
    for (title, csv) in measured {
        let _ = write!(page, "\n## {title}\n\n{}", markdown_with_notes(csv));
    }
    page.push_str("\n## What small runs give\n\nThe golden runs of the tests: small, so their errors are large. `askwell table N --compare --seeds 5` gives the full size.\n");
    for (title, csv) in golden {
        let _ = write!(page, "\n### {title}\n\n{}", markdown(csv));
    }
    missed(&mut page, measured);
    page.push_str("\n## Known gaps\n\nCells of the golden runs that are further from the paper than their column's tolerance. One that closes fails a test.\n");
    for (title, csv) in gaps {
        let _ = write!(page, "\n### {title}\n\n{}", markdown(csv));
    }
    page
}

/// A function that describes one property of a world.
type OfWorld = fn(&World) -> String;

fn world(page: &mut String) {
    page.push_str("\n## The household\n\n| | S_obj | PnP |\n|---|---|---|\n");
    let worlds = Split::PUBLISHED.map(World::new);
    let rows: [(&str, OfWorld); 19] = [
        ("rooms, from and to", |world| format!("{:?}", world.rooms)),
        ("two rooms of one kind", |world| world.twins.to_string()),
        ("one, two, three receptacles in a room", |world| format!("{:?}", world.receptacles)),
        ("most steps", |world| world.step_limit.to_string()),
        ("β, how much the hint says", |world| world.hint_strength.to_string()),
        ("the hint fits two kinds of rooms", |world| world.second_hint.to_string()),
        ("a thing is on the map", |world| world.mapped.to_string()),
        ("the object was carried away since", |world| world.carried.to_string()),
        ("q, a look-alike", |world| world.look_alike.to_string()),
        ("a second one, as a part of q", |world| world.second_look_alike.to_string()),
        ("fit 0, 1, 2 of a look-alike", |world| format!("{:?}", world.look_alike_fits)),
        ("g, a second reading of the goal", |world| world.second_goal.to_string()),
        ("and it is the right one", |world| world.second_goal_right.to_string()),
        ("a person moves the object", |world| world.moves.to_string()),
        ("after one of these steps", |world| format!("{:?}", world.move_steps)),
        ("and leaves a trace", |world| world.trace.to_string()),
        ("an answer of the person is wrong", |world| world.answer_wrong.to_string()),
        ("an answer is late", |world| world.answer_late.to_string()),
        ("by so many steps", |world| world.answer_delay.to_string()),
    ];
    for (name, of) in rows {
        let _ = writeln!(page, "| {name} | {} | {} |", of(&worlds[0]), of(&worlds[1]));
    }
    household(page);
}

/// The rules of the household in words.
fn household(page: &mut String) {
    let _ = write!(
        page,
        "\nTwenty episodes of the base actor stand in [episodes.md](episodes.md).\n\n\
         - A room has one to {MAX_RECEPTACLES} receptacles. A look shows the next one; once each was looked at, a further look shows \
         all of them again. The agent has looked through the room in which it starts.\n\
         - The map lists the receptacles and, with the probability above, the thing on each. On PnP it is right. On S_obj the \
         object was mostly carried elsewhere since, and the person's hint says where it was used last. A thing is believed to be \
         where the map has it until the agent looks there or reaches for it in vain.\n\
         - The goal is a receptacle. Putting something down ends the task, and so does an action that is not on the list.\n\
         - The person who speaks knows the object: its fit to the words is always 2, and only look-alikes fit worse.\n\
         - An actor names an action that is not on the list with probability ε + astray · (1 - exp(-gap)). The gap is the utility \
         it would not have given up to be in this room, or to hold this thing: 0 where it came by its own best choice.\n\
         - A step changes nothing if it is a look that shows nothing new, or if it carries empty hands to a room that was looked \
         through and in which nothing is believed to be.\n\
         - The person can be asked, which is a kind of help beside the better model and MCTS. A question takes the step. With \
         something in hand, the agent is told where it belongs; else where the object is now, or which thing is meant if its place \
         is known. The person answers {MAX_QUESTIONS} questions a task. The n-th one counts {}, {} and {} calls. An answer can be \
         wrong or late, as the table says.\n",
        Person::weight(0),
        Person::weight(1),
        Person::weight(2),
    );
}

fn actors(page: &mut String) {
    page.push_str("\n## The actors\n\nOne model of choice, a set of numbers each; where they come from is told in `models/calibration`.\n\n| actor | w | σ | λ | ρ | τ | look | pick | pw | sm | sg | trace | map | temperature | ε | astray | correlation |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
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
        profile.map,
        profile.temperature,
        profile.off_list,
        profile.astray,
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
         any other; an answer with a share below {SHARE_MIN} is weighted up to that. Trajectory only: the states of one fresh \
         rollout of the policy, of the tasks in which it met no state that Phase 1 had not.\n\
         - \"Steadied counts\" (beyond the paper): a helper learns from the exact optimum of a table in which every action that \
         was tried in a state counts {STEADYING} tries more, which end at once as its PRM says; so what happened once is \
         believed less than what happened often. What its policy expects is told by the counts as they are.\n\
         - A helper that is told the price (beyond the paper) has ln r beside the state, and learns from the exact tables at \
         {TOLD_PRICES:?} in {} epochs: one file for every budget.\n",
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
        Student::options(Pricing::Conditioned).epochs,
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
         - E[U] is that of the table's policy. \"Of the helper's decisions\" (beyond the paper): on the table of the rollouts \
         of Phase 1, where in each state the helper decides as often for each action as at the visits recorded there. Whatever \
         was never tried in a state leads on as the helper's mean step with that action: the mean over the rollouts whose \
         decisions are its own up to there, each weighted by the inverse of its chance in Phase 1, all mixes together. So a \
         task that leaves the table goes on, and help that was never tried is a call. \"At one visit a state\": at the one \
         visit that stands for the state; help that was never tried there is not asked for. Why the first is taken is told \
         under \"{EXPECTATIONS}\".\n\
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

/// Writes the list of contradictions in the paper, with our reading of each.
fn deviations(page: &mut String) {
    page.push_str("\n## Where the paper contradicts itself, and how we read it\n\n");
    let notes = published::footnotes().into_iter().map(|note| note.text);
    let ours = OURS.iter().map(|&text| text.to_owned());
    for (place, text) in notes.chain(ours).enumerate() {
        let _ = writeln!(page, "{}. {text}", place + 1);
    }
}

const OURS: [&str; 3] = [
    "Its rule charges usage only where the task succeeds, so it is not the optimum it is said to be; the exact optimum \
     stands beside it everywhere.",
    "The oracle's rows are counted: a picked task succeeds on its shortest path.",
    "SPL of a task that starts again with help counts the second run alone, as does its usage.",
];

/// The heading of the forecasts of a helper's calls in the printed output of commands.
pub const EXPECTATIONS: &str = "How a helper's calls are foretold";

/// The heading of the findings at full size in the printed output of commands.
pub const FINDINGS: &str = "Findings at full size, on fresh seeds";

/// The checks of the findings at full size that do not hold, with what we think is the cause; a finding that comes to hold
/// leaves the list by itself.
fn missed(page: &mut String, measured: &[(&str, &str)]) {
    let Some((_, csv)) = measured.iter().find(|(title, _)| *title == FINDINGS) else { return };
    page.push_str(
        "\n## Findings that do not hold here\n\nAt full size; the small runs above cannot tell.\n\n",
    );
    for line in csv.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let row = fields(line);
        let [id, task, what, value, se, bound, verdict] = row.as_slice() else { continue };
        if verdict == Verdict::DoesNotHold.words() {
            let why = WHY.iter().find(|why| why.0 == id && why.1 == task).map_or("not known", |why| why.2);
            let _ = writeln!(
                page,
                "- {id} on {task}: {what}: {value} ± {se}, wanted {bound}. Likely, not tested: {why}."
            );
        }
    }
}

/// Likely causes, by finding and split; none is tested by an experiment of its own.
const WHY: [(&str, &str, &str); 5] = [
    (
        "F2",
        "pnp",
        "the largest 1 - p(s) of a good episode is often that of an early state, before anything was found, and then \
         reaches that of a bad one; the same PRM is right more often by the state of the last step alone, as the checks \
         of that name say, but there it is late to stop",
    ),
    (
        "F3",
        "pnp",
        "nothing moves and the house is small, so one call at the right time breaks the loop for good; a threshold that \
         calls in the loop is then well timed",
    ),
    (
        "F5",
        "s-obj",
        "the table knows each of its tasks from its rollouts: played on them, its own policy uses little more than E[U] \
         (the tabular rows of Table 2), while the helper knows the state alone and calls more often for less; the rest \
         is taken apart above, under the calls foretold",
    ),
    (
        "F5",
        "pnp",
        "the table knows each of its tasks from its rollouts and asks where that has paid in them; the helper sees no more \
         than the state, and asks in fewer",
    ),
    (
        "F6",
        "pnp",
        "a task has few states, so the trajectory of the policy shows most of what there is to learn",
    ),
];

/// A table as CSV whose lines that begin with `#` are told before it.
fn markdown_with_notes(csv: &str) -> String {
    let (notes, lines): (Vec<&str>, Vec<&str>) = csv.lines().partition(|line| line.starts_with('#'));
    let notes: String =
        notes.iter().map(|note| note.trim_start_matches('#').trim().to_owned() + "\n").collect();
    format!("{notes}\n{}", markdown(&lines.join("\n")))
}

fn markdown(csv: &str) -> String {
    let mut text = String::new();
    for (index, line) in csv.lines().enumerate() {
        let fields = fields(line);
        let _ = writeln!(text, "| {} |", fields.join(" | "));
        if index == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(fields.len()));
        }
    }
    text
}

/// The fields of a line; a comma between quotes belongs to its field.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match (letter, fields.last_mut()) {
            ('"', _) => is_quoted = !is_quoted,
            (',', _) if !is_quoted => fields.push(String::new()),
            (letter, Some(field)) => field.push(letter),
            (_, None) => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_comma_between_quotes_parts_nothing() {
        let table = super::markdown("method,sr\n\"ours, paper's rule\",3\n");
        assert_eq!(table, "| method | sr |\n|---|---|\n| ours, paper's rule | 3 |\n");
    }
}
