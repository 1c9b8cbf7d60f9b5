//! The words of `packet` and `review`.

use clap::{Args, Subcommand, ValueEnum};
use companion::packets::ReviewRole;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Packet {
    /// One's own contact card, for people of other vaults; with --into a file in that folder. JSON: { card, words } or Written.
    Card {
        /// The folder.
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
        /// In which role you review; default: the one that follows from your roles in this vault.
        #[arg(long)]
        role: Option<InRole>,
    },
    /// Takes somebody's contact card in. Other keys than before stop it. JSON: ContactView.
    Trust {
        /// The card: a file whose name ends in .holdfast-card.
        card: PathBuf,
        /// Takes other keys than before: the six words were compared by voice.
        #[arg(long)]
        instead: bool,
    },
    /// Everybody of other vaults, and one's own six words. JSON: Contacts.
    Contacts,
    /// The six words were compared by voice. JSON: ContactView.
    Compared {
        /// Printed name or person id.
        contact: String,
    },
    /// Nothing more is taken from them or sealed for them. JSON: ContactView.
    Revoke {
        /// Printed name or person id.
        contact: String,
        /// Takes the revocation back.
        #[arg(long)]
        undo: bool,
    },
    /// In which role somebody reviews what is sealed here from now on. Their card says it first. JSON: ContactView.
    Role {
        /// Printed name or person id.
        contact: String,
        /// The role.
        role: InRole,
    },
    /// Parts of a client's course that can be sealed: visits that were held, calls, adverse events, gates that two people went past.
    /// JSON: [PieceView].
    Parts {
        /// Client code.
        #[arg(long)]
        client: String,
    },
    /// What would leave, before it leaves. JSON: LeavingView.
    Look(Chosen),
    /// Seals sessions for people of other vaults. JSON: SealedView.
    Seal {
        #[command(flatten)]
        chosen: Chosen,
        /// The folder that the file is written into.
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
    },
    /// Opens a packet or an answer and takes it in. JSON: ThreadRef.
    Open {
        /// A file whose name ends in .holdfast-packet.
        file: PathBuf,
        /// Its author is taken in although nobody here knows them: the six words were compared by voice.
        #[arg(long)]
        trust: bool,
    },
    /// The same: takes an answer in. JSON: ThreadRef.
    Merge {
        /// A file whose name ends in .holdfast-packet.
        file: PathBuf,
    },
    /// Seals what was said here for the other side. JSON: SealedView.
    Reply {
        /// The packet's id, or its beginning.
        thread: String,
        /// The folder that the file is written into.
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
    },
    /// Every packet, the latest first. JSON: [ThreadLine].
    List,
    /// A packet with everything in it. JSON: ReviewView.
    Show {
        /// The packet's id, or its beginning.
        thread: String,
    },
    /// Sets the report of a session in a packet, or of a part of the course, as PDF, into a new file. JSON: Written.
    Report {
        /// The packet's id, or its beginning.
        thread: String,
        #[command(flatten)]
        which: Which,
        /// A part of the course, as `review show` names it, instead of a session.
        #[arg(long, conflicts_with = "session")]
        part: Option<String>,
        /// The file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Destroys the key of a packet that came from elsewhere. JSON: ThreadRef.
    Destroy {
        /// The packet's id, or its beginning.
        thread: String,
        /// The id's beginning once more.
        #[arg(long, value_name = "ID")]
        confirm: String,
    },
    /// Writes one's own age identity for packets into a new file: whoever has it opens every packet that is sealed to oneself, with any age
    /// program. It opens no vault. JSON: Written.
    Identity {
        /// The file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
}

/// A reviewer's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InRole {
    /// Supervises the team.
    Supervisor,
    /// Reads as a colleague.
    Peer,
    /// Reads for safety.
    MedicalMonitor,
    /// None is named.
    None,
}

impl InRole {
    /// The role; none: none is named.
    pub fn role(self) -> Option<ReviewRole> {
        match self {
            InRole::Supervisor => Some(ReviewRole::Supervisor),
            InRole::Peer => Some(ReviewRole::Peer),
            InRole::MedicalMonitor => Some(ReviewRole::MedicalMonitor),
            InRole::None => None,
        }
    }
}

/// What is to be sealed, and for whom.
#[derive(Args)]
pub struct Chosen {
    /// Client code.
    #[arg(long)]
    pub client: String,
    /// Ids of ended sessions, with commas; default: all of this client's that ended, or none where --course names something.
    #[arg(long, value_delimiter = ',')]
    pub sessions: Vec<String>,
    /// Parts of the course as `packet parts` names them, with commas: a visit's name, call/VISIT/DAY, adverse/ENTRY, gate/NAME.
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    pub course: Vec<String>,
    /// Printed names or person ids of contacts, with commas.
    #[arg(long, value_delimiter = ',', required = true)]
    pub to: Vec<String>,
    /// What for.
    #[arg(long)]
    pub purpose: String,
    /// Printed names or person ids, with commas, of those of the readers who get the words of your own process notes too. Others of the
    /// packet do not.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub process_notes_for: Vec<String>,
    /// Free words, names, kit codes and the code are left out.
    #[arg(long)]
    pub without_words: bool,
    /// To be destroyed by its reader after so many days.
    #[arg(long, value_name = "N")]
    pub days: Option<u16>,
}

#[derive(Subcommand)]
pub enum Review {
    /// A packet with everything in it. JSON: ReviewView.
    Show {
        /// The packet's id, or its beginning.
        thread: String,
    },
    /// Something that needs eyes was looked at. JSON: ReviewView.
    Seen {
        /// The packet's id, or its beginning.
        thread: String,
        /// Its key, as `review show` says it.
        eye: String,
        #[command(flatten)]
        which: Which,
        /// It is of the client's course, not of a session.
        #[arg(long, conflicts_with = "session")]
        of_course: bool,
    },
    /// A comment. JSON: ReviewView.
    Comment {
        /// The packet's id, or its beginning.
        thread: String,
        /// Words.
        text: String,
        #[command(flatten)]
        pinned: Pinned,
    },
    /// A query: it wants an answer. JSON: ReviewView.
    Ask {
        /// The packet's id, or its beginning.
        thread: String,
        /// Words.
        text: String,
        #[command(flatten)]
        pinned: Pinned,
    },
    /// An answer to a query. JSON: ReviewView.
    Answer {
        /// The packet's id, or its beginning.
        thread: String,
        /// Which query, from 1, as `review show` lists them.
        query: usize,
        /// Words.
        text: String,
    },
    /// A query is settled. JSON: ReviewView.
    Close {
        /// The packet's id, or its beginning.
        thread: String,
        /// Which query, from 1.
        query: usize,
    },
    /// A query is open again. JSON: ReviewView.
    Reopen {
        /// The packet's id, or its beginning.
        thread: String,
        /// Which query, from 1.
        query: usize,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Read and accepted: not before everything that needs eyes was looked at. JSON: ReviewView.
    Accept {
        /// The packet's id, or its beginning.
        thread: String,
    },
    /// Given back. JSON: ReviewView.
    Return {
        /// The packet's id, or its beginning.
        thread: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Takes the decision back. JSON: ReviewView.
    Withdraw {
        /// The packet's id, or its beginning.
        thread: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Whoever sealed the packet saw that what was accepted was taken back: it waits no longer. JSON: ReviewView.
    Acknowledge {
        /// The packet's id, or its beginning.
        thread: String,
    },
    /// A private note. It never leaves this vault. JSON: ReviewView.
    Note {
        /// The packet's id, or its beginning.
        thread: String,
        /// Words.
        text: String,
        #[command(flatten)]
        pinned: Pinned,
    },
    /// Supervision was held. JSON: ReviewView.
    Supervised {
        /// The packet's id, or its beginning.
        thread: String,
        /// The day, YYYY-MM-DD.
        #[arg(long)]
        on: String,
        /// How long.
        #[arg(long)]
        minutes: u16,
        /// What about.
        #[arg(long)]
        topics: String,
    },
    /// Agrees that supervision was held so. JSON: ReviewView.
    Agree {
        /// The packet's id, or its beginning.
        thread: String,
        /// Which supervision, from 1.
        supervision: usize,
    },
    /// Rates an item of the protocol's adherence form, by a moment that shows it. JSON: ReviewView.
    Rate {
        /// The packet's id, or its beginning.
        thread: String,
        /// The item, as `review show` names it.
        item: String,
        /// A value of the form's scale; without it: the record does not show it.
        #[arg(long, requires = "entry")]
        value: Option<u8>,
        /// Number of the entry that shows it.
        #[arg(long, requires = "value")]
        entry: Option<u64>,
        /// Words.
        #[arg(long, default_value = "")]
        text: String,
        #[command(flatten)]
        which: Which,
    },
    /// What waits in packets for whoever opens the vault: Today lists the same. JSON: [ReviewWaits].
    Waiting,
    /// Every pair whose sessions lie in packets here, with counts over those sessions. JSON: TrendsView.
    Trends,
    /// Hours of supervision in the packets of this vault: held, agreed, signed by both, with sums by person, kind and month. JSON: Hours.
    Hours {
        /// Writes them into this new file as Markdown, and beside it as JSON.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Signs an accepted session, or an accepted part of the course, as its reviewer. JSON: ReviewView.
    Sign {
        /// The packet's id, or its beginning.
        thread: String,
        #[command(flatten)]
        which: Which,
        /// A part of the course, as `review show` names it, instead of a session.
        #[arg(long, conflicts_with = "session")]
        part: Option<String>,
        /// Read passphrase or PIN, as asked, from this file descriptor. Without it whoever opened the vault for this call signs.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
}

/// Which session of a packet.
#[derive(Args)]
pub struct Which {
    /// Its id; default: the packet's only one.
    #[arg(long)]
    pub session: Option<String>,
}

/// What something is pinned to.
#[derive(Args)]
pub struct Pinned {
    /// Number of the entry; without it: the packet as a whole.
    #[arg(long)]
    pub entry: Option<u64>,
    /// Session id; default: the packet's only one.
    #[arg(long, requires = "entry")]
    pub session: Option<String>,
    /// The entry is one of the client's course, not of a session.
    #[arg(long, requires = "entry", conflicts_with = "session")]
    pub of_course: bool,
    /// One field of the entry: a sign of a reading (`pulse`), or one that `review show` names behind an entry of the course (`grade`,
    /// `answer/sleep`).
    #[arg(long, requires = "entry")]
    pub field: Option<String>,
}
