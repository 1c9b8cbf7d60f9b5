//! The sentences of this door: what happened, whether the record is safe, what to do.

mod concern;
mod parts;
mod signatures;

pub use concern::{
    ASK_SLIP, NO_CONCERNS, NO_NAME, NO_READERS, READER_HERE, concerns_taken, concerns_waiting,
    said_to, slip,
};
pub use export::record::{clock, wall};
pub use parts::{NO_PARTS, course_entry, leaving_part, part_line, part_told, reviewed_course};
pub use signatures::{
    NO_SIGNATURE, SIGNATURE_ADDED, SIGNATURE_BROKEN, SIGNATURE_HOLDS, SIGNATURE_TAKEN_BACK,
    SIGNATURE_VOIDED, acceptance_taken_back, acceptances_taken_back, in_role, meaning, of_entry,
    reaches, readers, taken_back, wanting,
};
use wire::failure::{Code, Failure};
use wire::licences::{DutyKind, DutyLine, LicenceLine, LicenceStanding};

pub const ASK_PASSPHRASE: &str = "Passphrase: ";
pub const ASK_NEW_PASSPHRASE: &str = "New passphrase: ";
pub const ASK_AGAIN: &str = "Again: ";
pub const ASK_CODE: &str = "Recovery code: ";
pub const ASK_ACCESS_CODE: &str = "Access code: ";
pub const INSPECTING: &str = "Opened by an access code: it is read, and every client and session that is looked at is written down.";
pub const ASK_PIN: &str = "PIN: ";
pub const ASK_NEW_PIN: &str = "New PIN (4 to 6 digits): ";
pub const DIFFER: &str = "The two entries differ. Nothing was changed.";
pub const NO_HOME: &str = "This system names no home folder, so there is no place for vaults.";
pub const NO_VAULT: &str = "Say which vault: --vault FOLDER, or HOLDFAST_VAULT.";
pub const CRISIS_TEAM: &str = "The clinic's plan:";
pub const CRISIS_CLIENT: &str = "To be said to the client:";
pub const NO_CRISIS_PLAN: &str =
    "The protocol of the course lays out no plan, or no course is open.";
pub const NOTHING_CARRIED: &str = "No intention and no plan for stopping early is on record.\n";
pub const SAFETY_PLAN: &str = "The client's own safety plan, agreed on";
pub const NO_SAFETY_PLAN: &str = "No safety plan of the client's own is on record.";
pub const NARROWED: &str = "No longer holds, since:";
pub const NOT_TO_WAIT: &str = "Not to wait";
pub const NOTHING_TO_RATE: &str = "No course that goes on gives a measure to a rater.";
pub const BACKED_UP: &str = "Backup made:";
pub const RESTORED: &str = "Vault made out of the backup:";
/// After a restore by code.
pub const RESTORED_BY_CODE: &str = "What was written after that backup is not in it. Now set a passphrase, with the same code: vault recover.";
/// The backup is not there.
pub fn no_backup_at(path: &std::path::Path) -> String {
    format!(
        "Nothing is at {}: is the stick in, did the name change?",
        path.display()
    )
}
/// A descriptor that the call does not have.
pub fn no_descriptor(fd: u32) -> String {
    format!(
        "Descriptor {fd} is not open in this call: write {fd}<FILE behind it. Nothing was done."
    )
}
/// Where a vault was looked for.
pub fn looked_at(path: &std::path::Path) -> String {
    format!("Looked for in {}.", path.display())
}
/// A record without what opens it.
pub const NO_HEADER: &str = "A record lies there, but its key files (vault.hdr, vault.hdr.bak) are gone, so nothing opens it. Do not delete the folder. Restore from a backup.";
/// This record is older than it was.
pub const OLDER_RECORD: &str = "This record is older than it was: entries may be missing. Look for the newer copy. Where there is none, a vault keeper says so: vault older-seen.";
/// A protocol that was signed and waits for others.
pub fn adoption_waits(name: &str, roles: &[String]) -> String {
    format!(
        "Signed. {name} is not adopted yet: somebody signs as {} too, with a key of their own (person enrol): they open the vault and say protocol adopt.\n",
        roles.join(", and somebody as ")
    )
}
pub const NO_BACKUP: &str = "No backup of this vault is known here.";
pub const COPY_SOURCE: &str = "Every page is being checked.";
pub const COPY_PAGES: &str = "Pages copied.";
pub const COPY_CHECK: &str = "Every page of the copy is being checked.";
pub const ENROLLED: &str =
    "The vault opens with this passphrase too. Their recovery code, shown once:";
