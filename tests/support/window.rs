//! Drives the real window: the built program, on a screen of its own, by hand and eye.
//!
//! A [`Stage`] is a private X server, a private session bus and an empty home. [`Stage::open`] starts the program on it
//! through the web view's own driver; what comes back is a [`Window`] that can be clicked, typed into, read and shot.
//! The home outlives the window, so a test may kill the program and open it again.
//! **Invariant:** every process started here dies with the value that holds it, and with the test process if that is killed.

pub mod bus;
mod eye;
mod hand;
pub mod measure;
pub mod picture;
mod process;
pub mod screen;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Resource, Rlimit, Signal};
use serde_json::json;
use tempfile::TempDir;

use bus::Bus;
pub use eye::Violation;
use process::Process;

/// How long anything may take before a test gives up. Generous: the machine may have two busy cores.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(40);

const FIRST_PAGE: u64 = 4096;

const LOADED: &str = "return document.readyState === 'complete'";

/// A screen, a bus and a home, all private and empty.
pub struct Stage {
    home: TempDir,
    environment: BTreeMap<String, String>,
    outlives_full_disk: bool,
    trace: Option<PathBuf>,
    _screen: Process,
    bus: Bus,
}

impl Stage {
    /// Starts a 1366 × 768 screen and a session bus.
    pub fn set() -> Self {
        let home = TempDir::with_prefix("holdfast-stage-").expect("a temporary folder can be made");
        let runtime = home.path().join("run");
        fs::create_dir(&runtime).expect("the runtime folder can be made");
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700))
            .expect("the runtime folder can be closed to others");

        let picture = home.path().join("screen");
        fs::create_dir(&picture).expect("the folder of the picture can be made");
        let mut screen = Process::start("Xvfb", |command| {
            command.arg("-fbdir").arg(&picture).args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1366x768x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ]);
            command.stdout(Stdio::piped()).stderr(Stdio::null());
        });
        let display = format!(":{}", first_line(&mut screen));

        let bus = Bus::start(&runtime.join("bus"));

        let place = |name: &str| home.path().join(name).display().to_string();
        let environment = [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("LANG", "C.UTF-8".into()),
            ("DISPLAY", display),
            ("GDK_BACKEND", "x11".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("GSETTINGS_BACKEND", "memory".into()),
            ("DBUS_SESSION_BUS_ADDRESS", bus.address().to_owned()),
            ("HOME", place("")),
            ("XDG_RUNTIME_DIR", place("run")),
            ("XDG_DATA_HOME", place(".local/share")),
            ("XDG_CONFIG_HOME", place(".config")),
            ("XDG_CACHE_HOME", place(".cache")),
            ("XDG_STATE_HOME", place(".local/state")),
            ("TMPDIR", place("run")),
            ("TAURI_AUTOMATION", "true".into()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
        ];
        let environment = environment
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self {
            home,
            environment,
            outlives_full_disk: false,
            trace: None,
            _screen: screen,
            bus,
        }
    }

    /// Adds one variable to what the program will find in its environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The program will survive [`Window::fill_disk`]: by default the system ends who writes past a limit.
    pub fn small_files(mut self) -> Self {
        self.outlives_full_disk = true;
        self
    }

    /// Every socket of the driver, the program and their children is written down here.
    pub fn watched(mut self, trace: &Path) -> Self {
        self.trace = Some(trace.to_owned());
        self
    }

    /// The home folder: whatever the program leaves on disk is below it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder where the program looks for its vaults.
    pub fn data(&self) -> PathBuf {
        self.home().join(".local/share/holdfast")
    }

    /// A stick: a folder that is no part of any vault, made where it is not there.
    pub fn stick(&self) -> PathBuf {
        let stick = self.home().join("stick");
        fs::create_dir_all(&stick).expect("a folder can be made");
        stick
    }

    /// Where the program's own words on standard output and error end up.
    pub fn log(&self) -> PathBuf {
        self.home.path().join("program.log")
    }

    /// The address of the private session bus, for a test that listens on it.
    pub fn bus(&self) -> &str {
        self.bus.address()
    }

    /// Starts the program beside the one that runs, as a second click on its icon does; answers how it ended, if it did.
    pub async fn start_again(&self) -> Option<i32> {
        self.start_again_for(&[]).await
    }

    /// The same for a file, as a double-click on it does it.
    pub async fn start_again_for(&self, files: &[&Path]) -> Option<i32> {
        let mut child = std::process::Command::new(program())
            .args(files)
            .env_clear()
            .envs(&self.environment)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = child.try_wait().expect("a child can be asked") {
                return status.code();
            }
            tokio::time::sleep(GLANCE).await;
        }
        child.kill().expect("a child can be ended");
        child.wait().expect("a child ends");
        None
    }

    /// Starts the program and waits until its page answers. A driver whose program dies while it starts never answers at all,
    /// so the wait has an end.
    pub async fn open(&self) -> Window {
        let program = program();
        let port = free_port();
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the log can be opened");
        let mut words = match &self.trace {
            Some(trace) => crate::silence::watched(trace),
            None => Vec::new(),
        };
        if self.outlives_full_disk {
            words.extend(["env", "--ignore-signal=XFSZ"].map(str::to_owned));
        }
        words.push("WebKitWebDriver".to_owned());
        let driver = Process::start_path("WebKitWebDriver", Path::new(&words[0]), |command| {
            command
                .args(&words[1..])
                .arg(format!("--port={port}"))
                .arg("--host=127.0.0.1")
                .env_clear()
                .envs(&self.environment);
            command
                .stdout(log.try_clone().expect("a file can be shared"))
                .stderr(log);
        });
        let connected = tokio::time::timeout(PATIENCE, connect(port, &program)).await;
        let name = program.file_name().and_then(OsStr::to_str);
        let app = driver.member(name.expect("a program has a name"));
        let (Ok(client), Some(app)) = (connected, app) else {
            panic!("the window does not open\n{}", last_lines(&self.log()));
        };
        let log = self.log();
        let window = Window {
            client,
            app,
            port,
            log,
            _driver: driver,
        };
        window.wait_for_script("the page is loaded", LOADED).await;
        window.run(eye::LISTEN, vec![]).await;
        window
    }
}

