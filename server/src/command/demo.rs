//! `winloss demo`: the whole product with sample tenants on one machine.
//!
//! The flow: secrets and the database are made once and kept; sample tenants are provisioned by the same steps as
//! real ones; their history is written by the functions that write real data, with a clock that is moved through
//! two years; `demo.json` says how to get in; then the site and the worker run until somebody stops them.

mod cast;
mod history;
mod people;
mod secrets;
mod story;
mod words;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use domain::form::Email;
use domain::provisioning::TenantOrder;
use domain::tenant::{Slug, Tenant, TenantSettings};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use store::{Clock, Store, tenancy};

use self::cast::Sample;
use self::people::{OPERATOR, PASSWORD};
use self::secrets::Secrets;
use crate::config::Config;
use crate::lifecycle::Lifecycle;
use crate::{mail, wiring};

const DATABASE: &str = "winloss_demo";
/// Days in which links of the demo can be used: longer than anybody looks at it.
const LINK_DAYS: u32 = 90;

/// What a person may choose.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Where secrets, mails and demo.json are kept between runs.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The port of the web server on this machine.
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// The folder of the built site.
    #[arg(long, value_name = "DIR")]
    pub site: PathBuf,
    /// A PostgreSQL server, as a superuser; the demo makes a database of its own on it.
    #[arg(long, value_name = "URL")]
    pub database_url: SecretString,
    /// Start with nothing: throws the demo's database away.
    #[arg(long)]
    pub fresh: bool,
}

/// Prepares what is missing, then serves until the lifecycle stops.
///
/// # Errors
/// When the database, the data folder or the port cannot be used.
pub async fn run(args: &DemoArgs, lifecycle: Lifecycle) -> anyhow::Result<()> {
    std::fs::create_dir_all(args.data.join("mail")).context("cannot make the data folder")?;
    let mut secrets = Secrets::load_or_make(&args.data, args.fresh)?;
    let database = tenancy::ensure_database(&args.database_url, DATABASE, args.fresh).await?;
    let config = config(args, &secrets, &database)?;
    let stores = wiring::store_config(&config);
    tenancy::bootstrap(&database, &secrets.passwords(), &stores.keys).await?;
    tenancy::migrate(&stores).await?;
    let store = Store::connect(&stores, Clock::system()).await?;
    let hash = people::hash_password()?;
    let mut tenants = Vec::new();
    for sample in cast::ALL {
        let tenant = provision(&store, &config, sample, &mut secrets, &args.data).await?;
        let people = people::join(&store, &tenant, sample, &hash).await?;
        settle(&store, &tenant).await?;
        let begun = Instant::now();
        if let Some(written) =
            history::write(&stores, &store, &tenant, &sample.cast, config.http.public_url.host()).await?
        {
            say(&format!(
                "wrote {} deals and {} answers of {} in {:.1} s",
                written.deals,
                written.answers,
                sample.name,
                begun.elapsed().as_secs_f32()
            ));
        }
        tenants.push(entry(&config, sample, &people, &secrets));
    }
    people::operator(&store, &hash).await?;
    let contract = json!({
        "base_url": config.http.public_url.as_str(),
        "mail_dir": args.data.join("mail"),
        "database_url": database.expose_secret(),
        "operator": {"email": OPERATOR, "password": PASSWORD},
        "tenants": tenants,
    });
    store.shutdown().await;
    let told = config.clone();
    // Not before it listens: a start that fails leaves the contract of the demo that runs as it is.
    let is_up = || {
        write_whole(&args.data.join("demo.json"), &contract)?;
        welcome(&told, &contract, &args.data);
        Ok(())
    };
    super::serve::run_and_tell(config, true, lifecycle, is_up).await
}

/// The configuration of a small installation, through the same door as any other.
fn config(args: &DemoArgs, secrets: &Secrets, database: &SecretString) -> anyhow::Result<Config> {
    let passwords = secrets.passwords();
    let app = tenancy::as_login(database, "wl_app", &passwords.app)?;
    let migrator = tenancy::as_login(database, "wl_migrator", &passwords.migrator)?;
    let variables = [
        ("WINLOSS_DATABASE_CONTROL_URL", app.expose_secret().to_owned()),
        ("WINLOSS_DATABASE_CONTROL_MIGRATOR_URL", migrator.expose_secret().to_owned()),
        ("WINLOSS_HTTP_LISTEN", format!("127.0.0.1:{}", args.port)),
        ("WINLOSS_HTTP_PUBLIC_URL", format!("http://127.0.0.1:{}", args.port)),
        ("WINLOSS_HTTP_SITE", args.site.display().to_string()),
        ("WINLOSS_KEYS_ROOT", secrets.root().expose_secret().to_owned()),
        ("WINLOSS_LOG_FILTER", "warn".to_owned()),
        ("WINLOSS_MAIL_FOLDER", args.data.join("mail").display().to_string()),
        ("WINLOSS_MAIL_FROM", "feedback@winloss.example".to_owned()),
    ];
    let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value));
    Config::read(None, variables).context("the demo's own configuration")
}

