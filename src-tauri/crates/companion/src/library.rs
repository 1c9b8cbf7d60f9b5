//! What the program ships: protocol and measure files, compiled in, so that both doors hold the same bytes.

/// A shipped file.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Folder name under `assets/protocols` or `assets/measures`.
    pub slug: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! protocols {
    ($($slug:literal $file:literal)*) => {
        &[$(Shipped {
            slug: $slug,
            text: include_str!(concat!("../../../../assets/protocols/", $slug, "/", $file)),
        }),*]
    };
}

/// Every shipped protocol, in its latest version.
pub const PROTOCOLS: &[Shipped] = protocols! {
    "three-point" "v3.toml" "dense-phase-2" "v3.toml" "worked-example" "v4.toml"
};

/// Earlier versions: not offered any more, and known by their names for ever.
pub const EARLIER: &[Shipped] = protocols! {
    "three-point" "v1.toml" "three-point" "v2.toml"
    "dense-phase-2" "v1.toml" "dense-phase-2" "v2.toml"
    "worked-example" "v1.toml" "worked-example" "v2.toml" "worked-example" "v3.toml"
};

/// One of them, in its latest version.
pub fn protocol(slug: &str) -> Option<&'static Shipped> {
    PROTOCOLS.iter().find(|shipped| shipped.slug == slug)
}

macro_rules! measures {
    ($($slug:literal)*) => {
        &[$(Shipped {
            slug: $slug,
            text: include_str!(concat!("../../../../assets/measures/", $slug, "/v1.toml")),
        }),*]
    };
}

/// A shipped protocol of any version, by the digest of its bytes.
pub fn protocol_text(digest: &[u8; 32]) -> Option<&'static str> {
    let mut all = PROTOCOLS.iter().chain(EARLIER);
    all.find(|shipped| vault::chain::digest(shipped.text.as_bytes()) == *digest)
        .map(|shipped| shipped.text)
}

/// Every shipped measure, in the order lists show them. A test holds the list to the folder.
pub const MEASURES: &[Shipped] = measures! {
    "pcl-5" "itq" "pc-ptsd-5" "lec-5" "phq-9" "gad-7" "who-5" "audit-c" "suds"
    "caps-5" "c-ssrs" "sds" "psqi" "madrs" "moca" "wai-sr" "meq-30" "ebi" "brs" "scs-sf" "ders-18" "connectedness"
    "use-days"
};

/// The synthetic day of training vaults, as a scenario.
pub const TRAINING_DAY: &str = include_str!("../../../../assets/training/day.script");

#[cfg(test)]
mod tests {
    use super::MEASURES;

    #[test]
    fn every_measure_of_the_folder_is_listed_once() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/measures");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .expect("the shipped measures")
            .filter_map(|entry| {
                let path = entry.expect("an entry").path();
                let name = path.file_name()?.to_str()?.to_owned();
                path.is_dir().then_some(name)
            })
            .collect();
        there.sort();
        let mut listed: Vec<&str> = MEASURES.iter().map(|shipped| shipped.slug).collect();
        listed.sort_unstable();
        assert_eq!(listed, there);
    }
}