/// Asks the driver for a session with the program until it gives one.
async fn connect(port: u16, program: &Path) -> Client {
    let mut capabilities = serde_json::Map::new();
    let options = json!({ "binary": program, "args": [] });
    capabilities.insert("webkitgtk:browserOptions".into(), options);
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        if let Ok(client) = builder.connect(&format!("http://127.0.0.1:{port}")).await {
            return client;
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// The one window, as a person at the machine has it.
pub struct Window {
    client: Client,
    app: Pid,
    port: u16,
    log: PathBuf,
    _driver: Process,
}

impl Window {
    /// The process id of the program.
    pub fn pid(&self) -> u32 {
        self.app.as_raw_nonzero().get().unsigned_abs()
    }

    /// The port that its driver listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Full: no file that the program writes can grow past its first page, and a write of the record fails half-way. That goes
    /// for the memory in which pictures travel too: none can be taken until there is room again.
    pub fn fill_disk(&self, full: bool) {
        let limit = Rlimit {
            current: full.then_some(FIRST_PAGE),
            maximum: None,
        };
        rustix::process::prlimit(Some(self.app), Resource::Fsize, limit)
            .expect("a limit can be set for a program of ours");
    }

    /// Ends the program without warning, as a power cut would, and waits until it is gone.
    pub async fn kill(self) {
        rustix::process::kill_process(self.app, Signal::KILL)
            .expect("the program is there to be killed");
        self.wait_until_gone().await;
    }

    /// Closes the window as the driver's session ends, and waits until the program is gone.
    pub async fn close(self) {
        // The program may be gone before the driver has its answer; what counts is that it goes.
        let _answer = tokio::time::timeout(PATIENCE, self.client.clone().close()).await;
        self.wait_until_gone().await;
    }

    /// Waits until the program has ended, whoever ended it.
    pub async fn wait_until_gone(&self) {
        let deadline = Instant::now() + PATIENCE;
        while process::alive(self.app) {
            assert!(Instant::now() < deadline, "the program does not end");
            tokio::time::sleep(GLANCE).await;
        }
    }
}

/// Waits for the driver's answer, but not for ever.
async fn answer<T>(what: &str, work: impl Future<Output = Result<T, CmdError>>) -> T {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => panic!("{what}: {error} ({error:?})"),
        Err(_) => panic!("{what}: no answer in time"),
    }
}

/// The built program: named by `HOLDFAST_BIN`, or beside this test binary.
pub fn program() -> PathBuf {
    let beside = || target().join("debug/holdfast");
    let path = std::env::var_os("HOLDFAST_BIN").map_or_else(beside, PathBuf::from);
    assert!(
        path.is_file(),
        "{} is not built: cargo build --workspace",
        path.display()
    );
    path
}

/// The folder that cargo builds into, found from where this program lies (`target/debug/deps/…` or `target/debug/…`).
pub fn target() -> PathBuf {
    let me = std::env::current_exe().expect("a program knows its own file");
    let profile = me.ancestors().find(|folder| folder.ends_with("debug"));
    profile
        .and_then(Path::parent)
        .expect("a program lies below the target folder")
        .to_owned()
}

fn free_port() -> u16 {
    let probe = TcpListener::bind(("127.0.0.1", 0)).expect("a local port is free");
    probe
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}

fn first_line(process: &mut Process) -> String {
    let mut line = String::new();
    let pipe = process.stdout().expect("standard output was piped");
    BufReader::new(pipe)
        .read_line(&mut line)
        .expect("the first line can be read");
    assert!(!line.trim().is_empty(), "{} did not start", process.name());
    line.trim().to_owned()
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
