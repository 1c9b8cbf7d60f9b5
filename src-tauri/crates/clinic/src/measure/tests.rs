//! Every shipped measure reads without a complaint and its examples come out; a second scorer, written another way, agrees.

use super::*;
use crate::file::complaint::Severity;
use std::path::PathBuf;

fn folder() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    PathBuf::from(here).join("../../../assets/measures")
}

fn shipped() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("the shipped measures") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let slug = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name")
                .to_owned();
            let text = std::fs::read_to_string(path.join("v1.toml")).expect("a file");
            all.push((slug, text));
        }
    }
    all.sort();
    all
}

#[test]
fn every_shipped_measure_reads_without_a_complaint() {
    let all = shipped();
    assert!(all.len() >= 20, "{}", all.len());
    for (slug, text) in all {
        let examined = examine(&text);
        let said: Vec<String> = examined
            .complaints
            .iter()
            .map(|one| format!("{}: {one}", one.line))
            .collect();
        assert_eq!(said, Vec::<String>::new(), "{slug}");
        let measure = examined.measure.expect("a measure");
        assert_eq!(measure.id, slug);
        assert!(
            !measure.examples.is_empty() || measure.scores.is_empty(),
            "{slug} shows no worked example"
        );
    }
}

fn measure(slug: &str) -> Measure {
    let text = std::fs::read_to_string(folder().join(slug).join("v1.toml")).expect("a file");
    check(&text).unwrap_or_else(|complaints| panic!("{slug}: {complaints:#?}"))
}

/// Answers by position; nothing where the position says so.
fn given(measure: &Measure, values: &[Option<i32>]) -> Answers {
    let pairs = measure.items.iter().zip(values);
    pairs
        .filter_map(|(item, value)| Some((item.id.clone(), Answer::One((*value)?))))
        .collect()
}

/// What the paper says, computed by position, without the file.
mod paper {
    type Given<'a> = &'a [Option<i32>];

    fn at(given: Given<'_>, number: usize) -> i32 {
        given[number - 1].unwrap_or(0)
    }

    pub fn sum(given: Given<'_>, from: usize, to: usize) -> Option<i32> {
        let part = &given[from - 1..to];
        part.iter()
            .copied()
            .try_fold(0, |sum, one| Some(sum + one?))
    }

    /// Two missing at most; the mean of the others takes their place. In quarters of a point first, so that the half is exact.
    pub fn prorated(given: Given<'_>) -> Option<i32> {
        let there: Vec<f64> = given.iter().flatten().map(|one| f64::from(*one)).collect();
        if given.len() - there.len() > 2 {
            return None;
        }
        let mean = there.iter().sum::<f64>() / there.len() as f64;
        Some((mean * given.len() as f64 + 0.5 + 1e-9).floor() as i32)
    }

    /// The rule of PCL-5 by hand: symptoms count from two.
    pub fn pcl5_rule(given: Given<'_>) -> bool {
        let symptoms = |range: std::ops::RangeInclusive<usize>| {
            range.filter(|number| at(given, *number) >= 2).count()
        };
        symptoms(1..=5) > 0 && symptoms(6..=7) > 0 && symptoms(8..=14) > 1 && symptoms(15..=20) > 1
    }

    /// ITQ as its algorithm page puts it.
    pub fn itq(given: Given<'_>) -> (bool, bool) {
        let two = |a: usize, b: usize| at(given, a) >= 2 || at(given, b) >= 2;
        let any = |a: usize, b: usize, c: usize| two(a, b) || at(given, c) >= 2;
        let ptsd = two(1, 2) && two(3, 4) && two(5, 6) && any(7, 8, 9);
        let dso = two(10, 11) && two(12, 13) && two(14, 15) && any(16, 17, 18);
        (ptsd && !dso, ptsd && dso)
    }

    pub fn phq9_syndrome(given: Given<'_>) -> bool {
        let first = given[..8].iter().flatten().filter(|one| **one >= 2).count();
        let ninth = usize::from(at(given, 9) >= 1);
        first + ninth >= 5 && (at(given, 1) >= 2 || at(given, 2) >= 2)
    }
}

