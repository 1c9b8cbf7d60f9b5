//! `cargo xtask fuzz`: the rounds of random files for as long as is asked, each with a chance of its own.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Stop;
use crate::house::House;

const TARGETS: [&str; 7] = [
    "header", "packet", "answer", "manifest", "card", "protocol", "measure",
];
const MINUTES: u64 = 10;
const USAGE: &str = "cargo xtask fuzz [header | packet | answer | manifest | card | protocol | measure] [--minutes N]";

/// Runs the rounds of the promises with more time and other chance. Each target has the minutes to itself.
pub fn fuzz(house: &House, words: &[String]) -> Result<ExitCode, Stop> {
    let (target, minutes) = asked(words).ok_or_else(|| Stop::lacking(USAGE))?;
    let mut broken = Vec::new();
    for name in TARGETS {
        if target.is_some_and(|target| target != name) {
            continue;
        }
        let seed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(1, |since| since.as_secs());
        println!("{name}: {minutes} min, seed {seed}");
        let status = house
            .cargo()
            .args(["test", "--quiet", "--workspace", "--test", "promises", "--"])
            .args([&format!("fuzz::{name}"), "--exact", "--nocapture"])
            .env("HOLDFAST_FUZZ_SECONDS", (minutes * 60).to_string())
            .env("HOLDFAST_FUZZ_SEED", seed.to_string())
            .status();
        match status {
            Ok(status) if status.success() => {}
            Ok(_) => broken.push(name),
            Err(error) => return Err(Stop::lacking(format!("cargo does not start: {error}"))),
        }
    }
    if broken.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let names = broken.join(", ");
    Err(Stop::failed(format!(
        "{names}: the words of the test above name the input that was found."
    )))
}

/// The target that was asked for, if one was, and the minutes.
fn asked(words: &[String]) -> Option<(Option<&str>, u64)> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (target, rest) = match words.as_slice() {
        [name, rest @ ..] if TARGETS.contains(name) => (Some(*name), rest),
        rest => (None, rest),
    };
    match rest {
        [] => Some((target, MINUTES)),
        ["--minutes", number] => match number.parse() {
            Ok(minutes) if minutes > 0 => Some((target, minutes)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(asked(&[]), Some((None, MINUTES)));
        assert_eq!(
            asked(&words("packet --minutes 3")),
            Some((Some("packet"), 3))
        );
        assert_eq!(asked(&words("--minutes 3")), Some((None, 3)));
        for wrong in ["nothing", "packet 3", "--minutes 0", "--minutes x"] {
            assert_eq!(asked(&words(wrong)), None, "{wrong}");
        }
    }
}
