//! The world the tests run in.

#[cfg(target_os = "linux")]
pub mod memory;
#[cfg(target_os = "linux")]
pub mod own_mounts;
pub mod reader;
#[cfg(target_os = "linux")]
pub mod silence;
pub mod sweep;
#[cfg(target_os = "linux")]
pub mod window;
pub mod world;

/// The root of the checkout. Asked when running: two checkouts may share one target folder, and the test programs with it.
pub fn root() -> std::path::PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the tests are");
    let here = std::path::Path::new(&here);
    here.parent().expect("tests/ lies in the house").to_owned()
}

/// Milliseconds on the clock that the program waits by: it counts sleep.
#[cfg(target_os = "linux")]
pub fn boot_ms() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// Now, for a scripted clock that begins now.
pub fn now_rfc3339() -> String {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("the machine's clock is past 1970")
        .as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Civil date from days since 1970 (Howard Hinnant's algorithm, public domain idea, written anew).
    let z = days as i64 + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3_600,
        rest / 60 % 60,
        rest % 60
    )
}
