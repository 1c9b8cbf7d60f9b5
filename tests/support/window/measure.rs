//! What can be measured on a page: whether its words are readable, whole and on the screen, and where its parts stand.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Window;
use super::picture::{Area, Picture};

/// The least contrast of words, and of marks that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11).
pub const WORDS: f64 = 4.5;
pub const MARKS: f64 = 3.0;

/// Parts of the session room that stay on the screen and never move.
pub const ANCHORS: [&str; 4] = [
    "session-clock",
    "session-slot",
    "session-values",
    "session-note",
];

/// Every shown piece of text with its box, every mark with its box. What is covered, switched off or out of sight for
/// readers only is left out.
const PIECES: &str = r#"
const seen = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !el.closest('.unseen, :disabled, [aria-disabled=true]');
const name = (el) => {
  const id = el.closest('[data-testid]')?.dataset.testid ?? '';
  return `${el.tagName.toLowerCase()}${typeof el.className === 'string' && el.className ? '.' + el.className.replace(/\s*svelte-\w+/g, '').trim().replace(/\s+/g, '.') : ''}${id ? ` in ${id}` : ''}`;
};
const clip = (el, r) => {
  let [l, t, rr, b] = [r.left, r.top, r.right, r.bottom];
  for (let up = el; up && up !== document.documentElement; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
    const box = up.getBoundingClientRect();
    [l, t, rr, b] = [Math.max(l, box.left), Math.max(t, box.top), Math.min(rr, box.right), Math.min(b, box.bottom)];
  }
  [l, t, rr, b] = [Math.max(l, 0), Math.max(t, 0), Math.min(rr, innerWidth), Math.min(b, innerHeight)];
  return { x: l, y: t, w: rr - l, h: b - t };
};
const open = (el, box) => {
  const hit = document.elementFromPoint(box.x + box.w / 2, box.y + box.h / 2);
  return !hit || hit === el || hit.contains(el) || el.contains(hit);
};
const pieces = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walk.nextNode(); node; node = walk.nextNode()) {
  const el = node.parentElement;
  if (!node.data.trim() || !el || !seen(el)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    const box = clip(el, rect);
    // The edge of a word at the edge of what scrolls is no measure of the word.
    if (box.w < Math.min(rect.width, Math.max(3, Math.min(rect.width * 0.7, 40))) || box.h < rect.height * 0.7 || !open(el, box)) continue;
    pieces.push({ kind: 'words', where: name(el), text: node.data.trim().slice(0, 50), box });
  }
}
for (const el of document.querySelectorAll('input:not([type=radio], [type=checkbox], [type=password]), textarea')) {
  if (!seen(el) || !(el.value || el.placeholder)) continue;
  const style = getComputedStyle(el), r = el.getBoundingClientRect(), p = (side) => parseFloat(style[`border${side}Width`]) + 2;
  const box = clip(el, { left: r.left + p('Left'), top: r.top + p('Top'), right: r.right - p('Right'), bottom: r.bottom - p('Bottom') });
  if (box.w > 3 && box.h > Math.max(5, r.height * 0.5)) pieces.push({ kind: 'words', where: name(el), text: (el.value || el.placeholder).slice(0, 50), box });
}
for (const el of document.querySelectorAll('.mark:is(.filled, .bracket, .ring, .disc, .dots, .box, .star, .triangle, .tick)')) {
  if (!seen(el)) continue;
  const r = el.getBoundingClientRect();
  const box = clip(el.parentElement, { left: r.left - 3, top: r.top - 3, right: r.right + 3, bottom: r.bottom + 3 });
  if (box.w > 5 && box.h > (r.height + 6) * 0.7) pieces.push({ kind: 'mark', where: name(el), text: el.getAttribute('aria-label') ?? '', box });
}
return pieces;
"#;

