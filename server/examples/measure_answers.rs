//! Buyers who answer, as many at once as asked for, over kept-alive HTTP/1.1; and the visitors of a survey of
//! `django-survey-and-report`. One JSON line a run; `cargo xtask bench answer` runs it and holds it against its goals.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{Barrier, Mutex};
use tokio::task::JoinSet;

/// The answers to our page of seven questions.
const OURS: &str = "q.role=c0&q.reasons=c0&q.reasons=c3&q.seats=120&q.overall=c3&q.vendor=Contoso\
    &q.story=They+were+quicker+to+answer%2C+and+cheaper.&q.advice=Answer+sooner.";
/// The same answers on the peer's page.
const PEERS: &str = "question_1=buyer&question_2=price&question_2=timing&question_3=120&question_4=4&question_5=Contoso\
    &question_6=They+were+quicker+to+answer%2C+and+cheaper.&question_7=Answer+sooner.";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let links = |file: &str, from: &str, count: &str| -> anyhow::Result<Vec<String>> {
        let text = std::fs::read_to_string(file).with_context(|| file.to_owned())?;
        let some = text.lines().skip(from.parse()?).take(count.parse()?);
        Ok(some.map(str::to_owned).collect())
    };
    match arguments[..] {
        ["page", host, file, from, count, clients] => {
            let visits = links(file, from, count)?.into_iter().map(Visit::Page).collect();
            run(host, visits, clients.parse()?).await
        }
        ["whole", host, file, from, count, clients] => {
            let visits = links(file, from, count)?.into_iter().map(Visit::Whole).collect();
            run(host, visits, clients.parse()?).await
        }
        ["peer", host, count, clients] => {
            run(host, vec![Visit::Peer; count.parse()?], clients.parse()?).await
        }
        _ => {
            anyhow::bail!("measure page|whole HOST LINKS FROM COUNT CLIENTS, measure peer HOST COUNT CLIENTS")
        }
    }
}

/// What one visitor does.
#[derive(Clone)]
enum Visit {
    /// Has started; opens the page of questions, answers and sends.
    Page(String),
    /// All pages that a buyer sees, from the link in the mail to the thanks.
    Whole(String),
    /// Opens the peer's page and posts it.
    Peer,
}

/// Has so many clients at once take one visit after the other.
#[expect(clippy::print_stdout, reason = "this is what it is for")]
async fn run(host: &str, visits: Vec<Visit>, clients: usize) -> anyhow::Result<()> {
    let prepared = Prepared::all(host, visits).await?;
    let count = prepared.len();
    let queue = Arc::new(Mutex::new(VecDeque::from(prepared)));
    let start = Arc::new(Barrier::new(clients + 1));
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (queue, start, host) = (Arc::clone(&queue), Arc::clone(&start), host.to_owned());
        tasks.spawn(async move {
            let mut line = Line::new(&host);
            let (mut times, mut failures) = (Vec::new(), Vec::new());
            start.wait().await;
            loop {
                let Some(next) = queue.lock().await.pop_front() else { return (times, failures) };
                let begun = Instant::now();
                match next.take(&mut line).await {
                    Ok(()) => times.push(begun.elapsed().as_secs_f64() * 1000.0),
                    Err(error) => {
                        failures.push(format!("{error:#}"));
                        line = Line::new(&host);
                    }
                }
            }
        });
    }
    start.wait().await;
    let begun = Instant::now();
    let (mut times, mut failures) = (Vec::new(), Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (some, not) = done?;
        times.extend(some);
        failures.extend(not);
    }
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let per_s = times.len() as f64 / seconds;
    let figures = serde_json::json!({
        "asked": count, "answered": times.len(), "failed": failures.len(), "per_s": per_s,
        "p50_ms": percentile(&times, 50), "p99_ms": percentile(&times, 99), "failure": failures.first(),
    });
    println!("{}", serde_json::json!({"name": "answers", "figures": figures}));
    Ok(())
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last * percent).div_ceil(100)).copied().unwrap_or(f64::NAN)
}

/// A visit with what is not measured done.
struct Prepared {
    visit: Visit,
    cookie: String,
}

impl Prepared {
    async fn all(host: &str, visits: Vec<Visit>) -> anyhow::Result<Vec<Self>> {
        let mut line = Line::new(host);
        let mut prepared = Vec::with_capacity(visits.len());
        for visit in visits {
            let cookie = match &visit {
                Visit::Page(link) => begin(&mut line, link).await?,
                Visit::Whole(_) | Visit::Peer => String::new(),
            };
            prepared.push(Self { visit, cookie });
        }
        Ok(prepared)
    }