pub const NOTHING_UNSIGNED: &str = "Nothing waits for a signature.";
pub const WHAT_TO_SIGN: &str = "Say what: --session ID, with --entry ENTRY for one entry of it, or --client CODE with --visit VISIT, --adverse ENTRY or --gate GATE.";
pub const LOCKED: &str = "Locked";
pub const UNLOCKED: &str = "Unlocked";
pub const LOCK_BROKEN: &str = ": this lock does not hold";
/// What the whole file of a client is, before it is written.
pub fn export(code: &str, files: &[std::path::PathBuf; 2]) -> String {
    let [markdown, json] = files.each_ref().map(|path| path.display());
    format!(
        "This writes the whole file of {code} to\n  {markdown}\n  {json}\nThey are not encrypted: whoever has them can read them, and erasing the client in \
         the vault does not reach them. They hold the name and everything that is recorded about the client. Left out are the words of process \
         notes. Nothing was written yet. Say --yes where that is meant."
    )
}
pub const UNLOCK_VOIDS: &str =
    "Unlocking voids the signatures that hold. Say --yes where that is meant.";
pub const AMENDED: &str =
    "Kept beside the entry. A signature under it says now that more was added.\n";
pub const HIDDEN: &str = "hidden";
pub const NONE: &str = "-";
pub const NOTHING_SHOWN: &str =
    "Nothing to show: nothing is on record, or every line rests on too few clients.";
pub const UNREAD: &str = "Records that cannot be read are left out; `vault verify` names them.";
pub const NO_SESSION: &str = "No session is running. Name one with --session.";
pub const DAY_READ_BACK: &str =
    "The day was kept entry by entry in an encrypted training vault, then read back.";
pub const DAY_IN_VAULT: &str = "The day is kept entry by entry in this training vault.";
pub const BAD_TIME: &str = "A time is h:mm since dose 1, for example 2:30.";

pub fn no_terminal(question: &str) -> String {
    let what = question.trim_end_matches([':', ' ']);
    format!(
        "{what}: there is no terminal to ask at. Give it by file descriptor; it is never taken from the call."
    )
}

/// How old the last backup is.
pub fn backup_last(days: i64, since: u64) -> String {
    let age = match days {
        0 => "today".to_owned(),
        1 => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    };
    format!("The last backup was made {age}. Entries since: {since}.\n")
}

/// There are too few clients to show anything of them together.
pub fn too_few(least: u64) -> String {
    format!(
        "There are fewer than {least} clients. Nothing is shown, so that nobody can be known from a number."
    )
}

/// What the numbers rest on.
pub fn cohort(clients: u64, erased: Option<u64>, least: u64) -> String {
    let erased = match erased {
        Some(0) => String::new(),
        Some(erased) => format!(" Erased, and not counted: {erased}."),
        None => format!(" Erased, and not counted: fewer than {least}."),
    };
    format!(
        "{clients} clients, those put away too.{erased}\n\
         {HIDDEN}: a number that rests on fewer than {least} clients, or from which such a one could be worked out. \
         {NONE}: nothing is on record, or of fewer than {least} clients."
    )
}

/// What an erasure did, and what it could not.
pub fn erased(receipt: &wire::clients::Receipt) -> String {
    let copies = if receipt.copies.is_empty() {
        "No older copy lies beside the vault. Copies kept elsewhere, if any, still hold the key: destroy them too.".to_owned()
    } else {
        format!(
            "Older copies beside the vault still hold the key; destroy them too: {}.",
            receipt.copies.join(", ")
        )
    };
    format!(
        "Erased {} on {}: the client's key was destroyed. {} session(s), the course and the details can never be read again.\n\
         The audit chain still verifies; entry {} says what was done.\n{copies}\n",
        receipt.code, receipt.on, receipt.sessions, receipt.entry
    )
}

