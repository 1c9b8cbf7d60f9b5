//! Identifiers: sixteen bytes, drawn outside (the rules make no chance), written as 32 lower-case hex digits.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// An identifier text was not 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 32 hex digits")]
pub struct BadId;

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    // One pass without formatting: a commit waits for half a dozen of these.
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 0xf)]);
    }
    text
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&hex(&self.0))
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
                to.serialize_str(&hex(&self.0))
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
    /// Something sealed for a person of another vault. The first of a thread names the thread.
    PacketId
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
        assert_eq!(id.to_string(), "ab".repeat(16));
        assert_eq!(hex(&[0x00, 0x0f, 0xf0, 0x5a]), "000ff05a");
        assert_eq!("AB".repeat(16).parse::<PersonId>(), Err(BadId));
        assert_eq!("ab".parse::<PersonId>(), Err(BadId));
    }
}
