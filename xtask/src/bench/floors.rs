//! What PostgreSQL itself can do, with its own `pgbench`.

use std::fs;

use anyhow::Context as _;

use super::stand::Stand;
use super::{Row, figure, figures, median};
use crate::postgres::{Cluster, binaries};
use crate::process;

const ROUNDS: usize = 3;
const JOBS: u32 = 20_000;

/// Tables like those behind a webhook, without policies, and a bare queue.
const TABLES: &str = "
drop table if exists floor_events, floor_jobs, floor_queue;
create table floor_events (tenant_id uuid, connection_id uuid, event_id text, body bytea, received_at timestamptz,
                           primary key (tenant_id, connection_id, event_id));
create table floor_jobs (id bigint generated always as identity primary key, class text, tenant_id uuid, kind text,
                         payload jsonb, run_at timestamptz);
create table floor_queue (id bigint generated always as identity primary key, state text, worker int, payload jsonb);
create index on floor_queue (id) where state = 'ready';
create index on floor_queue (worker) where state = 'running';
create sequence if not exists floor_numbers cache 1000;
";

const PAIRS: &str = "
with fresh as (
  insert into floor_events
  select '019ace00-0000-7000-8000-000000000001', '019ace00-0000-7000-8000-000000000002',
         'e' || nextval('floor_numbers'), convert_to(repeat('x', 1000), 'UTF8'), now()
  from generate_series(1, COUNT) on conflict do nothing returning event_id)
insert into floor_jobs (class, tenant_id, kind, payload, run_at)
select 'realtime', '019ace00-0000-7000-8000-000000000001', 'dispatch', jsonb_build_object('event', event_id), now()
from fresh;
";

const CLAIM: &str = "
update floor_queue set state = 'running', worker = :client_id where id in (
  select id from floor_queue where state = 'ready' order by id limit 100 for update skip locked);
delete from floor_queue where worker = :client_id and state = 'running';
";

/// Runs statements as superuser.
pub(super) fn psql(cluster: &Cluster, sql: &str) -> anyhow::Result<String> {
    psql_at(cluster.url(), sql)
}

/// Runs statements at that address.
pub(super) fn psql_at(url: &str, sql: &str) -> anyhow::Result<String> {
    let mut command = std::process::Command::new(binaries::ensure()?.folder.join("psql"));
    process::capture(command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]).arg(url))
}

/// Transactions a second of a script.
pub(super) fn pgbench(stand: &Stand<'_>, script: &str, options: &[&str]) -> anyhow::Result<f64> {
    let file = stand.folder("floors")?.join("floor.sql");
    fs::write(&file, script)?;
    let mut command = std::process::Command::new(binaries::ensure()?.folder.join("pgbench"));
    command.args(["-n", "-M", "prepared", "-j", "1", "-f"]).arg(&file).args(options).arg(stand.cluster.url());
    let output = process::capture(&mut command)?;
    let line = output.lines().find(|line| line.starts_with("tps = ")).context("pgbench printed no rate")?;
    Ok(line.trim_start_matches("tps = ").split(' ').next().unwrap_or_default().parse()?)
}

/// Event-and-job pairs a second, so many in one commit.
pub(super) fn pairs(stand: &Stand<'_>, at_once: u32) -> anyhow::Result<f64> {
    psql(&stand.cluster, TABLES)?;
    let script = PAIRS.replace("COUNT", &at_once.to_string()).replace('\n', " ");
    let clients = if at_once == 1 { "32" } else { "4" };
    Ok(pgbench(stand, &script, &["-c", clients, "-T", "4"])? * f64::from(at_once))
}

/// The drain of the queue beside claim-and-delete in hundreds, and its fairness.
pub(super) fn queue(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let (mut floors, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let fill = format!(
            "{TABLES} insert into floor_queue (state, payload) select 'ready', jsonb_build_object('n', n)
             from generate_series(1, {JOBS}) n; analyze floor_queue;"
        );
        psql(&stand.cluster, &fill)?;
        let script = CLAIM.replace('\n', " ").replace("; ", ";\n");
        let turns = (JOBS / 100 / 4).to_string();
        floors.push(pgbench(stand, &script, &["-c", "4", "-t", &turns])? * 100.0);
        let output = process::capture(stand.example("measure_server").arg("drain"))?;
        ours.push(figure(&figures(&output), "drain", "jobs_per_s")?);
    }
    let ratios = ours.iter().zip(&floors).map(|(ours, floor)| ours / floor).collect();
    let detail = format!("{:.0} of {:.0} jobs a second", median(ours), median(floors));
    let fairness = process::capture(stand.example("measure_server").arg("fairness"))?;
    let fairness = figures(&fairness);
    let of = |key: &str| figure(&fairness, "fairness", key);
    let waits = format!(", p95 {:.1} ms against {:.1}", of("beside_p95_ms")?, of("alone_p95_ms")?);
    Ok(vec![
        Row::at_least("20,000 no-op jobs drained, of claim-and-delete", median(ratios), 0.5, &detail),
        Row::at_most("a quiet tenant's wait beside a noisy one", of("ratio")?, 3.0, "×", &waits),
    ])
}
