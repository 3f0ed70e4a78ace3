//! The `winloss` binary: reads the command line and hands over.

use std::process::ExitCode;

use clap::Parser as _;
use server::command::{Cli, complain};

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
