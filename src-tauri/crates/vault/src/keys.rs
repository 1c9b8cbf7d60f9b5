//! The master key of one epoch and the keys that come from it, one per purpose.
//!
//! **Invariant:** vault, epoch and training flag go into every derivation, so a key of a training vault opens nothing of a
//! clinical one, even under the same master key.

use crate::database::DatabaseKey;
use crate::hazmat::kdf;
use crate::header::Written;
use crate::secret::Key;

/// Which vault, which epoch, training or not: what every derived key is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding {
    pub vault_id: [u8; 16],
    pub epoch: u32,
    pub training: bool,
}

pub(crate) struct Keys {
    pub binding: Binding,
    pub master: Key,
    pub database: DatabaseKey,
    pub header: Key,
    pub head: Key,
    pub client: Key,
    pub desk: Key,
}

impl Keys {
    pub(crate) fn derive(master: Key, binding: Binding) -> Self {
        let mut database = one::<48>(&master, &binding, "database");
        let key = |purpose| Key::take(&mut one::<32>(&master, &binding, purpose));
        let (header, head) = (key("header"), key("head"));
        let (client, desk) = (key("client"), key("desk"));
        Self {
            database: DatabaseKey::take(&mut database),
            header,
            head,
            client,
            desk,
            master,
            binding,
        }
    }

    /// True when `written` is a header of these keys' vault, epoch and kind, and somebody with the master key wrote just these bytes.
    pub(crate) fn speaks_for(&self, written: &Written) -> bool {
        written.header.binding(written.header.epoch) == self.binding
            && written.is_authentic(&self.header)
    }
}

fn one<const N: usize>(
    master: &Key,
    binding: &Binding,
    purpose: &str,
) -> zeroize::Zeroizing<[u8; N]> {
    kdf::hkdf_sha256(
        &binding.vault_id,
        master.expose(),
        &[
            b"holdfast/key/1\0",
            purpose.as_bytes(),
            &[0, u8::from(binding.training)],
            &binding.vault_id,
            &binding.epoch.to_be_bytes(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(epoch: u32, training: bool, vault: u8) -> Keys {
        Keys::derive(
            Key::take(&mut [7; 32]),
            Binding {
                vault_id: [vault; 16],
                epoch,
                training,
            },
        )
    }

    #[test]
    fn vault_epoch_and_training_flag_each_change_every_key() {
        let base = keys(1, false, 1);
        for other in [keys(2, false, 1), keys(1, true, 1), keys(1, false, 2)] {
            assert_ne!(base.database.expose(), other.database.expose());
            assert_ne!(base.header.expose(), other.header.expose());
            assert_ne!(base.head.expose(), other.head.expose());
            assert_ne!(base.client.expose(), other.client.expose());
            assert_ne!(base.desk.expose(), other.desk.expose());
        }
        assert_eq!(base.database.expose(), keys(1, false, 1).database.expose());
        assert_ne!(base.header.expose(), base.head.expose());
        assert_ne!(base.head.expose(), base.client.expose());
        assert_ne!(base.client.expose(), base.desk.expose());
    }
}
