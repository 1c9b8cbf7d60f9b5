//! The measures that every picture goes through, and proof that each of them can fail: the page is spoiled on purpose, one
//! fault at a time, in the real window.

use support::window::measure::ANCHORS;
use support::window::picture::Picture;
use support::window::{Stage, Window};

/// Lays something over the page, looks, and takes it away again.
async fn spoiled(window: &Window, style: &str, words: &str) -> (Picture, Vec<String>, Vec<String>) {
    let lay = "const spoil = document.createElement('div');
        spoil.id = 'spoil';
        spoil.textContent = arguments[1];
        for (const part of arguments[0].split(';')) {
          const [name, value] = part.split(':');
          if (name) spoil.style.setProperty(name, value);
        }
        document.body.append(spoil);
        return true;";
    window.run(lay, vec![style.into(), words.into()]).await;
    let (png, weak) = window.readable().await;
    let picture = Picture::decode(&png);
    let misplaced = window.misplaced().await;
    let clear = "document.getElementById('spoil').remove(); return true;";
    window.run(clear, vec![]).await;
    (picture, weak, misplaced)
}

#[tokio::test]
async fn a_measure_that_finds_nothing_could_have_found_something() {
    let stage = Stage::set();
    let window = stage.open().await;
    window.marked("start").await;
    if !window.is_night().await {
        window.keys("Ctrl+T").await;
        window
            .wait_for_script(
                "it is night",
                "return document.documentElement.dataset.theme === 'night'",
            )
            .await;
    }
    let (good, weak) = window.readable().await;
    assert_eq!(Picture::decode(&good).too_bright(), None);
    assert_eq!(weak, Vec::<String>::new());
    assert_eq!(window.misplaced().await, Vec::<String>::new());
    window.shot("seeing-night").await;

    // Two points of white in a million are enough.
    let dot = "position:fixed;left:11px;top:7px;width:2px;height:1px;background:#fff";
    let (picture, ..) = spoiled(&window, dot, "").await;
    let words = picture.too_bright().expect("a white dot is too bright");
    assert!(words.starts_with("2 points"), "{words}");
    assert!(words.ends_with("1.000 at 11,7"), "{words}");

    // Grey on black under 4.5:1.
    let faint = "position:fixed;left:0;top:0;z-index:9;background:#000;color:#555";
    let (_, weak, _) = spoiled(&window, faint, "hardly there").await;
    assert!(
        weak.len() == 1 && weak[0].contains("hardly there"),
        "{weak:?}"
    );

    // Words cut by their box, words outside of the window, words over words.
    let cut = "position:fixed;left:0;bottom:0;width:40px;overflow:hidden;white-space:nowrap;background:#000";
    let (.., misplaced) = spoiled(&window, cut, "does not fit into forty").await;
    assert!(misplaced[0].contains("does not fit"), "{misplaced:?}");
    let outside = "position:fixed;left:-9px;bottom:0;background:#000";
    let (.., misplaced) = spoiled(&window, outside, "half outside").await;
    assert!(
        misplaced[0].starts_with("outside of the window"),
        "{misplaced:?}"
    );
    let heading = "const range = document.createRange();
        range.selectNodeContents(document.querySelector('h1, h2'));
        const box = range.getBoundingClientRect();
        return `position:fixed;left:${box.right - 30}px;top:${box.top}px;white-space:nowrap;font-size:20px`;";
    let over = window.run(heading, vec![]).await;
    let over = over.as_str().expect("a style");
    let (.., misplaced) = spoiled(&window, over, "written over the heading").await;
    assert!(
        misplaced
            .iter()
            .any(|words| words.starts_with("over \"written over")),
        "{misplaced:?}"
    );

    // No part of the session room is on this page, so none is measured.
    assert!(window.boxes(&ANCHORS).await.is_empty());
    window.close().await;
}

#[test]
fn the_cap_is_a_cap() {
    // One step of grey on either side of the cap: 159 has luminance 0.347, 160 has 0.352.
    let grey = |part: u8| Picture::plain(4, 4, [part; 3]).too_bright();
    assert_eq!(grey(159), None);
    assert!(grey(160).is_some());
    let again = Picture::decode(&Picture::plain(3, 2, [1, 2, 3]).encode());
    assert_eq!((again.width, again.height), (3, 2));
}
