//! Processes that cannot outlive their test.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command};

use rustix::process::{Pid, Signal};

/// A child process in a group of its own. Dropping it kills the whole group.
pub struct Process {
    name: &'static str,
    child: Child,
}

impl Process {
    /// Starts `name`, prepared by `prepare`. `setpriv` sees to it that the child dies too when the test process is killed.
    pub fn start(name: &'static str, prepare: impl FnOnce(&mut Command)) -> Self {
        Self::start_path(name, Path::new(name), prepare)
    }

    /// Starts a program that lies elsewhere than in `PATH`.
    pub fn start_path(
        name: &'static str,
        program: &Path,
        prepare: impl FnOnce(&mut Command),
    ) -> Self {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL"])
            .arg(program)
            .process_group(0);
        prepare(&mut command);
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        Self { name, child }
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The process id; `setpriv` gives its own to the program.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// The process called `name` in this process's group. Only `stat` is read: a hardened program hides the rest of itself.
    pub fn member(&self, name: &str) -> Option<Pid> {
        let group = self.child.id().to_string();
        let processes = std::fs::read_dir("/proc").ok()?.flatten();
        let mut pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let pid = pids.find(|pid: &i32| {
            stat(*pid)
                .is_some_and(|(called, fields)| called == name && fields.get(2) == Some(&group))
        })?;
        Pid::from_raw(pid)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already dead is as good as killed.
        let _already =
            rustix::process::kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _already = self.child.wait();
    }
}

/// Whether the process still runs. One that has ended and waits for its parent counts as gone, as soon as its last thread has: until then its
/// files are open, and its vault in use.
pub fn alive(pid: Pid) -> bool {
    stat(pid.as_raw_nonzero().get()).is_some_and(|(_, fields)| match fields[0].as_str() {
        "X" => false,
        "Z" => fields
            .get(THREADS)
            .is_some_and(|threads| threads != "0" && threads != "1"),
        _ => true,
    })
}

/// The number of threads, counted from the state.
const THREADS: usize = 17;

/// A process's name, and the fields after it: state, parent, group …
fn stat(pid: i32) -> Option<(String, Vec<String>)> {
    let line = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (name, fields) = line.split_once('(')?.1.rsplit_once(") ")?;
    Some((
        name.to_owned(),
        fields.split(' ').map(str::to_owned).collect(),
    ))
}
