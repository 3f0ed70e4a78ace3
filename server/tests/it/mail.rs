//! The mails: how they read, and both ways out, the SMTP one against real SMTP dialogues.

mod node;
pub(crate) mod sink;

use std::sync::LazyLock;

use chrono::DateTime;
use domain::form::Email;
use domain::survey::{Language, Words};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use secrecy::SecretString;
use server::mail::{Alert, InvitationMail, Mail, MailError, Mailer, Occasion, Post, ReceiptMail, ResetMail};
use sink::{Manners, Sink};

fn post(mailer: Mailer) -> Post {
    let from = Email::parse("surveys@winloss.example").unwrap();
    Post::new(mailer, from, "winloss", "https://surveys.example/", "surveys.example")
}

fn smtp(url: &str) -> Post {
    post(Mailer::smtp(&SecretString::from(url.to_owned()), "surveys.example").unwrap())
}

static ENGLISH: LazyLock<Language> = LazyLock::new(Language::english);

fn invitation() -> InvitationMail<'static> {
    InvitationMail {
        occasion: Occasion::Invitation,
        cause: "invitation 1".to_owned(),
        to: Email::parse("bo@express.example").unwrap(),
        name: "Bo Buyer",
        tenant: "Northwind Software",
        sender: Some("Hannah Meyer"),
        reply_to: Some(Email::parse("hannah@northwind.example").unwrap()),
        account: Some("Express Logistics"),
        deal: "Express Logistics, roll-out",
        closed_at: DateTime::from_timestamp(1_795_166_991, 0).unwrap(),
        minutes: 3,
        expires_at: DateTime::from_timestamp(1_798_000_000, 0).unwrap(),
        token: "AQEGnZ0m5tYl0f3JtkJ1nq2X7sB9QyVb4cL8hKdTzW1uRoPgMvEiNjSxAaCwDfHk",
        preferences: "AQHprefererencesThatNobodyElseCanOpen0123456789abcdefghijklmnopqrstuv",
        language: &ENGLISH,
        names_language: false,
        now: DateTime::from_timestamp(1_795_400_000, 0).unwrap(),
    }
}

fn receipt(language: &Language) -> ReceiptMail<'_> {
    ReceiptMail {
        cause: "receipt 1".to_owned(),
        to: Email::parse("bo@express.example").unwrap(),
        name: "Bo Buyer",
        tenant: "Northwind Software",
        sender: Some("Hannah Meyer"),
        reply_to: None,
        code: "WL-7K3M-9QPD",
        token: "AQRreceiptThatNobodyElseCanOpen0123456789abcdefghijklmnopqrstuvwxyzABCDEF",
        preferences: "AQHprefererencesThatNobodyElseCanOpen0123456789abcdefghijklmnopqrstuv",
        correctable_until: DateTime::from_timestamp(1_796_000_000, 0).unwrap(),
        language,
        now: DateTime::from_timestamp(1_795_400_000, 0).unwrap(),
    }
}

fn alert() -> Alert<'static> {
    Alert {
        cause: "response 1".to_owned(),
        to: Email::parse("ada@northwind.example").unwrap(),
        name: "Ada Quist",
        tenant: "Northwind Software",
        who: "Bo Buyer",
        account: "Express Logistics",
        themes: &["Price and terms", "Integrations"],
        facts: vec![
            ("The deal", "Lost to a competitor".to_owned()),
            ("What decided it", "Price and terms, Integrations".to_owned()),
            ("Working with you", "3 of 5".to_owned()),
        ],
        deal: uuid::Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001).into(),
        reason: "You get this mail because you sold this deal.",
        now: DateTime::from_timestamp(1_795_400_000, 0).unwrap(),
    }
}

fn read(mail: &Mail) -> String {
    format!("Subject: {}\n\n{}\n--- html ---\n{}", mail.subject, mail.text, mail.html)
}

#[tokio::test]
async fn mails_read_as_they_should() {
    let post = post(Mailer::folder("unused"));
    insta::assert_snapshot!("invitation", read(&invitation().mail(&post).unwrap()));
    insta::assert_snapshot!("alert", read(&alert().mail(&post).unwrap()));
    let bare = InvitationMail { name: "bo@express.example", sender: None, reply_to: None, ..invitation() };
    insta::assert_snapshot!("invitation_bare", bare.mail(&post).unwrap().text);
    let reset = ResetMail {
        cause: "reset 1".to_owned(),
        to: Email::parse("ada@northwind.example").unwrap(),
        name: "Ada Admin",
        token: "AQEresetThatNobodyElseCanOpen0123456789abcdefghijklmnopqrstuvwxyz",
        now: DateTime::from_timestamp(1_795_400_000, 0).unwrap(),
    };
    insta::assert_snapshot!("reset", read(&reset.mail(&post).unwrap()));
}

