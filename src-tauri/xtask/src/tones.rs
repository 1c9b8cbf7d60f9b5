//! `cargo xtask tones`: makes the soft tone. One low note that comes slowly and goes slowly; no melody, no edge.

use std::f64::consts::PI;
use std::path::Path;
use std::process::ExitCode;

use crate::Stop;
use crate::house::House;

/// Samples a second.
const RATE: u32 = 48_000;
/// The note, in hertz: low enough to be soft, high enough for a laptop's speaker.
const NOTE: f64 = 392.0;
/// Seconds from silence to the top, and to the end.
const RISE: f64 = 0.25;
const LENGTH: f64 = 1.6;
/// Height of the top; 1 is as loud as can be.
const TOP: f64 = 0.16;

pub const PLACE: &str = "assets/sounds/soft.wav";

pub fn tones(house: &House) -> Result<ExitCode, Stop> {
    write(&house.root.join(PLACE)).map_err(|error| Stop::failed(format!("{PLACE}: {error}")))?;
    println!("{PLACE}");
    Ok(ExitCode::SUCCESS)
}

fn write(place: &Path) -> std::io::Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(place, soft())
}

/// The whole file: 16-bit mono WAV.
fn soft() -> Vec<u8> {
    let count = (LENGTH * f64::from(RATE)) as u32;
    let bytes = count * 2;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16u32.to_le_bytes());
    for word in [1u16, 1] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    file.extend_from_slice(&RATE.to_le_bytes());
    file.extend_from_slice(&(RATE * 2).to_le_bytes());
    for word in [2u16, 16] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&bytes.to_le_bytes());
    for n in 0..count {
        let at = f64::from(n) / f64::from(RATE);
        // A raised cosine up and down: its slope is nought at both ends, so that nothing clicks.
        let height = if at < RISE {
            (1.0 - (PI * at / RISE).cos()) / 2.0
        } else {
            (1.0 + (PI * (at - RISE) / (LENGTH - RISE)).cos()) / 2.0
        };
        let note = (2.0 * PI * NOTE * at).sin() + 0.12 * (4.0 * PI * NOTE * at).sin();
        let sample = (TOP * height * note / 1.12 * f64::from(i16::MAX)).round() as i16;
        file.extend_from_slice(&sample.to_le_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_tone_is_what_this_makes() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let there = std::fs::read(root.join(PLACE)).expect("the tone is there");
        assert!(there == soft(), "cargo xtask tones");
    }

    #[test]
    fn it_never_jumps_and_is_never_loud() {
        let samples: Vec<i32> = soft()[44..]
            .chunks_exact(2)
            .map(|pair| i32::from(i16::from_le_bytes([pair[0], pair[1]])))
            .collect();
        let loudest = samples.iter().map(|one| one.abs()).max().expect("samples");
        assert!(loudest > 4_000 && loudest < 6_000, "{loudest}");
        let jump = samples
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .max();
        assert!(jump.expect("samples") < 400);
        assert!(
            samples[..48].iter().all(|one| one.abs() < 10),
            "it begins in silence"
        );
    }
}
