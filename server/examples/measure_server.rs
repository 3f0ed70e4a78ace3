//! Measurements of the running product: a sender of signed webhooks, the queue's drain and its fairness. One JSON
//! line each; `cargo xtask bench` runs them and holds them against their goals.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::ResponseId;
use domain::job::Job;
use domain::tenant::{Tenant, Tier};
use hmac::{Hmac, Mac as _};
use mimalloc::MiMalloc;
use server::worker::{Concurrency, Handler, Runner, RunnerConfig};
use sha2::Sha256;
use store::testing::{TestDb, fixture};
use store::{Clock, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// What is measured allocates as the server does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["webhook", url, secret, count, clients] => {
            webhook(url, secret, count.parse()?, clients.parse()?, false).await
        }
        ["burst", url, secret, count, clients] => {
            webhook(url, secret, count.parse()?, clients.parse()?, true).await
        }
        ["drain"] => drain().await,
        ["fairness"] => fairness().await,
        _ => anyhow::bail!("measure webhook|burst URL SECRET COUNT CLIENTS, measure drain, measure fairness"),
    }
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn print(name: &str, figures: serde_json::Value) {
    println!("{}", serde_json::json!({"name": name, "figures": figures}));
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "small"
    )]
    let at = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// A signed event of about 1 kB as raw HTTP/1.1.
