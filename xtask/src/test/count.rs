//! The count of tests that passed and failed.

use std::ops::AddAssign;

use anyhow::Result;

/// The numbers of tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Count {
    /// Counts one test and prints its outcome.
    pub(crate) fn add(&mut self, name: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => {
                println!("test e2e::{name} ... ok");
                self.passed += 1;
            }
            Err(error) => {
                println!("test e2e::{name} ... FAILED\n    {error:#}");
                self.failed += 1;
            }
        }
    }
}
