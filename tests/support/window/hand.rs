//! What a person does with the window: point, click, type, press keys.

use std::path::Path;
use std::time::Instant;

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{GLANCE, PATIENCE, Window, answer};

/// Finds by role and by the name that a screen reader would say: the whole name first, its beginning second.
const BY_ROLE: &str = r#"
const [role, name] = arguments;
const tags = {
  button: 'button, summary, [role=button]',
  link: 'a[href], [role=link]',
  field: 'input, textarea, select, [role=textbox], [role=combobox], [role=spinbutton]',
  heading: 'h1, h2, h3, h4, [role=heading]',
};
const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const said = (element) => {
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
  if (ids.length) return plain(ids.map((id) => document.getElementById(id)?.innerText).join(' '));
  if (element.hasAttribute('aria-label')) return plain(element.getAttribute('aria-label'));
  if (element.labels?.length) return plain([...element.labels].map((label) => label.innerText).join(' '));
  return plain(element.innerText);
};
const shown = [...document.querySelectorAll(tags[role] ?? `[role=${role}]`)].filter((element) => element.checkVisibility());
return shown.find((element) => said(element) === name) ?? shown.find((element) => said(element).startsWith(name)) ?? null;
"#;

impl Window {
    /// The element marked `data-testid`, as soon as it is there.
    pub async fn marked(&self, testid: &str) -> Element {
        let selector = format!("[data-testid='{testid}']");
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.client.find(Locator::Css(&selector)).await {
                Ok(element) => return element,
                Err(_) if Instant::now() < deadline => tokio::time::sleep(GLANCE).await,
                Err(_) => self.give_up(&format!("nothing is marked {testid}")).await,
            }
        }
    }

    /// The shown element with this role (`button`, `link`, `field`, `heading`, or any ARIA role) and this name.
    pub async fn named(&self, role: &str, name: &str) -> Element {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.run(BY_ROLE, vec![json!(role), json!(name)]).await;
            if let Some(id) = found
                .as_object()
                .and_then(|element| element.values().next())
                .and_then(Value::as_str)
            {
                return Element::from_element_id(
                    self.client.clone(),
                    ElementRef::from(id.to_owned()),
                );
            }
            if Instant::now() > deadline {
                self.give_up(&format!("there is no {role} named {name:?}"))
                    .await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Clicks the button with this name.
    pub async fn press(&self, name: &str) {
        let button = self.named("button", name).await;
        answer(&format!("pressing {name:?}"), button.click()).await;
    }

    /// Empties the field with this label and types into it, key by key.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.named("field", label).await;
        answer(&format!("emptying {label:?}"), field.clear()).await;
        answer(&format!("typing into {label:?}"), field.send_keys(text)).await;
    }

    /// Clicks the first thing that is marked so and says this.
    pub async fn pick(&self, testid: &str, says: &str) {
        let script = "const found = [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)].find((one) => (one.closest('label') ?? one).textContent.includes(arguments[1]));
            if (!found || found.disabled) return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
        let what = format!("{testid} {says} can be clicked");
        self.until(&what, script, vec![json!(testid), json!(says)])
            .await;
    }

    /// Clicks the field that is marked so and types into it.
    pub async fn enter(&self, testid: &str, text: &str) {
        let field = self.marked(testid).await;
        answer(&format!("clicking {testid:?}"), field.click()).await;
        answer(&format!("typing into {testid:?}"), field.send_keys(text)).await;
    }

    /// Clicks what is marked so. What stands under the keys along the foot is scrolled from under them first, as the focus would do it.
    pub async fn click(&self, testid: &str) {
        let there = self.marked(testid).await;
        let script = "document.querySelector(`[data-testid='${arguments[0]}']`)?.scrollIntoView({ block: 'center' })";
        self.run(script, vec![json!(testid)]).await;
        answer(&format!("clicking {testid:?}"), there.click()).await;
    }

    /// Types into a box in place of what stands there.
    pub async fn retype(&self, testid: &str, text: &str) {
        self.click(testid).await;
        self.keys("Ctrl+A").await;
        self.type_text(text).await;
    }

    /// The same, a path.
    pub async fn path(&self, testid: &str, path: &Path) {
        self.retype(testid, path.to_str().expect("UTF-8")).await;
    }

    /// What a command answers to a page that asks for it behind the back of the screen: the code of the failure, or `done`.
    pub async fn asked(&self, command: &str, args: Value) -> String {
        let script = "window.answer = undefined;
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(() => (window.answer = 'done'), (failure) => (window.answer = failure.code));
            return true;";
        self.run(script, vec![json!(command), args]).await;
        self.wait_for_script("an answer", "return window.answer !== undefined")
            .await;
        let answer = self.run("return window.answer", vec![]).await;
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// Loads the page anew, and waits until it is another page.
    pub async fn load_anew(&self) {
        let reload = "window.before = true; location.reload(); return true;";
        self.run(reload, vec![]).await;
        let another = "return window.before !== true && document.readyState === 'complete'";
        self.wait_for_script("the page is loaded anew", another)
            .await;
        self.run(super::eye::LISTEN, vec![]).await;
    }

    /// Types into whatever has the focus. The driver now and then refuses without a reason: where the box stands as it stood before, nothing
    /// was typed, and it is asked once more.
    pub async fn type_text(&self, text: &str) {
        let keys = || {
            text.chars()
                .fold(KeyActions::new("keyboard".into()), |keys, value| {
                    keys.then(KeyAction::Down { value })
                        .then(KeyAction::Up { value })
                })
        };
        let before = self.focused().await;
        let Err(error) = self.client.perform_actions(keys()).await else {
            return;
        };
        self.settle().await;
        assert_eq!(self.focused().await, before, "typing: {error:?}");
        answer("typing again", self.client.perform_actions(keys())).await;
    }

    /// What has the focus and what stands in it.
    async fn focused(&self) -> Value {
        let script = "const at = document.activeElement;
            return at && [at.tagName, at.dataset.testid ?? '', at.value ?? '', document.body.textContent.length]";
        self.run(script, vec![]).await
    }

    /// Presses keys together, held in the order written: `g`, `?`, `Escape`, `Ctrl+K`, `Shift+Tab`.
    pub async fn keys(&self, chord: &str) {
        let values: Vec<char> = chord.split('+').map(key).collect();
        let down = values
            .iter()
            .fold(KeyActions::new("keyboard".into()), |keys, &value| {
                keys.then(KeyAction::Down { value })
            });
        let both = values
            .iter()
            .rev()
            .fold(down, |keys, &value| keys.then(KeyAction::Up { value }));
        answer(
            &format!("pressing {chord}"),
            self.client.perform_actions(both),
        )
        .await;
    }
}

/// One key by the name printed on it; a single character is itself.
fn key(name: &str) -> char {
    let named = match name {
        "Ctrl" => Key::Control,
        "Alt" => Key::Alt,
        "Shift" => Key::Shift,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => return ' ',
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "F1" => Key::F1,
        _ => {
            let mut letters = name.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => letter.to_ascii_lowercase(),
                _ => panic!("no key is called {name:?}"),
            };
        }
    };
    char::from(named)
}
