//! The method page is what the code says.

use std::fs;

use expect_test::expect_file;
use research::method::{EXPECTATIONS, FINDINGS, document};

/// Needs the golden tables as they stand: after `UPDATE_EXPECT=1 cargo test golden`, run it again.
#[test]
fn the_page_is_what_the_code_says() {
    let read =
        |path: String| fs::read_to_string(format!("{}/../tests/golden/{path}", env!("CARGO_MANIFEST_DIR")));
    let titles: Vec<String> = (1..=5).map(|number| format!("Table {number}")).collect();
    let all = |file: &str| -> Vec<String> {
        (1..=5).map(|number| read(format!("table{number}/{file}")).unwrap()).collect()
    };
    let (tables, gaps) = (all("ours.csv"), all("known_gap.csv"));
    let pairs = |texts: &[String]| -> Vec<(String, String)> {
        titles.iter().cloned().zip(texts.iter().cloned()).collect()
    };
    let mut golden = pairs(&tables);
    golden.push(("Findings".to_owned(), read("findings/ours.csv".to_owned()).unwrap()));
    let gaps = pairs(&gaps);
    let golden: Vec<(&str, &str)> = golden.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let page = document(
        &golden,
        &gaps,
        &[
            (
                "The household on seeds that nothing was tuned on",
                &*read("choices/world.csv".to_owned()).unwrap(),
            ),
            ("Choices made on validation tasks", &*read("choices/visit.csv".to_owned()).unwrap()),
            ("One helper a price, or one that is told it", &*read("choices/helper.csv".to_owned()).unwrap()),
            (FINDINGS, &*read("choices/findings.csv".to_owned()).unwrap()),
            ("How far counts are steadied", &*read("choices/steadying.csv".to_owned()).unwrap()),
            (EXPECTATIONS, &*read("choices/expectation.csv".to_owned()).unwrap()),
            ("Self-regulation on fresh seeds", &*read("choices/regulation.csv".to_owned()).unwrap()),
        ],
    );
    expect_file!["../../docs/method.md"].assert_eq(&page);
}
