//! The files in models/: they are as models.toml says, and as its commands make them.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use askwell::actor::{BaseActor, LogitActor, Profiles, packed};
use askwell::actor::{Q_FEATURE_NAMES, Q_FEATURE_UNITS};
use askwell::experiment::judge;
use askwell::household::{Household, Split, World};
use askwell::net::onnx::{ImportedModel, import_onnx};
use askwell::reward_model::{FEATURE_NAMES, FEATURE_UNITS, read};
use sha2::{Digest, Sha256};
use toml::{Table, Value};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// The models that are shipped: the name and the entry of each, with the model it tells of.
fn shipped() -> Vec<(String, Table, ImportedModel)> {
    let list: Table = fs::read_to_string(folder().join("models.toml")).unwrap().parse().unwrap();
    let read = |(name, entry): (String, Value)| {
        let entry = entry.as_table().unwrap().clone();
        let model = import_onnx(&bytes(&entry)).unwrap();
        (name, entry, model)
    };
    list.into_iter().map(read).collect()
}

fn text<'a>(entry: &'a Table, key: &str) -> &'a str {
    entry[key].as_str().unwrap()
}

fn bytes(entry: &Table) -> Vec<u8> {
    fs::read(folder().join(text(entry, "file"))).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn names(entry: &Table, key: &str) -> Vec<String> {
    let features = entry["features"].as_array().unwrap();
    features.iter().map(|feature| feature[key].as_str().unwrap().to_owned()).collect()
}

/// True of a network that reads: its features are hashes, so none has a name.
fn is_text(entry: &Table) -> bool {
    entry["input"]["name"].as_str() == Some("text")
}

/// Trained on the texts of seed 1, the shipped PRM tells successes from failures on tasks of another seed.
#[test]
fn a_network_that_reads_knows_more_than_how_often_the_base_succeeds() {
    let (_, entry, model) = shipped().into_iter().find(|(name, ..)| name == "prm_text_s_obj").unwrap();
    assert!(is_text(&entry) && names(&entry, "name").is_empty());
    let p = |household: &Household, _: &LogitActor| read(&model.network, household);
    let judged = judge(Split::SObj, BaseActor::default(), 24, 200, &p);
    assert!(judged.area.value > 0.7 && judged.accuracy.value > 0.75, "{judged:?}");
}

#[test]
fn every_entry_is_true_of_its_file() {
    for (name, entry, model) in shipped() {
        let content = bytes(&entry);
        assert_eq!(text(&entry, "sha256"), hex(&content), "{name}");
        assert_eq!(entry["bytes"].as_integer(), Some(content.len() as i64), "{name}");
        let bytes_max = if is_text(&entry) { 1_200_000 } else { 40_000 };
        assert!(content.len() < bytes_max, "{name} is no small file");
        assert_eq!(entry["parameters"].as_integer(), Some(i64::from(model.network.n_parameters())));
        let width = |end: &str| entry[end]["shape"][1].as_integer();
        let widths = (model.network.n_inputs(), model.network.n_outputs());
        assert_eq!(
            (width("input"), width("output")),
            (Some(widths.0.into()), Some(widths.1.into())),
            "{name}"
        );
        assert_eq!(
            (&*model.input, &*model.output),
            (entry["input"]["name"].as_str().unwrap(), entry["output"]["name"].as_str().unwrap(),)
        );
        let metadata = |key: &str| model.metadata[key].clone();
        assert_eq!(metadata("command"), text(&entry, "command"), "{name}");
        assert_eq!(metadata("seed").parse(), Ok(entry["seed"].as_integer().unwrap()), "{name}");
        assert_eq!(model.features().unwrap(), names(&entry, "name"), "{name}");
        let told: serde_json::Value = serde_json::from_str(&metadata("metrics")).unwrap();
        for (metric, value) in entry["metrics"].as_table().unwrap() {
            assert_eq!(told[metric].as_f64(), value.as_float(), "{name} {metric}");
        }
    }
}

#[test]
fn every_feature_is_the_one_the_code_computes_with_its_unit() {
    for (name, entry, _) in shipped().into_iter().filter(|(_, entry, _)| !is_text(entry)) {
        let listed: Vec<(String, String)> =
            names(&entry, "name").into_iter().zip(names(&entry, "unit")).collect();
        let is_q = ["q_s_obj", "q_pnp"].contains(&name.as_str());
        let expected: Vec<(&str, &str)> = if is_q {
            Q_FEATURE_NAMES.into_iter().zip(Q_FEATURE_UNITS).collect()
        } else {
            FEATURE_NAMES.into_iter().zip(FEATURE_UNITS).collect()
        };
        assert!(listed.len() >= expected.len(), "{name} lists {} features", listed.len());
        // What a helper or Q(s, help) is told besides comes after.
        for ((found, unit), expected) in listed.iter().zip(expected) {
            assert_eq!((found.as_str(), unit.as_str()), expected, "{name}");
        }
        assert!(listed.iter().all(|(_, unit)| !unit.is_empty()), "{name}");
    }
}

#[test]
fn every_kind_of_network_is_there_for_both_kinds_of_tasks_and_no_file_without_an_entry() {
    let shipped = shipped();
    for kind in ["prm", "help_prm", "q_help", "q", "helper", "helper_price"] {
        for split in ["s_obj", "pnp"] {
            let is_it = |name: &str| match kind {
                "helper_price" => name.starts_with(&format!("helper_{split}_price_")),
                kind => name == format!("{kind}_{split}"),
            };
            assert!(shipped.iter().any(|(name, ..)| is_it(name)), "no {kind} of {split}");
        }
    }
    let listed: BTreeSet<String> =
        shipped.iter().map(|(_, entry, _)| text(entry, "file").to_owned()).collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.filter(|file| file.ends_with(".onnx")).collect::<BTreeSet<_>>(), listed);
}

