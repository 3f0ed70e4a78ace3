//! What every part stands on: the programs and the site as they are shipped, and a PostgreSQL of the bench's own.

use std::path::PathBuf;
use std::process::Command;

use crate::postgres::{Cluster, Purpose};
use crate::process;
use crate::progress::step;
use crate::setup;
use crate::site::{self, Profile};
use crate::workspace::Workspace;

/// The programs that measure, by package.
const EXAMPLES: [(&str, &str); 4] = [
    ("domain", "measure_logic"),
    ("store", "measure_store"),
    ("server", "measure_server"),
    ("server", "measure_answers"),
];

/// Everything built and started.
pub(super) struct Stand<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) cluster: Cluster,
    /// The folder of the built site.
    pub(super) site: PathBuf,
    /// Whether the parts are only tried: with little work, and with figures that mean nothing.
    pub(super) is_trial: bool,
    programs: PathBuf,
}

impl<'a> Stand<'a> {
    pub(super) fn build(workspace: &'a Workspace, is_trial: bool) -> anyhow::Result<Self> {
        let (profile, folder) =
            if is_trial { (Profile::Debug, "debug") } else { (Profile::Release, "release") };
        let site = site::build(workspace, profile)?;
        step("Building the server and the measurements", || {
            let mut build = workspace.cargo();
            build.args(["build", "--package", "server", "--bin", "winloss"]);
            for (package, example) in EXAMPLES {
                build.args(["--package", package, "--example", example]);
            }
            process::run(if is_trial { &mut build } else { build.arg("--release") })
        })?;
        let cluster = Cluster::start(&workspace.target.join("bench/postgres"), Purpose::Keep)?;
        Ok(Self { workspace, cluster, site, is_trial, programs: workspace.target.join(folder) })
    }

    /// The product.
    pub(super) fn winloss(&self) -> PathBuf {
        self.programs.join("winloss")
    }

    /// A measuring program, on the bench's PostgreSQL.
    pub(super) fn example(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join("examples").join(name));
        command.env("WINLOSS_TEST_DATABASE_URL", self.cluster.url());
        command
    }

    /// A script of `end2end/bench`.
    pub(super) fn script(&self, name: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.workspace.root.join("end2end/bench").join(name));
        command
    }

    /// A script that measures in a browser.
    pub(super) fn browser_script(&self, name: &str) -> anyhow::Result<Command> {
        let mut command = self.script(name);
        command.env("CHROMIUM", setup::chromium()?);
        Ok(command)
    }

    /// A folder for what a part installs or writes.
    pub(super) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.workspace.target.join("bench").join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// So much work, or a small part of it in a trial.
    pub(super) const fn work(&self, amount: usize) -> usize {
        if self.is_trial { amount.div_ceil(20) } else { amount }
    }
}
