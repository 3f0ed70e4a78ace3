//! The generic deal event, with the documented example and with everything a sender can get wrong.

use chrono::{DateTime, Utc};
use domain::crm::event::LeftOut;
use domain::crm::{CrmEvent, DealEvent, MalformedEvent, parse_event};
use domain::deal::{ContactRole, Outcome};
use domain::form::Email;
use proptest::prelude::*;
use serde_json::{Value, json};

fn example() -> Value {
    json!({"type": "deal.closed", "timestamp": "2026-11-20T09:30:00Z", "data": {
        "external_id": "0067F000003pmdWQAQ", "name": "Express Logistics, platform roll-out",
        "account": {"name": "Express Logistics", "domain": "express.example", "industry": "Logistics", "employees": 1200},
        "outcome": "lost", "outcome_kind": "competitor", "type": "new_business", "amount": "120000.00",
        "currency": "USD", "created_at": "2026-04-03T00:00:00Z", "closed_at": "2026-11-20T09:29:51Z",
        "stages": [{"name": "Discovery", "entered_at": "2026-04-03T00:00:00Z"}], "pipeline": "Default",
        "lead_source": "Partner", "segment": "Enterprise", "region": "EMEA", "products": ["Platform"],
        "owner": {"id": "005xx", "name": "Ada Quist", "email": "ada@tenant.example", "team": "North"},
        "contacts": [{"external_id": "003xx", "name": "Bo Buyer", "email": "bo@express.example", "title": "CIO",
                      "role": "buyer", "is_primary": true, "language": "en"}],
        "competitors": ["SFDC", "In-house"], "loss_reason": "Price", "custom": {"discount": "12"}}})
}

fn read(value: &Value) -> Result<DealEvent, MalformedEvent> {
    match parse_event(value.to_string().as_bytes())? {
        CrmEvent::Deal(event) => Ok(*event),
        CrmEvent::Other { kind } => panic!("took {kind} for something else"),
    }
}

#[test]
fn the_documented_example_is_read_whole() {
    let event = read(&example()).expect("valid");
    assert_eq!(event.outcome, Some(Outcome::LostCompetitor));
    assert_eq!(event.money.as_ref().expect("an amount").amount.to_string(), "120000.00");
    assert_eq!(event.contacts[0].role, ContactRole::Buyer);
    assert_eq!(event.competitors, ["SFDC", "In-house"]);
    assert_eq!(event.custom["discount"], "12");
    assert_eq!(event.owner.expect("an owner").name, "Ada Quist");
}

#[test]
fn three_members_are_enough() {
    let value = json!({"type": "deal.closed",
        "data": {"external_id": "1", "outcome": "won", "closed_at": "2026-11-20T09:29:51Z", "name": null}});
    let event = read(&value).expect("valid");
    assert_eq!((event.name.as_str(), event.account_name.as_str()), ("1", "1"));
}

#[test]
fn unknown_members_are_kept_and_numbers_are_taken_for_amounts() {
    let mut value = example();
    value["data"]["amount"] = json!(1234.5);
    value["data"]["weather"] = json!({"sky": "blue\u{0}"});
    let event = read(&value).expect("valid");
    assert_eq!(event.money.expect("an amount").amount.to_string(), "1234.5");
    assert_eq!(event.custom["weather"]["sky"], "blue");
    value["data"]["custom"] = Value::Null;
    let event = read(&value).expect("null is as missing");
    assert_eq!(event.custom.keys().collect::<Vec<_>>(), ["weather"]);
}