    async fn take(self, line: &mut Line) -> anyhow::Result<()> {
        match &self.visit {
            Visit::Page(_) => {
                let mark = answer(line, &self.cookie).await?;
                send(line, &self.cookie, &mark).await.map(drop)
            }
            Visit::Whole(link) => {
                line.get(link, "").await?.expect(200)?;
                let cookie = begin(line, link).await?;
                let mark = answer(line, &cookie).await?;
                line.get("/survey/review", &cookie).await?.expect(200)?;
                let thanks = send(line, &cookie, &mark).await?;
                line.get(&thanks, &cookie).await?.expect(200).map(drop)
            }
            Visit::Peer => {
                let page = line.get("/1/", "").await?.expect(200)?;
                let token = page.field("csrfmiddlewaretoken")?;
                let body = format!("csrfmiddlewaretoken={token}&{PEERS}");
                let done = line.post("/1/", page.cookie()?, &body).await?.expect(302)?;
                ensure!(done.header("location").is_some_and(|to| to.contains("confirm")), "not confirmed");
                Ok(())
            }
        }
    }
}

/// The start; gives the cookie.
async fn begin(line: &mut Line, link: &str) -> anyhow::Result<String> {
    Ok(line.post(link, "", "who=named").await?.expect(303)?.cookie()?.to_owned())
}

/// The page of questions and the post of its answers; gives the survey's mark.
async fn answer(line: &mut Line, cookie: &str) -> anyhow::Result<String> {
    let page = line.get("/survey/all", cookie).await?.expect(200)?;
    let (mark, asked) = (page.field("survey")?, page.field("asked")?.replace(' ', "+"));
    let body = format!("survey={mark}&asked={asked}&{OURS}");
    let next = line.post("/survey/all", cookie, &body).await?.expect(303)?;
    ensure!(next.header("location") == Some("/survey/review"), "not complete");
    Ok(mark.to_owned())
}

/// The send; gives the address of the thanks.
async fn send(line: &mut Line, cookie: &str, mark: &str) -> anyhow::Result<String> {
    let sent = line.post("/survey/send", cookie, &format!("survey={mark}")).await?.expect(303)?;
    let to = sent.header("location").context("no thanks")?;
    ensure!(to.starts_with("/r/"), "not accepted: {to}");
    Ok(to.to_owned())
}

/// A connection that is opened when it is needed and kept while the server keeps it.
struct Line {
    host: String,
    stream: Option<TcpStream>,
}

/// An answer.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Line {
    fn new(host: &str) -> Self {
        Self { host: host.to_owned(), stream: None }
    }

    async fn get(&mut self, path: &str, cookie: &str) -> anyhow::Result<Reply> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", self.host);
        self.exchange(&request).await.with_context(|| format!("GET {path}"))
    }

    async fn post(&mut self, path: &str, cookie: &str, body: &str) -> anyhow::Result<Reply> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.exchange(&request).await.with_context(|| format!("POST {path}"))
    }

    async fn exchange(&mut self, request: &str) -> anyhow::Result<Reply> {
        let mut stream = match self.stream.take() {
            Some(open) => open,
            None => {
                let fresh = TcpStream::connect(&self.host).await?;
                fresh.set_nodelay(true)?;
                fresh
            }
        };
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::with_capacity(16 * 1024);
        let head = loop {
            ensure!(stream.read_buf(&mut bytes).await? > 0, "a broken answer");
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status")?;
        let mut reply = Reply { status, head: text, body: String::new() };
        let length = reply.header("content-length").map(str::parse::<usize>).transpose()?;
        reply.body = loop {
            let rest = &bytes[head..];
            let whole = match length {
                Some(length) => (rest.len() >= length).then(|| rest.to_vec()),
                None => unchunked(rest)?,
            };
            if let Some(whole) = whole {
                break String::from_utf8_lossy(&whole).into_owned();
            }
            ensure!(stream.read_buf(&mut bytes).await? > 0, "a broken answer");
        };
        if reply.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(reply)
    }
}

/// The body out of its chunks, once all are there.
fn unchunked(mut rest: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end])?.trim(), 16).context("a chunk")?;
        let Some(chunk) = rest.get(end + 2..end + 2 + size + 2) else { return Ok(None) };
        if size == 0 {
            return Ok(Some(body));
        }
        body.extend_from_slice(&chunk[..size]);
        rest = &rest[end + 2 + size + 2..];
    }
}

impl Reply {
    fn expect(self, status: u16) -> anyhow::Result<Self> {
        ensure!(self.status == status, "answered {} instead of {status}", self.status);
        Ok(self)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut pairs = self.head.lines().filter_map(|line| line.split_once(':'));
        pairs.find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The cookie that it sets, as it is sent back.
    fn cookie(&self) -> anyhow::Result<&str> {
        let cookie = self.header("set-cookie").context("no cookie")?;
        Ok(cookie.split(';').next().unwrap_or_default())
    }

    /// The value of a hidden field.
    fn field(&self, name: &str) -> anyhow::Result<&str> {
        let inputs = self.body.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let mut found = inputs.filter(|input| input.contains(&format!("name=\"{name}\"")));
        let value = found.find_map(|input| input.split("value=\"").nth(1)?.split('"').next());
        value.with_context(|| format!("no field {name}"))
    }
}
