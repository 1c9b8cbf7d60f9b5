//! Signs, their units, and a set of values taken together. Integers only: temperature is °C × 10, a dose is micrograms.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One number that can be taken from a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Systolic blood pressure, mmHg. LOINC 8480-6.
    Systolic,
    /// Diastolic blood pressure, mmHg. LOINC 8462-4.
    Diastolic,
    /// Heart rate, per minute. LOINC 8867-4.
    Pulse,
    /// Body temperature, tenths of a degree Celsius. LOINC 8310-5.
    Temperature,
    /// Oxygen saturation by pulse oximetry, percent. LOINC 59408-5.
    OxygenSaturation,
    /// Respiratory rate, per minute. LOINC 9279-1.
    RespiratoryRate,
    /// Subjective units of distress, 0–10.
    Distress,
}

impl Sign {
    /// Every sign, in the order forms and tables show them.
    pub const ALL: [Sign; 7] = [
        Sign::Systolic,
        Sign::Diastolic,
        Sign::Pulse,
        Sign::Temperature,
        Sign::OxygenSaturation,
        Sign::RespiratoryRate,
        Sign::Distress,
    ];

    /// UCUM unit of the *shown* value.
    pub fn ucum(self) -> &'static str {
        match self {
            Sign::Systolic | Sign::Diastolic => "mm[Hg]",
            Sign::Pulse | Sign::RespiratoryRate => "/min",
            Sign::Temperature => "Cel",
            Sign::OxygenSaturation => "%",
            Sign::Distress => "{score}",
        }
    }

    /// The name used in protocol files, scripts and stored records.
    pub fn name(self) -> &'static str {
        match self {
            Sign::Systolic => "systolic",
            Sign::Diastolic => "diastolic",
            Sign::Pulse => "pulse",
            Sign::Temperature => "temperature",
            Sign::OxygenSaturation => "oxygen_saturation",
            Sign::RespiratoryRate => "respiratory_rate",
            Sign::Distress => "distress",
        }
    }

    /// How many decimals the shown value has (the stored integer is the shown value × 10^decimals).
    pub fn decimals(self) -> u8 {
        u8::from(self == Sign::Temperature)
    }
}

/// Values taken together: sign → stored integer (°C × 10 for temperature, the shown number for all others).
pub type Values = BTreeMap<Sign, i32>;

/// An amount of a medicine, in micrograms (62.5 mg is 62 500).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micrograms(pub u32);

/// An amount of fluid, in millilitres.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millilitres(pub u32);
