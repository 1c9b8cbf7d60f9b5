//! The words of `concern`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Concern {
    /// Whom the vault names as readers of what is said in confidence; with --name, names others from now on. JSON: ConfidenceView.
    Readers {
        /// Printed names or person ids, with commas. An empty word names nobody.
        #[arg(long, value_delimiter = ',', value_name = "NAMES")]
        name: Option<Vec<String>>,
    },
    /// Says something in confidence to the named readers. Nobody else can read it: not who keeps the vault, not the pair. The record shows that
    /// something was said, and when; who knows who sat here then can guess. JSON: Slip, shown once: it opens the answer.
    Write {
        /// Read the words from this file descriptor, to its end.
        #[arg(long, value_name = "N")]
        text_fd: u32,
        /// Your name goes with it.
        #[arg(long)]
        with_name: bool,
        /// Named readers who are not to read it, by printed name or id, with commas.
        #[arg(long, value_delimiter = ',', value_name = "NAMES")]
        without: Vec<String>,
    },
    /// What whoever opens the vault reads, with answers: it waits no longer. JSON: ConfidenceView.
    List,
    /// How many concerns wait to be read by whoever opens the vault. JSON: { waiting }.
    Waiting,
    /// Answers a concern. JSON: ConfidenceView.
    Answer {
        /// Its id, or the beginning of it.
        concern: String,
        /// Read the words from this file descriptor, to its end.
        #[arg(long, value_name = "N")]
        text_fd: u32,
    },
    /// What a slip opens: what its holder wrote, and the answers. JSON: [ConcernView].
    Slip {
        /// Read the slip from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        slip_fd: Option<u32>,
    },
    /// Writes everything that was said in confidence into a new file, sealed as it is: for a reader of another vault, and for answers on their
    /// way back. JSON: { path }.
    Carry {
        /// The file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Takes such a file in, from somebody known here. JSON: { taken }.
    Take {
        /// The file.
        file: PathBuf,
    },
}
