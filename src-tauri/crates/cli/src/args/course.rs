//! Words of the course: its verbs, visits, consents, calls, medicines.

use clap::{Args, Subcommand};

/// When it happened, and the request it belongs to.
#[derive(Args, Default)]
pub struct When {
    /// The day it happened, YYYY-MM-DD; today where nothing is said.
    #[arg(long, value_name = "DATE", default_value = "")]
    pub on: String,
    /// 32 hex digits; the same request again adds nothing.
    #[arg(long, value_name = "HEX")]
    pub key: Option<String>,
}

#[derive(Subcommand)]
pub enum Course {
    /// What stands in a client's course, and where the client stands. JSON: CourseView.
    Show {
        /// Client code.
        client: String,
    },
    /// Every row of the course with its day, when it was written down and by whom; `later` where that was on another day.
    /// JSON: CourseView.
    Entries {
        /// Client code.
        client: String,
    },
    /// What the protocol of the course lays out. JSON: CoursePlan.
    Plan {
        /// Client code.
        client: String,
    },
    /// The clinic's own plan and the client's, for an answer that does not wait. JSON: StoppedView.
    Crisis {
        /// Client code.
        client: String,
    },
    /// What waits for somebody, over every course that goes on. JSON: TodayView.
    Today,
    /// Opens a client's course under a protocol that lays one out. JSON: CourseView.
    Open {
        /// Client code.
        client: String,
        /// Protocol: id, `id vN`, or start of the digest.
        protocol: String,
        #[command(flatten)]
        when: When,
    },
    /// Goes on under another protocol. JSON: CourseView; with --show: Difference.
    Move {
        /// Client code.
        client: String,
        /// Protocol: id, `id vN`, or start of the digest.
        protocol: String,
        /// Shows what differs between the two protocols and moves nothing.
        #[arg(long, conflicts_with = "reason")]
        show: bool,
        /// Why.
        #[arg(long, required_unless_present = "show")]
        reason: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Whether the treatment may be offered. JSON: CourseView.
    Decide {
        /// Client code.
        client: String,
        /// It may not.
        #[arg(long)]
        against: bool,
        /// On what grounds.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Goes past a gate with a second person (--second). JSON: CourseView.
    Override {
        /// Client code.
        client: String,
        /// Gate of the protocol.
        gate: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Any act, read as JSON (CourseAct) from a file descriptor. JSON: CourseView.
    Act {
        /// Client code.
        client: String,
        /// Read the act from this file descriptor.
        #[arg(long, value_name = "N")]
        act_fd: u32,
        #[command(flatten)]
        when: When,
    },
    /// Ends the course. JSON: CourseView.
    Close {
        /// Client code.
        client: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Goes on with a closed course. JSON: CourseView.
    Reopen {
        /// Client code.
        client: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// Strikes an entry: it stays where it was and no longer counts. JSON: CourseView.
    Strike {
        /// Client code.
        client: String,
        /// The entry's number, as `course show` lists it.
        entry: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub enum Visit {
    /// Every visit and where it stands. JSON: CourseView.
    List {
        /// Client code.
        client: String,
    },
    /// A visit begins. JSON: CourseView.
    Start {
        /// Client code.
        client: String,
        /// Visit of the protocol.
        visit: String,
        /// in_person, video, phone.
        #[arg(long, default_value = "in_person")]
        form: String,
        /// Initials of those present, parted by commas; who acts where nothing is said.
        #[arg(long, value_name = "INITIALS", value_delimiter = ',')]
        present: Vec<String>,
        /// Others who are there.
        #[arg(long, default_value = "")]
        others: String,
        #[command(flatten)]
        when: When,
    },
    /// Answers an item, in the way of its kind: done, n/a, words, a number, a date, yes, an answer's name, `0` to `5` with
    /// `behaviour`, or `line=words; line=words`. JSON: CourseView.
    Record {
        /// Client code.
        client: String,
        /// Item of the protocol.
        item: String,
        /// The answer.
        value: Option<String>,
        /// Read the answer from this file descriptor.
        #[arg(long, value_name = "N", conflicts_with = "value")]
        value_fd: Option<u32>,
        /// In which visit.
        #[arg(long)]
        visit: Option<String>,
        /// Where it comes from.
        #[arg(long, default_value = "")]
        source: String,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
    /// A visit ends. JSON: CourseView.
    Close {
        /// Client code.
        client: String,
        /// Visit.
        visit: String,
        /// How long it took.
        #[arg(long)]
        minutes: u16,
        /// In the pair's words.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
    /// A visit was held in another way. JSON: CourseView.
    Otherwise {
        /// Client code.
        client: String,
        /// Visit.
        visit: String,
        /// How, where, by whom.
        #[arg(long)]
        how: String,
        /// How long it took.
        #[arg(long)]
        minutes: Option<u16>,
        #[command(flatten)]
        when: When,
    },
    /// A visit is not held: cancelled (put off), no_show, called_off. JSON: CourseView.
    Miss {
        /// Client code.
        client: String,
        /// Visit.
        visit: String,
        /// cancelled, no_show, called_off.
        how: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        when: When,
    },
    /// The client's rating of a visit: felt safe with, understood by the team, 0 to 10. JSON: CourseView.
    Rate {
        /// Client code.
        client: String,
        /// Visit.
        visit: String,
        /// 0 to 10.
        safe: u8,
        /// 0 to 10.
        understood: u8,
        /// How it was given: `client` alone with a page, `asked` aloud, `entered` from paper.
        #[arg(long, value_parser = ["client", "asked", "entered"])]
        mode: String,
        #[command(flatten)]
        when: When,
    },
}

#[derive(Subcommand)]
pub enum Consent {
    /// Every consent and where it stands. JSON: CourseView.
    List {
        /// Client code.
        client: String,
    },
    /// A consent is given, in the version of the protocol. JSON: CourseView.
    Give {
        /// Client code.
        client: String,
        /// Consent of the protocol.
        consent: String,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
    /// A consent is taken back, at any time. JSON: CourseView.
    Withdraw {
        /// Client code.
        client: String,
        /// Consent of the protocol.
        consent: String,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
}

#[derive(Subcommand)]
pub enum Contact {
    /// Calls that are due or overdue, of every client. JSON: TodayView.
    Due,
    /// The client was called and answered, as `mood=5 sleep=7.5 safe=yes`. JSON: CourseView.
    Record {
        /// Client code.
        client: String,
        /// Dosing visit that the call comes after.
        after: String,
        /// Which day after it.
        day: u16,
        /// Answers, each `question=answer`.
        answers: Vec<String>,
        #[command(flatten)]
        when: When,
    },
    /// The client was called and not reached. JSON: CourseView.
    Miss {
        /// Client code.
        client: String,
        /// Dosing visit that the call comes after.
        after: String,
        /// Which day after it.
        day: u16,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
}

#[derive(Subcommand)]
pub enum Medicine {
    /// Medicines with the arithmetic of their earliest date. JSON: CourseView.
    List {
        /// Client code.
        client: String,
    },
    /// A medicine is taken, or was or will be stopped. JSON: CourseView.
    Record {
        /// Client code.
        client: String,
        /// As the client names it.
        name: String,
        /// The medicine of the protocol's table.
        #[arg(long)]
        medicine: Option<String>,
        /// How much and how often.
        #[arg(long, default_value = "")]
        dose: String,
        /// Day of the last dose, YYYY-MM-DD.
        #[arg(long, value_name = "DATE", default_value = "")]
        stop: String,
        /// Entry that this one takes the place of.
        #[arg(long)]
        replaces: Option<u64>,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        when: When,
    },
}
