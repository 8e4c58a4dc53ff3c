//! Phase 1: what was said and what was counted.

use askwell::{
    actor::BaseActor,
    household::{Household, Keying, Split, state_text},
    rollout::{Collection, choice_random, episode_random, run},
};
use expect_test::{Expect, expect};
use sha2::{Digest, Sha256};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::digest::of_counts;

/// Texts of any length by their digest.
fn check(texts: impl IntoIterator<Item = String>, expected: &Expect) {
    let mut hasher = Sha256::new();
    texts.into_iter().for_each(|text| hasher.update(text));
    expected.assert_eq(&hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
}

fn counts(split: Split) -> String {
    of_counts(&Collection::new(split, BaseActor::default(), 1).run(0..20, &mut ()))
}

/// The transcripts of a hundred episodes with help in 3 steps of 10.
fn transcripts(split: Split) -> impl Iterator<Item = String> {
    let collection = Collection::new(split, BaseActor::default(), 1);
    (0..100).map(move |index| {
        let task = collection.task(index);
        let mut choices = choice_random(task.id, 9, 0);
        let mut decide = |_: &Household, _| u8::from(choices.chance(0.3));
        let random = &mut episode_random(task.id, 9, 0);
        let episode = run(&task, Keying::Standard, &collection.cast(&task), &mut decide, random);
        state_text(&episode.household_at(&task, 99))
    })
}

#[test]
fn counted_rollouts() {
    expect![[r#"
        634 states, 420 episodes
        keys           634 78800a727030dbe1
        starts          20 02dcea1c3778d60a
        rows          4116 efbb5de26ce50947"#]]
    .assert_eq(&counts(Split::SObj));
    expect![[r#"
        403 states, 420 episodes
        keys           403 540e60956e05c5cf
        starts          20 906c3ee0c1c83128
        rows          2640 a1c747d3b540ae66"#]]
    .assert_eq(&counts(Split::PnP));
}

#[test]
fn transcripts_of_episodes() {
    check(
        transcripts(Split::SObj),
        &expect!["165315515074e4f4f042b6bdb8d6f4feef54254aa3d26adae9cf10711c09bf76"],
    );
    check(
        transcripts(Split::PnP),
        &expect!["3ff16ba2417621c61011dd818c80770ab3a6fa620ca5063f0960b63fd2ccd59c"],
    );
}
