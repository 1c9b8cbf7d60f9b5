//! The private screen seen and touched from outside the page: its pixels, its keys, and a window taken off it.
//!
//! The X server keeps its picture in a file, so looking costs the program nothing. The few requests that are made speak the
//! X protocol by hand: every crate that does so needs `unsafe` or a second stack.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Error, Read, Result, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::bus::Logind;
use super::process::Process;
use super::{Stage, last_lines};

/// Where every X server listens. In two pieces, because a folder of one machine is otherwise not named in this house.
const SOCKETS: &str = concat!("/tm", "p/.X11-unix");
/// This many different colours are words: a ground has one, two rooms side by side a handful, smoothed letters dozens.
const WORDS: usize = 24;
const GLANCE: Duration = Duration::from_millis(5);

/// The property that every window's title stands in, and its type, as the X protocol numbers them.
const WM_NAME: u32 = 39;
const STRING: u32 = 31;

/// A window of somebody else over the whole screen.
pub struct Cover {
    x: X,
}

/// A program running on the stage without a driver, as a person starts it. Dropping it ends its whole process group.
pub struct Actor {
    process: Process,
    started: Instant,
}

impl Actor {
    /// The process id of the program.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// When the start was asked for.
    pub fn started(&self) -> Instant {
        self.started
    }
}

impl Stage {
    /// Starts a program here, without a driver and without anything that says a test is watching.
    pub fn start(&self, program: &Path) -> Actor {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the log can be opened");
        let started = Instant::now();
        let process = Process::start_path("the program", program, |command| {
            let plain = self
                .environment
                .iter()
                .filter(|(name, _)| !name.contains("AUTOMATION"));
            command.env_clear().envs(plain).current_dir(self.home());
            command
                .stdout(log.try_clone().expect("a file can be shared"))
                .stderr(log);
        });
        Actor { process, started }
    }

    /// Waits until there are words on the screen, and answers when that was seen. None when the patience ends.
    pub fn words_seen(&self, patience: Duration) -> Option<Instant> {
        self.look(patience, |colours| colours >= WORDS)
    }

    /// Waits until the screen is bare again.
    pub fn bare(&self, patience: Duration) -> Option<Instant> {
        self.look(patience, |colours| colours < WORDS)
    }

