//! Words of `concern`.

/// A prompt.
pub const ASK_SLIP: &str = "Slip: ";
/// A reader of this vault.
pub const READER_HERE: &str = "of this vault";
/// Nobody is named.
pub const NO_READERS: &str = "Nobody is named yet who reads what is said in confidence.";
/// A writer who left their name out.
pub const NO_NAME: &str = "no name";
/// Nothing opens.
pub const NO_CONCERNS: &str = "Nothing that this key or slip opens.";

/// What was kept, and the slip.
pub fn slip(slip: &str) -> String {
    format!(
        "Kept. The answer opens with this slip, which is shown once and kept nowhere:\n{slip}\nThe record shows that something was said, and when; it names nobody.\n"
    )
}

/// Whom it was sealed for.
pub fn said_to(names: &str) -> String {
    format!("for {names}")
}

/// Rows of a file.
pub fn concerns_taken(count: usize) -> String {
    match count {
        0 => "Nothing new in it for this vault.".to_owned(),
        count => format!("Taken in: {count}."),
    }
}

/// How many wait to be read.
pub fn concerns_waiting(waiting: u32) -> String {
    match waiting {
        0 => "Nothing said in confidence waits for you.".to_owned(),
        1 => "One concern in confidence waits for you.".to_owned(),
        many => format!("{many} concerns in confidence wait for you."),
    }
}
