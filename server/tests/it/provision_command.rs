//! `winloss provision`: what it says when an order cannot be carried out, and to whom.

use std::process::{Command, Stdio};

use clap::Parser as _;
use domain::form::Email;
use domain::tenant::Tier;
use server::command::Cli;
use server::command::provision;
use server::mail::{Mailer, Post};
use store::testing::fixture;

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