fn value(scored: &Scored, id: &str) -> Option<i32> {
    scored
        .score(id)
        .expect("the measure has this score")
        .value()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2_000, ..Default::default() })]

    #[test]
    fn pcl5_as_on_paper(given_values in proptest::collection::vec(proptest::option::weighted(0.98, 0i32..=4), 20)) {
        let pcl5 = measure_once("pcl-5");
        let scored = score(pcl5, &given(pcl5, &given_values));
        for (id, from, to) in [("total", 1, 20), ("b", 1, 5), ("c", 6, 7), ("d", 8, 14), ("e", 15, 20)] {
            proptest::prop_assert_eq!(value(&scored, id), paper::sum(&given_values, from, to), "{}", id);
        }
        let rule = scored.finding("provisional");
        if given_values.iter().all(Option::is_some) {
            proptest::prop_assert_eq!(rule, Some(paper::pcl5_rule(&given_values)));
        } else if let Some(rule) = rule {
            // Decided in spite of what is missing: then no answer may change it.
            for fill in [0, 4] {
                let whole: Vec<_> = given_values.iter().map(|one| Some(one.unwrap_or(fill))).collect();
                proptest::prop_assert_eq!(rule, paper::pcl5_rule(&whole));
            }
        }
    }

    #[test]
    fn phq9_and_gad7_as_on_paper(given_values in proptest::collection::vec(proptest::option::weighted(0.85, 0i32..=3), 9)) {
        let (phq9, gad7) = (measure_once("phq-9"), measure_once("gad-7"));
        let scored = score(phq9, &given(phq9, &given_values));
        proptest::prop_assert_eq!(value(&scored, "total"), paper::prorated(&given_values));
        if given_values.iter().all(Option::is_some) {
            proptest::prop_assert_eq!(scored.finding("syndrome"), Some(paper::phq9_syndrome(&given_values)));
        }
        let stops = phq9.stops(&given(phq9, &given_values)).len();
        proptest::prop_assert_eq!(stops, usize::from(given_values[8].unwrap_or(0) >= 1));
        let scored = score(gad7, &given(gad7, &given_values[..7]));
        proptest::prop_assert_eq!(value(&scored, "total"), paper::prorated(&given_values[..7]));
    }

    #[test]
    fn itq_as_on_paper(given_values in proptest::collection::vec(0i32..=4, 18)) {
        let itq = measure_once("itq");
        let given_values: Vec<_> = given_values.into_iter().map(Some).collect();
        let scored = score(itq, &given(itq, &given_values));
        let (ptsd, complex) = paper::itq(&given_values);
        proptest::prop_assert_eq!(scored.finding("ptsd-probable"), Some(ptsd));
        proptest::prop_assert_eq!(scored.finding("cptsd-probable"), Some(complex));
        proptest::prop_assert_eq!(value(&scored, "ptsd"), paper::sum(&given_values, 1, 6));
        proptest::prop_assert_eq!(value(&scored, "dso"), paper::sum(&given_values, 10, 15));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,400}") {
        let _ = examine(&text);
    }

    #[test]
    fn no_answers_make_the_reader_panic(text in "[-0-9,+ .e]{0,80}") {
        for slug in ["pcl-5", "lec-5", "pc-ptsd-5", "meq-30"] {
            let measure = measure_once(slug);
            if let Ok(answers) = measure.read_answers(&text) {
                let _ = score(measure, &answers);
            }
        }
    }
}

