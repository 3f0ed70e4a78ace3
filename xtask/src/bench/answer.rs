//! Surveys answered: beside one bare transaction and `django-survey-and-report` on the same PostgreSQL, and by 500
//! buyers at once.
//!
//! An answer of ours is the page of seven questions, the post that keeps its answers, and the send that makes a
//! response and its receipt of them; of the peer's, the page and the post that stores them. The worker that reads
//! responses into rows does not run meanwhile: its own rate is told beside.

mod django;
mod floor;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;

use self::django::Django;
use super::product::{Product, pause};
use super::stand::Stand;
use super::{Row, figure, figures, median};
use crate::process;

const ROUNDS: usize = 3;
/// Answers of ours in a round: beside the peer, and beside the floor.
const BESIDE_PEER: usize = 800;
const BESIDE_FLOOR: usize = 1600;
/// Answers of the peer's in a round.
const PEERS: usize = 160;
const WARM_UP: usize = 300;
const AT_ONCE: usize = 500;
/// Until all are invited, or all answers are rows.
const PATIENCE: Duration = Duration::from_secs(600);

type Figures = Vec<(String, serde_json::Value)>;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let peer = Django::start(stand)?;
    let product = Product::install(stand, "answer")?;
    let web = product.serve()?;
    let mut publish = stand.script("survey.mjs");
    process::capture(publish.arg(format!("http://{}", product.address)).arg(&product.mail))?;
    let (ours, floored) = (stand.work(BESIDE_PEER), stand.work(BESIDE_FLOOR));
    let mut buyers =
        Buyers::invite(stand, &product, stand.work(WARM_UP) + AT_ONCE + ROUNDS * (ours + floored))?;
    buyers.answer("page", stand.work(WARM_UP), 4)?;
    peer.answer(stand.work(PEERS))?;
    let (mut to_peer, mut to_floor, mut rates, mut peers, mut floors) =
        (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let rate = of(&buyers.answer("page", ours, 4)?, "per_s")?;
        let peer = of(&peer.answer(stand.work(PEERS))?, "per_s")?;
        to_peer.push(rate / peer);
        peers.push(peer);
        let floor = floor::answers(stand)?;
        let rate = of(&buyers.answer("page", floored, 16)?, "per_s")?;
        to_floor.push(rate / floor);
        rates.push(rate);
        floors.push(floor);
    }
    let crowd = buyers.answer("whole", AT_ONCE, AT_ONCE)?;
    let (stored, per_s) = buyers.read_into_rows()?;
    drop(web);
    let median_rate = median(rates);
    let beside_peer = format!("{median_rate:.0} a second against {:.0}", median(peers));
    let beside_floor = format!("{median_rate:.0} of {:.0}, worker {per_s:.0}", median(floors));
    let all = of(&crowd, "answered")? == f64::from(u16::try_from(AT_ONCE)?);
    Ok(vec![
        Row::at_least("page and post of 7 answers, of django-survey", median(to_peer), 40.0, &beside_peer),
        Row::at_least("the same, of one bare transaction", median(to_floor), 0.15, &beside_floor),
        Row {
            what: format!("{AT_ONCE} buyers at once, every page from mail to thanks"),
            ours: format!(
                "{:.0} answered, {:.0} failed, p99 {:.0} ms",
                of(&crowd, "answered")?,
                of(&crowd, "failed")?,
                of(&crowd, "p99_ms")?
            ),
            goal: "all, none failed".to_owned(),
            is_reached: all && of(&crowd, "failed")? == 0.0,
        },
        Row {
            what: "all answers of this part, stored".to_owned(),
            ours: format!("{} sent, {} submissions, {} rows", stored.sent, stored.submissions, stored.rows),
            goal: "each once".to_owned(),
            is_reached: stored.sent == stored.submissions && stored.sent == stored.rows,
        },
    ])
}

fn of(all: &Figures, key: &str) -> anyhow::Result<f64> {
    figure(all, "answers", key)
}

