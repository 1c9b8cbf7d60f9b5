//! People of the vault as the doors see them.

use clinic::people::Person;

/// A person and what they hold.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    /// Who.
    pub person: Person,
    /// Has a PIN and may write.
    pub has_pin: bool,
    /// Holds a passphrase of this vault.
    pub has_passphrase: bool,
}