fn request(host: &str, path: &str, key: &[u8], run: &str, n: usize, now: i64) -> Vec<u8> {
    let id = format!("{run}-{n}");
    let body = format!(
        r#"{{"type":"deal.closed","timestamp":"2026-11-20T09:30:00Z","data":{{"external_id":"{id}","name":"Express Logistics, platform roll-out {n}","account":{{"name":"Express Logistics","domain":"express.example","industry":"Logistics","employees":1200}},"outcome":"lost","outcome_kind":"competitor","type":"new_business","amount":"120000.00","currency":"USD","created_at":"2026-04-03T00:00:00Z","closed_at":"2026-11-20T09:29:51Z","stages":[{{"name":"Discovery","entered_at":"2026-04-03T00:00:00Z"}}],"pipeline":"Default","lead_source":"Partner","segment":"Enterprise","region":"EMEA","products":["Platform"],"owner":{{"id":"005xx","name":"Ada Quist","email":"ada@tenant.example","team":"North"}},"contacts":[{{"external_id":"003{n}","name":"Bo Buyer","email":"bo{n}@express.example","title":"CIO","role":"buyer","is_primary":true,"language":"en"}}],"competitors":["SFDC","In-house"],"loss_reason":"Price","custom":{{"discount":"12","note":"{}"}}}}}}"#,
        "x".repeat(80)
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(format!("{id}.{now}.{body}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\nwebhook-id: {id}\r\n\
         webhook-timestamp: {now}\r\nwebhook-signature: v1,{signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends events over kept-alive connections. With `is_stubborn`, an event is sent again until it is answered 2xx:
/// what a CRM does when the other side dies.
async fn webhook(
    url: &str,
    secret: &str,
    count: usize,
    clients: usize,
    is_stubborn: bool,
) -> anyhow::Result<()> {
    let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap_or((url, ""));
    let (host, path) = (host.to_owned(), format!("/{path}"));
    let key = STANDARD.decode(secret.trim_start_matches("whsec_"))?;
    let now = Clock::system().now();
    let run = format!("m{}", now.timestamp_micros());
    // Signed beforehand: the sender's own work is not what is measured.
    let requests: Arc<Vec<Vec<u8>>> =
        Arc::new((0..count).map(|n| request(&host, &path, &key, &run, n, now.timestamp())).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (requests, next, host) = (Arc::clone(&requests), Arc::clone(&next), host.clone());
        tasks.spawn(async move {
            let mut times = Vec::new();
            let mut refused = 0_usize;
            let mut stream: Option<TcpStream> = None;
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(request) = requests.get(at) else { break };
                loop {
                    let sent = Instant::now();
                    match exchange(&mut stream, &host, request).await {
                        Ok(status) if (200..300).contains(&status) => {
                            times.push(sent.elapsed().as_secs_f64() * 1000.0);
                            break;
                        }
                        Ok(_) | Err(_) => {
                            refused += 1;
                            if !is_stubborn {
                                break;
                            }
                            stream = None;
                            tokio::time::sleep(Duration::from_millis(50)).await;
                        }
                    }
                }
            }
            (times, refused)
        });
    }
    let (mut times, mut refused) = (Vec::new(), 0);
    while let Some(done) = tasks.join_next().await {
        let (some, not) = done?;
        times.extend(some);
        refused += not;
    }
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = times.len() as f64 / seconds;
    print(
        "webhook",
        serde_json::json!({
            "accepted": times.len(), "refused": refused, "per_s": rate, "run": run,
            "p50_ms": percentile(&times, 0.5), "p99_ms": percentile(&times, 0.99),
        }),
    );
    Ok(())
}

/// One request and its whole answer; the status.
async fn exchange(stream: &mut Option<TcpStream>, host: &str, request: &[u8]) -> std::io::Result<u16> {
    let broken = || std::io::Error::other("a broken answer");
    if stream.is_none() {
        let fresh = TcpStream::connect(host).await?;
        fresh.set_nodelay(true)?;
        *stream = Some(fresh);
    }
    let open = stream.as_mut().ok_or_else(broken)?;
    let answered = async {
        open.write_all(request).await?;
        let mut answer = Vec::with_capacity(1024);
        loop {
            if open.read_buf(&mut answer).await? == 0 {
                return Err(broken());
            }
            let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.and_then(|n| n.trim().parse().ok()).ok_or_else(broken)?;
            if answer.len() >= head + 4 + length {
                let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
                return status.ok_or_else(broken);
            }
        }
    };
    let answered = answered.await;
    if answered.is_err() {
        *stream = None;
    }
    answered
}

fn config(realtime: usize) -> RunnerConfig {
    let concurrency = Concurrency { realtime, near: 0, bulk: 0, batch: 0 };
    RunnerConfig { concurrency, grace: Duration::from_secs(2), ..RunnerConfig::default() }
}

async fn enqueue(store: &Store, tenant: &Tenant, count: usize) -> anyhow::Result<()> {
    for start in (0..count).step_by(1000) {
        let jobs: Vec<Job> = (start..count.min(start + 1000))
            .map(|_| Job::EvaluateAlerts { response: ResponseId::new(store.clock().new_id()) })
            .collect();
        let door = fixture::open(store, tenant).await;
        door.enqueue_many(&jobs).await?;
        door.commit().await?;
    }
    Ok(())
}

async fn depth(store: &Store) -> anyhow::Result<u64> {
    let all = store::queue::depth(store).await?;
    Ok(all.iter().map(|one| one.ready + one.running).sum())
}

/// 20,000 jobs that do nothing, from the first claim to an empty queue.
async fn drain() -> anyhow::Result<()> {
    const JOBS: usize = 20_000;
    let db = TestDb::new().await;
    let store = Store::connect(&db.config(), Clock::system()).await?;
    let tenant = fixture::tenant(&store, "busy", Tier::Pool).await;
    let mut rates = Vec::new();
    for _ in 0..3 {
        enqueue(&store, &tenant, JOBS).await?;
        let done = Arc::new(AtomicUsize::new(0));
        let handler: Handler<()> = {
            let done = Arc::clone(&done);
            Arc::new(move |_| {
                done.fetch_add(1, Ordering::Relaxed);
                Box::pin(async { Ok(()) })
            })
        };
        let runner = Runner::new(store.clone(), Arc::new(()), handler, config(16));
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let begun = Instant::now();
        let running = tokio::spawn({
            let (soft, hard) = (soft.clone(), hard.clone());
            async move { runner.run(soft, hard).await }
        });
        while done.load(Ordering::Relaxed) < JOBS || depth(&store).await? > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        rates.push(JOBS as f64 / begun.elapsed().as_secs_f64());
        soft.cancel();
        running.await?;
    }
    rates.sort_by(f64::total_cmp);
    print("drain", serde_json::json!({"jobs_per_s": rates[1]}));
    Ok(())
}

/// How long a quiet tenant's jobs wait, alone and beside a tenant with nine tenths of the load.
async fn fairness() -> anyhow::Result<()> {
    let alone = waits(false).await?;
    let beside = waits(true).await?;
    let (alone, beside) = (percentile(&alone, 0.95), percentile(&beside, 0.95));
    print(
        "fairness",
        serde_json::json!({
            "alone_p95_ms": alone, "beside_p95_ms": beside, "ratio": beside / alone,
        }),
    );
    Ok(())
}

async fn waits(is_crowded: bool) -> anyhow::Result<Vec<f64>> {
    const QUIET: usize = 300;
    let db = TestDb::new().await;
    let store = Store::connect(&db.config(), Clock::system()).await?;
    let (noisy, quiet) = (
        fixture::tenant(&store, "noisy", Tier::Pool).await,
        fixture::tenant(&store, "quiet", Tier::Pool).await,
    );
    let waits = Arc::new(Mutex::new(Vec::new()));
    let mine = Arc::new(Mutex::new(HashSet::new()));
    // Ten hands with ten milliseconds of work a job: a thousand jobs a second at the most.
    let handler: Handler<()> = {
        let (waits, mine) = (Arc::clone(&waits), Arc::clone(&mine));
        Arc::new(move |context| {
            let (waits, mine) = (Arc::clone(&waits), Arc::clone(&mine));
            Box::pin(async move {
                if let Job::EvaluateAlerts { response } = context.job()
                    && mine.lock().await.remove(response)
                {
                    let (seconds, nanos) = response.uuid().get_timestamp().map_or((0, 0), |at| at.to_unix());
                    let made = chrono::DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), nanos);
                    let waited = context.clock().now() - made.unwrap_or_default();
                    waits.lock().await.push(waited.as_seconds_f64() * 1000.0);
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
                Ok(())
            })
        })
    };
    let runner = Runner::new(store.clone(), Arc::new(()), handler, config(10));
    let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
    if is_crowded {
        // Nine tenths of what the hands can do is more than they have left: the queue of the other one only grows.
        enqueue(&store, &noisy, QUIET * 9 * 3).await?;
    }
    let running = tokio::spawn({
        let (soft, hard) = (soft.clone(), hard.clone());
        async move { runner.run(soft, hard).await }
    });
    for _ in 0..QUIET {
        let response = ResponseId::new(store.clock().new_id());
        mine.lock().await.insert(response);
        let door = fixture::open(&store, &quiet).await;
        door.enqueue(Job::EvaluateAlerts { response }).await?;
        door.commit().await?;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    while !mine.lock().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    soft.cancel();
    hard.cancel();
    running.await?;
    let mut waits = waits.lock().await.clone();
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}