#[tokio::test]
async fn mails_to_buyers_read_as_they_should_in_every_language_they_are_written_in() {
    let post = post(Mailer::folder("unused"));
    let german = Language::parse("de-AT").unwrap();
    for (name, occasion) in [
        ("invitation", Occasion::Invitation),
        ("debrief", Occasion::Debrief),
        ("reminder", Occasion::Reminder),
    ] {
        for (tag, language) in [("en", &*ENGLISH), ("de", &german)] {
            let mail = InvitationMail { occasion, language, names_language: true, ..invitation() };
            let mail = mail.mail(&post).unwrap();
            insta::assert_snapshot!(
                format!("{name}_{tag}"),
                format!("Subject: {}\n\n{}", mail.subject, mail.text)
            );
            assert!(mail.html.contains(&format!("<html lang=\"{tag}\" dir=\"ltr\">")), "{}", mail.html);
            assert!(mail.html.contains(&format!("?lang={language}\"")), "the link says the language");
            assert_eq!(mail.kind, name);
        }
    }
    insta::assert_snapshot!("receipt", read(&receipt(&ENGLISH).mail(&post).unwrap()));
}

#[tokio::test]
async fn every_language_of_the_pages_has_every_mail_and_none_is_english_in_silence() {
    let post = post(Mailer::folder("unused"));
    let texts = |occasion: Occasion, language: &Language| {
        let mail = InvitationMail { occasion, language, ..invitation() }.mail(&post).unwrap();
        (mail.subject, mail.text, mail.html)
    };
    let lines = |text: &str| text.lines().filter(|line| line.contains(' ')).map(str::to_owned).collect();
    for language in Words::languages().iter().filter(|language| language.as_str() != "en") {
        let dir = if ["ar", "he"].contains(&language.as_str()) { "rtl" } else { "ltr" };
        let around = format!("<html lang=\"{language}\" dir=\"{dir}\">");
        for occasion in [Occasion::Invitation, Occasion::Debrief, Occasion::Reminder] {
            let (subject, text, html) = texts(occasion, language);
            let (english_subject, english, _) = texts(occasion, &ENGLISH);
            assert_ne!(subject, english_subject, "{language} {occasion:?}");
            let english: Vec<String> = lines(&english);
            let same: Vec<String> = lines(&text);
            let same: Vec<&String> = same.iter().filter(|line| english.contains(line)).collect();
            // Who signs is called the same everywhere.
            assert_eq!(same, ["Hannah Meyer"], "{language} {occasion:?}");
            assert!(
                html.contains(&around) && html.contains(&format!("class=\"pad\" dir=\"{dir}\"")),
                "{html}"
            );
            assert!(!subject.contains('{') && !text.contains('{'), "{language} {occasion:?}: {text}");
        }
        let mail = receipt(language).mail(&post).unwrap();
        assert!(mail.html.contains(&around), "{language}: {}", mail.html);
        assert_ne!(mail.subject, receipt(&ENGLISH).mail(&post).unwrap().subject, "{language}");
    }
}

#[tokio::test]
async fn a_mail_calls_nobody_by_a_title_an_address_or_the_id_of_a_record() {
    // "In November, MINbb48a decided about Northwind Software", to "Müller, Anna".
    let post = post(Mailer::folder("unused"));
    for language in Words::languages() {
        for name in ["MR. BO VAN DER BUYER", "Müller, Anna", "bo@express.example", "0067F000003pmdWQAQ", ""]
        {
            let bare =
                InvitationMail { name, account: None, deal: "MINbb48a", language: &language, ..invitation() };
            let mail = bare.mail(&post).unwrap();
            let receipt = ReceiptMail { name, ..receipt(&language) }.mail(&post).unwrap();
            for text in [&mail.subject, &mail.text, &mail.html, &receipt.text, &receipt.html] {
                assert!(!text.contains("MINbb48a"), "{language}: {text}");
                assert!(name.is_empty() || !text.contains(name), "{language}: {text}");
            }
        }
    }
    let bare = InvitationMail { account: None, ..invitation() }.mail(&post).unwrap();
    assert!(
        bare.text.contains("In November, your company decided about Northwind Software"),
        "{}",
        bare.text
    );
}

#[tokio::test]
async fn a_language_that_mails_are_not_written_in_is_english_and_the_survey_stays_in_its_own() {
    let post = post(Mailer::folder("unused"));
    let hindi = Language::parse("hi").unwrap();
    let mail = InvitationMail { language: &hindi, names_language: true, ..invitation() }.mail(&post).unwrap();
    assert!(mail.html.contains("<html lang=\"en\"") && mail.text.contains("?lang=hi"), "{}", mail.text);
    let mail = receipt(&hindi).mail(&post).unwrap();
    assert!(mail.html.contains("<html lang=\"en\""), "{}", mail.html);
}