#[test]
fn what_is_wrong_is_named() {
    let cases = [
        ("/data/external_id", Value::Null, "data.external_id: is required"),
        ("/data/closed_at", json!("yesterday"), "data.closed_at: must be an RFC 3339"),
        ("/data/closed_at", json!("9999-01-01T00:00:00Z"), "data.closed_at: must lie between"),
        ("/data/outcome", json!("maybe"), "data.outcome: must be"),
        ("/data/outcome_kind", json!("aliens"), "data.outcome_kind: must be"),
        ("/data/amount", json!("a lot"), "data.amount: must be"),
        ("/data/amount", json!("-1"), "data.amount: must not"),
        ("/data/amount", json!(1e300), "data.amount: must"),
        ("/data/amount", json!("1000000000000"), "data.amount: must be below 1000000000000 (a trillion)"),
        // Rounded it is a trillion.
        ("/data/amount", json!("999999999999.995"), "data.amount: must be below"),
        ("/data/currency", json!("€"), "data.currency: must be three"),
        ("/data/currency", json!("USDX"), "data.currency: must be three"),
        ("/data/contacts", json!({"a": 1}), "data.contacts: must be a list"),
        ("/data/contacts/0/title", json!([]), "data.contacts[0].title: must be a text"),
        ("/data/stages/0/entered_at", json!("soon"), "data.stages[0].entered_at: must be an RFC 3339"),
        ("/data/competitors", json!([1]), "data.competitors: must be"),
        ("/data/account", json!("Express"), "data.account: must be an object"),
        // It was acknowledged, and what it said was lost.
        ("/data/custom", json!(["discount", "12"]), "data.custom: must be an object"),
        ("/data/custom", json!("discount=12"), "data.custom: must be an object"),
        ("/type", json!(7), "type: must be"),
        ("/data", json!([]), "data: is missing"),
        ("", json!([1]), "body: must be an object"),
    ];
    for (path, value, message) in cases {
        let mut event = example();
        *event.pointer_mut(path).expect("a member") = value;
        let error = read(&event).expect_err(path).to_string();
        assert!(error.starts_with(message), "{path}: {error}");
    }
    assert!(parse_event(b"{").expect_err("cut off").to_string().starts_with("the body is not JSON"));
    assert!(parse_event(b"").is_err());
}

#[test]
fn a_leap_second_is_on_the_day_that_it_ends() {
    for written in ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z", "2016-12-31T18:59:60-05:00"] {
        let mut value = example();
        value["data"]["closed_at"] = json!(written);
        value["data"]["created_at"] = json!("2016-12-31T23:59:59Z");
        let event = read(&value).expect("valid");
        let micros = event.closed_at.timestamp_micros();
        let last = "2016-12-31T23:59:59.999999Z".parse::<DateTime<Utc>>().expect("an instant");
        assert_eq!((event.closed_at, micros), (last, last.timestamp_micros()), "{written}");
        assert!(event.created_at.expect("an instant") < event.closed_at);
    }
}

#[test]
fn an_amount_below_a_trillion_is_taken_as_it_is() {
    let mut value = example();
    value["data"]["amount"] = json!("999999999999.99");
    let event = read(&value).expect("valid");
    assert_eq!(event.money.expect("an amount").amount.to_string(), "999999999999.99");
}

#[test]
fn an_identifier_is_taken_as_it_is_or_not_at_all() {
    // They were cut after 300 characters and lost their NUL: two that differ later became one deal.
    let paths = ["/data/external_id", "/data/contacts/0/external_id", "/data/owner/id"];
    let names = ["data.external_id", "data.contacts[0].external_id", "data.owner.id"];
    let long = "x".repeat(301);
    let bad = [
        (json!(long), "must not be longer than 300 characters"),
        (json!("a\u{0}b"), "must not have control characters"),
        (json!("a\nb"), "must not have control characters"),
        (json!(12_345_678_901_234_567_890_123.0), "is too large for a number; send it as a text"),
    ];
    for (path, name) in paths.into_iter().zip(names) {
        for (value, problem) in &bad {
            let mut event = example();
            *event.pointer_mut(path).expect("a member") = value.clone();
            assert_eq!(read(&event).expect_err(path).to_string(), format!("{name}: {problem}"));
        }
    }
    let mut value = example();
    value["data"]["external_id"] = json!(" 日".repeat(150));
    value["data"]["contacts"][0]["external_id"] = json!(9_007_199_254_740_993_u64);
    let event = read(&value).expect("valid");
    assert_eq!(event.external_id, " 日".repeat(150).trim());
    assert_eq!(event.contacts[0].external_id, "9007199254740993");
}

