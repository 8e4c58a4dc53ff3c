//! The page of transcripts is what the household gives.

use expect_test::expect_file;

#[test]
fn the_page_of_episodes_is_what_the_household_gives() {
    expect_file!["../../docs/episodes.md"].assert_eq(&research::episodes::document());
}
