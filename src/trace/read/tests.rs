use super::*;

fn read(text: &[u8]) -> Log {
    read_with(text, Options::default()).unwrap()
}

/// Reads a log in chunks of a few sizes: the answer is the same.
fn read_with(bytes: &[u8], options: Options) -> Result<Log, ReadError> {
    let once = |size: usize| {
        let mut reader = Reader::new(options.clone());
        bytes.chunks(size).try_for_each(|chunk| reader.push(chunk).map(|_| ()))?;
        reader.finish()
    };
    let whole = once(bytes.len().max(1));
    assert_eq!(whole, once(7));
    whole
}

/// The faults and remarks, one a line.
fn told(log: &Log) -> String {
    let errors = log.issues.errors.iter().map(ToString::to_string);
    let warnings = log.issues.warnings.iter().map(|warning| format!("{}: {}", warning.kind, warning.text));
    errors.chain(warnings).collect::<Vec<_>>().join("\n")
}

const TWO: &str = r#"{"episode":"a","task":"x","t":0,"state":"one","intervention":null,"done":false,"propensity":0.5}
{"episode":"b","task":"x","t":0,"state":"one","intervention":"sage","done":false,"propensity":0.5}
{"episode":"a","task":"x","t":1,"state":"two","intervention":"sage","done":true,"outcome":true,"propensity":0.5}
{"episode":"b","task":"x","t":1,"state":"two","intervention":null,"done":true,"outcome":0.25,"propensity":0.5}
"#;

#[test]
fn interleaved_episodes_come_apart() {
    let log = read(TWO.as_bytes());
    assert_eq!(told(&log), "");
    let shown: Vec<_> = log
        .episodes
        .iter()
        .map(|episode| {
            let steps = log.steps(episode).iter();
            let steps: Vec<_> =
                steps.map(|step| (log.states.get(step.state), log.action_name(step.action))).collect();
            (log.episode_names.get(episode.name), log.tasks.get(episode.task), episode.outcome, steps)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("a", "x", 1.0, vec![("one", "nohelp"), ("two", "sage")]),
            ("b", "x", 0.25, vec![("one", "sage"), ("two", "nohelp")]),
        ]
    );
    assert!(log.has_propensities());
    assert_eq!((log.n_lines, log.format, log.gzipped), (4, Some(Format::Jsonl), false));
}