#[tokio::test]
async fn every_mail_to_a_buyer_says_how_to_end_them() {
    let folder = tempfolder("unsubscribe");
    let post = post(Mailer::folder(&folder));
    let url =
        "https://surveys.example/u/AQHprefererencesThatNobodyElseCanOpen0123456789abcdefghijklmnopqrstuv";
    for mail in [
        invitation().mail(&post).unwrap(),
        InvitationMail { occasion: Occasion::Reminder, ..invitation() }.mail(&post).unwrap(),
        InvitationMail { occasion: Occasion::Debrief, ..invitation() }.mail(&post).unwrap(),
    ] {
        assert!(mail.text.ends_with(&format!("\n{url}")) && mail.html.contains(&format!("href=\"{url}\"")));
        post.send(&mail).await.unwrap();
        let sent = std::fs::read_to_string(folder.join(mail.file_name())).unwrap();
        assert!(sent.contains(&format!("\r\nList-Unsubscribe: <{url}/one-click>\r\n")), "{sent}");
        assert!(sent.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{sent}");
    }
    let mail = receipt(&ENGLISH).mail(&post).unwrap();
    assert_eq!(mail.unsubscribe, Some(format!("{url}/one-click")));
    assert_eq!(alert().mail(&post).unwrap().unsubscribe, None, "members set their alerts");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn the_html_escapes_what_a_crm_sends() {
    let evil =
        InvitationMail { name: "<script>alert(1)</script>", account: Some("A & B \"Ltd\""), ..invitation() };
    let mail = evil.mail(&post(Mailer::folder("unused"))).unwrap();
    assert!(!mail.html.contains("<script>alert"), "{}", mail.html);
    assert!(mail.html.contains("A &amp; B"));
    assert!(mail.text.contains("A & B \"Ltd\""), "the plain text is plain");
}

#[tokio::test]
async fn a_folder_takes_whole_files_and_the_same_mail_once() {
    let folder = tempfolder("folder");
    let post = post(Mailer::folder(&folder));
    post.mailer().check().await.unwrap();
    let mail = invitation().mail(&post).unwrap();
    post.send(&mail).await.unwrap();
    post.send(&mail).await.unwrap();
    post.send(&alert().mail(&post).unwrap()).await.unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("alert-") && names[1].starts_with("invitation-"), "{names:?}");
    let text = std::fs::read_to_string(folder.join(&names[1])).unwrap();
    assert!(text.contains("To: \"Bo Buyer\" <bo@express.example>"), "{text}");
    assert!(text.contains("Reply-To: \"Hannah Meyer\" <hannah@northwind.example>"));
    assert!(text.contains(
        "\r\nhttps://surveys.example/s/AQEGnZ0m5tYl0f3JtkJ1nq2X7sB9QyVb4cL8hKdTzW1uRoPgMvEiNjSxAaCwDfHk\r\n"
    ));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn an_smtp_server_gets_the_mail_after_a_sign_in() {
    let manners = Manners { sign_in: Some(("user".to_owned(), "pass".to_owned())), ..Manners::default() };
    let sink = Sink::start(manners).await;
    let url = format!("smtp://user:pass@{}", sink.address);
    let mut mail = invitation().mail(&smtp(&url)).unwrap();
    // Lines that begin with dots are where a careless client ends the mail.
    mail.text.push_str("\n.\n..two\n.\nthe end\n");
    smtp(&url).mailer().check().await.unwrap();
    smtp(&url).send(&mail).await.unwrap();
    let [delivered] = sink.delivered().try_into().expect("one mail");
    // It was the name that the machine gives itself: localhost.localdomain.
    assert_eq!(delivered.greeted_as, "surveys.example");
    assert_eq!(delivered.from, "surveys@winloss.example");
    assert_eq!(delivered.to, ["bo@express.example"]);
    assert_eq!(delivered.user.as_deref(), Some("user"));
    assert!(delivered.message.contains("\r\n.\r\n..two\r\n.\r\nthe end\r\n"), "{}", delivered.message);
    assert!(delivered.message.contains("Auto-Submitted: auto-generated"));
}

#[tokio::test]
async fn a_wrong_sign_in_and_a_server_that_is_away_are_no_reason_to_lose_a_mail() {
    let manners = Manners { sign_in: Some(("user".to_owned(), "pass".to_owned())), ..Manners::default() };
    let sink = Sink::start(manners).await;
    let wrong = smtp(&format!("smtp://user:wrong@{}", sink.address));
    let error = wrong.send(&invitation().mail(&wrong).unwrap()).await.unwrap_err();
    assert!(matches!(error, MailError::Later(_)), "our mistake is not the buyer's: {error:?}");
    assert!(sink.delivered().is_empty());
    let address = sink.address;
    drop(sink);
    let away = smtp(&format!("smtp://{address}"));
    let error = away.send(&invitation().mail(&away).unwrap()).await.unwrap_err();
    assert!(matches!(error, MailError::Later(_)), "{error:?}");
}

#[tokio::test]
async fn come_again_is_not_never() {
    let manners = Manners {
        recipients: vec!["451-4.7.1 grey\r\n451 4.7.1 come again", "550 5.1.1 nobody here"],
        messages: vec!["452 4.3.1 full", "554 5.7.1 spam"],
        ..Manners::default()
    };
    let sink = Sink::start(manners).await;
    let post = smtp(&sink.url());
    let mail = invitation().mail(&post).unwrap();
    let mut ends = Vec::new();
    for _ in 0..5 {
        ends.push(match post.send(&mail).await {
            Ok(()) => "sent",
            Err(MailError::Later(_)) => "later",
            Err(MailError::Refused(_)) => "refused",
            Err(MailError::Broken(_)) => "broken",
        });
    }
    assert_eq!(ends, ["later", "refused", "later", "refused", "sent"]);
    assert_eq!(sink.delivered().len(), 1);
}

#[tokio::test]
async fn an_address_that_the_server_cannot_take_is_refused() {
    let sink = Sink::start(Manners::default()).await;
    let post = smtp(&sink.url());
    let mail = InvitationMail { to: Email::parse("bö@express.example").unwrap(), ..invitation() };
    let error = post.send(&mail.mail(&post).unwrap()).await.unwrap_err();
    assert!(matches!(error, MailError::Refused(_)), "it knows no SMTPUTF8: {error:?}");
    assert!(sink.delivered().is_empty());
}

/// Texts that are nearly addresses, or are.
fn address() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        120 => prop::char::range('a', 'z'),
        20 => prop::char::range('0', '9'),
        10 => prop::sample::select(vec!['-', '_', '+', '!', '\'', '.', 'É', 'İ', 'ß', 'ǅ', '字', 'א', '٣', '²', '\u{307}']),
        1 => any::<char>(),
    ];
    let part = prop::collection::vec(letter, 1..70).prop_map(String::from_iter);
    let short = part.clone().prop_map(|part: String| part.chars().take(8).collect::<String>());
    let part = prop_oneof![4 => short, 1 => part];
    (prop::collection::vec(part.clone(), 1..4), prop::collection::vec(part, 1..4))
        .prop_map(|(local, host)| format!("{}@{}", local.join("."), host.join(".")))
}

