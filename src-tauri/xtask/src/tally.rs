//! Counting: what each kind of runner says about passed and failed, brought to one sum.

use std::ops::AddAssign;

use serde_json::Value;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// A step that counts as one.
    pub fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
        }
    }

    /// From the words of Rust's test runner. A runner that fails without naming a test counts as one failure.
    pub fn of_rust(output: &str, succeeded: bool) -> Self {
        let mut sum = Self::default();
        for line in output
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
        {
            sum.passed += number_before(line, " passed");
            sum.failed += number_before(line, " failed");
        }
        sum.settled(succeeded)
    }

    /// From Vitest's JSON report.
    pub fn of_vitest(report: &str, succeeded: bool) -> Self {
        let report: Value = serde_json::from_str(report).unwrap_or_default();
        let count = |name: &str| report[name].as_u64().unwrap_or(0);
        Self {
            passed: count("numPassedTests"),
            failed: count("numFailedTests"),
        }
        .settled(succeeded)
    }

    fn settled(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let head = line.split(word).next().unwrap_or_default();
    head.rsplit(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn rust_results_are_summed_over_binaries() {
        let output = "test a ... ok\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\ntest result: FAILED. 12 passed; 2 failed; 0 ignored\n";
        assert_eq!(
            Tally::of_rust(output, false),
            Tally {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn a_runner_that_dies_without_a_word_counts_as_a_failure() {
        assert_eq!(
            Tally::of_rust("running 4 tests\n", false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            Tally::of_vitest("", false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn vitest_is_read_from_its_report() {
        let report = r#"{"numTotalTests":5,"numPassedTests":4,"numFailedTests":1}"#;
        assert_eq!(
            Tally::of_vitest(report, false),
            Tally {
                passed: 4,
                failed: 1
            }
        );
    }
}
