//! 5,000 events while the web process and the worker are each killed twice: nothing lost, nothing twice.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::product::{Product, pause};
use super::stand::Stand;
use super::{Row, figure, figures};

const EVENTS: i64 = 5000;
/// Leases of a killed worker run out first.
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let product = Product::install(stand, "burst")?;
    let mut web = product.serve()?;
    let mut worker = product.work()?;
    let mut sender = stand.example("measure_server");
    sender.args(["burst", &product.webhook, &product.secret, &EVENTS.to_string(), "32"]);
    let sender = sender.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    for _ in 0..2 {
        pause(Duration::from_millis(120));
        web.kill()?;
        worker.kill()?;
        worker = product.work()?;
        web = product.serve()?;
    }
    let output = sender.wait_with_output()?;
    let sent = figures(&String::from_utf8_lossy(&output.stdout));
    let accepted = figure(&sent, "webhook", "accepted")?;
    let count = |sql: &str| product.count(stand, sql);
    let begun = Instant::now();
    while count("select count(*) from queue.jobs")? > 0 {
        if begun.elapsed() > PATIENCE {
            bail!("the queue does not drain");
        }
        pause(Duration::from_millis(250));
    }
    drop((web, worker));
    let mails = fs::read_dir(&product.mail)?.filter_map(Result::ok);
    let mails = mails.filter(|mail| mail.path().extension().is_some_and(|kind| kind == "eml")).count();
    // One mail more: the first admin's.
    let mails = i64::try_from(mails)? - 1;
    let (events, deals, invited) = (
        count("select count(*) from pool.inbox where state = 'done'")?,
        count("select count(*) from pool.deals")?,
        count("select count(*) from pool.invitations")?,
    );
    let dead = count("select count(*) from queue.dead")?;
    let is_exact = [events, deals, invited, mails].iter().all(|n| *n == EVENTS) && dead == 0;
    Ok(vec![Row {
        what: "5,000 webhooks, web and worker killed twice each".to_owned(),
        ours: format!("{accepted} taken: {deals} deals, {invited} invited, {mails} mails"),
        goal: "5,000 of each".to_owned(),
        is_reached: is_exact,
    }])
}
