//! The words of a call. `--json` shapes are the wire types that the window uses; `--help` of each verb names its shape.

mod concern;
mod course;
mod packets;

pub use concern::Concern;
pub use course::{Consent, Contact, Course, Medicine, Visit, When};
pub use packets::{Chosen, InRole, Packet, Pinned, Review};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Holdfast without a window: guides and records; every clinical number comes from the protocol file.
#[derive(Parser)]
#[command(name = "holdfast-cli", version, about, long_about = None, subcommand_required = true)]
pub struct Call {
    /// The vault's folder.
    #[arg(long, global = true, env = "HOLDFAST_VAULT", value_name = "FOLDER")]
    pub vault: Option<PathBuf>,
    /// One JSON value on stdout instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// Read the passphrase from this file descriptor (first line). Otherwise HOLDFAST_PASSPHRASE_FILE, otherwise a prompt.
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
    /// Open by an inspector's access code instead, to look: it is asked for. Every client and session that is looked at is written down.
    #[arg(long, global = true)]
    pub inspect: bool,
    /// Read that access code from this file descriptor.
    #[arg(long, global = true, value_name = "N", conflicts_with_all = ["acting", "passphrase_fd"])]
    pub access_code_fd: Option<u32>,
    /// Who acts, by initials; proven by PIN. Without it: the holder of the passphrase.
    #[arg(long = "as", global = true, value_name = "INITIALS")]
    pub acting: Option<String>,
    /// Read that person's PIN from this file descriptor.
    #[arg(long, global = true, value_name = "N")]
    pub pin_fd: Option<u32>,
    /// Read that person's own passphrase from this file descriptor: their own keys seal, open, answer and sign.
    #[arg(long, global = true, value_name = "N", requires = "acting")]
    pub key_fd: Option<u32>,
    /// The second person, by initials, where an act needs one.
    #[arg(long, global = true, value_name = "INITIALS")]
    pub second: Option<String>,
    /// Read the second person's PIN from this file descriptor.
    #[arg(long, global = true, value_name = "N")]
    pub second_pin_fd: Option<u32>,
    #[command(subcommand)]
    pub noun: Noun,
}

#[derive(Subcommand)]
pub enum Noun {
    /// The encrypted folder.
    #[command(subcommand)]
    Vault(Vault),
    /// People of the vault.
    #[command(subcommand)]
    Person(Person),
    /// Clients, by code.
    #[command(subcommand)]
    Client(Client),
    /// Every client in numbers, those put away too: where clients are, outcome, sessions, doses, techniques, effects, checks.
    /// A number that rests on fewer than five clients, or that would give one away, is hidden. JSON: Cohort.
    Cohort,
    /// A client's course.
    #[command(subcommand)]
    Course(Course),
    /// Visits of a course.
    #[command(subcommand)]
    Visit(Visit),
    /// Consents of a course.
    #[command(subcommand)]
    Consent(Consent),
    /// Calls in the days after a dosing session.
    #[command(subcommand)]
    Contact(Contact),
    /// Medicines and the arithmetic of their half-lives.
    #[command(subcommand)]
    Medicine(Medicine),
    /// Questionnaires and entered scores.
    #[command(subcommand)]
    Measure(Measure),
    /// Measures that a blinded rater takes, who sees nothing else; with `--as INITIALS`.
    #[command(subcommand)]
    Rater(Rater),
    /// Signatures under sessions and visits.
    #[command(subcommand)]
    Sign(Sign),
    /// Sessions sealed for people of other vaults, and what comes from them.
    #[command(subcommand)]
    Packet(Packet),
    /// What a reviewer says about a packet, and what its author answers.
    #[command(subcommand)]
    Review(Review),
    /// What somebody says in confidence, and its answer.
    #[command(subcommand)]
    Concern(Concern),
    /// Protocol files.
    #[command(subcommand)]
    Protocol(Protocol),
    /// Dosing sessions.
    #[command(subcommand)]
    Session(Session),
    /// The audit chain.
    #[command(subcommand)]
    Audit(Audit),
    /// A synthetic day.
    #[command(subcommand)]
    Training(Training),
}

