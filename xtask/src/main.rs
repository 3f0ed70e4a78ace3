//! The commands around the product: build the site, start the demo, run every test.
#![doc = include_str!("../README.md")]

mod bench;
mod demo;
mod npm;
mod package;
mod postgres;
mod process;
mod progress;
mod setup;
mod site;
mod test;
mod toolchain;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::demo::DemoOptions;
use crate::site::Profile;
use crate::test::Step;
use crate::workspace::Workspace;

/// Build, try and test winloss.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the whole product with sample tenants on this machine, until Ctrl-C.
    Demo {
        /// The port of the web server.
        #[arg(long, default_value_t = 3000)]
        port: u16,
        /// The folder for the database, the mails and `demo.json` [default: data/demo].
        #[arg(long)]
        data: Option<PathBuf>,
        /// Throw the demo's data away first.
        #[arg(long)]
        fresh: bool,
    },
    /// Run the gate: format, lints, all tests, site build, browser tests.
    Test {
        /// Run only these steps, in the gate's order [default: all].
        #[arg(value_enum)]
        steps: Vec<Step>,
    },
    /// Build what the browser loads: wasm, bindings, styles, charts.
    Site {
        /// Small and precompressed, as in production.
        #[arg(long)]
        release: bool,
    },
    /// Measure floors, peers and ours in one run, and print the table.
    Bench {
        /// Only these; all of them when none is named.
        #[arg(value_enum)]
        parts: Vec<bench::Part>,
        /// Only try whether they run: a debug build and little work, so the figures mean nothing.
        #[arg(long)]
        trial: bool,
    },
    /// Find or install everything that the other commands need.
    Setup,
    /// Run a throw-away PostgreSQL for tests until Ctrl-C, and print its address.
    Postgres {
        /// The folder for its data.
        #[arg(long)]
        data: PathBuf,
    },
}

/// What shells report for a program that Ctrl-C ended.
const STOPPED: u8 = 130;

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        // What was being done failed because it was told to stop: no news to whoever said so.
        Err(_) if process::is_stopping() => {
            eprintln!("\nstopped");
            ExitCode::from(STOPPED)
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    process::watch_signals()?;
    let workspace = Workspace::find()?;
    match command {
        Command::Demo { port, data, fresh } => {
            let data = data.unwrap_or_else(|| workspace.root.join("data/demo"));
            demo::run(&workspace, &DemoOptions { port, data, fresh })
        }
        Command::Test { steps } => test::run(&workspace, &steps),
        Command::Site { release } => {
            let profile = if release { Profile::Release } else { Profile::Debug };
            site::build(&workspace, profile).map(drop)
        }
        Command::Bench { parts, trial } => bench::run(&workspace, &parts, trial),
        Command::Setup => setup::run(&workspace),
        Command::Postgres { data } => postgres::serve(&data),
    }
}
