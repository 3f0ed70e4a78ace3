//! `winloss provision`: a new tenant, by recorded steps.

use anyhow::Context as _;
use domain::form::{Email, name};
use domain::provisioning::{Step, TenantOrder, is_currency};
use domain::tenant::{Slug, Tier};
use rust_decimal::Decimal;
use secrecy::ExposeSecret as _;
use store::tenancy::provision::{self, HookFuture, Hooks, Moment, Provisioned, WelcomeMail};
use store::{Clock, Store, StoreError};

use super::{complain, say};
use crate::config::Config;
use crate::mail::{self, Post};
use crate::wiring;

/// What is ordered.
#[derive(Debug, clap::Args)]
pub struct ProvisionArgs {
    /// The short name: lower-case letters, digits and dashes.
    #[arg(long, value_parser = parse_slug)]
    pub slug: Slug,
    /// The name that members and buyers read.
    #[arg(long, value_parser = parse_name)]
    pub name: String,
    /// `pool` (shared schema) or `silo` (a schema and a role of its own).
    #[arg(long, value_parser = parse_tier, default_value = "pool")]
    pub tier: Tier,
    /// The region the data must stay in.
    #[arg(long, default_value = "eu")]
    pub region: String,
    /// The first admin's e-mail address.
    #[arg(long, value_parser = parse_email)]
    pub admin_email: Email,
    /// The first admin's name.
    #[arg(long, value_parser = parse_name)]
    pub admin_name: String,
    /// The currency in which values are added up: three letters.
    #[arg(long, value_name = "CODE", value_parser = parse_currency, default_value = "USD")]
    pub currency: String,
    /// What a unit of another currency is worth in it, as `GBP=1.27`; once for each. Amounts in a currency without a
    /// rate are shown, and counted in no total.
    #[arg(long = "rate", value_name = "CODE=RATE", value_parser = parse_rate)]
    pub rates: Vec<(String, Decimal)>,
}

fn parse_currency(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    if is_currency(&code) { Ok(code) } else { Err("must be three letters, such as EUR".to_owned()) }
}

fn parse_rate(text: &str) -> Result<(String, Decimal), String> {
    let wrong = || "must be a currency and what it is worth, such as GBP=1.27".to_owned();
    let (code, rate) = text.split_once('=').ok_or_else(wrong)?;
    let rate: Decimal = rate.trim().parse().map_err(|_| wrong())?;
    if rate <= Decimal::ZERO {
        return Err("must be larger than nought".to_owned());
    }
    Ok((parse_currency(code)?, rate))
}

fn parse_slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).map_err(|error| error.to_string())
}

fn parse_name(text: &str) -> Result<String, String> {
    name::parse(text).map_err(|error| error.to_string())
}

fn parse_tier(text: &str) -> Result<Tier, String> {
    Tier::from_code(text).ok_or_else(|| "must be pool or silo".to_owned())
}

fn parse_email(text: &str) -> Result<Email, String> {
    let email = Email::parse(text).map_err(|error| error.to_string())?;
    if email.is_taken_everywhere() {
        Ok(email)
    } else {
        Err("has letters before the @ that mail servers do not take".to_owned())
    }
}

/// Carries out an order from the command line, and shows what the tenant's CRM must be told.
///
/// # Errors
/// What stopped a step; the same order again goes on from there.
pub async fn order(config: &Config, args: ProvisionArgs) -> anyhow::Result<()> {
    let store = wiring::store(config).await?;
    let order = TenantOrder {
        slug: args.slug,
        name: args.name,
        tier: args.tier,
        region: args.region,
        admin: args.admin_email,
        admin_name: args.admin_name,
        home_currency: args.currency,
        rates: args.rates.into_iter().collect(),
    };
    let made = run(&store, &order, &wiring::post(config)?).await;
    if made.is_ok() {
        // The next silo finds a spare again; if this fails, it is made from scratch.
        if let Err(error) = store::tenancy::keep_spares(&store).await {
            tracing::warn!(%error, "no spare schemas could be made");
        }
    }
    store.shutdown().await;
    let made = made?;
    for line in told(&made) {
        complain(&line);
    }
    for line in disclosed(&made, config.http.public_url.as_str()) {
        say(&line);
    }
    Ok(())
}

/// What a person reads of it, beside the log.
#[must_use]
pub fn told(made: &Provisioned) -> Vec<String> {
    let Provisioned { tenant, webhook } = made;
    let ready = format!("{} is ready ({}, {})", tenant.name, tenant.tier.code(), tenant.region);
    let next = match webhook {
        Some(_) => "Give both of these to the CRM now: they cannot be shown again.",
        None => "The webhook was made before; its secret cannot be shown again.",
    };
    vec![ready, next.to_owned()]
}

/// What comes last and on standard output alone, so that it can be kept or handed on without anything around it.
#[must_use]
pub fn disclosed(made: &Provisioned, site: &str) -> Vec<String> {
    let Some(webhook) = &made.webhook else { return Vec::new() };
    vec![
        format!("webhook  {site}/hooks/in/{}", webhook.key),
        format!("secret   {}", webhook.secret.expose_secret()),
    ]
}

/// Carries out an order, with mail to the first admin.
///
/// # Errors
/// What is wrong with the order, or what stopped a step: then the same order again goes on from there.
pub async fn run(store: &Store, order: &TenantOrder, post: &Post) -> anyhow::Result<Provisioned> {
    let hooks = Welcome { post, clock: store.clock() };
    match provision::run(store, order, &hooks).await {
        Ok(made) => Ok(made),
        Err(StoreError::Conflict { constraint }) if constraint == "tenants_slug_key" => {
            anyhow::bail!(
                "the slug {} belongs to another tenant, with another name, tier or region: choose another slug",
                order.slug
            )
        }
        Err(StoreError::Invalid(errors)) => anyhow::bail!("the order cannot be carried out: {errors}"),
        Err(error) => Err(error).context("the tenant is not ready; the same command goes on from here"),
    }
}

struct Welcome<'a> {
    post: &'a Post,
    clock: &'a Clock,
}

impl Hooks for Welcome<'_> {
    fn welcome(&self, order: WelcomeMail) -> HookFuture<'_> {
        Box::pin(async move { Ok(mail::welcome(self.post, &order, self.clock.now()).await?) })
    }

    fn progress(&self, step: Step, moment: Moment) {
        tracing::info!(step = step.code(), ?moment, "provisioning");
    }
}