#[derive(Subcommand)]
pub enum Vault {
    /// Makes a vault. JSON: { vault, training, recovery_groups }.
    Create(Create),
    /// What the header says, without opening. JSON: { vault, training, format, handles }.
    Info,
    /// Opens, checks every page, the chain and every session. JSON: Verified and { pages }.
    Verify,
    /// After how many idle minutes the window locks this vault; with a number, sets it. JSON: { minutes }.
    Idle {
        /// 2 to 60.
        minutes: Option<u32>,
    },
    /// Makes a backup in a folder and looks into it: every page, the whole chain. JSON: BackedUp.
    Backup {
        /// The folder, on a stick for example.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// When the last backup was made, and how many entries are not in it. JSON: BackupState.
    BackupState,
    /// Makes the vault that --vault names out of a backup. With a recovery code: `vault recover` comes next. JSON: BackedUp.
    Restore {
        /// The backup: a folder whose name ends in .holdfast-backup.
        #[arg(long, value_name = "FOLDER")]
        from: PathBuf,
        /// Read a recovery code from this file descriptor instead of a passphrase.
        #[arg(long, value_name = "N")]
        code_fd: Option<u32>,
        /// Ask for a recovery code instead of a passphrase.
        #[arg(long)]
        by_code: bool,
    },
    /// Gives whoever opens the vault a new passphrase. Copies of the vault that were made before still answer to the old one.
    /// JSON: { changed }.
    Passphrase {
        /// Read the new passphrase from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        new_passphrase_fd: Option<u32>,
    },
    /// Gives the vault another master key, under which the record is written anew: after a passphrase of one's own that somebody else has
    /// seen was changed. Another recovery code is shown; the old one opens nothing that is written from then on. Where somebody else's
    /// passphrase was seen, that person does it. Copies that were made before still open with the passphrases of their day.
    /// JSON: { rotated, copies, unfinished, forms_lost, recovery_groups }.
    Rotate {
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// The drill: whether the recovery code on paper is the right one. It stays as it is. JSON: { fits }.
    Drill {
        /// Read the recovery code from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        code_fd: Option<u32>,
    },
    /// Another recovery code, where the one on paper is lost or somebody has seen it. The old one opens nothing any more, except copies that
    /// were made before. JSON: { recovery_groups }.
    NewCode {
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// This record is older than it was and there is no newer copy: from here on it is the record. JSON: { seen }.
    OlderSeen,
    /// The key in an envelope, for an emergency: a code that opens the vault with --inspect, to look.
    #[command(subcommand)]
    Glass(Glass),
    /// Opens by recovery code and sets a new passphrase. JSON: { vault, recovered }.
    Recover {
        /// Read the recovery code from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        code_fd: Option<u32>,
        /// Read the new passphrase from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        new_passphrase_fd: Option<u32>,
    },
}

#[derive(Subcommand)]
pub enum Glass {
    /// Makes it; the code is shown once. JSON: { groups }.
    Make {
        /// Where the envelope lies.
        #[arg(long)]
        lies: String,
    },
    /// Ends it: the code opens nothing that is written from then on. JSON: { person, rotated, copies }.
    End {
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Says that its use was looked into; until then everybody is told of it. JSON: { seen }.
    Seen,
}

#[derive(Args)]
pub struct Create {
    /// Synthetic clients only; protocols need no adoption; the clock may be scripted.
    #[arg(long)]
    pub training: bool,
    /// Printed name of the owner.
    #[arg(long)]
    pub owner: String,
    /// Initials of the owner, two to four letters.
    #[arg(long)]
    pub initials: String,
    /// Roles of the owner, as for `person add`.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "lead_therapist,vault_keeper"
    )]
    pub roles: Vec<String>,
    /// Read the owner's PIN from this file descriptor; otherwise a prompt.
    #[arg(long, value_name = "N")]
    pub new_pin_fd: Option<u32>,
    /// Cheapest allowed key derivation (64 MiB, 3 passes). Training vaults only.
    #[arg(long, requires = "training")]
    pub quick: bool,
}

#[derive(Subcommand)]
pub enum Person {
    /// Adds a person. Roles that bring more than you hold ask for --second, who holds it. JSON: Person.
    Add {
        /// Printed name.
        #[arg(long)]
        name: String,
        /// Two to four letters.
        #[arg(long)]
        initials: String,
        /// lead_therapist, co_therapist, prescriber, night_attendant, supervisor, medical_monitor, blinded_rater,
        /// vault_keeper; several with commas. Inspectors are let in by `person inspector add`.
        #[arg(long, value_delimiter = ',', required = true)]
        roles: Vec<String>,
        /// Read the person's new PIN from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        new_pin_fd: Option<u32>,
    },
    /// Gives a person a key and a passphrase of their own, which nobody else learns. JSON: { person, recovery_groups }.
    Enrol {
        /// Their initials.
        initials: String,
        /// Read their PIN from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        their_pin_fd: Option<u32>,
        /// Read their new passphrase from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        new_passphrase_fd: Option<u32>,
    },
    /// Takes a person out: their PIN is refused, and their passphrase opens nothing that is written from then on. What they wrote and signed
    /// stays. JSON: { person, rotated, copies }.
    Remove {
        /// Their initials.
        initials: String,
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Lets a person in anew who was taken out. A key is given by `person enrol`. JSON: Person.
    Return {
        /// Their initials.
        initials: String,
        /// Read the person's new PIN from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        new_pin_fd: Option<u32>,
    },
    /// People who look, let in by a code.
    #[command(subcommand)]
    Inspector(Inspector),
    /// Records a person's licence, or renews it. A session does not begin with somebody whose licence has lapsed. JSON: Papers.
    Licence {
        /// Their initials.
        initials: String,
        /// As the authority writes it.
        #[arg(long)]
        number: String,
        /// Where it holds.
        #[arg(long)]
        jurisdiction: String,
        /// The last day on which it holds, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        until: String,
    },
    /// Writes down what a person was trained in. JSON: Papers.
    Trained {
        /// Their initials.
        initials: String,
        /// In what.
        #[arg(long)]
        words: String,
        /// On which day, YYYY-MM-DD; otherwise today.
        #[arg(long, value_name = "DAY", default_value = "")]
        on: String,
    },
    /// Writes down a task that was delegated to a person. JSON: Papers.
    Delegated {
        /// Their initials.
        initials: String,
        /// Which task.
        #[arg(long)]
        task: String,
        /// Initials of who delegates it.
        #[arg(long, value_name = "INITIALS")]
        by: String,
        /// On which day, YYYY-MM-DD; otherwise today.
        #[arg(long, value_name = "DAY", default_value = "")]
        on: String,
    },
    /// Writes down that a delegated task is a person's no more. JSON: Papers.
    Ended {
        /// Their initials.
        initials: String,
        /// The line that delegated it, as `person log` counts.
        #[arg(long)]
        line: u64,
        /// Why.
        #[arg(long)]
        words: String,
        /// On which day, YYYY-MM-DD; otherwise today.
        #[arg(long, value_name = "DAY", default_value = "")]
        on: String,
    },
    /// What a person was trained in and what was delegated to them. JSON: Papers.
    Log {
        /// Their initials.
        initials: String,
    },
    /// Everybody, with their licence. JSON: [Person].
    List,
}

#[derive(Subcommand)]
pub enum Inspector {
    /// Lets an inspector in: their access code is shown once, and opens the vault to be looked at. JSON: { person, groups, until }.
    Add {
        /// Printed name.
        #[arg(long)]
        name: String,
        /// Two to four letters.
        #[arg(long)]
        initials: String,
        /// Why they look.
        #[arg(long)]
        reason: String,
        /// The last day on which the code opens, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        until: String,
    },
    /// Takes an inspector out: their code opens nothing that is written from then on. JSON: { person, rotated, copies }.
    End {
        /// Their initials.
        initials: String,
        /// Read one's own passphrase once more from this file descriptor; otherwise a prompt.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Everybody who was let in to look: why, until when, by whom. JSON: [InspectionLine].
    List,
}

#[derive(Subcommand)]
pub enum Client {
    /// Adds a client by code; a name is read from a file descriptor, never from the call. JSON: Client.
    Add {
        code: String,
        /// Read the name from this file descriptor.
        #[arg(long, value_name = "N")]
        name_fd: Option<u32>,
    },
    /// Every client by code; those put away with --archived too. JSON: [Client].
    List {
        /// Also clients that were put away.
        #[arg(long)]
        archived: bool,
    },
    /// The client as a person. JSON: ClientFile.
    Show { code: String },
    /// Keeps details, read as JSON (ClientDetails) from a file descriptor; a field that is not given stays. JSON: ClientFile.
    Change {
        code: String,
        /// Read the details from this file descriptor.
        #[arg(long, value_name = "N")]
        details_fd: u32,
    },
    /// Puts a client away; nothing is lost. JSON: Client.
    Archive {
        code: String,
        /// The record is to be kept until this day, YYYY-MM-DD.
        #[arg(long, value_name = "DATE", default_value = "")]
        retain_until: String,
    },
    /// Takes a client out again. JSON: Client.
    Reopen { code: String },
    /// Writes the client's whole file as Markdown, and as JSON beside it (`.json`), not encrypted. Says first what is written and where, and does
    /// it with --yes. Process notes stay in the vault. JSON: { path }.
    Export {
        code: String,
        /// The new Markdown file.
        out: PathBuf,
        /// It is meant.
        #[arg(long)]
        yes: bool,
    },
    /// Destroys the client's key: nothing about the client in this vault can be read again. JSON: Receipt.
    Erase {
        code: String,
        /// The code once more.
        #[arg(long, value_name = "CODE")]
        confirm: String,
    },
}

#[derive(Subcommand)]
pub enum Measure {
    /// Every measure; with --vault, the vault's own too. JSON: [MeasureLine].
    List,
    /// One measure: its questions, scores, licence. JSON: MeasureSheet.
    Show {
        /// Measure: id, `id vN`, start of the digest, or a file.
        measure: String,
    },
    /// Checks a file; every complaint at once, worked examples included. JSON: { complaints: [{ line, severity, text }] }.
    Lint { file: PathBuf },
    /// Scores answers and keeps nothing. JSON: { measure, scores: [{ id, value, missing }], findings: [{ id, holds }], stops: [..] }.
    Score {
        /// Measure: id, `id vN`, start of the digest, or a file.
        measure: String,
        /// In the order of the questions: `2,0,-,1`; `-` is not answered, `1+3` are two boxes; entered scores in order.
        #[arg(long, allow_hyphen_values = true)]
        answers: String,
    },
    /// Puts a file on the vault's shelf. JSON: MeasureLine.
    Import { file: PathBuf },
    /// Keeps what a client answered. JSON: CourseView.
    Record {
        #[command(flatten)]
        taking: Taking,
        /// What for.
        #[arg(long, default_value = "")]
        occasion: String,
    },
}

/// What was answered, and when.
#[derive(Args)]
pub struct Taking {
    /// Client code.
    #[arg(long)]
    pub client: String,
    /// Measure: id, `id vN` or start of the digest.
    pub measure: String,
    /// As for `measure score`; otherwise from a file descriptor.
    #[arg(
        long,
        allow_hyphen_values = true,
        required_unless_present = "answers_fd"
    )]
    pub answers: Option<String>,
    /// Read the answers from this file descriptor, so that they stand in no list of processes.
    #[arg(long, value_name = "N")]
    pub answers_fd: Option<u32>,
    /// client, asked, entered: who answered. A rater's: asked or entered.
    #[arg(long, default_value = "entered")]
    pub mode: String,
    /// The day: 2026-03-02; today where left out.
    #[arg(long)]
    pub on: Option<String>,
    /// 32 hex digits: a retry with the same key is the same act.
    #[arg(long)]
    pub key: Option<String>,
}

/// What is signed: a session, or a visit of a client.
#[derive(Args)]
pub struct Signed {
    /// Session id.
    #[arg(long)]
    pub session: Option<String>,
    /// Client code.
    #[arg(long)]
    pub client: Option<String>,
    /// The protocol's name of the visit.
    #[arg(long)]
    pub visit: Option<String>,
    /// Entry of the course in which an adverse event was told.
    #[arg(long)]
    pub adverse: Option<u64>,
    /// A gate of the course: that what it asks for was there, or that two people went past it.
    #[arg(long)]
    pub gate: Option<String>,
    /// Number of one entry of the session: a note, or anything else that a person wrote.
    #[arg(long, requires = "session")]
    pub entry: Option<u64>,
}

#[derive(Subcommand)]
pub enum Sign {
    /// What waits for its author's signature. JSON: [UnsignedLine].
    Waiting,
    /// The signatures under a session, one entry of it, a visit, an adverse event or a gate, checked. JSON: SignatureView.
    Show(Signed),
    /// Signs: the first signature is its author's, another one says that it was read and agreed to. JSON: SignatureView.
    Record {
        #[command(flatten)]
        signed: Signed,
        /// Read the passphrase of the one who signs from this file descriptor; without --as, the one that opens the vault is taken.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Locks what its author signed: it is finished, and only amended from then on. JSON: SignatureView.
    Lock {
        #[command(flatten)]
        signed: Signed,
        /// As for `record`.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Unlocks it; the signatures under it are void. Names them first, and does it with --yes. JSON: SignatureView.
    Unlock {
        #[command(flatten)]
        signed: Signed,
        /// Why.
        #[arg(long)]
        reason: String,
        /// The signatures that are named may be voided.
        #[arg(long)]
        yes: bool,
        /// As for `record`.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// Says how an entry of a session that has ended, or of a course, should read. It stays as it was kept. JSON: { row }.
    Amend {
        /// Session id.
        #[arg(long, conflicts_with = "client", required_unless_present = "client")]
        session: Option<String>,
        /// Client code, for an entry of the course.
        #[arg(long)]
        client: Option<String>,
        /// Number of the entry.
        row: u64,
        /// As it should read.
        #[arg(long)]
        words: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub enum Rater {
    /// Whom to rate, and what this rater entered today. JSON: RaterView.
    Show,
    /// Keeps what a rater found. JSON: RaterView.
    Record {
        #[command(flatten)]
        taking: Taking,
    },
    /// Strikes what this rater entered today. JSON: RaterView.
    Strike {
        /// Client code.
        #[arg(long)]
        client: String,
        /// Number of the entry.
        seq: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub enum Protocol {
    /// Checks a file; every complaint at once. JSON: { complaints: [{ line, severity, text }] }.
    Lint { file: PathBuf },
    /// Every prompt of a day in advance. JSON: [RehearsedPrompt].
    Rehearse { file: PathBuf },
    /// What differs between two files, the course included. JSON: Difference.
    Diff { before: PathBuf, after: PathBuf },
    /// Puts a file on the vault's shelf. JSON: { digest, name }.
    Import { file: PathBuf },
    /// Signs a protocol for care in this vault. JSON: { digest, name }.
    Adopt { name: String },
    /// Shipped protocols and the vault's. JSON: [ProtocolLine].
    List,
}

#[derive(Subcommand)]
pub enum Session {
    /// Opens a session. JSON: { session }.
    Start {
        /// Client code.
        #[arg(long)]
        client: String,
        /// Protocol: id, `id vN` or start of the digest.
        #[arg(long)]
        protocol: String,
        /// Which dosing session of the course.
        #[arg(long, default_value_t = 1)]
        number: u16,
        /// Initials of the people who may act, with commas; default: everybody.
        #[arg(long, value_delimiter = ',')]
        people: Vec<String>,
    },
    /// One act in the language of scripts, for example `read 138/86 72 36.8` or `note "eyes closed"`. JSON: SessionView.
    Record {
        /// Session id; default: the one that runs.
        #[arg(long)]
        session: Option<String>,
        /// 32 hex digits: a retry with the same key is the same act.
        #[arg(long)]
        key: Option<String>,
        /// The act.
        #[arg(required = true, num_args = 1..)]
        act: Vec<String>,
    },
    /// Touch in the running session: `hand asked 2m`, `hand offered yes "nods"`, `fall`, `resuscitation`, `end`; `narrow shoulder`,
    /// `refuse`; before dose 1 `agree hand, shoulder stop harbour`. JSON: SessionView.
    Touch {
        /// Session id; default: the one that runs.
        #[arg(long)]
        session: Option<String>,
        /// 32 hex digits: a retry with the same key is the same act.
        #[arg(long)]
        key: Option<String>,
        /// What, as scripts say it; a part of several words in quotation marks.
        #[arg(required = true, num_args = 1..)]
        words: Vec<String>,
    },
    /// Every session, newest first. JSON: [SessionLine].
    List,
    /// A session as it stands. JSON: SessionView.
    Show {
        /// Session id; default: the newest.
        session: Option<String>,
        /// Read the passphrase of whoever acts (--as) from this file descriptor: process notes that are sealed to them are shown.
        #[arg(long, value_name = "N")]
        proof_fd: Option<u32>,
    },
    /// The client's intention in their own words and the plan for stopping early, as they stood on the session's day.
    /// JSON: [CarriedIn].
    Intention {
        /// Session id; default: the newest.
        session: Option<String>,
    },
    /// Sets the report of a session that has ended as PDF, into a new file. JSON: { path }.
    Report {
        /// Session id; default: the newest.
        session: Option<String>,
        /// The file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Replays a script on a scripted clock in a training vault; prints every prompt, state change and deviation.
    /// JSON: { lines: [{ line, at, said: [..] }], differs: null or { line, what }, deviations: [..] }.
    Play {
        /// The script.
        script: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum Audit {
    /// Entries of the chain. JSON: [Entry].
    Show {
        /// First entry.
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// At most this many.
        #[arg(long, default_value_t = 200)]
        most: u64,
    },
    /// Who opened the vault and when, what was exported, sealed, opened and backed up. JSON: [Entry].
    Access,
    /// Where an entry comes from and what became of it: the lines of the protocol, who wrote it and when, what speaks of it later, the
    /// signatures over it. JSON: TrailView.
    Trail {
        /// Session id.
        #[arg(long, conflicts_with = "client", required_unless_present = "client")]
        session: Option<String>,
        /// Client code, for an entry of the course.
        #[arg(long)]
        client: Option<String>,
        /// Number of the entry.
        row: u64,
    },
    /// Walks the chain and everything it speaks of; where a short code is held on paper, says whether this is the same record up to the
    /// entry beside it. JSON: Verified, with `printed`: CheckedCode or null.
    Verify {
        /// Number of the entry that stands beside the code.
        #[arg(long, requires = "code", value_name = "N")]
        entry: Option<u64>,
        /// The short code, as it is printed; case, blanks and dashes do not matter.
        #[arg(long, requires = "entry")]
        code: Option<String>,
    },
    /// Signs where the chain is now; its short code can be read out or printed. JSON: { entries, short_code, note }.
    Checkpoint,
}

#[derive(Subcommand)]
pub enum Training {
    /// Invents clients with whole courses in the training vault of --vault: one that began so many days ago, or one of each
    /// age. JSON: { clients: [code] }.
    Fill {
        /// Only one course, begun so many days ago.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(..=1000))]
        days: Option<u16>,
    },
    /// Plays a synthetic eight-hour day and leaves its record as Markdown and JSON: in a vault of its own that goes again,
    /// or with --keep in the training vault of --vault, where a day that stands half played goes on.
    /// JSON: { session, ended, markdown, record, deviations }.
    Play {
        /// Session minutes per machine minute, 1 to 600; without it: as fast as the record can be kept. At 600 a day takes about a minute.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=600))]
        speed: Option<u32>,
        /// Folder for the record; default: a folder among the documents.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Keeps the day in the training vault of --vault, to be read there and in the window.
        #[arg(long)]
        keep: bool,
        /// Stops after this time since dose 1 (h:mm); the session goes on by hand, or by the next call.
        #[arg(long, requires = "keep", allow_hyphen_values = true)]
        until: Option<String>,
    },
}