/// An address that is taken from a CRM and then cannot be written on a mail would fail when nobody looks.
#[test]
fn every_address_that_is_taken_can_be_written_on_a_mail() {
    let taken = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config { cases: 4_000, failure_persistence: None, ..Config::default() });
    let texts = prop_oneof![9 => address(), 1 => any::<String>()];
    let end = runner.run(&texts, |text| {
        if let Ok(email) = Email::parse(&text) {
            taken.set(taken.get() + 1);
            prop_assert!(email.as_str().parse::<lettre::Address>().is_ok(), "{email} is refused");
            let again = Email::parse(email.as_str());
            prop_assert_eq!(again.ok(), Some(email), "read again it is the same");
        }
        Ok(())
    });
    end.unwrap();
    assert!(taken.get() > 200, "only {} were addresses: the test would show nothing", taken.get());
    for real in ["Bo.Buyer+crm@Express.example", "o'neil@a-b.co.uk", "bö@bücher.example", "1@2.3", "a_b@x.io"]
    {
        assert!(Email::parse(real).is_ok(), "{real}");
    }
}

#[tokio::test]
async fn where_tls_is_required_nothing_is_said_in_the_open() {
    let sink = Sink::start(Manners::default()).await;
    let post = smtp(&format!("{}?tls=required", sink.url()));
    assert!(post.send(&invitation().mail(&post).unwrap()).await.is_err());
    assert!(sink.delivered().is_empty());
}

#[tokio::test]
async fn fifty_mails_at_once_all_arrive() {
    let sink = Sink::start(Manners::default()).await;
    let post = smtp(&sink.url());
    let mut sends = tokio::task::JoinSet::new();
    for number in 0..50 {
        let post = post.clone();
        sends.spawn(async move {
            let mail =
                InvitationMail { cause: format!("invitation {number}"), ..invitation() }.mail(&post).unwrap();
            post.send(&mail).await.unwrap();
        });
    }
    while let Some(sent) = sends.join_next().await {
        sent.unwrap();
    }
    assert_eq!(sink.delivered().len(), 50);
}

fn tempfolder(name: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("winloss-mail-{name}-{}", std::process::id()));
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    path
}