async fn provision(
    store: &Store,
    config: &Config,
    sample: &Sample,
    secrets: &mut Secrets,
    data: &Path,
) -> anyhow::Result<Tenant> {
    let order = TenantOrder {
        slug: Slug::parse(sample.slug)?,
        name: sample.name.to_owned(),
        tier: sample.tier,
        region: "eu".to_owned(),
        admin: people::address(sample.admin, &sample.cast)?,
        admin_name: sample.admin.to_owned(),
        home_currency: "USD".to_owned(),
        // Yen have no rate, and are said to have none.
        rates: [("EUR".to_owned(), "1.10".parse()?), ("GBP".to_owned(), "1.27".parse()?)].into(),
    };
    let public = &config.http.public_url;
    let post = mail::Post::from_config(&config.mail, public.as_str(), public.host())?;
    let begun = Instant::now();
    let made = super::provision::run(store, &order, &post).await?;
    if let Some(webhook) = made.webhook {
        secrets.keep(sample.slug, &webhook.key, webhook.secret.expose_secret());
        secrets.save(data)?;
        say(&format!("provisioned {} in {:.0} ms", sample.name, begun.elapsed().as_secs_f32() * 1000.0));
    } else if secrets.webhook(sample.slug).is_none() {
        // Stopped between making and writing down: a new connection is as good.
        let control = store.open_control().await?;
        let made = store::crm::create_connection(&control, made.tenant.id, store::crm::STANDARD).await?;
        control.commit().await?;
        secrets.keep(sample.slug, &made.key, made.secret.expose_secret());
        secrets.save(data)?;
    }
    Ok(made.tenant)
}

/// The sample tenants invite at once.
async fn settle(store: &Store, tenant: &Tenant) -> anyhow::Result<()> {
    let door = history::door(store, tenant).await?;
    let settings =
        TenantSettings { invite_delay_hours: 0, link_days: LINK_DAYS, ..store::settings::load(&door).await? };
    store::settings::save(&door, &settings).await?;
    Ok(door.commit().await?)
}

fn entry(config: &Config, sample: &Sample, people: &[(Email, &'static str)], secrets: &Secrets) -> Value {
    let (key, secret) = secrets.webhook(sample.slug).unwrap_or_default();
    let users: Vec<Value> = people
        .iter()
        .map(|(email, role)| json!({"email": email, "password": PASSWORD, "role": role}))
        .collect();
    json!({
        "slug": sample.slug,
        "name": sample.name,
        "tier": sample.tier.code(),
        "users": users,
        "webhook": {"url": format!("{}/hooks/in/{key}", config.http.public_url.as_str()), "secret": secret},
    })
}

/// Writes beside and renames: a reader never finds half a file.
fn write_whole(path: &Path, value: &Value) -> anyhow::Result<()> {
    let beside = path.with_extension("json.new");
    std::fs::write(&beside, serde_json::to_string_pretty(value)? + "\n")?;
    std::fs::rename(&beside, path).with_context(|| format!("cannot write {}", path.display()))
}

fn say(line: &str) {
    super::complain(&format!("    {line}"));
}

fn welcome(config: &Config, contract: &Value, data: &Path) {
    say("");
    say(&format!("winloss runs at {}", config.http.public_url.as_str()));
    say(&format!("every password is  {PASSWORD}"));
    for tenant in contract["tenants"].as_array().into_iter().flatten() {
        say(&format!(
            "{} ({})",
            tenant["name"].as_str().unwrap_or_default(),
            tenant["tier"].as_str().unwrap_or_default()
        ));
        for user in tenant["users"].as_array().into_iter().flatten() {
            let word = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
            say(&format!("    {:<8} {}", word("role"), word("email")));
        }
    }
    say(&format!("operator     {OPERATOR}"));
    say(&format!("mails        {}", data.join("mail").display()));
    say(&format!("for scripts  {}", data.join("demo.json").display()));
    say("");
}
