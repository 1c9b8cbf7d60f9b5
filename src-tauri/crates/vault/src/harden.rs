//! Makes the process harder to look into: no core dumps, no reading of its memory by other processes of the same user.
//! To be called first thing, before any child process and any secret. It raises the cost and proves nothing.

/// What the system granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hardened {
    /// No core file is written, here and in later children.
    pub no_core_dumps: bool,
    /// Not dumpable, not traceable. Linux only.
    pub not_dumpable: bool,
}

/// Hardens this process as far as the system allows.
pub fn harden() -> Hardened {
    Hardened {
        no_core_dumps: forbid_core_dumps(),
        not_dumpable: forbid_dumping(),
    }
}

#[cfg(unix)]
fn forbid_core_dumps() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    )
    .is_ok()
}

#[cfg(not(unix))]
fn forbid_core_dumps() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn forbid_dumping() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn forbid_dumping() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn a_hardened_process_leaves_no_core_and_is_not_dumpable() {
        assert_eq!(
            harden(),
            Hardened {
                no_core_dumps: true,
                not_dumpable: true
            }
        );
        assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    }
}
