//! The command line: one binary, a subcommand for each kind of process and each task of an operator.

pub mod demo;
pub mod doctor;
pub mod jobs;
pub mod migrate;
pub mod provision;
pub mod serve;
pub mod work;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::lifecycle::Lifecycle;
use crate::telemetry;

const CONFIGURATION: &str = "\
Configuration comes from a TOML file (--config, WINLOSS_CONFIG, or winloss.toml in the current folder)
and from variables WINLOSS_<SECTION>_<NAME>, which win. The least that is needed:

  WINLOSS_DATABASE_CONTROL_URL   postgres://wl_app:…@host/winloss
  WINLOSS_HTTP_PUBLIC_URL        https://feedback.example
  WINLOSS_KEYS_ROOT              32 random bytes in base64 (openssl rand -base64 32)
  WINLOSS_MAIL_FOLDER            a folder, or WINLOSS_MAIL_SMTP_URL for a server

All settings are in server/README.md. `winloss doctor` tells what is wrong.";

/// Win-loss intelligence: why deals are won and lost, in the buyers' words.
#[derive(Debug, Parser)]
#[command(name = "winloss", version, after_help = CONFIGURATION, arg_required_else_help = true)]
pub struct Cli {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site, the buyers' pages and the webhooks.
    Serve(serve::ServeArgs),
    /// Run jobs: surveys, mails, answers, rollups.
    Work,
    /// Bring every database to the newest migration; safe to run again, and while older releases serve.
    Migrate(migrate::MigrateArgs),
    /// Set up a tenant and mail its first admin the way in; the same order again resumes.
    Provision(provision::ProvisionArgs),
    /// Look at the jobs that were given up, and give them another life.
    #[command(subcommand)]
    Jobs(jobs::JobsCommand),
    /// Check the configuration, the databases, mail, files and disk, and say what is wrong.
    Doctor,
    /// Run everything with sample tenants, for looking around; prepares its own database.
    Demo(demo::DemoArgs),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// What stopped it, in words for a person.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let lifecycle = Lifecycle::new();
        let config = || Config::load(self.config.as_deref());
        match self.command {
            Command::Serve(args) => {
                let config = config()?;
                telemetry::start(&config.log);
                lifecycle.listen_to_signals()?;
                serve::run(config, args.with_worker, lifecycle).await?;
            }
            Command::Work => {
                let config = config()?;
                telemetry::start(&config.log);
                lifecycle.listen_to_signals()?;
                work::run(&config, lifecycle).await?;
            }
            Command::Migrate(args) => {
                let config = config()?;
                telemetry::start(&config.log);
                migrate::run(&config, &args).await?;
            }
            Command::Provision(args) => {
                let config = config()?;
                telemetry::start(&config.log);
                provision::order(&config, args).await?;
            }
            Command::Jobs(command) => {
                let config = config()?;
                telemetry::start(&config.log);
                jobs::run(&config, command).await?;
            }
            Command::Doctor => return Ok(doctor::run(config()).await),
            Command::Demo(args) => {
                telemetry::start(&crate::config::LogConfig {
                    filter: "warn".to_owned(),
                    ..Default::default()
                });
                lifecycle.listen_to_signals()?;
                demo::run(&args, lifecycle).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes a line for the person at the terminal.
fn say(line: &str) {
    if let Err(cause) = write_line(io::stdout().lock(), line) {
        // A full disk must not swallow a secret that is shown once.
        complain(&format!("winloss: cannot write what is to be said: {cause}: {line}"));
    }
}

/// Writes a line about what is going on or went wrong.
pub fn complain(line: &str) {
    // There is nowhere else to say that it could not be said.
    drop(write_line(io::stderr().lock(), line));
}

/// Writes a line, unless nobody reads any more: `winloss jobs list | head` has what it wanted.
fn write_line(mut out: impl Write, line: &str) -> io::Result<()> {
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent_and_explains_itself() {
        Cli::command().debug_assert();
        let help = Cli::command().render_long_help().to_string();
        for word in ["serve", "work", "migrate", "provision", "jobs", "doctor", "demo", "WINLOSS_KEYS_ROOT"] {
            assert!(help.contains(word), "{word} in {help}");
        }
    }

    #[test]
    fn requeueing_says_which_jobs_it_means() {
        let read = |line: &str| Cli::try_parse_from(line.split(' '));
        for good in [
            "winloss jobs list",
            "winloss jobs list --tenant northwind --kind send_mail --limit 5",
            "winloss jobs requeue main/1 eu-2/33",
            "winloss jobs requeue --tenant northwind",
            "winloss jobs requeue --tenant northwind --kind send_mail",
            "winloss jobs requeue --all",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in [
            "winloss jobs",
            "winloss jobs requeue",
            "winloss jobs requeue 17",
            "winloss jobs requeue main/x",
            "winloss jobs requeue main/1 --all",
            "winloss jobs requeue --all --kind send_mail",
            "winloss jobs list --tenant NORTH!",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