pub const TAKEN_OUT: &str = "taken out";
pub const ROTATED: &str = "The vault has another master key, and the record lies under it. A passphrase of yours that somebody has seen, and your recovery code of before, open nothing of it. Where somebody else's passphrase was seen, that person changes it and does the same. What an earlier version sealed for you alone before you opened the vault yourself opens for nobody any more.";
/// After a first recovery code.
pub const CODE_TO_PAPER: &str = "Write it on paper and keep it away from this computer. Without it and without the passphrase nobody can open the vault.";
/// After a recovery code that follows another.
pub const NEW_CODE_TO_PAPER: &str = "Write it on paper. Backups that were made before open only with the old code: make a new backup (vault backup), and destroy the old paper only with the old backups.";
pub const NEW_CODE: &str =
    "Your new recovery code, shown once; the old one opens nothing that is written from now on:";
pub const CODE_OWED: &str = "Your recovery code of before opens nothing of it, and a new one could not be made now: vault new-code makes it.";
const UNFINISHED: &str = "It is done, but the disk did not take everything that follows it. Make room, then open the vault again: that ends it.";
pub const ACCESS_CODE: &str = "access code";

pub const GLASS_MADE: &str = "Code of the key in the envelope, shown once. Write it on paper and seal it. It opens the vault with `--inspect`, to look; \
     from then on everybody who opens the vault is told, until a keeper says with `vault glass seen` that it was looked into. The code opens \
     the master key: after it was used, end it with `vault glass end` and make another.";
pub const OLDER_SEEN: &str =
    "It is written down that no newer copy was found: from here on this copy is the record.";
pub const GLASS_SEEN: &str =
    "It is written down that the use of the key in the envelope was looked into.";

/// The key in the envelope was used, and nobody has looked into it.
pub fn glass_used(wall_ms: i64) -> String {
    format!(
        "The key in the envelope was used on {} UTC, and no keeper has looked into it yet: `audit access` says what was looked at.",
        export::record::wall(wall_ms, 0)
    )
}

/// An inspector was let in, and what that means.
pub fn inspector_made(initials: &str, until: &str) -> String {
    format!(
        "{initials} may look, the last day is {until}. The code is shown once; it opens the vault with `--inspect`, and nothing can be written then \
         but who looked at what.\nThe code opens the master key, so what keeps it to looking, and to its last day, is this program: when the \
         inspection is over, take it away with `person inspector end`, which gives the vault another master key. What was read or copied \
         stays with whoever read it."
    )
}
/// The two copies of the header were not alike.
pub fn header(state: companion::vault::HeaderState) -> Option<&'static str> {
    match state {
        companion::vault::HeaderState::Alike => None,
        companion::vault::HeaderState::Mended => Some(
            "One of the two copies of the vault's header was older, damaged or missing. Both were written anew; audit access says how they were found.",
        ),
        companion::vault::HeaderState::Differs => Some(
            "One of the two copies of the vault's header is older, damaged or missing, and stays as it is.",
        ),
    }
}

/// What no rotation can do.
const KEEPS: &str = "What they read or copied before stays with them.";
const OLDER: &str = "Copies of the vault that were made before open as they did, with the passphrases and recovery codes of their day";

/// What taking a person out means, before it is done.
pub fn removal(removal: &companion::removal::Removal) -> String {
    let name = &removal.name;
    if !removal.holds_key {
        return format!(
            "{name} holds no passphrase of this vault. Their PIN is refused from then on. What they wrote and signed stays."
        );
    }
    format!(
        "{name} is taken out: the vault gets another master key, and their passphrase, recovery code and PIN open nothing that is written from \
         then on. What they wrote and signed stays.\nWhat was sealed for {name} alone, their own process notes among it, opens for nobody any more in this vault.\n{KEEPS} {}",
        older(&removal.copies)
    )
}

/// A person was taken out.
pub fn removed(name: &str) -> String {
    format!("{name} was taken out. {KEEPS}")
}

/// What was done, and the copies that it does not reach.
pub fn rotated(what: &str, done: &companion::removal::Removed) -> String {
    let mut text = format!("{what}\n{}\n", older(&done.copies));
    if done.forms_lost > 0 {
        let lost = done.forms_lost;
        text.push_str(&format!(
            "Forms that were begun and could not be read any more: {lost}. They were left out.\n"
        ));
    }
    if done.unfinished {
        text.push_str(&format!("{UNFINISHED}\n"));
    }
    text
}

