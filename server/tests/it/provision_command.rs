//! `winloss provision`: what it says when an order cannot be carried out, and to whom.

use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser as _;
use domain::form::Email;
use domain::provisioning::TenantOrder;
use domain::tenant::Tier;
use secrecy::ExposeSecret as _;
use server::command::Cli;
use server::command::provision;
use server::mail::{Mailer, Post};
use store::testing::{TestDb, fixture};

use crate::support::TestApp;

#[tokio::test]
async fn an_order_that_cannot_be_carried_out_says_what_is_wrong_with_it() {
    let app = TestApp::start().await;
    app.tenant("northwind", Tier::Pool).await;
    let from = Email::parse("surveys@winloss.example").unwrap();
    let site = &app.state.http.public_url;
    let post = Post::new(Mailer::folder(app.path("mail")), from, "winloss", site.as_str(), site.host());
    let words = async |order| {
        let refused = provision::run(&app.store(), &order, &post).await;
        format!("{:#}", refused.expect_err("it cannot be carried out"))
    };
    // It said that the same command goes on from here, and the name of a key.
    let mut order = fixture::order("northwind", Tier::Pool);
    order.name = "Another Company".to_owned();
    assert_eq!(
        words(order).await,
        "the slug northwind belongs to another tenant, with another name, tier or region: choose another slug"
    );
    // It said that the database is not as it must be.
    let mut order = fixture::order("initech", Tier::Pool);
    order.region = "mars".to_owned();
    assert_eq!(
        words(order).await,
        "the order cannot be carried out: region: no shard of the region mars takes new tenants; there are: eu"
    );
    assert!(app.mails().is_empty(), "nobody was written to");
}

#[tokio::test]
async fn the_secret_comes_last_and_alone_where_it_can_be_kept() {
    // Among words for people, and with log lines around it on the screen.
    let app = TestApp::start().await;
    let config = app.db.config();
    let migrator = config.control_migrator_url.expect("it may migrate");
    let mail = app.path("mail");
    let done = tokio::process::Command::new(env!("CARGO_BIN_EXE_winloss"))
        .args(["provision", "--slug", "acme", "--name", "Acme", "--tier", "silo"])
        .args(["--admin-email", "ada@acme.example", "--admin-name", "Ada Admin"])
        .env_clear()
        .env("WINLOSS_DATABASE_CONTROL_URL", config.control_url.expose_secret())
        .env("WINLOSS_DATABASE_CONTROL_MIGRATOR_URL", migrator.expose_secret())
        .env("WINLOSS_HTTP_PUBLIC_URL", "https://feedback.example")
        .env("WINLOSS_KEYS_ROOT", STANDARD.encode(TestDb::root_key()))
        .env("WINLOSS_MAIL_FOLDER", mail)
        .current_dir(std::env::temp_dir())
        .output()
        .await
        .unwrap();
    let (out, log) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{log}");
    let lines: Vec<&str> = out.lines().collect();
    let [webhook, secret] = lines[..] else { panic!("two lines: {out}") };
    assert!(webhook.starts_with("webhook  https://feedback.example/hooks/in/"), "{out}");
    assert!(secret.starts_with("secret   whsec_"), "{out}");
    assert!(log.trim_end().ends_with("they cannot be shown again."), "{log}");
    assert!(!log.contains(secret.trim_start_matches("secret").trim()), "it is in no log");
}

#[tokio::test]
async fn a_tenant_begins_with_its_own_currency_and_rates() {
    // Every tenant began with dollars and no rates, so a European one read "$0 won".
    let app = TestApp::start().await;
    let order = TenantOrder {
        home_currency: "EUR".to_owned(),
        rates: [("USD".to_owned(), "0.92".parse().unwrap())].into(),
        ..fixture::order("acme", Tier::Silo)
    };
    let site = &app.state.http.public_url;
    let from = Email::parse("surveys@winloss.example").unwrap();
    let post = Post::new(Mailer::folder(app.path("mail")), from, "winloss", site.as_str(), site.host());
    let made = provision::run(&app.store(), &order, &post).await.unwrap();
    let door = fixture::open(&app.store(), &made.tenant).await;
    let settings = store::settings::load(&door).await.unwrap();
    assert_eq!((settings.home_currency.as_str(), &settings.rates), ("EUR", &order.rates));
    let wrong = TenantOrder { home_currency: "euro".to_owned(), ..fixture::order("bolt", Tier::Pool) };
    let refused = provision::run(&app.store(), &wrong, &post).await.expect_err("no currency");
    assert!(format!("{refused:#}").contains("home_currency: must be three capital letters"), "{refused:#}");
}

#[test]
fn a_currency_or_a_rate_that_is_none_is_no_order() {
    let read = |more: &[&str]| {
        let order = ["winloss", "provision", "--slug", "acme", "--admin-email", "ada@acme.example"];
        let names = ["--name", "Acme", "--admin-name", "Ada"];
        Cli::try_parse_from(order.iter().chain(&names).chain(more))
    };
    assert!(read(&["--currency", "eur", "--rate", "USD=0.92", "--rate", "gbp = 1.17"]).is_ok());
    for bad in [["--currency", "euro"], ["--rate", "USD"], ["--rate", "USD=x"], ["--rate", "USD=0"]] {
        let words = read(&bad).expect_err("refused").to_string();
        assert!(words.contains("must be"), "{words}");
    }
}

#[test]
fn a_name_that_is_none_is_no_order() {
    let read = |name: &str, admin: &str| {
        let order = ["winloss", "provision", "--slug", "acme", "--admin-email", "ada@acme.example"];
        Cli::try_parse_from(order.into_iter().chain(["--name", name, "--admin-name", admin]))
    };
    assert!(read(" Acme ", "Ada Admin").is_ok());
    for bad in ["", "  ", "two\nlines", "\u{200b}", &"x".repeat(101)] {
        for refused in [read(bad, "Ada Admin"), read("Acme", bad)] {
            let words = refused.expect_err("no name").to_string();
            assert!(words.contains("must be one line of 1 to 100 characters that can be read"), "{words}");
        }
    }
}

#[test]
fn a_reader_who_went_away_ends_a_command_quietly() {
    // The command panicked: its code was 101.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let done = Command::new(env!("CARGO_BIN_EXE_winloss"))
        .arg("doctor")
        .env_clear()
        .current_dir(std::env::temp_dir())
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1), "a configuration without settings, as said to who reads");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}
