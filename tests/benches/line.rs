//! One measured line, how it is printed, and the few statistics behind it.

use serde::Serialize;

/// One figure against its target. The first eight fields are the stable shape of `--json`.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Which bench of the design, and which of its figures.
    pub id: String,
    /// What was measured.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The limit it was measured against in the same run, with its own figure.
    pub against: Option<String>,
    /// The figure by the limit's.
    pub ratio: Option<f64>,
    /// What it must be.
    pub target: String,
    /// Whether it is.
    pub pass: bool,
    /// Samples of each side.
    pub samples: usize,
    /// Load of the machine over the last minute when the line was made; this program is part of it.
    pub load: f64,
}

/// What a figure must stay at or under.
pub enum Target {
    /// As a ratio.
    Ratio(f64),
    /// In the figure's own unit.
    Value(f64),
}

impl Line {
    /// A figure without a limit beside it.
    pub fn new(
        id: &str,
        what: &str,
        value: f64,
        unit: &'static str,
        target: Target,
        samples: usize,
    ) -> Line {
        let mut line = Line {
            id: id.to_owned(),
            what: what.to_owned(),
            value: rounded(value),
            unit,
            against: None,
            ratio: None,
            target: String::new(),
            pass: false,
            samples,
            load: load(),
        };
        line.judge(&target);
        line
    }

    /// The same, with the limit measured in the same run.
    pub fn against(mut self, limit: &str, figure: f64, target: &Target) -> Line {
        self.against = Some(format!("{limit}: {} {}", rounded(figure), self.unit));
        self.ratio = (figure > 0.0).then(|| rounded(self.value / figure));
        self.judge(target);
        self
    }

    fn judge(&mut self, target: &Target) {
        (self.target, self.pass) = match target {
            Target::Ratio(most) => (
                format!("<= {most}x"),
                self.ratio.is_some_and(|ratio| ratio <= *most),
            ),
            Target::Value(most) => (format!("<= {most} {}", self.unit), self.value <= *most),
        };
    }

    /// For a person, or as one object a line.
    pub fn print(&self, json: bool) {
        if json {
            let text = serde_json::to_string(self).expect("a line is plain data");
            println!("{text}");
            return;
        }
        let ratio = self
            .ratio
            .map_or(String::new(), |ratio| format!("{ratio}x"));
        println!(
            "{:<10} {:<46} {:>10} {:<3} {:>7}  {:<16} {:<4}  {}",
            self.id,
            self.what,
            self.value,
            self.unit,
            ratio,
            self.target,
            if self.pass { "ok" } else { "LOST" },
            self.against.as_deref().unwrap_or_default(),
        );
    }
}

/// Says which machine and which build the figures are from.
pub fn head() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let build = if cfg!(debug_assertions) {
        "development"
    } else {
        "release"
    };
    println!(
        "{build} build, {cores} cores, {}, load {:.1}",
        processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        load()
    );
    println!(
        "{:<10} {:<46} {:>14} {:>7}  {:<16} {:<4}  against, in the same run",
        "id", "what", "value", "ratio", "target", ""
    );
}

/// Says plainly what was lost.
pub fn foot(lines: &[Line]) {
    let lost: Vec<&Line> = lines.iter().filter(|line| !line.pass).collect();
    println!(
        "{} of {} targets met",
        lines.len() - lost.len(),
        lines.len()
    );
    for line in lost {
        let ratio = line
            .ratio
            .map_or(String::new(), |ratio| format!(", {ratio}x"));
        println!(
            "lost: {} {}: {} {}{ratio}; wanted {}",
            line.id, line.what, line.value, line.unit, line.target
        );
    }
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(": ")?.1.trim().to_owned())
}

fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next().unwrap_or_default();
    first.parse().unwrap_or(0.0)
}

/// Three figures after the point.
fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// The smallest sample that at least this share of all samples does not exceed.
pub fn quantile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN)
}

/// The middle sample.
pub fn median(samples: &[f64]) -> f64 {
    quantile(samples, 0.5)
}

/// Milliseconds that a piece of work takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = std::time::Instant::now();
    let done = work();
    (done, before.elapsed().as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(median(&hundred), 50.0);
        assert_eq!(quantile(&hundred, 0.99), 99.0);
        assert_eq!(quantile(&[7.0], 0.99), 7.0);
    }

    #[test]
    fn a_line_is_judged_by_its_target() {
        let line = |value| Line::new("B0", "work", value, "ms", Target::Value(25.0), 9);
        assert!(line(25.0).pass && !line(25.1).pass);
        let against = |value| line(value).against("limit", 10.0, &Target::Ratio(1.3));
        assert!(against(13.0).pass && !against(13.1).pass);
        assert_eq!(against(13.0).ratio, Some(1.3));
        assert!(!line(f64::NAN).pass, "nothing measured is nothing won");
    }
}
