//! Every bench works: a short run of each, on the real thing, prints whole lines. Figures are not judged here; a machine
//! that runs tests is no place to measure.

use crate::line::Line;
use crate::{
    Effort, backing, bundle, day, opening, prompting, screens, sealing, starting, writing,
};

const SHORT: Effort = Effort {
    commits: 10,
    openings: 1,
    clients: 2,
    listed: 30,
    rounds: 1,
    starts: 1,
    rest: 0,
    idle_prompts: 6,
    busy_prompts: 6,
    seals: 1,
    sealed_mib: 2,
    large_mib: 40,
    chained: 2_000,
    noted: 9,
    backups: 1,
    // Long enough for acts beside it.
    backed_mib: 8,
};

/// The stable shape: these fields, a finite figure, and a ratio wherever there is a limit beside it.
fn expect_whole(lines: &[Line], ids: &[&str]) {
    let found: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(found, ids);
    for line in lines {
        let text = serde_json::to_string(line).expect("a line is plain data");
        let object: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for field in [
            "id", "what", "value", "unit", "against", "ratio", "target", "pass",
        ] {
            assert!(object.get(field).is_some(), "{field} is missing: {text}");
        }
        assert!(!text.contains('\n') && line.value.is_finite(), "{text}");
        assert_eq!(line.against.is_some(), line.ratio.is_some(), "{text}");
        assert!(line.samples > 0, "{text}");
    }
}

#[test]
fn a_reading_is_kept_on_disk_and_in_memory() {
    let disk = writing::on_disk(SHORT).expect("measured");
    expect_whole(&disk, &["B1", "B1.p99"]);
    assert!(disk[0].ratio.is_some_and(|ratio| ratio > 0.5), "{disk:?}");
    let memory = writing::in_memory(SHORT).expect("measured");
    expect_whole(&memory, &["B2", "B2.abs"]);
}

#[test]
fn a_vault_is_unlocked_and_listed() {
    let lines = opening::unlock(SHORT).expect("measured");
    expect_whole(&lines, &["B5", "B5.above"]);
    assert!(lines[0].ratio.is_some_and(|ratio| ratio > 0.5), "{lines:?}");
}

#[test]
fn a_window_is_started_and_weighed() {
    // The program against itself: the other side would have to be built, and the two figures must come out alike.
    let program = support::window::program();
    let lines = starting::against(SHORT, &program, &program, "itself").expect("measured");
    expect_whole(&lines, &["B6.start", "B6.memory"]);
    let memory = lines[1].ratio.expect("a ratio");
    assert!((0.5..2.0).contains(&memory), "{lines:?}");
}

#[test]
fn prompts_are_timed_in_the_real_window() {
    let lines = prompting::lateness(SHORT).expect("measured");
    let of = |id: &str| ["p99", "max", "missed"].map(|figure| format!("{id}.{figure}"));
    let ids = [of("B7.idle"), of("B7")].concat();
    expect_whole(&lines, &ids.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn screens_are_timed_in_the_real_window() {
    let lines = screens::screens(SHORT).expect("measured");
    expect_whole(&lines, &["list.first", "list.key", "screen"]);
    assert!(lines[2].value > 1.0, "{lines:?}");
}

#[test]
fn a_day_out_of_a_packet_is_timed_in_the_real_window() {
    let lines = day::opened(SHORT).expect("measured");
    expect_whole(&lines, &["day", "day.max"]);
    assert!(lines[0].value > 1.0, "{lines:?}");
}

#[test]
fn packets_chains_and_reports_are_timed() {
    let lines = sealing::packets(SHORT).expect("measured");
    expect_whole(&lines, &["B9.seal", "B9.open", "B9.memory"]);
    let lines = sealing::chain(SHORT).expect("measured");
    expect_whole(&lines, &["B17", "B17.read", "B17.pages", "B17.abs"]);
    let lines = sealing::paper(SHORT).expect("measured");
    expect_whole(&lines, &["B18.first", "B18", "pen"]);
}

#[test]
fn a_backup_is_timed_and_what_is_kept_beside_it() {
    let lines = backing::backup(SHORT).expect("measured");
    expect_whole(&lines, &["B12", "B12.pages", "B12.stall", "B12.p99"]);
    assert!(lines[2].samples > 1, "{lines:?}");
}

#[test]
fn the_screen_is_weighed() {
    let lines = bundle::size(SHORT).expect("measured");
    expect_whole(&lines, &["bundle"]);
    assert!(lines[0].value > 10.0, "{lines:?}");
}
