//! `winloss migrate`: every schema to the newest migration; on a new server also the roles.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use store::Clock;
use store::tenancy::{self, Passwords};

use super::say;
use crate::config::Config;
use crate::wiring;

/// What a person may choose.
#[derive(Debug, clap::Args)]
pub struct MigrateArgs {
    /// Prepare this database first, as a superuser: roles, logins, hardening. Once per database, and again when
    /// `doctor` asks for it.
    #[arg(long, value_name = "URL")]
    pub bootstrap: Option<SecretString>,
    /// The password of the login `wl_app`, with --bootstrap.
    #[arg(long, value_name = "PASSWORD", requires = "bootstrap", env = "WINLOSS_BOOTSTRAP_APP_PASSWORD")]
    pub app_password: Option<SecretString>,
    /// The password of the login `wl_migrator`, with --bootstrap.
    #[arg(
        long,
        value_name = "PASSWORD",
        requires = "bootstrap",
        env = "WINLOSS_BOOTSTRAP_MIGRATOR_PASSWORD"
    )]
    pub migrator_password: Option<SecretString>,
}

/// Migrates every database of the configuration, and says what it did.
///
/// # Errors
/// When a database cannot be reached, or is not locked afterwards.
pub async fn run(config: &Config, args: &MigrateArgs) -> anyhow::Result<()> {
    let stores = wiring::store_config(config);
    if let Some(superuser) = &args.bootstrap {
        let password = |given: &Option<SecretString>, name: &str| {
            given.clone().with_context(|| format!("--bootstrap needs --{name}-password"))
        };
        let passwords = Passwords {
            app: password(&args.app_password, "app")?,
            migrator: password(&args.migrator_password, "migrator")?,
            // Nothing signs in as this yet, so nobody needs to know it.
            bench: URL_SAFE_NO_PAD.encode(Clock::system().random::<24>()).into(),
        };
        tenancy::bootstrap(superuser, &passwords, &stores.keys)
            .await
            .context("cannot prepare the database")?;
        say("the database is prepared: roles, logins and grants");
    }
    let migrated = tenancy::migrate(&stores).await.context("cannot migrate")?;
    say(&format!(
        "{} schemas are at the newest migration, {} of them silos; {} spare schemas were made",
        migrated.schemas, migrated.silos, migrated.spares
    ));
    Ok(())
}
