//! From the buyer's *send* to the open overview, in a real browser.

use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::product::pause;
use super::{Row, figure, figures};
use crate::postgres::Cluster;
use crate::workspace::Workspace;
use crate::{npm, process};

pub(super) fn measure(workspace: &Workspace, cluster: &Cluster) -> anyhow::Result<Vec<Row>> {
    let modules = npm::install(workspace)?;
    let data = workspace.target.join("bench/demo");
    fs::create_dir_all(&data)?;
    let contract = data.join("demo.json");
    if contract.exists() {
        fs::remove_file(&contract)?;
    }
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port().to_string();
    let mut demo = Command::new(workspace.target.join("release/winloss"));
    demo.args(["demo", "--fresh", "--port", &port, "--data"]).arg(&data);
    demo.arg("--site").arg(workspace.target.join("site")).args(["--database-url", cluster.url()]);
    let mut running = demo.stdin(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let begun = Instant::now();
    while !contract.exists() {
        if begun.elapsed() > Duration::from_secs(300) || running.try_wait()?.is_some() {
            bail!("the demo does not start");
        }
        pause(Duration::from_millis(200));
    }
    let script = workspace.root.join("end2end/bench/journey.mjs");
    let measured =
        process::capture(Command::new("node").arg(script).arg(&contract).env("NODE_PATH", modules.folder()));
    running.kill().context("the demo was already gone")?;
    running.wait()?;
    let all = figures(&measured?);
    let times = format!(", slowest {:.0} ms", figure(&all, "journey", "slowest_ms")?);
    let median = figure(&all, "journey", "median_ms")?;
    Ok(vec![Row::at_most("from send to visible on the open page", median, 1000.0, "ms", &times)])
}
