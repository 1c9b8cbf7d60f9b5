//! Identifiers: sixteen bytes, drawn outside (the rules make no chance), written as 32 lower-case hex digits.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// An identifier text was not 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 32 hex digits")]
pub struct BadId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let digits = text.as_bytes();
                if digits.len() != 32 {
                    return Err(BadId);
                }
                let mut bytes = [0u8; 16];
                for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
                    let pair = std::str::from_utf8(pair).map_err(|_| BadId)?;
                    if !pair.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
                        return Err(BadId);
                    }
                    *byte = u8::from_str_radix(pair, 16).map_err(|_| BadId)?;
                }
                Ok(Self(bytes))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

id!(
    /// A person of the vault: therapist, prescriber, supervisor, …
    PersonId
);
id!(
    /// A client. On screens the client's *code* stands for it.
    ClientId
);
id!(
    /// One dosing visit while it runs, and its record afterwards.
    SessionId
);
id!(
    /// Made by a door when a form is opened, so that a retry of the same act is the same request.
    RequestKey
);
impl RequestKey {
    /// The key of the n-th act of one request; the first keeps the key itself.
    pub fn numbered(self, n: u8) -> RequestKey {
        let mut bytes = self.0;
        bytes[15] = bytes[15].wrapping_add(n);
        RequestKey(bytes)
    }
}

id!(
    /// One boot of the machine: uptimes compare only within one boot.
    BootId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_its_text() {
        let id = PersonId([0xab; 16]);
        assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        assert_eq!("AB".repeat(16).parse::<PersonId>(), Err(BadId));
        assert_eq!("ab".parse::<PersonId>(), Err(BadId));
    }
}