/// A recovery code, shown once.
pub fn code(what: &str, groups: &[String], then: &str) -> String {
    let mut text = format!("{what}\n\n");
    for line in groups.chunks(4) {
        text.push_str(&format!("    {}\n", line.join(" - ")));
    }
    text.push_str(&format!("\n{then}\n"));
    text
}

fn older(copies: &[String]) -> String {
    if copies.is_empty() {
        return format!(
            "{OLDER}. Where they lie is not known here: look for backups, sticks and old folders by hand."
        );
    }
    format!(
        "{OLDER}. Known here: {}. Make a new backup, then destroy them or lock them away.",
        copies.join(", ")
    )
}

pub const NOT_HARDENED: &str =
    "Memory of this program is not protected against dumps on this system.";

/// One sentence or two for a failure.
pub fn failure(failure: &Failure) -> String {
    let fact = |name: &str| {
        failure
            .facts
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    };
    let what = match failure.code {
        Code::Locked => "The vault is locked.".to_owned(),
        Code::TooSoon => format!(
            "Several wrong passphrases in a row: the next try waits {} s.",
            fact("seconds")
        ),
        Code::HandedOver => "The computer is in a client's hands.".to_owned(),
        Code::Blind => "A blinded rater sees and does nothing else.".to_owned(),
        Code::WrongPassphrase => "The passphrase does not open this vault.".to_owned(),
        Code::OtherRecoveryCode => "This is not the recovery code of whoever opened the vault. It may be another person's, or that of an older copy: do not throw the paper away. Whose it is shows when that person opens the vault and tries it (vault drill).".to_owned(),
        Code::WrongRecoveryCode => "The recovery code does not open this vault.".to_owned(),
        Code::RecoveryCodeTypo => format!(
            "The recovery code has a typing error{}.",
            in_group(fact("group"))
        ),
        Code::WrongPin => format!(
            "The PIN does not fit. Tries left before the passphrase is asked: {}.",
            fact("left")
        ),
        Code::PinPassphraseNeeded => {
            "After five wrong PINs the vault's passphrase is asked instead.".to_owned()
        }
        Code::WeakPassphrase => {
            "The passphrase is too short or too easily guessed. Use 15 characters or more."
                .to_owned()
        }
        Code::BadPin => "A PIN has 4 to 6 digits, not all alike and not in a row.".to_owned(),
        Code::NoCourse => "This protocol lays out no course. Choose one that does.".to_owned(),
        Code::OtherProtocol => {
            "The client's course is under another protocol. Move the course first, or use its own."
                .to_owned()
        }
        Code::CourseGateOpen => format!(
            "The gate before this visit asks for more: {}.",
            fact("missing")
        ),
        Code::Retained => format!(
            "This client's record is to be kept until {}. Nothing was erased.",
            fact("until")
        ),
        Code::VaultExists => {
            "Something stands at that place already. Choose another name.".to_owned()
        }
        Code::NoVault => "No vault is there.".to_owned(),
        Code::VaultInUse => {
            "The vault is open in another window or program. Close it there first.".to_owned()
        }
        Code::VaultDamaged => {
            "A file of it is missing or damaged. Nothing was changed. Copy the whole folder aside before anything else; then restore from the newest backup that is whole, an older one too."
                .to_owned()
        }
        Code::VaultNewer => {
            "The vault was made by a newer version. Nothing was changed; update this program."
                .to_owned()
        }
        Code::NotAVault => {
            "The files there are not a Holdfast vault. Nothing was changed.".to_owned()
        }
        Code::RoleNeedsSecond => format!(
            "This gives more than you hold. Somebody who holds it stands by: --second with {}. Nothing was given.",
            fact("who").replace(", ", " or ")
        ),
        Code::PairRule => {
            let what = match (fact("roles"), fact("licensed"), fact("apart")) {
                (roles, _, _) if !roles.is_empty() => {
                    format!("The protocol asks for these, each held by somebody else: {roles}")
                }
                (_, wanted, _) if !wanted.is_empty() => format!(
                    "The protocol asks that {wanted} of the pair hold a licence that is recorded here and has not lapsed"
                ),
                (_, _, apart) => {
                    format!("The protocol keeps {apart} apart ({})", fact("why"))
                }
            };
            format!("{what} (line {}).", fact("line"))
        }
        Code::OwnSession => {
            "Nobody reviews a session in which they took part, or rates blind whom they treated."
                .to_owned()
        }
        Code::Inspecting => {
            "An inspector has the vault open: it is read, and nothing is changed. Open it with a passphrase for that."
                .to_owned()
        }
        Code::InspectionOver => format!(
            "The access that was given to this inspector ended on {}. Whoever keeps the vault gives another code.",
            fact("until")
        ),
        Code::Backup => {
            "This is a backup: it is read, never written. To go on with it, make a vault out of it: `vault restore --from`."
                .to_owned()
        }
        Code::NotABackup => {
            "This is no backup. A backup's folder ends in .holdfast-backup.".to_owned()
        }
        Code::OlderBackup => {
            "An older version made this backup. Make a vault out of it first: `vault restore --from`."
                .to_owned()
        }
        Code::OlderRecord => {
            "An older version wrote this record last. Somebody opens it with a passphrase first, which brings it up to date: looking writes nothing."
                .to_owned()
        }
        Code::NoEncryption => {
            "The encryption engine does not answer, so nothing is opened.".to_owned()
        }
        Code::BadInput => format!("Not accepted: {}.", fact("what")),
        Code::Unknown => format!("Not found: {}.", fact("what")),
        Code::Duplicate => format!("Taken already: {}.", fact("what")),
        Code::NoFile => "No file can be read there.".to_owned(),
        Code::FileChanged => "The file was changed since it was looked at.".to_owned(),
        Code::SessionEnded => "The session has ended; nothing can be added to it.".to_owned(),
        Code::RecordLocked => {
            "It is locked. Amend it (sign amend), or unlock it first (sign unlock).".to_owned()
        }
        Code::NotSigned => {
            "Only what its author signed to its end is locked. Sign it first.".to_owned()
        }
        Code::AuthorFirst => "Its author signs it first, as it stands.".to_owned(),
        Code::NotLocked => "It is not locked.".to_owned(),
        Code::LicenceLapsed => format!(
            "The licence of {} has lapsed, its last day was {}: no session begins with them. Record the renewed one (person licence), or begin without them (--people).",
            fact("initials"),
            fact("until")
        ),
        Code::NoKey => format!(
            "{} holds no key of their own: nothing can be sealed to them, so they can neither be named as a reader nor name one. Give them a key first (person enrol).",
            fact("initials")
        ),
        Code::SessionLive => "A session is running: this waits until it has ended. Every entry of it is on disk already, so do not end it for this.".to_owned(),
        Code::BackupRuns => "A backup is being made: this waits until it is done.".to_owned(),
        Code::GateOpen => format!("Gate items are open: {}.", fact("items")),
        Code::DeferralCap => format!("Line {} allows no further \"not now\".", fact("line")),
        Code::NotDeferrable => "The protocol does not let this repeat be deferred.".to_owned(),
        Code::NothingDue => "Nothing prompts now.".to_owned(),
        Code::InFuture => "That time lies in the future.".to_owned(),
        Code::BeforeSession => "That time lies before the session.".to_owned(),
        Code::Implausible => format!(
            "Outside the plausible range: {}. Type it again to keep it.",
            fact("signs")
        ),
        Code::SecondPersonNeeded => "A second person must prove presence by PIN.".to_owned(),
        Code::SamePerson => "The second person must be another.".to_owned(),
        Code::PenPassed => "Somebody else has the pen since this was looked at: look again.".to_owned(),
        Code::OwnRemoval => "Nobody takes themselves out of the vault: another person who manages people does.".to_owned(),
        Code::LastKeeper => "This is the only vault keeper who holds a key: give another person that role and a key first.".to_owned(),
        Code::OutOfWindow => "Outside the window of the protocol: a reason is needed.".to_owned(),
        Code::TooLong => "The text is too long.".to_owned(),
        Code::NotAdopted => "This protocol is not adopted for care in this vault.".to_owned(),
        Code::ProtocolComplaints => "The file cannot be used: it has errors.".to_owned(),
        Code::BadAnswers => format!("The answers do not fit the measure: {}.", fact("what")),
        Code::NotAllowed => "Not allowed for this person.".to_owned(),
        Code::Refused | Code::CourseRefused => format!("The rules say no: {}.", fact("what")),
        Code::NotACard => "This is no contact card, or it was changed.".to_owned(),
        Code::KeysChanged => format!(
            "Stop: the keys of {} are others than before. Call them and compare six words: {}. Take them only with --instead.",
            fact("name"),
            fact("words")
        ),
        Code::UnknownAuthor => format!(
            "Nobody here knows {}. Call them and compare six words: {}. Then open it with --trust.",
            fact("name"),
            fact("words")
        ),
        Code::AuthorRevoked => format!(
            "{} was revoked here: nothing is taken from them or sealed for them.",
            fact("name")
        ),
        Code::NotAPacket => "This is no packet.".to_owned(),
        Code::PacketNotForYou => "This packet is sealed to somebody else.".to_owned(),
        Code::PacketForwarded => {
            "Its author did not seal this packet for you: somebody passed it on.".to_owned()
        }
        Code::PacketNewer => "A newer version sealed this packet.".to_owned(),
        Code::PacketLimit => format!("Larger than a packet may be: {}.", fact("what")),
        Code::PacketCut => "The packet ends too early: it was not copied whole.".to_owned(),
        Code::PacketDamaged => "The packet was cut or changed on the way.".to_owned(),
        Code::PacketMalformed => {
            "The packet is not in the form that a packet has.".to_owned()
        }
        Code::PacketSignature => "The packet's signature does not hold.".to_owned(),
        Code::PacketKnown => "This packet was opened here before.".to_owned(),
        Code::PacketOlder => "A later packet of this author was opened here before.".to_owned(),
        Code::PacketRolledBack => {
            "The author's record is shorter than it was in an earlier packet.".to_owned()
        }
        Code::PacketFork => "This packet does not follow the one before it.".to_owned(),
        Code::PacketNoThread => {
            "This is an answer to a packet that this vault does not have.".to_owned()
        }
        Code::PacketExpired => "The time of this packet is over.".to_owned(),
        Code::PacketBetween => format!(
            "A later packet of this author was opened here, and only number {} shows whether this one belongs before it. Open that first.",
            fact("next")
        ),
        Code::OwnRecordOlder => "This record is older than it was: an older copy was put back. Nothing is sealed from it. Take the newest copy of this vault. Where there is none, a vault keeper says so: vault older-seen.".to_owned(),
        Code::KeyAsked => "The keys of this person are not at hand: their own passphrase opens them (--key-fd).".to_owned(),
        Code::NotSeen => format!("Not looked at yet: {}.", fact("left")),
        Code::QueriesLeft => format!("Queries that are not closed: {}.", fact("left")),
        Code::ReviewRefused => format!("The rules say no: {}.", fact("what")),
        Code::DiskFull => "The disk is full: nothing was written there.".to_owned(),
        Code::ReadOnly => "Nothing can be written there.".to_owned(),
        Code::Io => format!("A file could not be read or written: {}.", fact("what")),
        Code::Damaged => format!("Damage was found: {}. Nothing was changed or made. Copy the whole folder aside and keep every old backup; then restore from the newest backup that is whole.", fact("what")),
        Code::Panic => "The program met a fault of its own.".to_owned(),
    };
    if failure.record_safe {
        format!("{what} The record is as it was.")
    } else {
        what
    }
}

