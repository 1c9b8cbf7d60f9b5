//! What can be seen in the window: its words, its pixels, and what an accessibility checker finds.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use super::picture::Picture;
use super::{GLANCE, PATIENCE, Window, answer, last_lines, target};

/// After two frames a picture shows what the page says; before, it may still show the page of a moment ago.
const TWO_FRAMES: &str = "const done = arguments[arguments.length - 1];
requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

const AXE: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (result) => done(result.violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html) }))),
  (error) => done([{ id: `axe failed: ${error}`, impact: 'critical', where: [] }]),
);";

/// Keeps what the content policy refuses from now on.
pub(super) const LISTEN: &str = "window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.effectiveDirective));";

/// One rule of accessibility that the page breaks.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Violation {
    pub id: String,
    pub impact: String,
    pub r#where: Vec<String>,
}

impl Window {
    /// Every word on the page, as a reader sees it.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The window's title.
    pub async fn title(&self) -> String {
        answer("reading the title", self.client.title()).await
    }

    /// Waits until the page says this.
    pub async fn wait_for(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.text().await.contains(text) {
            if Instant::now() > deadline {
                self.give_up(&format!("the page never says {text:?}")).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until a script in the page returns true.
    pub async fn wait_for_script(&self, what: &str, script: &str) {
        self.until(what, script, vec![]).await;
    }

    /// Waits until a script with arguments returns true.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let deadline = Instant::now() + PATIENCE;
        while self.look(script, arguments.clone()).await != Value::Bool(true) {
            if Instant::now() > deadline {
                self.give_up(&format!("never: {what}")).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The same as [`Window::run`] for who looks again: a page that is just being exchanged for the next one answers nothing.
    async fn look(&self, script: &str, arguments: Vec<Value>) -> Value {
        let what = format!("running {script:.80?}");
        let asked = self.client.execute(script, arguments);
        let looked = async {
            match asked.await {
                Err(error) if error.to_string().contains("before the unload event") => {
                    Ok(Value::Null)
                }
                other => other,
            }
        };
        answer(&what, looked).await
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let what = format!("running {script:.80?}");
        answer(&what, self.client.execute(script, arguments)).await
    }

    /// Runs a script that ends by calling its last argument.
    pub async fn run_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let what = format!("running {script:.80?}");
        answer(&what, self.client.execute_async(script, arguments)).await
    }

    /// Waits until the page has drawn what it says: what follows a size follows it by a frame.
    pub async fn settle(&self) {
        self.run_until_done(TWO_FRAMES, vec![]).await;
        self.run_until_done(TWO_FRAMES, vec![]).await;
    }

    /// The page as pixels (PNG), two frames from now.
    pub async fn pixels(&self) -> Vec<u8> {
        self.settle().await;
        answer("taking a picture", self.client.screenshot()).await
    }

    /// Leaves a picture of the page under `target/shots/`. In the night theme every point of it is measured.
    pub async fn shot(&self, name: &str) -> PathBuf {
        let night = self.is_night().await;
        let (path, png) = self.picture(name).await;
        if night && let Some(words) = Picture::decode(&png).too_bright() {
            panic!("{}: {words}", path.display());
        }
        path
    }

    /// Whether the page is in the night theme. It is until it knows its theme.
    pub async fn is_night(&self) -> bool {
        let script = "return document.documentElement.dataset.theme !== 'day'";
        self.run(script, vec![]).await == json!(true)
    }

    async fn picture(&self, name: &str) -> (PathBuf, Vec<u8>) {
        let folder = target().join("shots");
        fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        let path = folder.join(format!("{name}.png"));
        let png = self.pixels().await;
        fs::write(&path, &png).expect("a picture can be written");
        (path, png)
    }

    /// The directives by which the content policy has refused something since the window opened.
    pub async fn refused(&self) -> Vec<String> {
        let refused = self.run("return window.refused", vec![]).await;
        serde_json::from_value(refused).expect("a list of names")
    }

    /// What axe finds wrong with the page as it is now, small matters included.
    pub async fn violations(&self) -> Vec<Violation> {
        if self.run("return typeof axe === 'undefined'", vec![]).await == json!(true) {
            let file = crate::root().join("ui/node_modules/axe-core/axe.min.js");
            let axe = fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{}: {error} (cargo xtask ui)", file.display()));
            self.run(&format!("{axe}; window.axe = axe; return true"), vec![])
                .await;
        }
        serde_json::from_value(self.run_until_done(AXE, vec![]).await)
            .expect("axe answers in its own shape")
    }

    /// Fails when axe finds anything serious or critical.
    pub async fn expect_accessible(&self) {
        let found = self.violations().await;
        let grave: Vec<_> = found
            .iter()
            .filter(|one| matches!(one.impact.as_str(), "serious" | "critical"))
            .collect();
        assert!(grave.is_empty(), "axe finds: {grave:#?}");
    }

    /// Ends a test that waited in vain, leaving what was on the screen.
    pub(super) async fn give_up(&self, why: &str) -> ! {
        let words = self.text().await;
        let (picture, _) = self.picture("gave-up").await;
        panic!(
            "{why}\nthe page says:\n{words}\npicture: {}\nthe program said:\n{}",
            picture.display(),
            last_lines(&self.log)
        );
    }
}
