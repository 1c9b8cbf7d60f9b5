//! The window opens on its first page, reachable by everyone, and lets in nothing that did not ship with it.

use serde_json::json;
use support::window::Stage;

/// True when everything the page asked for while it loaded came in: style sheets, fonts, pictures, style attributes.
const ALL_CAME_IN: &str = "return [...document.styleSheets].length > 0
  && [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)
  && [...document.fonts].every((font) => font.status !== 'error')
  && [...document.fonts].some((font) => font.status === 'loaded')
  && [...document.images].every((image) => image.complete && image.naturalWidth > 0)
  && [...document.querySelectorAll('[style]')].every((element) => element.style.length > 0);";

/// Tries to bring in what did not ship with the page.
const STRANGERS: &str = "const script = document.createElement('script');
script.textContent = 'window.stranger = true';
document.body.append(script);
document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.org/x.png\" alt=\"\"><p style=\"color:red\">x</p>');
fetch('https://example.org/').catch(() => {});
return window.stranger ?? null;";

#[tokio::test]
async fn the_first_page_is_reachable_by_everyone() {
    let stage = Stage::set();
    let window = stage.open().await;
    window.wait_for("Holdfast").await;
    assert_eq!(window.title().await, "Holdfast");
    window.expect_accessible().await;
    window.shot("opening").await;
    window.close().await;
}

#[tokio::test]
async fn the_page_keeps_its_own_content_policy_and_strangers_out() {
    let stage = Stage::set();
    let window = stage.open().await;
    window.wait_for("Holdfast").await;
    window
        .wait_for_script("the page gets what it asks for", ALL_CAME_IN)
        .await;
    assert!(window.refused().await.is_empty());

    let stranger = window.run(STRANGERS, vec![]).await;
    assert_eq!(stranger, json!(null), "an inline script ran");
    window
        .wait_for_script("the policy speaks", "return window.refused.length >= 4")
        .await;
    let refused = window.refused().await;
    for directive in [
        "script-src-elem",
        "img-src",
        "style-src-attr",
        "connect-src",
    ] {
        assert!(
            refused.iter().any(|name| name == directive),
            "{directive} let something in; refused: {refused:?}"
        );
    }
    window.close().await;
}

#[tokio::test]
async fn a_killed_program_opens_again_on_the_same_home() {
    let stage = Stage::set();
    let window = stage.open().await;
    window.wait_for("Holdfast").await;
    window.kill().await;
    let window = stage.open().await;
    window.wait_for("Holdfast").await;
    window.close().await;
}