fn in_group(group: &str) -> String {
    if group.is_empty() {
        String::new()
    } else {
        format!(" in group {group}")
    }
}

/// There is no packet in this vault.
pub const NO_PACKETS: &str = "No packet was sealed or opened here.";
/// A packet's key is gone.
pub const PACKET_DESTROYED: &str = "Its key was destroyed: nothing of it can be read here again. The file it came in is as it was.";
/// How a contact stands.
pub const CONTACT_REVOKED: &str = "revoked";
/// How a contact stands.
pub const WORDS_COMPARED: &str = "words compared";
/// How a contact stands.
pub const WORDS_NOT_COMPARED: &str = "words not compared by voice";
/// A decision.
pub const ACCEPTED: &str = "read and accepted";
/// A query stands so.
pub const QUERY_OPEN: &str = "query, waits for an answer";
/// A query stands so.
pub const QUERY_ANSWERED: &str = "query, answered";
/// A query stands so.
pub const QUERY_CLOSED: &str = "query, closed";
/// Behind something that needs eyes.
pub const EYE_SEEN: &str = ", seen";
/// A signature that came in a packet.
pub const SIGNATURE_CARRIED: &str = "it holds, and speaks of the rows that the packet names";
pub const SIGNATURE_CARRIED_BY: &str =
    "it holds, and speaks of the rows that the packet names; whose key it is is not known here";