/// The command in the entry of one model makes its file again; `cargo xtask models --check` makes all.
#[test]
fn its_command_makes_a_file_again_to_the_bit() {
    let (name, entry, _) = shipped().into_iter().find(|(name, ..)| name == "q_s_obj").unwrap();
    let place = tempfile::tempdir().unwrap();
    let out = place.path();
    let words =
        text(&entry, "command").strip_prefix("askwell ").unwrap().strip_suffix(" --out models/").unwrap();
    let made =
        Command::new(env!("CARGO_BIN_EXE_askwell")).args(words.split(' ')).arg("--out").arg(out).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let again = fs::read(out.join(text(&entry, "file"))).unwrap();
    let list: Table = fs::read_to_string(out.join("models.toml")).unwrap().parse().unwrap();
    assert!(again == bytes(&entry), "{name}: other bytes");
    assert_eq!(list[&name].as_table(), Some(&entry));
}

#[derive(serde::Deserialize)]
struct Parameters {
    world: World,
    actors: Profiles,
}

#[test]
fn the_packed_parameters_are_those_of_the_files_for_people() {
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    for (split, actor) in
        [(Split::SObj, BaseActor::Llama), (Split::SObj, BaseActor::Gpt4oMini), (Split::PnP, BaseActor::Llama)]
    {
        let name = format!("{}.{}", split.name(), actor.name());
        let file = |end: &str| folder().join(format!("calibration/{name}.{end}"));
        let Parameters { world, actors } =
            serde_json::from_str(&fs::read_to_string(file("json")).unwrap()).unwrap();
        let expected = packed(&world, &actors).unwrap();
        if is_update {
            fs::write(file("packed"), &expected).unwrap();
        }
        let is_fresh = fs::read(file("packed")).unwrap() == expected;
        assert!(
            is_fresh,
            "{name}.packed is stale; make it again: UPDATE_EXPECT=1 cargo test packed_parameters"
        );
        // A file of the second actor has the same world as that of the first.
        assert_eq!((World::new(split), Profiles::new(split, actor)), (world, actors), "{name}");
    }
}
