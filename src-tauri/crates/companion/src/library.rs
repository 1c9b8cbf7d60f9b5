//! What the program ships: protocol files, compiled in, so that both doors hold the same bytes.

/// A shipped protocol file.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Folder name under `assets/protocols`.
    pub slug: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! protocol {
    ($slug:literal) => {
        Shipped {
            slug: $slug,
            text: include_str!(concat!("../../../../assets/protocols/", $slug, "/v1.toml")),
        }
    };
}

/// Every shipped protocol.
pub const PROTOCOLS: &[Shipped] = &[
    protocol!("three-point"),
    protocol!("dense-phase-2"),
    protocol!("worked-example"),
];

/// One of them.
pub fn protocol(slug: &str) -> Option<&'static Shipped> {
    PROTOCOLS.iter().find(|shipped| shipped.slug == slug)
}

/// The synthetic day of training vaults, as a scenario.
pub const TRAINING_DAY: &str = include_str!("../../../../assets/training/day.script");
