//! Logs in Parquet: the same answer as from lines, and one clear line for whatever is wrong.

use std::fs::{self, File};
use std::sync::Arc;

use expect_test::expect;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::{LOG, Path, askwell, json, refusal};

/// An integer, the texts, a number that may be missing, one more, and what no log has.
const SCHEMA: &str = "message log {
    required int32 episode; required int32 t; required binary state (utf8); optional binary intervention (utf8);
    optional double propensity; optional boolean outcome; repeated int32 tokens;
}";

/// Writes the four steps of [`LOG`], `per_group` of them in a row group.
fn write(path: &Path, compression: Compression, per_group: usize) {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut file =
        SerializedFileWriter::new(File::create(&path.0).unwrap(), schema, Arc::new(properties)).unwrap();
    let steps: Vec<serde_json::Value> = LOG.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for steps in steps.chunks(per_group) {
        let mut group = file.next_row_group().unwrap();
        for name in ["episode", "t", "state", "intervention", "propensity", "outcome", "tokens"] {
            let values = steps.iter().map(|step| &step[name]).filter(|value| !value.is_null());
            let levels: Vec<i16> = steps.iter().map(|step| i16::from(!step[name].is_null())).collect();
            let mut column = group.next_column().unwrap().unwrap();
            match name {
                "episode" | "t" => {
                    let values: Vec<i32> = values.map(|value| value.as_i64().unwrap() as i32).collect();
                    column.typed::<Int32Type>().write_batch(&values, None, None).unwrap();
                }
                "state" | "intervention" => {
                    let values: Vec<ByteArray> =
                        values.map(|value| ByteArray::from(value.as_str().unwrap())).collect();
                    let levels = (name == "intervention").then_some(&levels[..]);
                    column.typed::<ByteArrayType>().write_batch(&values, levels, None).unwrap();
                }
                "propensity" => {
                    let values: Vec<f64> = values.map(|value| value.as_f64().unwrap()).collect();
                    column.typed::<DoubleType>().write_batch(&values, Some(&levels), None).unwrap();
                }
                "outcome" => {
                    let values: Vec<bool> = values.map(|value| value.as_bool().unwrap()).collect();
                    column.typed::<BoolType>().write_batch(&values, Some(&levels), None).unwrap();
                }
                _ => {
                    let levels = vec![0; steps.len()];
                    column.typed::<Int32Type>().write_batch(&[], Some(&levels), Some(&levels)).unwrap();
                }
            };
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    file.close().unwrap();
}

#[test]
fn rows_of_parquet_give_what_the_same_lines_give() {
    let lines = json(&["import", "-"], LOG);
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
        Compression::LZ4_RAW,
        Compression::BROTLI(Default::default()),
    ];
    for (place, codec) in codecs.into_iter().enumerate() {
        let path = Path::new(&format!("rows-{place}.parquet"));
        write(&path, codec, 1 + place % 3);
        let mut rows = json(&["import", path.name()], "");
        assert_eq!(rows["report"]["format"], "parquet");
        for key in ["format", "bytes"] {
            rows["report"][key] = lines["report"][key].clone();
        }
        assert_eq!(rows, lines, "{codec:?}");
    }
}

#[test]
fn what_is_wrong_with_parquet_is_said() {
    let path = Path::new("wrong.parquet");
    write(&path, Compression::SNAPPY, 4);
    let told = |arguments: &[&str], input: &str| {
        refusal(&[&["import"], arguments].concat(), input).replace(path.name(), "FILE")
    };
    expect![[r#"
        askwell: FILE: 5 errors; --lenient leaves out what is wrong
          line 1: run: missing; expected the name of an episode
          line 2: run: missing; expected the name of an episode
          line 3: run: missing; expected the name of an episode
          line 4: run: missing; expected the name of an episode
          line 5: run: missing; expected the name of an episode
    "#]]
    .assert_eq(&told(&[path.name(), "--columns", "episode=run"], ""));
    let whole = fs::read(&path.0).unwrap();
    fs::write(&path.0, &whole[..whole.len() - 20]).unwrap();
    expect![[r#"
        askwell: FILE: not a whole Parquet file: Parquet error: Invalid Parquet file. Corrupt footer
    "#]]
    .assert_eq(&told(&[path.name()], ""));
    fs::write(&path.0, LOG).unwrap();
    expect![[r#"
        askwell: FILE: not a whole Parquet file: Parquet error: Invalid Parquet file. Corrupt footer
    "#]]
    .assert_eq(&told(&[path.name(), "--format", "parquet"], ""));
    expect![[r#"
        askwell: -: a Parquet file, which `askwell import FILE` alone reads; expected JSON Lines, CSV or ATIF, plain or gzipped
    "#]].assert_eq(&told(&["-"], "PAR1"));
}

/// Damage of any kind: an answer or a refusal, never a panic.
#[test]
fn damaged_parquet_is_refused_without_a_panic() {
    let path = Path::new("damaged.parquet");
    write(&path, Compression::SNAPPY, 2);
    let whole = fs::read(&path.0).unwrap();
    for place in (0..whole.len()).step_by(whole.len() / 40) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x55;
        fs::write(&path.0, &damaged).unwrap();
        let output = askwell(&["import", path.name()], "");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|code| code <= 2), "byte {place}: {output:?}");
        assert!(!told.contains("panicked"), "byte {place}: {told}");
    }
}
