//! What is accepted, and that every mistake is reported at once and by name.

use secrecy::ExposeSecret as _;

use super::*;

const ROOT: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn problems(file: &str, pairs: &[(&str, &str)]) -> String {
    Config::read(Some(("winloss.toml", file)), variables(pairs)).expect_err("has mistakes").to_string()
}

#[test]
fn four_settings_are_enough() {
    let config = Config::read(
        None,
        variables(&[
            ("WINLOSS_DATABASE_CONTROL_URL", "postgres://wl_app:secret@db/winloss"),
            ("WINLOSS_HTTP_PUBLIC_URL", "https://feedback.example"),
            ("WINLOSS_KEYS_ROOT", ROOT),
            ("WINLOSS_MAIL_FOLDER", "mail"),
            ("HOME", "/"),
        ]),
    )
    .expect("valid");
    assert_eq!(config.database.shards.len(), 1);
    assert_eq!(config.database.shards[0].name, "main");
    assert_eq!(config.session.idle, chrono::Duration::hours(8));
    // It was feedback@localhost.localdomain, which no mail server believes.
    assert_eq!(config.mail.from, "feedback@feedback.example");
    assert_eq!(&config.keys.root(), b"0123456789abcdef0123456789abcdef");
}

#[test]
fn where_the_site_has_no_name_the_sender_has_none() {
    for url in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
        let mail = ("WINLOSS_MAIL_FOLDER", "mail");
        let root = ("WINLOSS_KEYS_ROOT", ROOT);
        let database = ("WINLOSS_DATABASE_CONTROL_URL", "postgres://wl_app:secret@db/winloss");
        let pairs = variables(&[mail, root, database, ("WINLOSS_HTTP_PUBLIC_URL", url)]);
        assert_eq!(
            Config::read(None, pairs).expect("valid").mail.from,
            "feedback@localhost.localdomain",
            "{url}"
        );
    }
}

#[test]
fn variables_win_over_the_file_and_both_spellings_work() {
    let file = format!(
        "[database]\ncontrol_url = 'postgres://a@db/x'\n\
         [[database.shards]]\nname = 'eu-1'\nregion = 'eu'\nurl = 'postgres://s@db/x'\nweight = 2\n\
         [http]\nlisten = '0.0.0.0:80'\npublic_url = 'http://a.example'\ntrusted_proxies = ['10.0.0.0/8', '::1']\n\
         [keys]\nroot = '{ROOT}'\n[mail]\nsmtp_url = 'smtp://127.0.0.1:2525'\nfrom = 'Ask@Tenant.Example'\n\
         [worker]\nrealtime = 3\n[log]\nformat = 'json'\n[session]\nidle_minutes = 30"
    );
    let pairs = [("WINLOSS_HTTP_PUBLIC_URL", "https://b.example"), ("WINLOSS_WORKER__NEAR", "7")];
    let config = Config::read(Some(("winloss.toml", &file)), variables(&pairs)).expect("valid");
    assert_eq!(config.http.public_url.as_str(), "https://b.example");
    assert_eq!(config.http.trusted_proxies.len(), 2);
    assert_eq!((config.worker.realtime, config.worker.near), (3, 7));
    assert_eq!(config.database.shards[0].url.expose_secret(), "postgres://s@db/x");
    assert_eq!(config.mail.from, "ask@tenant.example");
    assert_eq!(config.log.format, LogFormat::Json);
}

#[test]
fn every_mistake_is_reported_at_once_and_by_name() {
    let text = problems(
        "[database]\ncontrol_url = 'mysql://x'\nconections = 3\n[[database.shards]]\nname = 'eu-1'\n\
         [http]\nlisten = 'here'\n[worker]\nrealtime = 0\n[mial]\nfolder = 'x'\n[session]\nidle_minutes = 'long'",
        &[("WINLOSS_KEYS_ROOT", "c2hvcnQ="), ("WINLOSS_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, nowhere")],
    );
    for expected in [
        "database.control_url (winloss.toml): must be a PostgreSQL address",
        "database.conections (winloss.toml): is not a setting; [database] has connections, control_migrator_url, control_url, shards, spares",
        "database.shards[0].region: is missing",
        "database.shards[0].url: is missing",
        "http.listen (winloss.toml): must be an address and a port",
        "http.public_url: is missing",
        "WINLOSS_HTTP_TRUSTED_PROXIES: must be addresses or networks such as \"10.0.0.0/8\", not \"nowhere\"",
        "WINLOSS_KEYS_ROOT: must be 32 random bytes",
        "mail.smtp_url: is missing",
        "mial (winloss.toml): is not a section",
        "session.idle_minutes (winloss.toml): must be a number from 10 to 10080",
        "worker.realtime (winloss.toml): must be a number from 1 to 256",
    ] {
        assert!(text.contains(expected), "no «{expected}» in:\n{text}");
    }
    assert_eq!(text.lines().count(), 13, "{text}");
}

