//! What this program frees is overwritten, so that no passphrase and nothing of a client lies in its memory after a lock.
//!
//! Most of what the page says and hears is held by code that is not ours: the web view's own memory and that of the libraries below it. The
//! system's allocator overwrites what is freed where it is told so before the program starts, and the web view uses that allocator where it
//! finds a word for it. So the program starts itself once more, in the same process id, with both words in its environment, and takes them out
//! of it again for what it starts itself: a page's process ends at a lock, and need not be slower.

use std::env;

/// Where the GNU C library looks for its settings: `name=value`, with colons between them.
const SETTINGS: &str = "GLIBC_TUNABLES";
/// What is freed is overwritten with this byte, what is handed out with its opposite. Whoever set it before is let be.
const OVERWRITES: &str = "glibc.malloc.perturb=";
/// The same, and no small pieces are kept at hand for the next call: those are not overwritten.
const OURS: &str = "glibc.malloc.perturb=255:glibc.malloc.tcache_count=0";
/// Where this is set, the web view asks the system for its memory.
const ASKS_THE_SYSTEM: &str = "Malloc";

/// What is to be done about settings as they were found.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Start anew with these.
    Without(String),
    /// They hold. These were there before ours.
    Ours(String),
    /// Somebody else decided.
    Theirs,
}

impl Found {
    fn of(settings: &str) -> Found {
        if let Some(before) = settings.strip_suffix(OURS) {
            Found::Ours(before.trim_end_matches(':').to_owned())
        } else if settings.contains(OVERWRITES) {
            Found::Theirs
        } else if settings.is_empty() {
            Found::Without(OURS.to_owned())
        } else {
            Found::Without(format!("{settings}:{OURS}"))
        }
    }
}

/// Sees to it that what is freed is overwritten: where it is not, the program is started anew. Must be called while there is one thread.
pub fn what_is_freed() {
    match Found::of(&env::var(SETTINGS).unwrap_or_default()) {
        Found::Without(settings) => {
            let failed = crate::again::anew(&[(SETTINGS, &settings), (ASKS_THE_SYSTEM, "1")]);
            eprintln!("memory that this program frees is not overwritten: {failed}");
        }
        Found::Ours(before) => {
            // The web view decides with its first piece of memory whom it asks. This is one.
            drop(webkit2gtk::URIRequest::builder().uri("about:blank").build());
            webkit2gtk::glib::unsetenv(ASKS_THE_SYSTEM);
            webkit2gtk::glib::unsetenv(SETTINGS);
            if !before.is_empty()
                && let Err(error) = webkit2gtk::glib::setenv(SETTINGS, before, true)
            {
                eprintln!("settings of the system's memory are not handed on: {error}");
            }
        }
        Found::Theirs => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_starts_anew_once_and_hands_on_what_it_found() {
        for before in ["", "glibc.malloc.arena_max=2"] {
            let Found::Without(settings) = Found::of(before) else {
                panic!("{before:?} overwrites nothing");
            };
            assert_eq!(Found::of(&settings), Found::Ours(before.to_owned()));
        }
        assert_eq!(Found::of("glibc.malloc.perturb=0"), Found::Theirs);
    }
}