#[test]
fn a_member_that_is_there_twice_is_named_and_none_of_both_is_taken() {
    let whole = example().to_string();
    let cases = [
        ("\"outcome\":\"lost\"", "\"outcome\":\"won\",\"outcome\":\"lost\"", "data.outcome"),
        ("\"role\":\"buyer\"", "\"role\":\"internal\",\"role\":\"buyer\"", "data.contacts[0].role"),
        ("\"discount\":\"12\"", "\"discount\":\"12\",\"discount\":\"12\"", "data.custom.discount"),
        ("\"type\":\"deal.closed\"", "\"type\":\"x\",\"type\":\"deal.closed\"", "type"),
        ("\"timestamp\":", "\"data\":{},\"timestamp\":", "data"),
    ];
    for (once, twice, path) in cases {
        let text = whole.replacen(once, twice, 1);
        assert_ne!(text, whole, "{path}");
        let error = parse_event(text.as_bytes()).expect_err(path).to_string();
        assert_eq!(error, format!("{path}: is there more than once"));
    }
    // What does not concern us may say it as often as it likes.
    let other = parse_event(br#"{"type":"contact.created","a":1,"a":2}"#).expect("valid");
    assert_eq!(other, CrmEvent::Other { kind: "contact.created".to_owned() });
}

#[test]
fn names_are_one_line_and_reasons_are_as_they_were_written() {
    // A line end in a name went into the text of mails.
    let mut value = example();
    for path in
        ["/data/name", "/data/account/name", "/data/contacts/0/name", "/data/owner/name", "/data/products/0"]
    {
        *value.pointer_mut(path).expect("a member") = json!(" Express\r\n\n\tLogistics\u{2028}Ltd ");
    }
    value["data"]["loss_reason"] = json!("Price\nand terms");
    let event = read(&value).expect("valid");
    let owner = event.owner.expect("an owner");
    let names = [&event.name, &event.account_name, &event.contacts[0].name, &owner.name, &event.products[0]];
    assert_eq!(names, ["Express Logistics Ltd"; 5]);
    assert_eq!(event.loss_reason.as_deref(), Some("Price\nand terms"));
}

#[test]
fn a_reopened_deal_has_no_outcome_and_other_events_are_left_alone() {
    let mut value = example();
    value["data"]["outcome"] = json!("reopened");
    assert_eq!(read(&value).expect("valid").outcome, None);
    let other = parse_event(br#"{"type":"contact.created"}"#).expect("valid");
    assert_eq!(other, CrmEvent::Other { kind: "contact.created".to_owned() });
}

#[test]
fn everybody_who_can_be_told_from_others_is_kept_once() {
    // Who had no usable address was only counted.
    let mut value = example();
    value["data"]["contacts"] = json!([
        {"name": "No Mail", "title": "CFO"}, {"email": "not an address"}, {"external_id": "7", "email": "nor this"},
        {"email": "a@b.example"}, {"email": "A@B.example"}, {"email": "c@d.example", "role": "Champion"}, {}]);
    let event = read(&value).expect("valid");
    let found: Vec<_> = event
        .contacts
        .iter()
        .map(|one| (one.external_id.as_str(), one.name.as_str(), one.email.as_ref().map(Email::as_str)))
        .collect();
    assert_eq!(
        found,
        [
            ("No Mail", "No Mail", None),
            ("not an address", "not an address", None),
            ("7", "7", None),
            ("a@b.example", "a@b.example", Some("a@b.example")),
            ("c@d.example", "c@d.example", Some("c@d.example")),
        ]
    );
    assert_eq!(
        (event.contacts[0].title.as_deref(), event.contacts[4].role),
        (Some("CFO"), ContactRole::Buyer)
    );
    assert_eq!(event.left_out, LeftOut { unnamed: 1, beyond: 0 });
}

#[test]
fn whoever_is_named_again_with_an_address_has_it_and_two_without_are_two() {
    let mut value = example();
    value["data"]["contacts"] = json!([
        {"external_id": "1", "name": "Bo"}, {"external_id": "2", "name": "Cy"},
        {"external_id": "1", "email": "bo@x.example", "role": "internal"},
        {"external_id": "3", "email": "dy@x.example", "role": "sales"}, {"external_id": "3", "role": "buyer"}]);
    let event = read(&value).expect("valid");
    let found: Vec<_> = event
        .contacts
        .iter()
        .map(|one| (one.external_id.as_str(), one.email.as_ref().map(Email::as_str), one.role))
        .collect();
    assert_eq!(
        found,
        [
            ("1", Some("bo@x.example"), ContactRole::Buyer),
            ("2", None, ContactRole::Buyer),
            ("3", Some("dy@x.example"), ContactRole::Buyer),
        ]
    );
}

#[test]
fn nothing_ended_in_the_future_but_what_is_open_again_may() {
    let now: DateTime<Utc> = "2026-11-20T10:00:00Z".parse().expect("an instant");
    let checked = |closed_at: &str, outcome: &str| {
        let mut value = example();
        value["data"]["closed_at"] = json!(closed_at);
        value["data"]["outcome"] = json!(outcome);
        read(&value).expect("valid").check(now)
    };
    assert_eq!(checked("2026-11-21T10:00:00Z", "lost"), Ok(()), "in the east it is tomorrow already");
    assert_eq!(checked("2027-11-21T10:00:00Z", "reopened"), Ok(()), "then it is expected to end");
    for outcome in ["lost", "won"] {
        let error = checked("2026-11-21T10:00:01Z", outcome).expect_err("is refused").to_string();
        assert_eq!(error, "data.closed_at: must not lie in the future");
    }
}

#[test]
fn an_amount_without_a_currency_has_none_of_its_own() {
    // It was taken for dollars, whatever the tenant counts in.
    let mut value = example();
    value["data"]["currency"] = Value::Null;
    let sum = read(&value).expect("valid").money.expect("an amount");
    assert_eq!((sum.currency.as_deref(), sum.or_in("EUR").currency.as_str()), (None, "EUR"));
    value["data"]["currency"] = json!("chf");
    assert_eq!(read(&value).expect("valid").money.expect("an amount").or_in("EUR").currency, "CHF");
}

#[test]
fn a_name_turns_nothing_round_that_stands_behind_it() {
    // In the subject of a mail everything after the name was read backwards.
    let mut value = example();
    value["data"]["account"]["name"] = json!("Ex\u{202e}press\u{2066} שלום\u{200f} 👩‍👩‍👧");
    let event = read(&value).expect("valid");
    assert_eq!(event.account_name, "Express שלום\u{200f} 👩‍👩‍👧");
}

#[test]
fn the_role_of_a_contact_is_read_in_any_case() {
    // "Buyer" was a word of the CRM's own, and its buyer was not invited.
    for (word, role) in [
        ("Buyer", ContactRole::Buyer),
        ("BUYER", ContactRole::Buyer),
        (" sales ", ContactRole::Sales),
        ("Internal", ContactRole::Internal),
        ("Buyer's assistant", ContactRole::Internal),
        ("Other", ContactRole::Internal),
        // The words of the CRMs themselves: those who decided were asked by nobody.
        ("Decision Maker", ContactRole::Buyer),
        ("Economic Buyer", ContactRole::Buyer),
        ("Executive Sponsor", ContactRole::Buyer),
        ("BUDGET_HOLDER", ContactRole::Buyer),
    ] {
        let mut value = example();
        value["data"]["contacts"][0]["role"] = json!(word);
        assert_eq!(read(&value).expect("valid").contacts[0].role, role, "{word}");
    }
}

#[test]
fn who_is_named_as_a_buyer_is_one_whatever_else_he_is_named_as() {
    // The first of both won, and the buyer was not invited.
    let one = |id: &str, email: &str, role: &str| json!({"external_id": id, "email": email, "role": role});
    let mut value = example();
    value["data"]["contacts"] = json!([
        one("1", "bo@x.example", "sales"),
        one("2", "al@x.example", "internal"),
        one("3", "BO@x.example", "buyer"),
        one("4", "bo@x.example", "internal"),
        one("5", "cy@x.example", "buyer"),
        one("5", "dy@x.example", "sales")
    ]);
    let event = read(&value).expect("valid");
    let found: Vec<_> = event.contacts.iter().map(|c| (c.external_id.as_str(), c.role)).collect();
    assert_eq!(found, [("3", ContactRole::Buyer), ("2", ContactRole::Internal), ("5", ContactRole::Buyer)]);
    assert_eq!(event.contacts[2].email.as_ref().map(Email::as_str), Some("cy@x.example"));
}

#[test]
fn an_address_is_read_as_mail_programs_write_it() {
    // The buyer was left out, and the seller's membership was not known any more.
    let mut value = example();
    value["data"]["contacts"] = json!([{"email": "Bo <B@x.example>"}, {"email": "mailto:c@x.example"}]);
    value["data"]["owner"] = json!({"name": "Tara", "email": "Tara <Tara@tenant.example>"});
    let event = read(&value).expect("valid");
    let emails: Vec<_> =
        event.contacts.iter().filter_map(|contact| contact.email.as_ref()).map(Email::as_str).collect();
    assert_eq!(emails, ["b@x.example", "c@x.example"]);
    let owner = event.owner.expect("an owner");
    assert_eq!(owner.email.expect("an address").as_str(), "tara@tenant.example");
}

#[test]
fn of_too_many_people_the_buyers_are_kept_and_the_others_counted() {
    // The buyer was number 201, and nobody was told that he was lost.
    let mut people: Vec<Value> =
        (0..200).map(|at| json!({"email": format!("s{at}@x.example"), "role": "internal"})).collect();
    people.push(json!({"email": "main@x.example", "role": "sales", "is_primary": true}));
    people.push(json!({"email": "buyer@x.example", "role": "buyer"}));
    let mut value = example();
    value["data"]["contacts"] = json!(people);
    let event = read(&value).expect("valid");
    assert_eq!((event.contacts.len(), event.left_out), (200, LeftOut { unnamed: 0, beyond: 2 }));
    let first: Vec<_> = event.contacts[..2].iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(first, ["buyer@x.example", "main@x.example"]);
}

#[test]
fn a_list_that_is_too_long_is_refused_with_its_limit() {
    // What was beyond the limit was lost behind an answer that said all was well.
    let many = |most: usize, one: fn(usize) -> Value| (0..=most).map(one).collect::<Vec<_>>();
    let name: fn(usize) -> Value = |at| json!(at.to_string());
    let stage: fn(usize) -> Value =
        |at| json!({"name": at.to_string(), "entered_at": "2026-04-03T00:00:00Z"});
    let contact: fn(usize) -> Value = |at| json!({"email": format!("a{at}@x.example")});
    for (member, most, one) in [
        ("products", 100, name),
        ("competitors", 100, name),
        ("stages", 100, stage),
        ("contacts", 2000, contact),
    ] {
        let mut value = example();
        let mut list = many(most, one);
        value["data"][member] = json!(list);
        let error = read(&value).expect_err(member).to_string();
        assert_eq!(error, format!("data.{member}: must not have more than {most} members"));
        list.pop();
        value["data"][member] = json!(list);
        assert!(read(&value).is_ok(), "{member}");
    }
    let mut value = example();
    value["data"]["custom"] =
        (0..=200).map(|at| (at.to_string(), json!(at))).collect::<serde_json::Map<_, _>>().into();
    let error = read(&value).expect_err("too many").to_string();
    assert_eq!(error, "data.custom: must not have more than 200 members");
}

#[test]
fn unknown_members_are_kept_beside_any_number_of_custom_ones() {
    let mut value = example();
    value["data"]["custom"] =
        (0..200).map(|at| (at.to_string(), json!(at))).collect::<serde_json::Map<_, _>>().into();
    value["data"]["my_unknown"] = json!("kept");
    let event = read(&value).expect("valid");
    assert_eq!((event.custom.len(), &event.custom["my_unknown"]), (201, &json!("kept")));
}

#[test]
fn a_competitor_without_a_name_makes_no_loss_to_one() {
    for (competitors, outcome) in [
        (json!([""]), Outcome::LostOther),
        (json!([" \u{200b}", ""]), Outcome::LostOther),
        (json!(["N/A"]), Outcome::LostOther),
        (json!(["", "SFDC"]), Outcome::LostCompetitor),
    ] {
        let mut value = example();
        value["data"]["outcome_kind"] = Value::Null;
        value["data"]["competitors"] = competitors.clone();
        assert_eq!(read(&value).expect("valid").outcome, Some(outcome), "{competitors}");
    }
}

#[test]
fn who_sold_is_known_wherever_his_address_stands() {
    let sellers = |change: &dyn Fn(&mut Value)| {
        let mut value = example();
        value["data"]["owner"] = Value::Null;
        value["data"]["contacts"] = json!([]);
        change(&mut value["data"]);
        let event = read(&value).expect("valid");
        event.sellers.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    for owner in [
        json!({"id": "1", "email": "Tara@Tenant.example"}),
        json!({"id": "1", "email": "Tara W <tara@tenant.example>"}),
        json!({"id": "1", "email": "mailto:tara@tenant.example"}),
        json!({"id": "1", "email": "tara@tenant.example."}),
        json!({"id": "1", "email": "tara@tenant.example;"}),
        json!({"id": "tara@tenant.example"}),
        json!({"name": "(tara@tenant.example)"}),
    ] {
        assert_eq!(sellers(&|data| data["owner"] = owner.clone()), ["tara@tenant.example"], "{owner}");
    }
    let named = json!({"name": "Tara W (tara@tenant.example)"});
    assert_eq!(sellers(&|data| data["owner"] = named.clone()), ["name:tara+w", "tara@tenant.example"]);
    let only_named = json!({"id": "1", "name": "Wén, Tara"});
    assert_eq!(sellers(&|data| data["owner"] = only_named.clone()), ["name:tara+wen"]);
    let two = json!({"id": "1", "email": "tara@tenant.example, uwe@tenant.example"});
    assert_eq!(sellers(&|data| data["owner"] = two.clone()), ["tara@tenant.example", "uwe@tenant.example"]);
    let as_sales = |mut list: Vec<Value>| {
        list.push(json!({"external_id": "k", "email": "tara@tenant.example", "role": "Sales"}));
        sellers(&|data| data["contacts"] = json!(list))
    };
    let same_address = json!({"email": "tara@tenant.example", "role": "internal"});
    assert_eq!(as_sales(vec![same_address]), ["tara@tenant.example"]);
    let same_id = json!({"external_id": "k", "email": "ida@tenant.example", "role": "internal"});
    assert_eq!(as_sales(vec![same_id]), ["tara@tenant.example"]);
    let many = (0..205)
        .map(|n| json!({"email": format!("b{n}@buyer.example"), "role": "internal", "is_primary": true}));
    assert_eq!(as_sales(many.collect()), ["tara@tenant.example"]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drop(parse_event(&bytes));
    }

    #[test]
    fn no_text_in_any_member_makes_it_panic(text in any::<String>(), at in 0..6_usize) {
        let mut value = example();
        let path = ["/data/name", "/data/amount", "/data/currency", "/data/closed_at", "/data/outcome",
                    "/data/contacts/0/email"][at];
        *value.pointer_mut(path).expect("a member") = json!(text);
        drop(parse_event(value.to_string().as_bytes()));
    }
}
