//! What PostgreSQL itself can do for an answer: the check of the link, the response, its texts, the outbox and the
//! audit in one statement, which is one transaction and one way there and back.

use super::super::floors;
use super::super::stand::Stand;

const LINKS: &str = "
drop table if exists floor_links, floor_responses, floor_texts, floor_outbox, floor_audit;
drop sequence if exists floor_link;
create table floor_links (tenant_id uuid, id uuid, hash bytea not null, expires_at timestamptz not null,
                          used_at timestamptz, primary key (tenant_id, id)) with (fillfactor = 70);
create unique index on floor_links (hash);
create table floor_responses (tenant_id uuid, id uuid, link_id uuid, answers jsonb, sent_at timestamptz,
                              primary key (tenant_id, id), unique (tenant_id, link_id));
create table floor_texts (tenant_id uuid, response_id uuid, question text, words text,
                          primary key (tenant_id, response_id, question));
create table floor_outbox (id bigint generated always as identity primary key, tenant_id uuid, payload jsonb);
create table floor_audit (id bigint generated always as identity primary key, tenant_id uuid, action text, at timestamptz);
create sequence floor_link cache 1000;
insert into floor_links select '019ace00-0000-7000-8000-000000000001', gen_random_uuid(),
                               sha256(convert_to(n::text, 'UTF8')), now() + interval '30 days'
from generate_series(1, 200000) n;
analyze floor_links;
";

const ANSWER: &str = "
with link as (
  update floor_links set used_at = now()
  where hash = (select sha256(convert_to(nextval('floor_link')::text, 'UTF8')))
    and used_at is null and expires_at > now()
  returning tenant_id, id),
response as (
  insert into floor_responses
  select tenant_id, gen_random_uuid(), id, jsonb_build_object('role', 'c0', 'reasons', jsonb_build_array('c0', 'c3'),
         'seats', 120, 'overall', 'c3', 'vendor', 'Contoso'), now() from link returning tenant_id, id),
texts as (
  insert into floor_texts
  select tenant_id, id, question, repeat('They were quicker. ', 3) from response, (values ('story'), ('advice')) of (question)),
outbox as (
  insert into floor_outbox (tenant_id, payload) select tenant_id, jsonb_build_object('response', id) from response)
insert into floor_audit (tenant_id, action, at) select tenant_id, 'answer', now() from response;
";

const SECONDS: u32 = 4;

/// Answers a second with 16 connections, as many as ours are measured with beside it.
pub(super) fn answers(stand: &Stand<'_>) -> anyhow::Result<f64> {
    floors::psql(&stand.cluster, LINKS)?;
    let options = ["-c", "16", "-T", &SECONDS.to_string()];
    let rate = floors::pgbench(stand, &ANSWER.replace('\n', " "), &options)?;
    let texts: f64 = floors::psql(&stand.cluster, "select count(*) from floor_texts")?.trim().parse()?;
    // With no link left a transaction stores nothing, and the floor would be too high.
    anyhow::ensure!(texts > 1.8 * rate * f64::from(SECONDS), "the floor stored only {texts} texts");
    Ok(rate)
}
