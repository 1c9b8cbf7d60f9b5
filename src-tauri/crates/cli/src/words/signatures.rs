//! Words of signatures: how each stands, what it means, in which role a reviewer made it.

use export::report::role_words;
use wire::packets::{ReaderView, ReviewRole};
use wire::sign::{SignatureMeaning, SignatureStanding, TakenBack, Wanting};

pub const SIGNATURE_VOIDED: &str = "void: it was unlocked since";
pub const SIGNATURE_HOLDS: &str = "holds";
pub const SIGNATURE_ADDED: &str = "holds; more was added since";
pub const SIGNATURE_BROKEN: &str = "does not hold: what stands there is not what was signed";
pub const NO_SIGNATURE: &str = "Nobody has signed it.";
pub const SIGNATURE_TAKEN_BACK: &str = "stands; the acceptance behind it was taken back";

/// Why a signature is wanted.
pub fn wanting(why: Wanting) -> &'static str {
    match why {
        Wanting::New => "",
        Wanting::Added => ", signed, and more was added since",
        Wanting::Voided => ", signed, and unlocked since",
    }
}

/// The entry that a signature stands under, to be put before it; none: it stands under all of it.
pub fn of_entry(entry: Option<u64>) -> String {
    entry.map_or_else(String::new, |entry| format!("entry {entry}: "))
}

/// What a signature means.
pub fn meaning(meaning: SignatureMeaning, role: Option<ReviewRole>) -> String {
    match (meaning, role) {
        (SignatureMeaning::Author, _) => "as its author".to_owned(),
        (SignatureMeaning::CoSigner, _) => "read and agreed to".to_owned(),
        (SignatureMeaning::Reviewer, None) => "reviewed in another vault and agreed to".to_owned(),
        (SignatureMeaning::Reviewer, Some(role)) => {
            let role = role_words(role);
            format!("reviewed as {role} in another vault and agreed to")
        }
    }
}

/// When and why the acceptance behind a reviewer's signature was taken back, to be put after how it stands.
pub fn taken_back(back: Option<&TakenBack>) -> String {
    back.map_or_else(String::new, |back| {
        let at = super::wall(back.wall_ms, back.zone_minutes);
        format!(" (acceptance taken back {at}: {})", back.reason)
    })
}

/// How a signature that reaches over an entry stands.
pub fn reaches(standing: SignatureStanding) -> &'static str {
    match standing {
        SignatureStanding::Holds | SignatureStanding::AddedSince => SIGNATURE_HOLDS,
        SignatureStanding::Voided => SIGNATURE_VOIDED,
        SignatureStanding::TakenBack => SIGNATURE_TAKEN_BACK,
        SignatureStanding::Broken => SIGNATURE_BROKEN,
    }
}

/// What verification says of signatures that hold, and whose reviewers think otherwise by now.
pub fn acceptances_taken_back(numbers: &[u64]) -> String {
    let named: Vec<String> = numbers.iter().map(u64::to_string).collect();
    match named.as_slice() {
        [] => String::new(),
        [one] => format!(
            "Signature {one} is a reviewer's. It holds, and the acceptance behind it was taken back.\n"
        ),
        many => format!(
            "Signatures {} are reviewers'. They hold, and the acceptances behind them were taken back.\n",
            many.join(", ")
        ),
    }
}

/// Somebody with the role in which they review.
pub fn in_role(name: &str, role: Option<ReviewRole>) -> String {
    role.map_or_else(
        || name.to_owned(),
        |role| format!("{name} ({})", role_words(role)),
    )
}

/// Those a packet is sealed for.
pub fn readers(all: &[ReaderView]) -> String {
    let named: Vec<String> = all.iter().map(|one| in_role(&one.name, one.role)).collect();
    named.join(", ")
}

/// Who took back the acceptance of what, in a packet.
pub fn acceptance_taken_back(one: &wire::review::ReviewWaits) -> String {
    let sessions = one
        .sessions
        .iter()
        .map(|number| format!("session {number}"));
    let of: Vec<String> = sessions.chain(one.parts.iter().cloned()).collect();
    let of = if of.is_empty() {
        String::new()
    } else {
        format!(" of {}", of.join(", "))
    };
    format!("{} took back the acceptance{of}", one.taken_back.join(", "))
}
