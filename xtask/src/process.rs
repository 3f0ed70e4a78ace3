//! Runs other programs: their output shown, kept or both, and Ctrl-C handed on to them.
//!
//! **Invariant:** a signal that stops this command reaches every program it has started, once.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

static STOPPING: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// From now on Ctrl-C and SIGTERM stop what runs here, and then this command in good order.
pub(crate) fn watch_signals() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        STOPPING.store(true, Ordering::SeqCst);
        for pid in running().iter() {
            // It may have ended by itself a moment ago: nothing is left to stop then.
            kill(*pid, Signal::SIGTERM).ok();
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Whether somebody asked this command to stop.
pub(crate) fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Runs a program with its output shown, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = wait(Running::start(command.stdin(Stdio::null()))?)?;
    check(command, status)
}

/// Runs a program and shows its output only when it fails.
pub(crate) fn run_silently(command: &mut Command) -> anyhow::Result<()> {
    capture(command).map(drop)
}

/// Runs a program and returns its standard output; standard error appears in the failure.
pub(crate) fn capture(command: &mut Command) -> anyhow::Result<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running::start(command)?;
    let errors = child.child.stderr.take().map(|mut stream| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).map(|_| bytes)
        })
    });
    let mut output = Vec::new();
    if let Some(mut stream) = child.child.stdout.take() {
        stream.read_to_end(&mut output).with_context(|| format!("cannot read from {}", name(command)))?;
    }
    let errors = match errors.map(thread::JoinHandle::join) {
        Some(Ok(Ok(bytes))) => bytes,
        _ => Vec::new(),
    };
    let output = String::from_utf8_lossy(&output).into_owned();
    let status = wait(child)?;
    if is_stopping() {
        bail!("stopped");
    }
    if !status.success() {
        let errors = String::from_utf8_lossy(&errors);
        bail!("{} ended with {status}\n{}", line(command), format!("{output}{errors}").trim_end());
    }
    Ok(output)
}

/// Runs a program, shows each line of its standard output as it comes, and hands it to `seen`.
pub(crate) fn run_watched(command: &mut Command, mut seen: impl FnMut(&str)) -> anyhow::Result<()> {
    run_read(command, |text| {
        println!("{text}");
        seen(text);
    })
}

/// Runs a program and hands each line of its standard output to `seen`.
pub(crate) fn run_read(command: &mut Command, mut seen: impl FnMut(&str)) -> anyhow::Result<()> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = Running::start(command)?;
    if let Some(stream) = child.child.stdout.take() {
        for text in BufReader::new(stream).split(b'\n') {
            let text = text.with_context(|| format!("cannot read from {}", name(command)))?;
            seen(&String::from_utf8_lossy(&text));
        }
    }
    let status = wait(child)?;
    check(command, status)
}

/// Runs a program in its own process group, so that Ctrl-C reaches it from here and only once.
pub(crate) fn run_apart(command: &mut Command) -> anyhow::Result<()> {
    command.process_group(0).stdin(Stdio::null());
    let status = wait(Running::start(command)?)?;
    if is_stopping() { Ok(()) } else { check(command, status) }
}

/// Runs a program silently even while this command is being stopped: for putting things away.
pub(crate) fn run_to_the_end(command: &mut Command) -> anyhow::Result<()> {
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a program silently for at most `limit`; true when it succeeded in time.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut running) = Running::start(command) else { return false };
    let deadline = Instant::now() + limit;
    loop {
        match running.child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < deadline && !is_stopping() => {
                thread::park_timeout(Duration::from_millis(100));
            }
            _ => {
                // It is being given up; whether it still runs does not matter.
                running.child.kill().ok();
                running.child.wait().ok();
                return false;
            }
        }
    }
}

/// A started program, on the list of those that a signal is handed to.
struct Running {
    child: Child,
    pid: Pid,
}

impl Running {
    fn start(command: &mut Command) -> anyhow::Result<Self> {
        if is_stopping() {
            bail!("stopped");
        }
        let child = command.spawn().with_context(|| format!("cannot start {}", name(command)))?;
        let pid = Pid::from_raw(i32::try_from(child.id()).context("a process id out of range")?);
        running().push(pid);
        Ok(Self { child, pid })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        running().retain(|pid| *pid != self.pid);
    }
}

fn wait(mut running: Running) -> anyhow::Result<ExitStatus> {
    running.child.wait().context("cannot wait for a program")
}

fn check(command: &Command, status: ExitStatus) -> anyhow::Result<()> {
    if is_stopping() {
        bail!("stopped");
    }
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let words: Vec<_> =
        [command.get_program()].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}
