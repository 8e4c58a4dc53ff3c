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
        487 states, 420 episodes
        keys           487 579b257cc125b2ba
        starts          20 beea7412de85c18e
        rows          3868 50fd97b86792cc6e"#]]
    .assert_eq(&counts(Split::SObj));
    expect![[r#"
        402 states, 420 episodes
        keys           402 067a18a3c76ceabd
        starts          20 ecb2dd0118115594
        rows          2984 088722b52886c246"#]]
    .assert_eq(&counts(Split::PnP));
}

#[test]
fn transcripts_of_episodes() {
    check(
        transcripts(Split::SObj),
        &expect!["68aba64c1181c9c0744a8c85de65006b6bd133dfb7736cd10937ffeffbb5fd35"],
    );
    check(
        transcripts(Split::PnP),
        &expect!["72faeb24807cc8851f4d3d96a1170cd57a4ac8bf4eae2c30ac4dc5a5d6b3a8ab"],
    );
}