/// Read once: a property test asks for it thousands of times.
fn measure_once(slug: &'static str) -> &'static Measure {
    use std::collections::BTreeMap;
    use std::sync::{Mutex, OnceLock};
    static READ: OnceLock<Mutex<BTreeMap<&'static str, &'static Measure>>> = OnceLock::new();
    let mut read = READ
        .get_or_init(Mutex::default)
        .lock()
        .expect("no test panics inside");
    read.entry(slug)
        .or_insert_with(|| Box::leak(Box::new(measure(slug))))
}

/// Small measures in full: every set of answers there is.
#[test]
fn small_measures_exhaustively() {
    let audit = measure("audit-c");
    let who = measure("who-5");
    let screen = measure("pc-ptsd-5");
    for a in 0..=4 {
        for b in 0..=4 {
            for c in 0..=4 {
                let scored = score(&audit, &given(&audit, &[Some(a), Some(b), Some(c)]));
                assert_eq!(value(&scored, "total"), Some(a + b + c));
            }
        }
    }
    for code in 0..6i32.pow(5) {
        let digits: Vec<_> = (0..5)
            .map(|place| Some(code / 6i32.pow(place) % 6))
            .collect();
        let scored = score(&who, &given(&who, &digits));
        let raw: i32 = digits.iter().flatten().sum();
        assert_eq!(value(&scored, "raw"), Some(raw));
        assert_eq!(value(&scored, "percent"), Some(raw * 4));
    }
    for code in 0..32 {
        let mut answers = vec![Some(1)];
        answers.extend((0..5).map(|place| Some(code >> place & 1)));
        let scored = score(&screen, &given(&screen, &answers));
        assert_eq!(value(&scored, "total"), Some(code.count_ones() as i32));
    }
}

#[test]
fn answers_that_do_not_belong_are_named() {
    let pcl5 = measure("pcl-5");
    let misfit = |typed: &str| pcl5.read_answers(typed).expect_err(typed).misfit;
    assert_eq!(
        misfit("5"),
        Misfit::NotOffered {
            value: 5,
            from: 0,
            to: 4
        }
    );
    assert_eq!(
        misfit("-1"),
        Misfit::NotOffered {
            value: -1,
            from: 0,
            to: 4
        }
    );
    assert!(matches!(misfit("x"), Misfit::NotANumber { .. }));
    assert!(matches!(misfit("1.5"), Misfit::NotANumber { .. }));
    assert!(matches!(
        misfit(&"0,".repeat(21)),
        Misfit::TooMany { items: 20, .. }
    ));
    let screen = measure("pc-ptsd-5");
    assert_eq!(
        screen.read_answers("0,1").expect_err("not asked").misfit,
        Misfit::NotAsked
    );
    let events = measure("lec-5");
    let ticked = events.read_answers("3+1,2").expect("boxes");
    assert_eq!(ticked["1"], Answer::Several(vec![1, 3]));
    assert!(events.read_answers("7").is_err());
    let entered = measure("meq-30");
    assert_eq!(
        entered.read_answers("3.25").expect("a mean")["total"],
        Answer::One(325)
    );
    assert!(matches!(
        entered.read_answers("5.01").expect_err("too high").misfit,
        Misfit::NotOffered { .. }
    ));
    assert!(matches!(
        entered.read_answers("3.255").expect_err("too fine").misfit,
        Misfit::NotANumber { .. }
    ));
}

#[test]
fn a_mistake_in_a_file_is_one_complaint_with_its_line() {
    let text = std::fs::read_to_string(folder().join("phq-9/v1.toml")).expect("a file");
    let mut seen = std::collections::BTreeSet::new();
    let mut expect = |from: &str, to: &str, code: &str| {
        assert!(text.contains(from), "{from}");
        let found = examine(&text.replacen(from, to, 1));
        let names: Vec<_> = found.complaints.iter().map(|one| one.code.name()).collect();
        assert!(names.contains(&code), "{to:?} brings {names:?}, not {code}");
        let severe = found
            .complaints
            .iter()
            .any(|one| one.severity() == Severity::Error);
        assert_eq!(found.measure.is_none(), severe, "{code}");
        assert!(
            found
                .complaints
                .iter()
                .all(|one| one.to_string().len() < 300)
        );
        seen.insert(code.to_owned());
    };
    expect(
        "answers = \"frequency\"",
        "answers = \"frequently\"",
        "unknown-name",
    );
    expect("value = 1,", "value = 0,", "values-not-rising");
    expect(
        "[[item]]",
        "[[answers]]\nid = \"other\"\nscale = { from = 0, to = 3, lowest = \"a\", highest = \"b\" }\n\n[[item]]",
        "unused-answers",
    );
    expect(
        "[[finding]]\nid = \"core\"",
        "[[finding]]\nneeds = [\"syndrome\"]\nid = \"core\"",
        "hangs-on-later",
    );
    expect(
        "id = \"frequency\"",
        "id = \"frequency\"\nseveral = true",
        "boxes-not-added",
    );
    expect("to = 27\n\n", "to = 28\n\n", "range-unlike");
    expect("from = 5\n", "from = 6\n", "bands-not-joined");
    expect("answers = \"1,1,1", "answers = \"1,7,1", "bad-example");
    expect("is = 9 }", "is = 10 }", "example-differs");
    expect("stop_at = 1", "stop_at = 4", "out-of-range");
    let ours: std::collections::BTreeSet<String> = crate::file::complaint::OF_MEASURES
        .iter()
        .map(|&code| code.to_owned())
        .collect();
    assert_eq!(
        ours.difference(&seen).count(),
        0,
        "no test brings one of {ours:?}"
    );
}

#[test]
fn the_page_describes_every_key_and_every_complaint() {
    let page = std::fs::read_to_string(folder().join("FORMAT.md")).expect("the page");
    for table in shape::ALL {
        assert!(
            page.contains(&format!("`{}`", table.name)),
            "{} is not on the page",
            table.name
        );
        for key in table.keys() {
            assert!(
                page.contains(&format!("`{key}`")),
                "{} {key} is not on the page",
                table.name
            );
        }
    }
    for code in crate::file::complaint::OF_MEASURES {
        assert!(
            page.contains(&format!("`{code}`")),
            "{code} is not on the page"
        );
    }
}
