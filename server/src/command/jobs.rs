//! `winloss jobs`: what was given up and waits for a person, and another life for it.

use anyhow::{Context as _, bail};
use domain::id::TenantId;
use domain::tenant::{Slug, Tenant};
use store::queue::{self, DeadFilter, DeadJob};
use store::{Store, StoreError, tenancy};

use super::say;
use crate::config::Config;
use crate::wiring;

const REQUEUE_EXAMPLES: &str = "\
Examples:
  winloss jobs requeue main/4711                        one job, or several
  winloss jobs requeue --tenant northwind               every job of a tenant
  winloss jobs requeue --kind send_mail                 every job of a kind
  winloss jobs requeue --tenant northwind --kind send_mail
  winloss jobs requeue --all                            everything

Mend the cause first: a requeued job has all its tries again, and is given up again if they fail.
Jobs are safe to run twice. What was requeued is in the audit trail.";

/// What a person may ask.
#[derive(Debug, clap::Subcommand)]
pub enum JobsCommand {
    /// List the jobs that were given up, newest first, with the reason.
    List(ListArgs),
    /// Give jobs that were given up all their tries again.
    #[command(after_help = REQUEUE_EXAMPLES)]
    Requeue(RequeueArgs),
}

/// Which jobs are listed.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    which: Which,
    /// How many at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: u32,
}

/// Which jobs are requeued.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("chosen").required(true).multiple(true).args(["jobs", "tenant", "kind", "all"]))]
pub struct RequeueArgs {
    /// Jobs as `jobs list` names them.
    #[arg(value_name = "SHARD/NUMBER", value_parser = parse_job, conflicts_with_all = ["tenant", "kind", "all"])]
    jobs: Vec<JobName>,
    #[command(flatten)]
    which: Which,
    /// All jobs that were given up, of every tenant.
    #[arg(long, conflicts_with_all = ["tenant", "kind"])]
    all: bool,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Only those of this tenant.
    #[arg(long, value_name = "SLUG", value_parser = parse_slug)]
    tenant: Option<Slug>,
    /// Only those of this kind, such as `send_mail`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

/// Where a job is, and its number there.
#[derive(Clone, Debug)]
struct JobName {
    shard: String,
    id: i64,
}

fn parse_job(text: &str) -> Result<JobName, String> {
    let name = text.rsplit_once('/').and_then(|(shard, id)| Some((shard, id.parse().ok()?)));
    let (shard, id) = name.ok_or_else(|| "must be a shard and a number, such as main/4711".to_owned())?;
    Ok(JobName { shard: shard.to_owned(), id })
}

fn parse_slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).map_err(|error| error.to_string())
}

/// Does what was asked, and says what it did.
///
/// # Errors
/// When a database cannot be reached, or there is no such tenant or job.
pub async fn run(config: &Config, command: JobsCommand) -> anyhow::Result<()> {
    let store = wiring::store(config).await?;
    let said = answer(&store, command).await;
    // The audit trail is written before the process ends.
    store.shutdown().await;
    said?.iter().for_each(|line| say(line));
    Ok(())
}

/// Does what was asked; the lines are for a person.
///
/// # Errors
/// When a database cannot be reached, or there is no such tenant or job.
pub async fn answer(store: &Store, command: JobsCommand) -> anyhow::Result<Vec<String>> {
    match command {
        JobsCommand::List(args) => list(store, &args).await,
        JobsCommand::Requeue(args) => requeue(store, &args).await,
    }
}

async fn list(store: &Store, args: &ListArgs) -> anyhow::Result<Vec<String>> {
    let tenants = tenants(store).await?;
    let filter = filter(&tenants, &args.which)?;
    let dead = queue::dead_of(store, &filter, args.limit).await?;
    if dead.is_empty() {
        return Ok(vec!["no job was given up".to_owned()]);
    }
    let slug = |job: &DeadJob| {
        let tenant = tenants.iter().find(|tenant| tenant.id == job.tenant);
        tenant.map_or_else(|| job.tenant.to_string(), |tenant| tenant.slug.to_string())
    };
    let mut rows = vec![["JOB", "TENANT", "KIND", "GIVEN UP", "TRIES", "REASON"].map(str::to_owned)];
    rows.extend(dead.iter().map(|job| {
        [
            format!("{}/{}", job.shard, job.id),
            slug(job),
            job.kind.clone(),
            job.died_at.format("%Y-%m-%d %H:%M").to_string(),
            job.attempt.to_string(),
            job.last_error.clone().unwrap_or_else(|| "none was recorded".to_owned()),
        ]
    }));
    let mut lines = table(&rows);
    if dead.len() == args.limit as usize {
        lines.push(format!("there may be more than {}; --limit shows more", args.limit));
    }
    Ok(lines)
}

/// Columns as wide as their widest cell; the last one is left as it is.
fn table<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let widths: Vec<usize> = (0..N)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

async fn requeue(store: &Store, args: &RequeueArgs) -> anyhow::Result<Vec<String>> {
    if args.jobs.is_empty() {
        let filter = filter(&tenants(store).await?, &args.which)?;
        let count = queue::requeue_all(store, None, &filter).await?;
        return Ok(vec![format!("{count} jobs have all their tries again")]);
    }
    let mut lines = Vec::new();
    for JobName { shard, id } in &args.jobs {
        match queue::requeue(store, None, shard, *id).await {
            Ok(()) => lines.push(format!("{shard}/{id} has all its tries again")),
            Err(StoreError::NotFound) => bail!("{shard}/{id} is not among the jobs that were given up"),
            Err(error) => return Err(error).with_context(|| format!("cannot requeue {shard}/{id}")),
        }
    }
    Ok(lines)
}

async fn tenants(store: &Store) -> anyhow::Result<Vec<Tenant>> {
    let control = store.open_control().await?;
    Ok(tenancy::list(&control).await?)
}

fn filter(tenants: &[Tenant], which: &Which) -> anyhow::Result<DeadFilter> {
    let id = |slug: &Slug| -> anyhow::Result<TenantId> {
        let tenant = tenants.iter().find(|tenant| tenant.slug == *slug);
        Ok(tenant.with_context(|| format!("there is no tenant {slug}"))?.id)
    };
    Ok(DeadFilter { tenant: which.tenant.as_ref().map(id).transpose()?, kind: which.kind.clone() })
}
