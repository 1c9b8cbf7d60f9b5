//! What one guess at a passphrase costs: the Argon2id parameters, their floor and ceiling, and how to find the right ones for a machine.
//!
//! **Invariant:** a [`Cost`] lies between floor and ceiling, whoever made it, so no memory is asked for on a file's word alone.

use crate::hazmat::kdf::{self, NotDerived};
use std::time::Duration;
use zeroize::Zeroizing;

/// Argon2id parameters within the limits of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cost {
    m_kib: u32,
    t: u32,
    p: u32,
}

/// The parameters are outside the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostOutside {
    /// Cheaper than the floor: somebody would like guessing to be easy.
    #[error("key derivation is weaker than the floor (m {m_kib} KiB, t {t}, p {p})")]
    BelowFloor {
        /// Memory in KiB.
        m_kib: u32,
        /// Passes.
        t: u32,
        /// Lanes.
        p: u32,
    },
    /// Dearer than the ceiling: somebody would like the machine to stand still.
    #[error("key derivation asks for more than the ceiling (m {m_kib} KiB, t {t}, p {p})")]
    AboveCeiling {
        /// Memory in KiB.
        m_kib: u32,
        /// Passes.
        t: u32,
        /// Lanes.
        p: u32,
    },
}

impl Cost {
    /// 64 MiB, three passes, one lane. Also the price of a recovery code, and of every test.
    pub const FLOOR: Self = Self {
        m_kib: 64 * 1024,
        t: 3,
        p: 1,
    };
    /// 1 GiB, twelve passes, eight lanes.
    pub const CEILING: Self = Self {
        m_kib: 1024 * 1024,
        t: 12,
        p: 8,
    };
    /// Where calibration starts.
    const START: Self = Self {
        m_kib: 256 * 1024,
        t: 3,
        p: 1,
    };

    /// Checks the limits; does no work.
    pub fn new(m_kib: u32, t: u32, p: u32) -> Result<Self, CostOutside> {
        let (low, high) = (Self::FLOOR, Self::CEILING);
        if m_kib < low.m_kib || t < low.t || p < low.p {
            Err(CostOutside::BelowFloor { m_kib, t, p })
        } else if m_kib > high.m_kib || t > high.t || p > high.p {
            Err(CostOutside::AboveCeiling { m_kib, t, p })
        } else {
            Ok(Self { m_kib, t, p })
        }
    }

    /// Memory in KiB.
    pub fn m_kib(&self) -> u32 {
        self.m_kib
    }

    /// Passes.
    pub fn t(&self) -> u32 {
        self.t
    }

    /// Lanes.
    pub fn p(&self) -> u32 {
        self.p
    }

    /// Derives once from fixed bytes and throws the result away: what the caller's clock measures for [`calibrate`].
    pub fn try_out(&self) -> Result<(), NotDerived> {
        self.derive(b"trial", &[0; 32]).map(drop)
    }

    pub(crate) fn derive(
        &self,
        secret: &[u8],
        salt: &[u8; 32],
    ) -> Result<Zeroizing<[u8; 64]>, NotDerived> {
        kdf::argon2id(secret, salt, self.m_kib, self.t, self.p)
    }
}

/// The dearest cost that stays near 0.85 s (0.7 … 1.0 s) by the caller's measure, never below the floor: a slow machine waits longer instead.
///
/// `measure` runs [`Cost::try_out`] and says how long it took; this crate has no clock. It is called four times at most.
pub fn calibrate(measure: &mut dyn FnMut(&Cost) -> Duration) -> Cost {
    const AIM_MS: u64 = 850;
    let mut cost = Cost::START;
    for _ in 0..4 {
        let took_ms = u64::try_from(measure(&cost).as_millis())
            .unwrap_or(u64::MAX)
            .max(1);
        if (700..=1000).contains(&took_ms) {
            break;
        }
        let next = cost.scaled(AIM_MS, took_ms);
        if next == cost {
            break;
        }
        cost = next;
    }
    cost
}

impl Cost {
    /// The same work times `num / den`: memory first, in steps of 8 MiB; passes only once the memory is at its ceiling.
    fn scaled(&self, num: u64, den: u64) -> Self {
        let (low, high) = (Self::FLOOR, Self::CEILING);
        let work = u64::from(self.m_kib) * u64::from(self.t);
        let wanted = work.saturating_mul(num) / den;
        let m = (wanted / u64::from(low.t)).clamp(u64::from(low.m_kib), u64::from(high.m_kib))
            / 8192
            * 8192;
        let t = (wanted / m).clamp(u64::from(low.t), u64::from(high.t));
        Self {
            m_kib: m as u32,
            t: t as u32,
            p: self.p,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine that does `speed` KiB-passes per millisecond.
    fn machine(speed: u64) -> (Cost, u64) {
        let took = |cost: &Cost| u64::from(cost.m_kib) * u64::from(cost.t) / speed;
        let found = calibrate(&mut |cost| Duration::from_millis(took(cost)));
        (found, took(&found))
    }

    #[test]
    fn an_ordinary_machine_lands_between_the_marks() {
        for speed in [300, 500, 700, 1_000, 3_000, 10_000] {
            let (_, ms) = machine(speed);
            assert!((700..=1000).contains(&ms), "{speed}: {ms} ms");
        }
    }

    #[test]
    fn a_slow_machine_keeps_the_floor_and_a_fast_one_the_ceiling() {
        assert_eq!(machine(20).0, Cost::FLOOR);
        let fastest = machine(1_000_000_000).0;
        assert_eq!(
            (fastest.m_kib, fastest.t),
            (Cost::CEILING.m_kib, Cost::CEILING.t)
        );
    }

    #[test]
    fn memory_comes_before_passes() {
        let (cost, _) = machine(3_000);
        assert_eq!(cost.t, 3);
        assert!(cost.m_kib > 256 * 1024);
    }

    #[test]
    fn costs_outside_the_limits_are_refused() {
        for (m, t, p) in [
            (8, 3, 1),
            (65_535, 3, 1),
            (65_536, 2, 1),
            (65_536, 3, 0),
            (0, 0, 0),
        ] {
            assert!(
                matches!(Cost::new(m, t, p), Err(CostOutside::BelowFloor { .. })),
                "{m} {t} {p}"
            );
        }
        for (m, t, p) in [
            (u32::MAX, 3, 1),
            (1_048_577, 3, 1),
            (65_536, u32::MAX, 1),
            (65_536, 3, 1 << 24),
        ] {
            assert!(
                matches!(Cost::new(m, t, p), Err(CostOutside::AboveCeiling { .. })),
                "{m} {t} {p}"
            );
        }
        assert_eq!(Cost::new(65_536, 3, 1), Ok(Cost::FLOOR));
        assert_eq!(Cost::new(1_048_576, 12, 8), Ok(Cost::CEILING));
    }
}
