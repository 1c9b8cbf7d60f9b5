//! Keys and who is told of them, by keyboard: one in an envelope made and used, wrong passphrases counted for whoever comes next, the
//! recovery code tried from its paper, one's own passphrase changed.
//!
//! Nothing is clicked and no script touches the page.

use companion::Secret;
use support::window::{Stage, Window};
use support::world;

const NEW_PASSPHRASE: &str = "another harbour lantern seventeen";
const WRONG: &str = "not the passphrase at all";
const TOLD: &str = "The key in the envelope was used on";

async fn absent(window: &Window, testid: &str) {
    let script = format!("return !document.querySelector(\"[data-testid='{testid}']\")");
    window
        .wait_for_script(&format!("{testid} is not there"), &script)
        .await;
}

/// The key is made and its code written down; answers the code.
async fn envelope(window: &Window) -> String {
    window.keys("6").await;
    window.go("glass-open").await;
    window.marked("inspector").await;
    window.expect_accessible().await;
    window.shot("glass-make").await;
    window.write("inspector-reason", "Safe of the ward").await;
    window.keys("Enter").await;
    window.marked("inspector-code").await;
    window.expect_accessible().await;
    window.in_both_themes("glass-code").await;
    let script = "return [...document.querySelectorAll(\"[data-testid='inspector-code'] li\")].map((one) => one.textContent.trim()).join('')";
    let code = window.run(script, vec![]).await;
    window.go("inspector-done").await;
    absent(window, "inspector-code").await;
    // One at a time.
    absent(window, "glass-open").await;
    code.as_str().expect("a code").to_owned()
}

/// Somebody with nothing but the envelope opens the vault, and reads.
async fn used(window: &Window, code: &str) {
    window.lock().await;
    window.go("inspect-turn").await;
    window.reach("inspect-code-1").await;
    window.type_text(code).await;
    window.keys("Enter").await;
    window.marked("inspect-band").await;
    window.wait_for("opened by the key in the envelope").await;
    absent(window, "glass-seen").await;
    window.expect_accessible().await;
    window.shot("glass-inside").await;
    window.keys("2").await;
    window.go("client-row").await;
    window.marked("client").await;
    window.lock().await;
}

async fn wrong(window: &Window) {
    window.write("unlock-passphrase", WRONG).await;
    window.keys("Enter").await;
    window.wait_for("does not open the vault").await;
}

#[tokio::test]
async fn a_key_in_an_envelope_wrong_passphrases_a_drill_and_another_passphrase() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    let paper = world::make_with_code(&mut companion, &home).expect("a vault");
    companion
        .client_add("KELP-014", "Signe Sommerfugl")
        .expect("a client");
    companion.vault_lock().expect("locks");

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    absent(&window, "glass-used").await;
    let code = envelope(&window).await;
    used(&window, &code).await;

    // Whoever comes next is told of both: the key that was used, and the passphrases that opened nothing.
    wrong(&window).await;
    wrong(&window).await;
    window.unlock(world::PASSPHRASE).await;
    window.marked("glass-used").await;
    window.wait_for(TOLD).await;
    window
        .wait_for("2 wrong passphrases since it was last unlocked.")
        .await;
    window.expect_accessible().await;
    window.in_both_themes("glass-told").await;
    // Everybody is, in every room; only a keeper says that it was looked into.
    window.take_pen("AK", "Anders", world::PIN_AK).await;
    window.keys("2").await;
    window.marked("clients").await;
    window.wait_for(TOLD).await;
    absent(&window, "glass-seen").await;
    window.take_pen("MS", "Maren", world::PIN_MS).await;
    window.go("glass-seen").await;
    absent(&window, "glass-used").await;
    window.lock().await;
    window.unlock(world::PASSPHRASE).await;
    absent(&window, "glass-used").await;
    let told = "return !document.body.innerText.includes('wrong passphrase')";
    window.wait_for_script("the count begins anew", told).await;

    // The code on paper: one that is mistyped, another vault's, this one's.
    window.keys("6").await;
    window.go("drill-open").await;
    window.marked("drill-panel").await;
    window.expect_accessible().await;
    let other = if paper.starts_with('0') { "1" } else { "0" };
    let mistyped = format!("{other}{}", &paper[1..]);
    window.write("drill-code", &mistyped).await;
    window.keys("Enter").await;
    window
        .wait_for("Group 1 of the code has a typing error.")
        .await;
    window.shot("drill-wrong").await;
    window.write("drill-code", &paper).await;
    window.keys("Enter").await;
    window
        .wait_for("This is the recovery code of this vault for you.")
        .await;
    window.expect_accessible().await;
    window.in_both_themes("drill-fits").await;

    // Another passphrase: the old one is asked for, and opens nothing afterwards.
    window.go("passphrase-open").await;
    window.marked("passphrase-panel").await;
    window.write("passphrase-old", WRONG).await;
    window.write("passphrase-new", NEW_PASSPHRASE).await;
    window.write("passphrase-again", NEW_PASSPHRASE).await;
    window.expect_accessible().await;
    window.shot("passphrase-form").await;
    window.keys("Enter").await;
    window.wait_for("does not open the vault").await;
    window.write("passphrase-old", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("The passphrase was changed.").await;
    window.expect_accessible().await;
    window.in_both_themes("passphrase-changed").await;
    window.lock().await;
    window.write("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("does not open the vault").await;
    window.unlock(NEW_PASSPHRASE).await;
    window
        .wait_for("2 wrong passphrases since it was last unlocked.")
        .await;
    window.close().await;

    // Read back: who came and what was done stands in the chain, and the old passphrase opens nothing.
    let folder = world::folder(&home);
    let old = companion.vault_unlock(&folder, &Secret::from(world::PASSPHRASE));
    assert!(
        matches!(old, Err(companion::Error::WrongPassphrase)),
        "{old:?}"
    );
    companion
        .vault_unlock(&folder, &Secret::from(NEW_PASSPHRASE))
        .expect("opens");
    assert_eq!(companion.glass_used().expect("open"), None);
    let access = companion.audit_access().expect("entries");
    let all = companion.audit_entries(0, 100_000).expect("entries");
    for action in ["glass_opened", "glass_seen", "inspected"] {
        assert!(
            access.iter().any(|entry| entry.action == action),
            "{action} is in the list of who came"
        );
    }
    for action in ["recovery_code_drilled", "passphrase_changed"] {
        let of = all.iter().filter(|entry| entry.action == action).count();
        assert_eq!(of, 1, "{action}");
    }
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