/// What is cut, outside of the window or over something else.
const LAYOUT: &str = r#"
const complaints = [];
const name = (el) => {
  const id = el.closest('[data-testid]')?.dataset.testid ?? '';
  return `${el.tagName.toLowerCase()}${typeof el.className === 'string' && el.className ? '.' + el.className.replace(/\s*svelte-\w+/g, '').trim().replace(/\s+/g, '.') : ''}${id ? ` in ${id}` : ''}`;
};
const say = (what, el, text) => complaints.push(`${what}: ${name(el)} ${JSON.stringify(text.trim().replace(/\s+/g, ' ').slice(0, 60))}`);
const page = document.scrollingElement;
if (page.scrollWidth > innerWidth + 1) complaints.push(`the page is ${page.scrollWidth} wide in a window of ${innerWidth}`);
const turns = (value) => value === 'auto' || value === 'scroll';
for (const el of document.querySelectorAll('body *')) {
  const style = getComputedStyle(el);
  // A table may be wider than the window (WCAG 1.4.10): it scrolls in a box of its own.
  if (turns(style.overflowX) && el.scrollWidth > el.clientWidth + 1 && el.checkVisibility() && !el.querySelector(':scope > table')) say(`scrolls sideways by ${el.scrollWidth - el.clientWidth}`, el, el.innerText ?? '');
}
const rects = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walk.nextNode(); node; node = walk.nextNode()) {
  const el = node.parentElement;
  if (!node.data.trim() || !el || !el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || el.closest('.unseen')) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  let told = false;
  for (const rect of range.getClientRects()) {
    if (rect.width < 2 || told) continue;
    let free = { x: false, y: false };
    for (let up = el; up && up !== document.documentElement && !told; up = up.parentElement) {
      const style = getComputedStyle(up), box = up.getBoundingClientRect();
      if (turns(style.overflowX)) free.x = true;
      if (turns(style.overflowY)) free.y = true;
      if (style.position === 'fixed') break;
      const x = !free.x && style.overflowX !== 'visible' ? Math.max(box.left - rect.left, rect.right - box.right) : 0;
      const y = !free.y && style.overflowY !== 'visible' ? Math.max(box.top - rect.top, rect.bottom - box.bottom) - rect.height * 0.2 : 0;
      if (x > 1 || y > 1) { say(`cut by ${Math.round(Math.max(x, y))}px of ${name(up)}`, el, node.data); told = true; }
    }
    if (!told && ((!free.x && (rect.left < -1 || rect.right > innerWidth + 1)) || (!free.y && (rect.top < -1 || rect.bottom > innerHeight + 1)))) { say('outside of the window', el, node.data); told = true; }
    if (!told) rects.push({ el, text: node.data, l: rect.left, r: rect.right, t: rect.top + rect.height * 0.25, b: rect.bottom - rect.height * 0.25 });
  }
  if (el.clientWidth > 0 && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX !== 'visible' && !turns(getComputedStyle(el).overflowX) && !told) say(`${el.scrollWidth - el.clientWidth}px too wide`, el, node.data);
}
const top = (r) => { const hit = document.elementFromPoint((r.l + r.r) / 2, (r.t + r.b) / 2); return hit && (hit === r.el || hit.contains(r.el) || r.el.contains(hit)); };
const shown = rects.filter(top);
shown.forEach((one, at) => shown.slice(at + 1).forEach((other) => {
  if (one.el.contains(other.el) || other.el.contains(one.el)) return;
  const [w, h] = [Math.min(one.r, other.r) - Math.max(one.l, other.l), Math.min(one.b, other.b) - Math.max(one.t, other.t)];
  if (w > 2 && h > 2) say(`over ${JSON.stringify(other.text.trim().slice(0, 30))}`, one.el, one.text);
}));
return complaints;
"#;

const BOXES: &str = "const boxes = {};
for (const id of arguments[0]) {
  const found = document.querySelector(`[data-testid='${id}']`);
  if (!found || !found.checkVisibility()) continue;
  const { left: x, top: y, width: w, height: h } = found.getBoundingClientRect();
  boxes[id] = { x, y, w, h };
}
return boxes;";

#[derive(Debug, serde::Deserialize)]
struct Piece {
    kind: String,
    r#where: String,
    text: String,
    r#box: Area,
}

impl Window {
    /// A picture of the page while nothing on it moves, as a PNG, and what on it is too weak against its ground, in words.
    ///
    /// The web view paints what scrolls on its own time: words that are not drawn at all are looked for again.
    pub async fn readable(&self) -> (Vec<u8>, Vec<String>) {
        for turn in 0..20 {
            let before = self.run(PIECES, vec![]).await;
            let png = self.pixels().await;
            if before == self.run(PIECES, vec![]).await {
                let weak = too_weak(before, &Picture::decode(&png));
                let unpainted = weak.iter().any(|words| words.starts_with("1.00 "));
                if !unpainted || turn > 9 {
                    return (png, weak);
                }
                tokio::time::sleep(super::GLANCE).await;
            }
        }
        panic!("the page never stands still");
    }

    /// What on the page is cut, scrolls sideways, lies outside of the window or over other words.
    pub async fn misplaced(&self) -> Vec<String> {
        serde_json::from_value(self.run(LAYOUT, vec![]).await).expect("a list of words")
    }

    /// Where the marked parts stand, those that are shown.
    pub async fn boxes(&self, testids: &[&str]) -> BTreeMap<String, Area> {
        let ids = Value::from(testids.to_vec());
        serde_json::from_value(self.run(BOXES, vec![ids]).await).expect("boxes have a shape")
    }

    /// The size of the page in pixels.
    pub async fn size(&self) -> (f64, f64) {
        let size = self.run("return [innerWidth, innerHeight]", vec![]).await;
        serde_json::from_value(size).expect("two numbers")
    }

    /// Gives the window another size, and waits until the page has it.
    pub async fn resize(&self, width: u32, height: u32) {
        super::answer("resizing", self.client.set_window_size(width, height)).await;
        let so = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        self.until(
            "the window has its size",
            so,
            vec![width.into(), height.into()],
        )
        .await;
        self.settle().await;
    }
}

fn too_weak(pieces: Value, picture: &Picture) -> Vec<String> {
    let pieces: Vec<Piece> = serde_json::from_value(pieces).expect("pieces have a shape");
    assert!(!pieces.is_empty(), "a page has something on it");
    let weak = pieces.iter().filter_map(|piece| {
        let least = if piece.kind == "mark" { MARKS } else { WORDS };
        let found = picture.standing_out(piece.r#box)?;
        (found < least).then(|| {
            format!(
                "{found:.2} is below {least}: {} {:?}",
                piece.r#where, piece.text
            )
        })
    });
    weak.collect()
}