    fn look(&self, patience: Duration, so: impl Fn(usize) -> bool) -> Option<Instant> {
        let deadline = Instant::now() + patience;
        loop {
            let seen = Instant::now();
            if so(colours(&self.picture(), WORDS)) {
                return Some(seen);
            }
            if seen > deadline {
                return None;
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// What the program said last, for a bench that gives up.
    pub fn last_words(&self) -> String {
        last_lines(&self.log())
    }

    /// The picture on the screen as the X server keeps it: a header, then rows of four-byte pixels.
    fn picture(&self) -> Vec<u8> {
        fs::read(self.screen_file()).unwrap_or_default()
    }

    pub(super) fn screen_file(&self) -> PathBuf {
        self.home().join("screen/Xvfb_screen0")
    }

    /// Opens the vault at the keyboard of this screen: the system's services are asked by an open one, and by that it is seen to be open.
    /// The words may be on the screen a moment before the box takes keys; a line that went astray leaves its box selected, so it is typed again.
    pub async fn unlock(&self, passphrase: &str, logind: &Logind) {
        let patience = Duration::from_secs(90);
        assert!(self.words_seen(patience).is_some(), "{}", self.last_words());
        let until = Instant::now() + patience;
        while logind.held() == 0 && Instant::now() < until {
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.type_line(passphrase).expect("typed");
            let answer = Instant::now() + Duration::from_secs(15);
            while logind.held() == 0 && Instant::now() < answer {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        assert_eq!(logind.held(), 1, "not unlocked\n{}", self.last_words());
    }

    /// Types plain lower-case text and Enter on the keyboard of this screen.
    pub fn type_line(&self, text: &str) -> Result<()> {
        self.press(text.chars().map(u32::from).chain([ENTER]))
    }

    /// Presses keys that carry these letters by themselves, one after the other; `\t`, `\n` and arrows are the keys of that name.
    pub fn type_keys(&self, keys: &str) -> Result<()> {
        self.press(keys.chars().map(|key| match key {
            '\t' => TAB,
            '→' => RIGHT,
            '↓' => DOWN,
            '\n' => ENTER,
            '+' => PLUS,
            letter => u32::from(letter),
        }))
    }

    fn press(&self, symbols: impl Iterator<Item = u32>) -> Result<()> {
        let mut x = X::connect(self.display())?;
        // The one on top: a dialog before the window that it belongs to.
        let window = *x.shown()?.last().ok_or_else(|| bad("no window is shown"))?;
        // SetInputFocus: there is no window manager to do it.
        x.ask_nothing(&[&[42, 1, 3, 0], &window.to_le_bytes(), &[0; 4]])?;
        for symbol in symbols {
            x.press(symbol)?;
        }
        // An answer means that everything before it was done: of a client that is gone, the server may leave the last keys unread.
        x.shown().map(drop)
    }

    /// Takes every window off the screen, as minimising or another desktop does. The programs go on.
    pub fn hide(&self) -> Result<()> {
        let mut x = X::connect(self.display())?;
        for window in x.shown()? {
            x.ask_nothing(&[&[10, 0, 2, 0], &window.to_le_bytes()])?;
        }
        if x.shown()?.is_empty() {
            Ok(())
        } else {
            Err(bad("a window is still shown"))
        }
    }

    /// Lays a window over the whole screen, as another program does; dropping it takes it away.
    pub fn cover(&self, title: &str) -> Result<Cover> {
        let mut x = X::connect(self.display())?;
        let window = x.base.to_le_bytes();
        let root = x.root.to_le_bytes();
        let (width, height) = (1366u16.to_le_bytes(), 768u16.to_le_bytes());
        let place_and_size = [[0; 2], [0; 2], width, height, [0; 2], [0; 2]].concat();
        x.ask_nothing(&[&[1, 0, 8, 0], &window, &root, &place_and_size, &[0; 8]])?;
        let text = title.as_bytes();
        let units = text.len().div_ceil(4);
        let length = u16::try_from(6 + units).map_err(|_| bad("a long title"))?;
        let mut padded = text.to_vec();
        padded.resize(4 * units, 0);
        let head = [&[18, 0][..], &length.to_le_bytes()].concat();
        let count = u32::try_from(text.len()).map_err(|_| bad("a long title"))?;
        let kinds = [WM_NAME.to_le_bytes(), STRING.to_le_bytes()].concat();
        x.ask_nothing(&[
            &head,
            &window,
            &kinds,
            &[8, 0, 0, 0],
            &count.to_le_bytes(),
            &padded,
        ])?;
        x.ask_nothing(&[&[8, 0, 2, 0], &window])?;
        // An answer means that everything before it was done.
        x.shown()?;
        Ok(Cover { x })
    }

    /// Whether a window of another program than `cover` lies on top of the screen.
    pub fn in_front_of(&self, cover: &Cover) -> Result<bool> {
        let mut x = X::connect(self.display())?;
        // Windows on the root come from the lowest to the highest.
        Ok(x.shown()?.last().is_some_and(|top| *top != cover.x.base))
    }

    /// The titles of every window on the screen, as any other program can read them.
    pub fn titles(&self) -> Result<Vec<String>> {
        let mut x = X::connect(self.display())?;
        let name = b"_NET_WM_NAME";
        let length = u16::try_from(name.len()).map_err(|_| bad("a long name"))?;
        let head = [&length.to_le_bytes()[..], &[0; 2]].concat();
        let atom = number(&x.ask(&[&[16, 1, 5, 0], &head, name])?, 8)?;
        let mut titles = Vec::new();
        let mut below = vec![x.root];
        while let Some(window) = below.pop() {
            let window = window.to_le_bytes();
            let tree = x.ask(&[&[15, 0, 2, 0], &window])?;
            for place in (32..tree.len()).step_by(4) {
                below.push(number(&tree, place)?);
            }
            for property in [WM_NAME, atom] {
                let asked = [property, 0, 0, 1_000].map(u32::to_le_bytes).concat();
                let answer = x.ask(&[&[20, 0, 6, 0], &window, &asked])?;
                let bytes = number(&answer, 16)? as usize * usize::from(answer[1] / 8);
                let text = answer.get(32..32 + bytes).unwrap_or_default();
                if !text.is_empty() {
                    titles.push(String::from_utf8_lossy(text).into_owned());
                }
            }
        }
        Ok(titles)
    }

    fn display(&self) -> &str {
        self.environment
            .get("DISPLAY")
            .map_or("", |display| display.trim_start_matches(':'))
    }
}

/// How many different colours stand in a picture; counting stops at `most`.
fn colours(picture: &[u8], most: usize) -> usize {
    let word = |n: usize| {
        let bytes = picture.get(4 * n..4 * n + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    let (Some(header), Some(stride), Some(cells)) = (word(0), word(12), word(19)) else {
        return 0;
    };
    let rows = picture.get(header + 12 * cells..).unwrap_or_default();
    let mut found = BTreeSet::new();
    let mut above: &[u8] = &[];
    for row in rows.chunks(stride.max(4)) {
        // A row like the one above holds nothing new; most of a screen is like that.
        if row == above {
            continue;
        }
        above = row;
        let mut left: &[u8] = &[];
        for pixel in row.chunks(4) {
            if pixel != left {
                found.insert(&pixel[..pixel.len().min(3)]);
                left = pixel;
            }
        }
        if found.len() >= most {
            break;
        }
    }
    found.len()
}

const TAB: u32 = 0xff09;
const RIGHT: u32 = 0xff53;
const DOWN: u32 = 0xff54;
const ENTER: u32 = 0xff0d;
/// The one on the pad: it needs no other key held.
const PLUS: u32 = 0xffab;

fn bad(words: &str) -> Error {
    Error::other(words.to_owned())
}

/// A client of the X server, as far as it is needed here: little-endian, no extensions but XTEST.
struct X {
    socket: UnixStream,
    root: u32,
    /// The first name that this client may give a window.
    base: u32,
    first_key: u8,
    last_key: u8,
}

impl X {
    fn connect(display: &str) -> Result<X> {
        let mut socket = UnixStream::connect(format!("{SOCKETS}/X{display}"))?;
        socket.write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        let mut head = [0; 8];
        socket.read_exact(&mut head)?;
        let mut rest = vec![0; 4 * usize::from(u16::from_le_bytes([head[6], head[7]]))];
        socket.read_exact(&mut rest)?;
        if head[0] != 1 {
            return Err(bad("the X server lets nobody in"));
        }
        let vendor = usize::from(u16::from_le_bytes([rest[16], rest[17]])).next_multiple_of(4);
        let screen = 32 + vendor + 8 * usize::from(rest[21]);
        Ok(X {
            root: number(&rest, screen)?,
            base: number(&rest, 4)?,
            first_key: rest[26],
            last_key: rest[27],
            socket,
        })
    }

    /// A request that has no answer.
    fn ask_nothing(&mut self, parts: &[&[u8]]) -> Result<()> {
        self.socket.write_all(&parts.concat())
    }

    /// A request and its answer.
    fn ask(&mut self, parts: &[&[u8]]) -> Result<Vec<u8>> {
        self.ask_nothing(parts)?;
        let mut answer = vec![0; 32];
        // What is neither error (0) nor answer (1) is news that nobody here waits for.
        answer[0] = 2;
        while answer[0] > 1 {
            self.socket.read_exact(&mut answer)?;
        }
        if answer[0] != 1 {
            return Err(bad("the X server refuses"));
        }
        let more = 4 * number(&answer, 4)? as usize;
        answer.resize(32 + more, 0);
        self.socket.read_exact(&mut answer[32..])?;
        Ok(answer)
    }

    /// Windows on the root that can be seen and are larger than a button.
    fn shown(&mut self) -> Result<Vec<u32>> {
        let root = self.root.to_le_bytes();
        let tree = self.ask(&[&[15, 0, 2, 0], &root])?;
        let mut shown = Vec::new();
        for place in (32..tree.len()).step_by(4) {
            let window = number(&tree, place)?.to_le_bytes();
            let is_viewable = self.ask(&[&[3, 0, 2, 0], &window])?[26] == 2;
            let shape = self.ask(&[&[14, 0, 2, 0], &window])?;
            let width = u16::from_le_bytes([shape[16], shape[17]]);
            if is_viewable && width > 100 {
                shown.push(u32::from_le_bytes(window));
            }
        }
        Ok(shown)
    }

    /// Presses and releases the key that carries this symbol, by the XTEST extension.
    fn press(&mut self, symbol: u32) -> Result<()> {
        let count = self.last_key - self.first_key + 1;
        let map = self.ask(&[&[101, 0, 2, 0, self.first_key, count, 0, 0]])?;
        let per_key = usize::from(map[1]).max(1);
        let key = (0..usize::from(count))
            .find(|key| number(&map, 32 + 4 * key * per_key).is_ok_and(|first| first == symbol))
            .and_then(|key| u8::try_from(key).ok())
            .ok_or_else(|| bad("no key carries this letter"))?;
        let test = self.ask(&[&[98, 0, 4, 0, 5, 0, 0, 0], b"XTEST\0\0\0"])?;
        for kind in [2, 3] {
            let mut request = vec![test[9], 2, 9, 0, kind, self.first_key + key];
            request.resize(36, 0);
            self.ask_nothing(&[&request])?;
        }
        Ok(())
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u32> {
    let bytes = bytes.get(at..at + 4).ok_or_else(|| bad("a short answer"))?;
    Ok(u32::from_le_bytes(
        bytes.try_into().map_err(|_| bad("a short answer"))?,
    ))
}
