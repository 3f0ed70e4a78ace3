//! Says on standard error what is going on and how long it took.

use std::fmt;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// How often a step that prints nothing of its own says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// Announces `what`, runs `work`, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    eprintln!("==> {what}");
    let started = Instant::now();
    let outcome = work().with_context(|| format!("{} failed", lower_first(what)))?;
    eprintln!("    done in {}", Seconds(started.elapsed()));
    Ok(outcome)
}

/// Like [`step`] for work that is silent: a line every ten seconds shows that it goes on.
pub(crate) fn silent_step<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    step(what, || {
        let (finished, signal) = mpsc::channel::<()>();
        let heart = thread::spawn(move || {
            let started = Instant::now();
            while signal.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                eprintln!("    still at it after {}", Seconds(started.elapsed()));
            }
        });
        let outcome = work();
        drop(finished);
        heart.join().map_err(|_| anyhow::anyhow!("the progress thread panicked"))?;
        outcome
    })
}

/// A note below the current step.
pub(crate) fn note(text: impl fmt::Display) {
    eprintln!("    {text}");
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 10.0 {
            write!(formatter, "{seconds:.1} s")
        } else if seconds < 60.0 {
            write!(formatter, "{seconds:.0} s")
        } else {
            write!(formatter, "{} min {:02} s", self.0.as_secs() / 60, self.0.as_secs() % 60)
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(Seconds(Duration::from_millis(420)).to_string(), "0.4 s");
        assert_eq!(Seconds(Duration::from_secs(12)).to_string(), "12 s");
        assert_eq!(Seconds(Duration::from_secs(185)).to_string(), "3 min 05 s");
    }

    #[test]
    fn an_error_names_the_step_in_the_middle_of_a_sentence() {
        let error = step("Building", || -> anyhow::Result<()> { anyhow::bail!("no disk") }).unwrap_err();
        assert_eq!(format!("{error:#}"), "building failed: no disk");
    }
}
