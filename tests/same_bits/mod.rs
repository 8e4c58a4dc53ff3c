//! The same seed gives the same bits natively and in a browser: these cases run in both, against one golden text
//! (`UPDATE_EXPECT=1 cargo test same_bits` writes it, natively).

mod digest;
mod rollouts;
mod trace;

use askwell::numeric::{Random, sigmoid};
use expect_test::{Expect, expect};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Compares numbers as bits, so that the last one counts.
fn check(numbers: impl IntoIterator<Item = f64>, expected: &Expect) {
    expected.assert_eq(
        &numbers
            .into_iter()
            .map(|number| format!("{:016x}", number.to_bits()))
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

#[test]
fn random_numbers() {
    let mut random = Random::new(1, &[2, 3]);
    check(
        (0..4).map(|_| random.uniform()),
        &expect![[r#"
        3fdf5dacc56c56f6
        3fd5933579dcfcf0
        3fd1d145326f5544
        3fef2c08f84c390b"#]],
    );
    check(
        (0..4).map(|_| random.normal()),
        &expect![[r#"
        3fe7947c264ee96f
        bff7f56f35c4adae
        bfe39db9212e63a9
        3ff09c9d06236999"#]],
    );
    let mut order = [0u32, 1, 2, 3, 4, 5, 6, 7];
    random.shuffle(&mut order);
    expect!["[3, 1, 6, 2, 0, 7, 5, 4]"].assert_eq(&format!("{order:?}"));
    expect!["[404, 607, 846, 905, 609, 551]"]
        .assert_eq(&format!("{:?}", [0; 6].map(|_: u32| random.below(1_000))));
}

const POINTS: [f64; 7] = [-30.5, -1.0, -1e-9, 0.3, 0.95, 2.0, 700.25];

#[test]
fn functions_that_std_computes_differently_on_each_target() {
    check(
        POINTS.map(libm::exp),
        &expect![[r#"
        3d2ff3864232b407
        3fd78b56362cef38
        3fefffffff768fa1
        3ff599058c8c1a96
        4004af888bbdb3f0
        401d8e64b8d4ddae
        7f12fd8e4cbfa413"#]],
    );
    check(
        POINTS.map(|x| libm::log(x.abs())),
        &expect![[r#"
        400b57811666499e
        0000000000000000
        c034b927f32bffb8
        bff34378fcbda721
        bfaa431d5bcc193e
        3fe62e42fefa39ef
        401a34ac026e1799"#]],
    );
    check(
        POINTS.map(|x| libm::pow(x.abs(), 0.95)),
        &expect![[r#"
        4039b57fb78ebc43
        3ff0000000000000
        3e2835b08a357e58
        3fd4642d030729ee
        3fee7a628661965e
        3ffee8f34dd8042e
        407f8a6746a1e274"#]],
    );
    check(
        POINTS.map(libm::cos),
        &expect![[r#"
        3fe37d62f559eccf
        3fe14a280fb5068c
        3ff0000000000000
        3fee921dd42f09ba
        3fe29d25dabc46a1
        bfdaa22657537205
        bfee52bb4696a584"#]],
    );
    check(
        POINTS.map(sigmoid),
        &expect![[r#"
        3d2ff3864232b208
        3fd136561454ba86
        3fdfffffffbb47d1
        3fe261d545e46a8b
        3fe7136023483cbe
        3fec2f7d5a8a79c9
        3ff0000000000000"#]],
    );
}

#[test]
fn a_sum_in_a_fixed_order() {
    let mut random = Random::new(7, &[]);
    let sum = (0..10_000).fold(0.0, |sum, _| sum * 0.999 + random.normal() * random.uniform());
    check([sum], &expect!["c01c018520216b27"]);
}

/// The whole pipeline, networks and all: collect, train, solve, roll out.
#[test]
fn a_small_experiment() {
    use askwell::experiment::{Order, run};
    use askwell::household::Split;

    let order = Order { n_tasks: 30, ..Order::new(1, Split::SObj) };
    let experiment = run(order).expect("a small experiment runs");
    expect![[r#"
        30 tasks, 630 episodes, 835 states, 1157 transitions
        keys           835 c8bbb81bc9297de3
        tried         1670 f2a2f73f07479702
        PRM weights   6338 5b8edca4ed92faa4
        PRM scores    1670 8186ffaf867c1d7b
        table         5654 0d1f2b907eff6d8d
        frontier       165 a2135782b5a95279
        horizon        110 3ad05180da807d6a
        caps            64 3f55ea99f2e27fcf
        paper          350 21d092109a47f02f
        thresholds       2 502536997fc7caf1
        baselines       54 63b55721f45557ef"#]]
    .assert_eq(&digest::of_experiment(&experiment));
}

/// A network that reads: its texts, its hashes, its training and its file.
#[test]
fn a_network_that_reads() {
    use askwell::actor::BaseActor;
    use askwell::experiment::models::{ModelKind, Recipe};
    use askwell::household::Split;
    use askwell::reward_model::Reads;
    use sha2::{Digest, Sha256};

    let actor = BaseActor::default();
    let recipe = Recipe {
        kind: ModelKind::Prm,
        reads: Reads::Text,
        judge: None,
        seed: 1,
        split: Split::PnP,
        actor,
        n_tasks: 20,
    };
    let made = recipe.make(&mut |_| true).expect("a small network is trained");
    let digest: String = Sha256::digest(&made.onnx).iter().map(|byte| format!("{byte:02x}")).collect();
    expect!["55090c8d8846c4daadcf9615b5a4a4f2d253e43d94a787b38ab1f18935faf188"].assert_eq(&digest);
}