#[test]
fn a_file_that_is_not_toml_and_an_unknown_variable_are_named() {
    let text = problems("[database", &[("WINLOSS_COLOUR", "red"), ("WINLOSS_PAINT_COLOUR", "red")]);
    assert!(text.contains("winloss.toml: is not TOML"), "{text}");
    assert!(text.contains("WINLOSS_COLOUR: is not a section"), "{text}");
    assert!(text.contains("WINLOSS_PAINT_COLOUR: is not a section"), "{text}");
}

#[test]
fn after_a_mistake_of_toml_nothing_that_the_file_may_say_is_missing() {
    // Four settings that were in the file were called missing beside the one mistake.
    let file = format!(
        "[database]\ncontrol_url = 'postgres://wl_app@db/x'\n[http\npublic_url = 'https://a.example'\n\
         [keys]\nroot = '{ROOT}'\n[mail]\nfolder = 'mail'"
    );
    let text = problems(&file, &[]);
    assert!(text.starts_with("1 mistake in the configuration:\n  winloss.toml: is not TOML"), "{text}");
    assert!(!text.contains("is missing"), "{text}");
    // What the variables get wrong by themselves is still told.
    let text = problems(&file, &[("WINLOSS_COLOUR", "red"), ("WINLOSS_KEYS_ROOT", "short")]);
    assert!(text.starts_with("3 mistakes"), "{text}");
    assert!(text.contains("WINLOSS_KEYS_ROOT: must be 32 random bytes"), "{text}");
}

#[test]
fn what_a_command_takes_from_the_environment_is_no_setting() {
    let pairs = [
        ("WINLOSS_DATABASE_CONTROL_URL", "postgres://wl_app@db/winloss"),
        ("WINLOSS_HTTP_PUBLIC_URL", "https://feedback.example"),
        ("WINLOSS_KEYS_ROOT", ROOT),
        ("WINLOSS_MAIL_SMTP_URL", "smtps://mail.example"),
        ("WINLOSS_CONFIG", "winloss.toml"),
        ("WINLOSS_BOOTSTRAP_APP_PASSWORD", "one"),
        ("WINLOSS_BOOTSTRAP_MIGRATOR_PASSWORD", "two"),
    ];
    assert!(Config::read(None, variables(&pairs)).is_ok());
    // They were taken for the ones they begin like.
    let typos = ["WINLOSS_CONFIG_FILE", "WINLOSS_CONFIGURATION", "WINLOSS_BOOTSTRAP_TYPO"];
    let mut pairs = pairs.to_vec();
    pairs.extend(typos.map(|name| (name, "x")));
    pairs.push(("WINLOSS_TEST_DATABASE_URL", "postgres://x"));
    let error = Config::read(None, variables(&pairs)).expect_err("has mistakes");
    let text = error.to_string();
    assert_eq!(error.problems().len(), typos.len(), "{text}");
    assert!(typos.iter().all(|name| text.contains(&format!("{name}: is not a section"))), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other_mistake() {
    let folder = std::env::temp_dir();
    let text = Config::load(Some(&folder)).expect_err("a folder is no file").to_string();
    assert!(text.contains(&format!("{}: cannot be read", folder.display())), "{text}");
    assert!(text.contains("database.control_url: is missing"), "{text}");
}

#[test]
fn a_value_that_leads_nowhere_is_named_by_its_setting() {
    let file = format!(
        "[database]\ncontrol_url = 'postgres://wl_app:x@127.0.0.1:notaport/winloss'\n\
         [[database.shards]]\nname = 'a'\nregion = 'eu'\nurl = 'postgres://h/x?sslmode=bogus'\n\
         [http]\npublic_url = 'https://:443'\n[keys]\nroot = '{ROOT}'\n[mail]\nsmtp_url = 'smtp://'\n\
         [session]\nidle_minutes = 10080\nabsolute_hours = 1"
    );
    let text = problems(&file, &[]);
    for expected in [
        "database.control_url (winloss.toml): must be a PostgreSQL address",
        "database.shards[0].url (winloss.toml): must be a PostgreSQL address",
        "http.public_url (winloss.toml): must be an address",
        "mail.smtp_url (winloss.toml): must be an address",
        "session.idle_minutes: must not be longer than session.absolute_hours",
    ] {
        assert!(text.contains(expected), "no «{expected}» in:\n{text}");
    }
    assert_eq!(text.lines().count(), 6, "{text}");
}

#[test]
fn no_secret_is_printed() {
    let pairs = [
        ("WINLOSS_DATABASE_CONTROL_URL", "postgres://wl_app:hunter2@db/winloss"),
        ("WINLOSS_HTTP_PUBLIC_URL", "https://feedback.example"),
        ("WINLOSS_KEYS_ROOT", ROOT),
        ("WINLOSS_MAIL_SMTP_URL", "smtps://user:hunter2@mail.example"),
    ];
    let config = Config::read(None, variables(&pairs)).expect("valid");
    let text = format!("{config:?}");
    assert!(!text.contains("hunter2") && !text.contains("0123"), "{text}");
    // A mistake in a secret must not repeat it either.
    let text = problems("", &[("WINLOSS_DATABASE_CONTROL_URL", "hunter2"), ("WINLOSS_KEYS_ROOT", "hunter2")]);
    assert!(!text.contains("hunter2"), "{text}");
}
