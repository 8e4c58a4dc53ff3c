//! The PySpark job of `examples/spark`, in local mode: the same numbers as one machine, and a plain no to a broken log.
//!
//! PySpark comes from PyPI; Java must be there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::build::tools;
use crate::house;
use crate::test::count::Count;

/// The largest difference between two sums of the same numbers.
const TOLERANCE: f64 = 1e-9;

/// Runs the tests.
pub(crate) fn run(askwell: &Path, filter: Option<&str>) -> Result<Count> {
    let java = Command::new("java").arg("-version").output();
    java.context("Spark needs Java; on Debian, as root: apt-get install -y default-jre-headless")?;
    let packages = include_str!("../../../examples/spark/requirements.txt").trim();
    let python = tools::python(&packages.replace("==", "-"), &[packages], "PySpark, about 450 MB,")?;
    let job = Job { python, askwell: askwell.to_owned(), place: tempfile::tempdir()? };
    let mut count = Count::default();
    let mut case = |name: &str, test: &dyn Fn() -> Result<()>| {
        if filter.is_none_or(|filter| name.contains(filter)) {
            count.add(name, test());
        }
    };
    case("a_generated_log_has_the_frontier_of_one_machine", &|| {
        let folder = job.place.path().join("generated");
        let arguments = ["examples/spark/generate.py", "--lines", "20000", "--files", "3", "--gzip"];
        house::run(job.python(&arguments).arg(&folder).stdout(std::process::Stdio::null()))?;
        let files = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        job.agrees(&files)
    });
    case("the_shipped_logs_have_the_frontier_of_one_machine", &|| {
        let logs = house::root().join("examples/logs");
        job.agrees(&[logs.join("twc.jsonl.gz")])?;
        job.agrees(&[logs.join("babyai.jsonl.gz")])
    });
    case("a_broken_log_is_refused", &|| {
        let line = |name: &str, t: u32, end: &str| {
            format!(
                "{{\"episode\":\"{name}\",\"task\":\"{name}\",\"t\":{t},\"state\":\"s{t}\",\"intervention\":null{end}}}\n"
            )
        };
        let (won, too_much) = (",\"outcome\":true", ",\"outcome\":1.5");
        let text = line("gap", 0, "")
            + &line("gap", 2, won)
            + &line("good", 0, "")
            + &line("good", 1, won)
            + &line("twice", 0, won)
            + &line("twice", 1, won)
            + &line("endless", 0, "")
            + &line("over", 0, too_much);
        let log = job.place.path().join("broken.jsonl");
        fs::write(&log, text)?;
        let output = job.spark(&[log], 1)?;
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(
            !output.status.success() && error.contains("such as endless, gap, over, twice: expected"),
            "{error}"
        );
        Ok(())
    });
    Ok(count)
}

/// The parts of a run.
struct Job {
    python: PathBuf,
    askwell: PathBuf,
    place: tempfile::TempDir,
}

impl Job {
    fn python(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.python);
        command.current_dir(house::root()).env("PYTHONDONTWRITEBYTECODE", "1").args(arguments);
        command
    }

    fn spark(&self, logs: &[PathBuf], partitions: u32) -> Result<Output> {
        let mut command =
            self.python(&["examples/spark/frontier.py", "--master", "local[2]", "--memory", "1g"]);
        command
            .args(["--partitions", &partitions.to_string()])
            .arg("--askwell")
            .arg(&self.askwell)
            .args(logs);
        Ok(command.output()?)
    }

    /// Checks that Spark and the command line give the same breakpoints.
    fn agrees(&self, logs: &[PathBuf]) -> Result<()> {
        let spark = breakpoints(&self.spark(logs, 5)?)?;
        let mut import = Command::new(&self.askwell);
        let one = breakpoints(&import.args(["import", "--json", "--replicates", "0"]).args(logs).output()?)?;
        ensure!(spark.len() == one.len() && one.len() > 2, "{} and {} breakpoints", spark.len(), one.len());
        for (a, b) in spark.iter().zip(&one) {
            for field in ["price", "usage", "success"] {
                let (x, y) = (a[field].as_f64(), b[field].as_f64());
                let near = x.zip(y).map_or(x == y, |(x, y)| (x - y).abs() <= TOLERANCE);
                ensure!(near, "{field}: {a} and {b}");
            }
        }
        Ok(())
    }
}

fn breakpoints(output: &Output) -> Result<Vec<Value>> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout)?;
    Ok(document["breakpoints"].as_array().context("no breakpoints")?.clone())
}
