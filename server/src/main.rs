//! The `winloss` binary: reads the command line and hands over.

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;
use server::command::{Cli, complain};

/// Pages and messages are made of many small pieces: with the system's allocator a fifth of the time goes to it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.run().await {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("winloss: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
