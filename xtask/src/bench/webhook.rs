//! Webhooks accepted a second, with 32 connections and a body of about 1 kB, beside two floors and two peers.

use super::peers::Peers;
use super::product::Product;
use super::stand::Stand;
use super::{Row, figure, figures, floors, median};
use crate::process;

const ROUNDS: usize = 3;
const CLIENTS: &str = "32";

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let product = Product::install(stand, "webhook")?;
    let web = product.serve()?;
    let peers = Peers::start(stand)?;
    let send = |url: &str, secret: &str, count: &str| {
        let mut sender = stand.example("measure_server");
        let output = process::capture(sender.args(["webhook", url, secret, count, CLIENTS]))?;
        figure(&figures(&output), "webhook", "per_s")
    };
    let (mut many, mut single, mut boss, mut graphile) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut rates, mut floor_rates) = (Vec::new(), Vec::new());
    send(&product.webhook, &product.secret, "5000")?;
    for _ in 0..ROUNDS {
        let floor = floors::pairs(stand, 50)?;
        let ours = send(&product.webhook, &product.secret, "40000")?;
        many.push(ours / floor);
        single.push(ours / floors::pairs(stand, 1)?);
        let ours = f64::midpoint(ours, send(&product.webhook, &product.secret, "40000")?);
        boss.push(ours / send(&peers.url("pg-boss"), peers.secret(), "6000")?);
        graphile.push(ours / send(&peers.url("graphile-worker"), peers.secret(), "6000")?);
        rates.push(ours);
        floor_rates.push(floor);
    }
    drop(web);
    let detail = format!("{:.0} a second, floor {:.0}", median(rates), median(floor_rates));
    Ok(vec![
        Row::at_least("webhooks, of 50 event-and-job pairs a commit", median(many), 0.3, &detail),
        Row::at_least("webhooks, of one pair a commit", median(single), 1.0, ""),
        Row::at_least("webhooks, of pg-boss behind Fastify", median(boss), 4.0, ""),
        Row::at_least("webhooks, of graphile-worker behind Fastify", median(graphile), 4.0, ""),
    ])
}
