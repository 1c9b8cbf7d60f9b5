//! The soft tone, measured from the device that it is played to: a file in place of a sound card. Control: where nobody chose
//! it, the device stays silent through the same stages.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::window::Stage;

use crate::outside::{DOSE_AT, day_begun_with, unlock};

const RATE: f64 = 48_000.0;
/// The note of the tone, and one that it does not have.
const NOTE: f64 = 392.0;
const OTHER: f64 = 547.0;

/// A sound card that writes what it is given into a file, 16-bit mono.
fn card(home: &Path) -> PathBuf {
    let heard = home.join("heard.raw");
    let words = format!(
        "pcm.!default {{ type plug\n slave {{ pcm {{ type file format \"raw\" file \"{}\" slave.pcm {{ type null }} }}\n format S16_LE rate 48000 channels 1 }} }}\n",
        heard.display()
    );
    fs::write(home.join(".asoundrc"), words).expect("written");
    heard
}

fn samples(heard: &Path) -> Vec<f64> {
    let bytes = fs::read(heard).unwrap_or_default();
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
        .collect()
}

/// How much of a note is in the sound (Goertzel), per sample.
fn strength(samples: &[f64], note: f64) -> f64 {
    let turn = 2.0 * (2.0 * std::f64::consts::PI * note / RATE).cos();
    let (mut one, mut two) = (0.0, 0.0);
    for sample in samples {
        let next = sample + turn * one - two;
        two = one;
        one = next;
    }
    (one * one + two * two - turn * one * two).max(0.0).sqrt() / samples.len().max(1) as f64
}

/// The loudest second of what was heard.
fn loudest(samples: &[f64]) -> &[f64] {
    let second = RATE as usize;
    let windows = samples.chunks(second);
    windows
        .max_by(|a, b| {
            let power = |part: &[f64]| part.iter().map(|one| one * one).sum::<f64>();
            power(a).total_cmp(&power(b))
        })
        .unwrap_or_default()
}

/// A day a minute a second; the first check comes a quarter of an hour after the dose, its tone eight minutes later.
async fn listen(chosen: bool) -> Vec<f64> {
    let stage = Stage::set();
    let heard = card(stage.home());
    day_begun_with(
        stage.home(),
        chosen.then_some("gate dose1 timekeeper keeper AK tone"),
    );
    let clock = format!("{DOSE_AT} x60 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    window.marked("unlock").await;
    unlock(&window).await;
    let deadline = Instant::now() + Duration::from_secs(if chosen { 90 } else { 30 });
    while Instant::now() < deadline && (!chosen || samples(&heard).len() < RATE as usize) {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // To its end.
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.kill().await;
    samples(&heard)
}

#[tokio::test]
async fn the_soft_tone_is_heard_where_it_was_chosen() {
    let heard = listen(true).await;
    assert!(heard.len() > RATE as usize / 2, "{} samples", heard.len());
    let tone = loudest(&heard);
    let (note, other) = (strength(tone, NOTE), strength(tone, OTHER));
    let top = heard.iter().fold(0.0f64, |top, one| top.max(one.abs()));
    println!("the note {note:.4}, another {other:.6}, the top {top:.3} of 1");
    assert!(note > 20.0 * other, "{note} against {other}");
    assert!(top > 0.05 && top < 0.25, "{top}");
}

#[tokio::test]
async fn the_device_stays_silent_where_nobody_chose_it() {
    let heard = listen(false).await;
    assert!(
        heard.iter().all(|one| *one == 0.0),
        "{} samples",
        heard.len()
    );
}
