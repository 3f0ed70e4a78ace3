//! `winloss jobs`: what a person reads and does about jobs that were given up.

use std::time::Duration;

use clap::Parser as _;
use domain::id::SubmissionId;
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use server::command::jobs::{JobsCommand, answer};
use store::Store;
use store::queue::{self, Failure};
use store::testing::{TestDb, fixture};
use uuid::Uuid;

/// The part of the command line that is read here.
#[derive(Debug, clap::Parser)]
struct Line {
    #[command(subcommand)]
    command: JobsCommand,
}

async fn say(store: &Store, line: &str) -> Result<String, String> {
    let words = std::iter::once("jobs").chain(line.split(' '));
    let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
    let lines = answer(store, line.command).await.map_err(|error| format!("{error:#}"))?;
    Ok(lines.join("\n"))
}

async fn kill(store: &Store, tenant: &Tenant, job: Job) {
    let door = fixture::open(store, tenant).await;
    door.enqueue(job).await.unwrap();
    door.commit().await.unwrap();
    for class in Class::ALL {
        for claimed in queue::claim(store, class, 10, Duration::from_secs(30)).await.unwrap() {
            queue::fail(store, &claimed, &Failure::Fail("the mail was refused".to_owned())).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_person_lists_what_was_given_up_and_gives_it_another_life() {
    let db = TestDb::new().await;
    let store = db.store();
    assert_eq!(say(&store, "list").await.unwrap(), "no job was given up");
    let northwind = fixture::tenant(&store, "northwind", Tier::Pool).await;
    let globex = fixture::tenant(&store, "globex", Tier::Silo).await;
    let mail = |n| Job::SendMail { invitation: Uuid::from_u128(n).into() };
    kill(&store, &northwind, mail(1)).await;
    kill(&store, &northwind, Job::IngestResponse { submission: SubmissionId::new(Uuid::from_u128(2)) }).await;
    kill(&store, &globex, mail(3)).await;

    let all = say(&store, "list").await.unwrap();
    let (head, rows) = all.split_once('\n').unwrap();
    assert!(head.starts_with("JOB") && head.ends_with("REASON"), "{all}");
    assert_eq!(rows.lines().count(), 3, "{all}");
    let mails = say(&store, "list --kind send_mail --tenant globex").await.unwrap();
    let row = mails.lines().nth(1).expect("one job").to_owned();
    for word in ["main/", "globex", "send_mail", "2026-11-23 12:00", "the mail was refused"] {
        assert!(row.contains(word), "{word} in {mails}");
    }
    assert!(say(&store, "list --limit 2").await.unwrap().contains("--limit"), "it says that there is more");

    let name = row.split(' ').next().unwrap();
    let told = say(&store, &format!("requeue {name}")).await.unwrap();
    assert!(told.contains(name), "{told}");
    let again = say(&store, &format!("requeue {name}")).await.unwrap_err();
    assert!(again.contains("not among the jobs that were given up"), "{again}");
    let told = say(&store, "requeue --tenant northwind --kind send_mail").await.unwrap();
    assert!(told.starts_with("1 jobs"), "{told}");
    assert_eq!(say(&store, "list").await.unwrap().lines().count(), 2);
    assert!(say(&store, "requeue --all").await.unwrap().starts_with("1 jobs"));
    assert_eq!(say(&store, "list").await.unwrap(), "no job was given up");
    assert_eq!(db.number("select count(*) from queue.jobs where state = 'ready' and attempt = 0").await, 3);
}

#[tokio::test]
async fn a_tenant_that_does_not_exist_is_named() {
    let db = TestDb::new().await;
    for line in ["list --tenant nobody", "requeue --tenant nobody"] {
        let told = say(&db.store(), line).await.unwrap_err();
        assert!(told.contains("there is no tenant nobody"), "{told}");
    }
}
