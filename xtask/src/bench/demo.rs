//! The product with its sample tenants, for what a browser measures.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::bail;

use super::product::pause;
use super::stand::Stand;

/// A debug build writes two years of sample history slowly.
const PATIENCE: Duration = Duration::from_secs(600);

/// A running demo, stopped when it is let go.
pub(super) struct Demo {
    child: Child,
    contract: PathBuf,
}

impl Demo {
    pub(super) fn start(stand: &Stand<'_>) -> anyhow::Result<Self> {
        let data = stand.folder("demo")?;
        let contract = data.join("demo.json");
        if contract.exists() {
            fs::remove_file(&contract)?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port().to_string();
        let mut demo = Command::new(stand.winloss());
        demo.args(["demo", "--fresh", "--port", &port, "--data"]).arg(&data);
        demo.arg("--site").arg(&stand.site).args(["--database-url", stand.cluster.url()]);
        let child = demo.stdin(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut demo = Self { child, contract };
        let begun = Instant::now();
        while !demo.contract.exists() {
            if begun.elapsed() > PATIENCE || demo.child.try_wait()?.is_some() {
                bail!("the demo does not start");
            }
            pause(Duration::from_millis(200));
        }
        Ok(demo)
    }

    /// The file that says how to get in.
    pub(super) fn contract(&self) -> &Path {
        &self.contract
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Already gone is as good.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
