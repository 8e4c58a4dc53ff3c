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
    check(counts(Split::SObj), &expect!["5fcd9f39a4ef24f14c52b41be8c6d4415af4fdc04b4c43f9dbd26910492e0511"]);
    check(counts(Split::PnP), &expect!["7366cbc0ea5ed2ce3a7e7e5e005102d00606843440a60c482121fb0da594c7cd"]);
}

#[test]
fn transcripts_of_episodes() {
    check(
        transcripts(Split::SObj),
        &expect!["5822769a54cdb1123144fd948b60aa0abc54d3f2377aabaee92565443c844dd1"],
    );
    check(
        transcripts(Split::PnP),
        &expect!["5dd828e235513f20e5cbfe0d46eccd4188398ed993ded9821cbb4d9db63889ea"],
    );
}