#[test]
fn gzip_bom_and_line_ends_change_nothing() {
    use std::io::Write;
    let plain = read(TWO.as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(TWO.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let dressed = format!("\u{feff}{}", TWO.replace('\n', "\r\n"));
    for (bytes, gzipped) in [(gzip.as_slice(), true), (dressed.as_bytes(), false)] {
        let log = read(bytes);
        assert_eq!((&log.episodes, &log.states, log.gzipped), (&plain.episodes, &plain.states, gzipped));
        assert_eq!(log.issues, plain.issues);
    }
    // Two members, one after the other, are one stream; a cut or a changed byte is told.
    assert_eq!(
        told(&read(&gzip[..gzip.len() - 9])).lines().next().unwrap(),
        "the gzip stream ends early or is damaged; expected a whole stream"
    );
    let mut damaged = gzip.clone();
    let place = damaged.len() - 6;
    damaged[place] ^= 1;
    assert!(read_with(&damaged, Options::default()).map_or(true, |log| log.issues.n_errors > 0));
}

#[test]
fn a_log_as_csv_reads_the_same() {
    let csv = "ep_id,task,t,state,intervention,done,outcome,propensity,note\n\
               a,x,0,one,,0,,0.5,\"a, \"\"quoted\"\"\nnote\"\n\
               b,x,0,one,sage,false,,0.5,\n\
               a,x,1,two,sage,1,true,0.5,\n\
               b,x,1,two,none,1,0.25,0.5,\n";
    let columns = Columns::parse("episode=ep_id").unwrap();
    let log = read_with(csv.as_bytes(), Options { columns, ..Options::default() }).unwrap();
    let plain = read(TWO.as_bytes());
    assert_eq!(told(&log), "");
    assert_eq!((log.episodes, log.steps), (plain.episodes, plain.steps));
    assert_eq!(log.format, Some(Format::Csv));
    let error = read_with(csv.as_bytes(), Options::default()).unwrap_err();
    assert!(
        error.to_string().ends_with("expected a column \"episode\", or a mapping that names it"),
        "{error}"
    );
    let log = read(b"episode,state,outcome\na,s,1\na,s\nb,s,2\n\"c\",\"s;\",0\n");
    expect_test::expect![[r#"
        line 3: 2 cells; expected 3, as in the header
        line 4: outcome: "2"; expected true, false or a number from 0 to 1 (episode b is left out)
        no-t: 2 lines have no "t": steps are taken in the order of the file"#]]
    .assert_eq(&told(&log));
}

#[test]
fn whatever_is_wrong_is_told_with_its_line_and_what_was_expected() {
    let options = Options { interventions: Some(vec!["sage".to_owned()]), ..Options::default() };
    let lines = [
        r#"{"episode":"gap","t":0,"state":"s"}"#,
        r#"{"episode":"gap","t":2,"state":"s","done":true,"outcome":1}"#,
        r#"{"episode":"late","t":1,"state":"s"}"#,
        r#"{"episode":"more","t":0,"state":"s","done":true,"outcome":1}"#,
        r#"{"episode":"more","t":1,"state":"s","done":true,"outcome":1}"#,
        r#"{"episode":"who","t":0,"state":"s","intervention":"stranger"}"#,
        r#"{"episode":"open","t":0,"state":"s","done":true}"#,
        r#"{"episode":"early","t":0,"state":"s","done":false,"outcome":0}"#,
        r#"{"episode":"cut","t":0,"state":"s","truncated":true}"#,
        r#"{"episode":"task","task":"x","t":0,"state":"s"}"#,
        r#"{"episode":"task","task":"y","t":1,"state":"s"}"#,
        r#"{"episode":"key","t":0,"state_key":"s"}"#,
        r#"{"episode":"odd","t":0,"state":"s","next_state":"two"}"#,
        r#"{"episode":"odd","t":1,"state":"three","done":true,"outcome":0,"truncated":true}"#,
        "{\"episode\":\"\u{fffd}\"",
        r#"{"episode":"never ends","t":0,"state":"s"}"#,
        r#"{"episode":"never ends","t":1,"st"#,
    ];
    let log = read_with(lines.join("\n").as_bytes(), options).unwrap();
    expect_test::expect![[r#"
        line 2: t: 2; expected 1, the step after the episode's last line so far (episode gap is left out)
        line 3: t: 1; expected 0, the step after the episode's last line so far (episode late is left out)
        line 5: episode: "more" goes on after its last line; expected nothing after the line with the outcome (episode more is left out)
        line 6: intervention: "stranger"; expected null or one of "sage" (episode who is left out)
        line 7: outcome: missing; expected success on the last line: true, false or 0 to 1 (episode open is left out)
        line 8: outcome: 0 where done is false; expected an outcome on the last line only (episode early is left out)
        line 9: truncated: true on a line that is not the last; expected true on the last line only (episode cut is left out)
        line 11: task: "y"; expected "x", as on the episode's first line (episode task is left out)
        line 12: state_key: present; expected none, as before (episode key is left out)
        line 15: EOF while parsing an object (at character 16); expected one JSON object a line
        cut-off: line 17: the file ends within the line: what was cut off does not count
        unfinished: 1 episode has no last line with an outcome and is left out: "never ends" (from line 16)
        next-state: once "next_state" is not the state of the step that follows, first at line 14: the steps that were logged count"#]].assert_eq(&told(&log));
    let kept: Vec<&str> = log.episodes.iter().map(|episode| log.episode_names.get(episode.name)).collect();
    assert_eq!((kept, log.issues.n_errors, log.episodes[0].truncated), (vec!["odd"], 10, true));
}

#[test]
fn what_is_no_log_is_refused_in_one_sentence() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "the log is empty; expected one line a decision"),
        (b" \n\n", "the log is empty; expected one line a decision"),
        (
            b"PAR1....",
            "a Parquet file, which `askwell import FILE` alone reads; expected JSON Lines, CSV or ATIF, plain or gzipped",
        ),
        (b"\xff\xfe{\0", "a text in UTF-16; expected JSON Lines, CSV or ATIF, plain or gzipped"),
        (b"ab\0c", "a binary file; expected JSON Lines, CSV or ATIF, plain or gzipped"),
        (b"\x1f\x8bnot gzip at all", "gzip: "),
    ];
    for (bytes, expected) in cases {
        let error = read_with(bytes, Options::default()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let many: String = (0..40)
        .map(|i| {
            format!(
                "{{\"episode\":{i},\"t\":0,\"state\":\"s\",\"intervention\":\"step {i}\",\"outcome\":1}}\n"
            )
        })
        .collect();
    assert_eq!(
        read_with(many.as_bytes(), Options::default()).unwrap_err().to_string(),
        "more than 32 different interventions (\"step 0\", \"step 1\", \"step 2\", …); expected the few names of who helps"
    );
}

#[test]
fn a_bomb_is_refused_before_it_fills_the_memory() {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    (0..64).for_each(|_| gzip.write_all(&vec![b' '; 1 << 20]).unwrap());
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let mut reader = Reader::new(Options::default());
    let error = reader.push(&bomb).unwrap_err().to_string();
    assert!(
        error.starts_with("gzip: unpacks to ") && error.ends_with("expected at most 500 times"),
        "{error}"
    );
    let limits = Limits { bytes_max: 100, ..Limits::default() };
    let error = read_with(TWO.as_bytes(), Options { limits, ..Options::default() }).unwrap_err();
    assert_eq!(error.to_string(), "the log is longer than 100 bytes unpacked; expected at most that");
    let limits = Limits { line_bytes_max: 100, ..Limits::default() };
    let log = read_with(TWO.as_bytes(), Options { limits, ..Options::default() }).unwrap();
    assert_eq!(log.issues.errors[0].to_string(), "line 3: a line that is too long; expected a shorter one");
}

const TRAJECTORY: &str = r#"{"schema_version":"ATIF-v1.7","trajectory_id":"run 1","agent":{"name":"terminus","version":"2","model_name":"small"},
 "steps":[
  {"step_id":1,"source":"user","message":"Fix the test."},
  {"step_id":2,"source":"agent","message":"","tool_calls":[{"tool_call_id":"c","function_name":"run","arguments":{"cmd":"ls"}}],
   "observation":{"results":[{"source_call_id":"c","content":"a.py"}]},"metrics":{"cost_usd":0.01}},
  {"step_id":3,"source":"agent","model_name":"large","message":"I see {\"]","observation":{"results":[{"content":[{"type":"text","text":"1 passed"}]}]}},
  {"step_id":4,"source":"agent","model_name":"small","message":"Done."}],
 "extra":{"task":"fix","reward":1.0}}"#;

#[test]
fn an_atif_trajectory_is_an_episode_and_another_model_is_help() {
    let second = TRAJECTORY
        .replace("run 1", "run 2")
        .replace("\"reward\":1.0", "\"status\":\"resolved\"")
        .replace('\n', " ");
    let outcome = Some("extra.status".to_owned());
    let atif = AtifOptions { outcome, success: Some("resolved".to_owned()), ..AtifOptions::default() };
    let text = format!("{TRAJECTORY}\n{second}\n");
    let log = read(text.as_bytes());
    assert_eq!(log.format, Some(Format::Atif));
    expect_test::expect![[r#"line 9: no outcome; expected true, false or a number from 0 to 1 at extra.outcome or extra.success or extra.reward or extra.resolved or final_metrics.extra.outcome or final_metrics.extra.success or final_metrics.extra.reward or steps.-1.extra.outcome (episode run 2 is left out)"#]].assert_eq(&told(&log));
    let steps: Vec<_> = log
        .steps(&log.episodes[0])
        .iter()
        .map(|step| (log.states.get(step.state), log.action_name(step.action)))
        .collect();
    assert_eq!(steps, [("Fix the test.", "nohelp"), ("a.py", "large"), ("1 passed", "nohelp")]);
    assert_eq!((log.tasks.get(0), log.episodes[0].outcome), ("fix", 1.0));
    let log = read_with(second.as_bytes(), Options { atif, ..Options::default() }).unwrap();
    assert_eq!((told(&log).as_str(), log.episodes[0].outcome), ("", 1.0));
    let list = format!(
        "[{TRAJECTORY},\n{}",
        TRAJECTORY.replace("run 1", "run 3").replace("\"step_id\":3", "\"step_id\":5")
    );
    let log = read(format!("{list}]").as_bytes());
    assert_eq!(told(&log), "line 9: steps[2].step_id: 5; expected 3 (episode run 3 is left out)");
    let log = read(&list.as_bytes()[..list.len() - 5]);
    assert_eq!(told(&log), "unfinished: line 9: the last trajectory is cut off and is left out");
}

#[test]
fn outcomes_can_come_beside_the_trajectories() {
    let bare = TRAJECTORY.replace(",\"reward\":1.0", "");
    let outcomes =
        [("run 1", 1.0), ("run 2", 0.5), ("3.json", 0.0)].map(|(name, outcome)| (name.to_owned(), outcome));
    let atif = AtifOptions { outcomes: outcomes.into(), ..AtifOptions::default() };
    let mut reader = Reader::new(Options { atif, ..Options::default() });
    for place in 1..=4 {
        reader.next_file(&format!("{place}.json")).unwrap();
        reader.push(bare.replace("run 1", &format!("run {place}")).as_bytes()).unwrap();
    }
    let log = reader.finish().unwrap();
    assert_eq!(log.episodes.iter().map(|episode| episode.outcome).collect::<Vec<_>>(), [1.0, 0.5, 0.0]);
    assert_eq!(
        told(&log),
        "4.json: line 1: no outcome; expected one for its trajectory_id, its session_id or its file among the outcomes \
         given (episode run 4 is left out)"
    );
}

#[test]
fn several_files_are_one_log() {
    let mut reader = Reader::new(Options::default());
    for (name, episode) in [("one.jsonl", "a"), ("two.jsonl", "b"), ("three.jsonl", "a")] {
        reader.next_file(name).unwrap();
        let line = format!("{{\"episode\":\"{episode}\",\"t\":0,\"state\":\"s\",\"outcome\":1}}");
        reader.push(line.as_bytes()).unwrap();
    }
    let log = reader.finish().unwrap();
    assert_eq!((log.episodes.len(), log.n_lines), (1, 3));
    assert!(told(&log).starts_with("three.jsonl: line 1: episode: \"a\" goes on after"), "{}", told(&log));
}

/// Episodes that count, then the lines of some that do not: one with an error, one that goes on after its end, one
/// without an end.
#[test]
fn nothing_of_an_episode_that_does_not_count_is_counted() {
    let good = r#"{"episode":"a","task":"x","state":"one","intervention":null,"action":"go","model":"m","cost":0.1}
{"episode":"a","task":"x","state":"two","intervention":"sage","action":"go","model":"m","cost":1.0,"outcome":true}
"#;
    let bad = r#"{"episode":"b","task":"y","t":0,"state":"three","intervention":"sage","action":"fly","model":"ghost","cost":182.6}
{"episode":"b","task":"y","t":7,"state":"four","intervention":"sage","action":"fly","model":"ghost","cost":182.6,"outcome":true}
{"episode":"c","task":"z","state":"five","intervention":"other","action":"swim","model":"late","cost":90,"outcome":true}
{"episode":"c","task":"z","state":"six","intervention":"other","action":"swim","model":"late","cost":90,"outcome":true}
{"episode":"d","task":"w","state":"seven","intervention":null,"action":"wait","model":"open","cost":7,"next_state":"x"}
{"episode":"d","task":"w","state":"eight","intervention":null,"action":"wait","model":"open","cost":7}
"#;
    let alone = read(good.as_bytes());
    assert_eq!(alone.costs, [(0.1, 1), (1.0, 1)]);
    for text in [format!("{good}{bad}"), format!("{bad}{good}")] {
        let log = read(text.as_bytes());
        assert_eq!((log.issues.n_errors, log.n_unfinished, log.episodes.len()), (2, 1, 1), "{}", told(&log));
        assert_eq!((log.costs, log.n_actions_named, &log.models), (alone.costs, 1, &alone.models));
        let names = |names: &Names| names.iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!((names(&log.states), names(&log.tasks)), (names(&alone.states), names(&alone.tasks)));
        assert_eq!(log.interventions, ["sage"]);
        let warned = |log: &Log| {
            let of_lines = |warning: &&Warning| ["no-t", "next-state"].contains(&warning.kind.as_str());
            log.issues.warnings.iter().filter(of_lines).cloned().collect::<Vec<_>>()
        };
        assert_eq!(warned(&log), warned(&alone), "warnings are about what counts");
    }
}

#[test]
fn what_does_nothing_for_a_format_is_told() {
    let atif = AtifOptions { outcome: Some("extra.x".to_owned()), ..AtifOptions::default() };
    let log = read_with(TWO.as_bytes(), Options { atif, ..Options::default() }).unwrap();
    assert_eq!(told(&log), "unused: what was said of ATIF is not used (outcome): this log is no ATIF");
}
