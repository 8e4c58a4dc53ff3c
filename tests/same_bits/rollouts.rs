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

/// Texts of any length by their digest.
fn check(texts: impl IntoIterator<Item = String>, expected: &Expect) {
    let mut hasher = Sha256::new();
    texts.into_iter().for_each(|text| hasher.update(text));
    expected.assert_eq(&hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
}

fn counts(split: Split) -> [String; 1] {
    [format!("{:?}", Collection::new(split, BaseActor::default(), 1).run(0..20, &mut ()))]
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
    check(counts(Split::SObj), &expect!["a846b059b403acc0aface38caeccb17dd8e1a88afb0f5770512842b9708d56c8"]);
    check(counts(Split::PnP), &expect!["9c028d9a63cd4a02a747c98288c040f15d667dc135eb36b0924dd5b1d378c6b8"]);
}

#[test]
fn transcripts_of_episodes() {
    check(
        transcripts(Split::SObj),
        &expect!["46725e9dd51a8a6829fbb4cf3ca5f56b5a61333daa9bc4d486ed18e06445d7d1"],
    );
    check(
        transcripts(Split::PnP),
        &expect!["cdb5ed1d756798f34f902f7ed6aa57018e8d719d87f5d2c812d651c7b1c24c7b"],
    );
}