/// What became of the answers that were accepted.
struct Stored {
    sent: i64,
    submissions: i64,
    rows: i64,
}

/// Invited buyers, who answer once each.
struct Buyers<'a> {
    stand: &'a Stand<'a>,
    product: &'a Product,
    links: PathBuf,
    next: usize,
    sent: i64,
}

impl<'a> Buyers<'a> {
    /// Closes so many deals, and waits for the mails to their buyers.
    fn invite(stand: &'a Stand<'a>, product: &'a Product, count: usize) -> anyhow::Result<Self> {
        let mut sender = stand.example("measure_server");
        sender.args(["webhook", &product.webhook, &product.secret, &count.to_string(), "16"]);
        let accepted = figure(&figures(&process::capture(&mut sender)?), "webhook", "accepted")?;
        anyhow::ensure!(
            accepted == f64::from(u32::try_from(count)?),
            "only {accepted} of {count} deals were taken"
        );
        let worker = product.work()?;
        let begun = Instant::now();
        let mut found = 0;
        while found < count {
            if begun.elapsed() > PATIENCE {
                bail!("only {found} of {count} buyers were invited");
            }
            pause(Duration::from_millis(500));
            found = invitations(&product.mail)?.len();
        }
        drop(worker);
        let links: Vec<String> = invitations(&product.mail)?
            .iter()
            .filter_map(|mail| link(mail).transpose())
            .collect::<Result<_, _>>()?;
        anyhow::ensure!(links.len() == count, "{} of {count} mails have a link", links.len());
        let file = stand.folder("answer")?.join("links");
        fs::write(&file, links.join("\n"))?;
        Ok(Self { stand, product, links: file, next: 0, sent: 0 })
    }

    /// Has the next so many answer, with so many at once.
    fn answer(&mut self, way: &str, count: usize, at_once: usize) -> anyhow::Result<Figures> {
        let mut sender = self.stand.example("measure_answers");
        sender.args([way, &self.product.address]).arg(&self.links);
        sender.args([self.next, count, at_once].map(|number| number.to_string()));
        let figures = figures(&process::capture(&mut sender)?);
        self.next += count;
        #[expect(clippy::cast_possible_truncation, reason = "a count")]
        let answered = of(&figures, "answered")? as i64;
        self.sent += answered;
        let failure = figures.first().and_then(|(_, figures)| figures["failure"].as_str());
        if let Some(failure) = failure {
            eprintln!("    an answer failed: {failure}");
        }
        Ok(figures)
    }

    /// Lets the worker read all answers, and looks at what there is then; with the rate.
    fn read_into_rows(&self) -> anyhow::Result<(Stored, f64)> {
        let count = |sql: &str| self.product.count(self.stand, sql);
        let submissions = count("select count(*) from pool.submissions")?;
        let worker = self.product.work()?;
        let begun = Instant::now();
        while count("select count(*) from pool.responses")? < submissions {
            if begun.elapsed() > PATIENCE {
                bail!("the worker does not read all answers");
            }
            pause(Duration::from_millis(50));
        }
        let seconds = begun.elapsed().as_secs_f64();
        drop(worker);
        let rows = count("select count(*) from pool.responses")?;
        let rate = f64::from(i32::try_from(rows)?) / seconds;
        Ok((Stored { sent: self.sent, submissions, rows }, rate))
    }
}

/// The mails that invite.
fn invitations(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let files =
        fs::read_dir(folder)?.map(|file| file.map(|file| file.path())).collect::<Result<Vec<_>, _>>()?;
    let is_one = |file: &PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("invitation") && name.ends_with(".eml")
    };
    Ok(files.into_iter().filter(is_one).collect())
}

/// The path of the link in a mail.
fn link(mail: &Path) -> anyhow::Result<Option<String>> {
    let text = fs::read_to_string(mail)?.replace("=\r\n", "").replace("=\n", "");
    let token = text.split_once("/s/").map(|(_, rest)| {
        rest.chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
            .collect::<String>()
    });
    Ok(token.map(|token| format!("/s/{token}")))
}
