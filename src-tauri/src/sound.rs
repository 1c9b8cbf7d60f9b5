//! The soft tone: only where a team chose it at the gate, only when the protocol's stage comes, and once when it is chosen, so
//! that they know whether it can be heard.
//!
//! **Invariant:** the heartbeat never waits for it: a thread of its own opens the device for each tone. No device is a state
//! that the page shows, never an error that stops anything.

use crate::state::App;
use companion::SessionId;
use companion::session::Fallen;
use rodio::buffer::SamplesBuffer;
use rodio::{DeviceSinkBuilder, Player};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use tauri::{AppHandle, Emitter, Manager};
use wire::app::Sound;

/// 16-bit mono WAV, made by `cargo xtask tones`.
const SOFT: &[u8] = include_bytes!("../../assets/sounds/soft.wav");
const HEADER: usize = 44;

/// Which tones were heard of.
#[derive(Default)]
pub struct Tones(BTreeMap<SessionId, (bool, usize)>);

impl Tones {
    /// Whether a tone is owed: the choice was just made, or a stage came. What was so when the vault was opened owes none.
    pub fn owes(&mut self, fallen: &[Fallen]) -> bool {
        self.0
            .retain(|id, _| fallen.iter().any(|one| one.session == *id));
        let mut owed = false;
        for one in fallen {
            let now = (one.tone, one.tones);
            let before = self.0.insert(one.session, now).unwrap_or(now);
            owed |= one.tone && (!before.0 || one.tones > before.1);
        }
        owed
    }
}

/// The way to the speaker.
pub struct Speaker(SyncSender<()>);

impl Speaker {
    /// Starts the thread that plays.
    pub fn start(handle: AppHandle) -> std::io::Result<Speaker> {
        let (ring, rings) = sync_channel(1);
        std::thread::Builder::new()
            .name("sound".to_owned())
            .spawn(move || serve(&rings, &handle))?;
        Ok(Speaker(ring))
    }

    /// Plays the tone once. One that still waits sounds the same, so a second is dropped.
    pub fn soft(&self) {
        if let Err(TrySendError::Disconnected(())) = self.0.try_send(()) {
            eprintln!("no tone could be played: its thread ended");
        }
    }
}

fn serve(rings: &Receiver<()>, handle: &AppHandle) {
    while rings.recv().is_ok() {
        let sound = match play() {
            Ok(()) => Sound::Played,
            Err(error) => {
                eprintln!("the tone could not be played: {error}");
                Sound::Absent
            }
        };
        let changed = handle
            .state::<App>()
            .machine_set(|machine| machine.sound = sound);
        if let Some(machine) = changed
            && let Err(error) = handle.emit("machine_changed", machine)
        {
            eprintln!("the page could not be told: {error}");
        }
    }
}

fn play() -> Result<(), rodio::DeviceSinkError> {
    let mut device = DeviceSinkBuilder::open_default_sink()?;
    device.log_on_drop(false);
    let player = Player::connect_new(device.mixer());
    player.append(samples());
    player.sleep_until_end();
    Ok(())
}

fn samples() -> SamplesBuffer {
    let rate = SOFT
        .get(24..28)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(48_000, u32::from_le_bytes);
    let data: Vec<f32> = SOFT
        .get(HEADER..)
        .unwrap_or_default()
        .chunks_exact(2)
        .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / f32::from(i16::MAX))
        .collect();
    SamplesBuffer::new(
        NonZero::<u16>::MIN,
        NonZero::new(rate).unwrap_or(NonZero::<u32>::MIN),
        data,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fallen(tone: bool, tones: usize) -> [Fallen; 1] {
        [Fallen {
            session: SessionId([1; 16]),
            prompts: 0,
            quiet: false,
            waiting: false,
            tone,
            tones,
        }]
    }

    #[test]
    fn a_tone_comes_when_it_is_chosen_and_with_each_stage() {
        let mut heard = Tones::default();
        let steps = [
            (fallen(false, 0), false),
            (fallen(true, 0), true),
            (fallen(true, 0), false),
            (fallen(true, 1), true),
            (fallen(true, 1), false),
            (fallen(false, 1), false),
            (fallen(false, 2), false),
        ];
        for (number, (now, owed)) in steps.iter().enumerate() {
            assert_eq!(heard.owes(now), *owed, "step {number}");
        }
        assert!(!heard.owes(&[]));
        assert!(!heard.owes(&fallen(true, 9)), "after a lock");
    }
}
