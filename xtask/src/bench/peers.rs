//! The peers: Fastify in front of pg-boss and of graphile-worker, from the npm registry, on the same server.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::bail;

use super::floors;
use super::product::pause;
use super::stand::Stand;
use crate::{npm, process};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PACKAGE: &str = r#"{"private": true, "type": "module", "dependencies":
  {"fastify": "5.6.1", "graphile-worker": "0.17.3", "pg": "8.16.3", "pg-boss": "10.4.2"}}"#;
const PROGRAM: &str = include_str!("peers.mjs");

/// The running peers.
pub(super) struct Peers {
    child: Child,
    address: String,
}

impl Peers {
    pub(super) fn start(stand: &Stand<'_>) -> anyhow::Result<Self> {
        npm::ensure_node()?;
        let folder = stand.folder("peers")?;
        fs::write(folder.join("package.json"), PACKAGE)?;
        fs::write(folder.join("peers.mjs"), PROGRAM)?;
        let mut install = Command::new("npm");
        process::run_silently(install.args(["install", "--no-audit", "--no-fund"]).current_dir(&folder))?;
        floors::psql(&stand.cluster, "drop schema if exists pgboss, graphile_worker cascade")?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let child = Command::new("node")
            .arg("peers.mjs")
            .current_dir(&folder)
            .env("DATABASE_URL", stand.cluster.url())
            .env("PORT", port.to_string())
            .env("SECRET", SECRET)
            .stdin(Stdio::null())
            .spawn()?;
        let peers = Self { child, address: format!("127.0.0.1:{port}") };
        let begun = Instant::now();
        while TcpStream::connect(&peers.address).is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("the peers do not listen");
            }
            pause(Duration::from_millis(20));
        }
        Ok(peers)
    }

    /// Where one of them takes events.
    pub(super) fn url(&self, name: &str) -> String {
        format!("http://{}/{name}", self.address)
    }

    pub(super) fn secret(&self) -> &'static str {
        SECRET
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