/// After how a signature stands.
pub const AMENDED_SINCE_SIGNED: &str = "; something was amended after it, and is not signed by it";
/// An item of an adherence form.
pub const NOT_SEEN_IN_RECORD: &str = "not seen in the record";
/// Above the counts of a pair; hours and minutes. In brackets: the second in a row, or more; of touch, what lay outside the agreement.
pub const TRENDS_HEAD: &str = "  client       no  opened      length  put off  late  missed  entered late   alone  unwatched    touch  lasted";
/// A packet of several sessions.
pub const WHICH_SESSION: &str = "The packet holds several sessions: say which with --session.";

/// The client, as they leave.
pub fn leaving_client(code: &str) -> String {
    format!(
        "Leaves: the client as {code}. Stays: name, date of birth, contact and every other detail."
    )
}

/// A session that leaves.
pub fn leaving_session(number: u16, when: &str, entries: u32, notes: u32) -> String {
    format!("Leaves: session {number} of {when}, {entries} entries, the words of {notes} notes.")
}

/// Process notes.
pub fn leaving_process(count: u32, leave: u32, readers: &str) -> String {
    match (count, leave) {
        (0, _) => "Process notes: none.".to_owned(),
        (count, 0) => format!("Stays: the words of {count} process notes."),
        (count, leave) => {
            format!("Leaves: the words of {leave} of {count} process notes, for {readers} alone.")
        }
    }
}

