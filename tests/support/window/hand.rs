//! What a person does with the window: point, click, type, press keys.

use std::path::Path;
use std::time::Instant;

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{GLANCE, PATIENCE, Window, answer};

/// More than any page has places to stop at.
const STOPS: usize = 200;

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
        self.settle().await;
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

    /// Where the focus stands: its test id, and what it is called.
    pub async fn focus(&self) -> (String, String) {
        let script = "const at = document.activeElement;
            return [at?.dataset?.testid ?? '', at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? ''];";
        let found = self.run(script, vec![]).await;
        let text = |n: usize| found[n].as_str().unwrap_or_default().to_owned();
        (text(0), text(1))
    }

    /// Presses a key until a script says that the focus stands where it should.
    pub async fn press_to(&self, key: &str, what: &str, script: &str, words: Vec<Value>) {
        let what = format!("{what} can be reached");
        self.wait_for_script(&what, "return document.hasFocus()")
            .await;
        for _ in 0..STOPS {
            if self.run(script, words.clone()).await == Value::Bool(true) {
                return;
            }
            self.keys(key).await;
        }
        let focus = self.focus().await;
        self.give_up(&format!(
            "never: {what} with {key}; the focus is on {focus:?}"
        ))
        .await
    }

    /// Tabs to the first that this selector finds, as soon as there is one.
    pub async fn reach_css(&self, selector: &str) {
        let there = "return [...document.querySelectorAll(arguments[0])].some((one) => !one.disabled && !one.ariaDisabled)";
        let words = vec![json!(selector)];
        self.until(&format!("{selector} is there"), there, words.clone())
            .await;
        let at = "return document.activeElement?.matches(arguments[0]) === true";
        self.press_to("Tab", selector, at, words).await;
    }

    /// Tabs to what is marked so, as soon as it is there and can be used.
    pub async fn reach(&self, testid: &str) {
        self.reach_css(&format!("[data-testid='{testid}']")).await;
    }

    /// Tabs to what is marked so, and presses Enter.
    pub async fn go(&self, testid: &str) {
        self.reach(testid).await;
        self.keys("Enter").await;
    }

    /// Tabs to a box and types into it in place of what stands there.
    pub async fn write(&self, testid: &str, text: &str) {
        self.reach(testid).await;
        self.keys("Ctrl+A").await;
        self.type_text(text).await;
    }

    /// The same, a path.
    pub async fn write_path(&self, testid: &str, path: &Path) {
        self.write(testid, path.to_str().expect("UTF-8")).await;
    }

    /// Opens the vault that is named at the door, by keyboard, and waits for Today.
    pub async fn unlock(&self, passphrase: &str) {
        self.write("unlock-passphrase", passphrase).await;
        self.keys("Enter").await;
        self.marked("today").await;
    }

    /// Locks the vault and waits for the door.
    pub async fn lock(&self) {
        self.keys("Ctrl+L").await;
        self.marked("unlock").await;
    }

    /// Gives the pen to the person with these initials, by keyboard, and waits until their name stands above.
    pub async fn take_pen(&self, initials: &str, name: &str, pin: &str) {
        self.keys("a").await;
        self.marked("take-pen-pin").await;
        let chosen = "const at = document.activeElement;
            return at?.type === 'radio' && at.checked && at.closest('label').textContent.includes(arguments[0])";
        let radio = "return document.activeElement?.type === 'radio'";
        self.press_to("Shift+Tab", "who takes the pen", radio, vec![])
            .await;
        self.press_to("Down", initials, chosen, vec![json!(initials)])
            .await;
        self.write("take-pen-pin", pin).await;
        self.keys("Enter").await;
        let script = "return document.querySelector(\"[data-testid='author']\")?.textContent.includes(arguments[0])";
        self.until("the pen changes hands", script, vec![json!(name)])
            .await;
    }

    /// Pictures of the day and of the night; the theme that stood before comes back.
    pub async fn in_both_themes(&self, name: &str) {
        let theme = "return document.documentElement.dataset.theme";
        for _ in 0..2 {
            let now = self.run(theme, vec![]).await;
            let now = now.as_str().unwrap_or_default().to_owned();
            self.shot(&format!("{name}-{now}")).await;
            self.keys("Ctrl+T").await;
            let another = "return document.documentElement.dataset.theme !== arguments[0]";
            self.until("the other theme", another, vec![json!(now)])
                .await;
        }
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