/// Names of the team.
pub fn leaving_names(names: &str) -> String {
    format!("Leaves: the names {names}.")
}

/// Signatures.
pub fn leaving_signatures(count: u32) -> String {
    format!("Leaves: {count} signatures.")
}

/// Everything else.
pub fn leaving_rest(protocols: &str, bytes: u64) -> String {
    format!(
        "Leaves: the protocol {protocols}, whole, with its contacts; dates and times as they were; {bytes} bytes before sealing. For:"
    )
}

/// A packet was sealed.
pub fn sealed(thread: &str, path: &str, bytes: u64) -> String {
    format!("Sealed as {thread}, {bytes} bytes: {path}\n")
}

/// A packet was opened.
pub fn opened(thread: &str) -> String {
    format!("Opened: {thread}.")
}

/// Whom it is for.
pub fn sealed_for(names: &str) -> String {
    format!("sealed for {names}")
}

/// Who sealed it.
pub fn sealed_by(name: &str) -> String {
    format!("sealed by {name}")
}

/// Given back.
pub fn returned(reason: &str) -> String {
    format!("given back: {reason}")
}

/// A decision was taken back.
pub fn decision_taken_back(reason: &str) -> String {
    format!("took the decision back: {reason}")
}

/// Open again.
pub fn reopened(reason: &str) -> String {
    format!("open again: {reason}")
}

/// What waits in a thread.
pub fn thread_waits(open: u32, answered: u32, unsent: u32) -> String {
    format!("queries open {open}, answered {answered}; lines in no answer yet {unsent}")
}

/// Where the author's chain was.
pub fn chain_at(entries: u64, code: &str) -> String {
    format!("Its author's chain had {entries} entries, code {code}.")
}

/// A session of a packet.
pub fn reviewed_session(id: &str, number: u16, entries: usize, left_out: u64) -> String {
    format!(
        "Session {number} ({id}), {entries} entries, process notes left out: {left_out}. Needs eyes:"
    )
}

/// A packet that cannot be read as it was kept.
pub fn packet_unreadable(author: &str, sealed: &str) -> String {
    format!("cannot be read as it was kept; sealed {sealed} by {author}")
}

/// An older packet of the same author that cannot be read.
pub fn not_compared(id: &str) -> String {
    format!(
        "Packet {id} of the same author cannot be read as it was kept: nothing is compared with it."
    )
}

/// What the order of an author's packets says; empty where nothing is to be said.
pub fn order(late: bool, missing: &[u64]) -> String {
    let mut text = String::new();
    if late {
        text.push_str("A newer one of this author was read already; this one fits before it.\n");
    }
    if !missing.is_empty() {
        let numbers: Vec<String> = missing.iter().map(u64::to_string).collect();
        text.push_str(&format!(
            "Of this author's packets these numbers did not come: {}.\n",
            numbers.join(", ")
        ));
    }
    text
}

/// A private note.
pub fn private(text: &str) -> String {
    format!("Private, never leaves: {text}")
}

/// Supervision.
pub fn supervised(on: &str, minutes: u16, topics: &str, agreed: Option<&str>) -> String {
    let agreed = agreed.map_or_else(
        || "not agreed to yet".to_owned(),
        |name| format!("agreed to by {name}"),
    );
    format!("Supervision on {on}, {minutes} min, {topics}: {agreed}")
}

/// What stands between a reviewer and an acceptance.
pub fn review_waits(unseen: u32, unsettled: u32) -> String {
    format!("Not looked at by you: {unseen}. Your queries that are not closed: {unsettled}.")
}

/// Nothing was written down about a person.
pub const NO_DUTIES: &str = "No training and no delegated task is written down.";

/// A person's licence, as lists say it.
pub fn licence(licence: Option<&LicenceLine>) -> String {
    let Some(licence) = licence else {
        return "no licence recorded".to_owned();
    };
    let LicenceLine {
        number,
        jurisdiction,
        until,
        standing,
        days,
    } = licence;
    let days = match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let stands = match standing {
        LicenceStanding::Holds => format!("until {until}"),
        LicenceStanding::LapsesSoon => format!("until {until}, {days} left"),
        LicenceStanding::Lapsed => format!("lapsed, its last day was {until}, {days} ago"),
    };
    format!("licence {number}, {jurisdiction}, {stands}")
}

/// A line of a person's log.
pub fn duty(line: &DutyLine) -> String {
    let words = &line.words;
    match line.kind {
        DutyKind::Trained => format!("trained: {words}"),
        DutyKind::Delegated => {
            let by = line.by.as_deref().unwrap_or("somebody else");
            match &line.ended {
                Some(on) => format!("delegated by {by}, ended {on}: {words}"),
                None => format!("delegated by {by}: {words}"),
            }
        }
        DutyKind::Ended => {
            let of = line.ends.map_or_else(String::new, |of| of.to_string());
            format!("ended, line {of}: {words}")
        }
    }
}

/// Time since the dose: `T+2:47`.
pub fn since(ms: i64) -> String {
    let sign = if ms < 0 { '-' } else { '+' };
    let minutes = ms.unsigned_abs() / 60_000;
    format!("T{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// The synthetic supervisor of a training vault.
pub fn training_supervisor(one: &wire::training::TrainingSupervisor) -> String {
    format!(
        "A supervisor's vault lies beside it: {}\n  passphrase: {}\n  their next packet: {}\n",
        one.folder, one.passphrase, one.answer
    )
}

/// Nothing waits in any packet.
pub const NOTHING_WAITS: &str = "Nothing waits.";

/// What waits in a packet.
pub fn waits_in_packet(one: &wire::review::ReviewWaits) -> Vec<String> {
    let said = [
        (one.unseen > 0, format!("{} not looked at", one.unseen)),
        (one.undecided, "no decision".to_owned()),
        (one.to_close > 0, format!("{} answered", one.to_close)),
        (one.to_answer > 0, format!("{} to answer", one.to_answer)),
        (one.given_back > 0, "given back".to_owned()),
        (!one.taken_back.is_empty(), acceptance_taken_back(one)),
        (one.unsent > 0, format!("{} in no answer yet", one.unsent)),
    ];
    said.into_iter()
        .filter_map(|(is, words)| is.then_some(words))
        .collect()
}

/// Which backup the record was put back from.
pub fn restored_from(from: &companion::backup::RestoredFrom) -> String {
    let at = wall(from.wall_ms, from.zone_minutes);
    format!(
        ", from a backup that ends with entry {}, code {}, {at}",
        from.entry, from.code
    )
}

/// A length in hours and minutes.
pub fn lasted(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A new passphrase.
pub const PASSPHRASE_CHANGED: &str = "The passphrase was changed. Copies and backups that were made before still answer to the old one: if somebody else knows it, go on with vault rotate, and destroy them.";
/// The drill.
pub const CODE_FITS: &str =
    "This is the recovery code of whoever opened the vault. It stays as it is.";
