//! The review, the thanks, the receipt and what it is good for, and the end of asking.

use domain::deal::Outcome;
use domain::erasure::{Certificate, Manifest};
use domain::id::ErasureId;
use domain::response::Attribution;
use domain::survey::answer::Answer;
use domain::survey::words::{fill, isolated};
use domain::survey::{Audience, Language, Text, Words, path};

use super::scene::{Scene, at, count, keep, site, strings};
use crate::pages::respond::{
    Closed, Erased, Preference, Preferences, Receipt, ReceiptNotice, Thanks, Voice, WhoSees, closed, erased,
    preferences, receipt, retry, saved, thanks, who_sees, withdrawal,
};

#[test]
fn the_review_shows_every_answer_in_words() {
    let mut scene = Scene::starter();
    let keys = strings(&["pricing", "support"]);
    scene.answers.set("reasons", Some(Answer::Chosen { keys, other: Some("the <b>colour</b>".to_owned()) }));
    scene.answers.set("overall", Some(Answer::Rated { value: 2 }));
    let page = scene.review();
    keep("review", &page);
    assert!(page.contains("\nthe &lt;b&gt;colour&lt;/b&gt;") && page.contains("2 of 5"), "{page}");
    assert!(page.contains("Not answered"));
    assert!(
        page.contains("href=\"/survey/reasons?change\" aria-label=\"Change: What decided it\""),
        "{page}"
    );
    assert!(page.contains("action=\"/survey/send\""));
    assert!(page.contains("Leadership only") && page.contains("href=\"/survey/who-sees?from=review\""));
}

fn thanks_of(scene: &Scene, attribution: Option<Attribution>, outcome: Option<Outcome>) -> String {
    thanks(
        &site(),
        &Thanks {
            survey: scene.survey(),
            outcome,
            attribution,
            answered_at: Some(at("2026-10-12T08:58:00Z")),
            is_correction: false,
            code: Some("WL-7K3M-9QPD"),
            receipt: Some("/r/TOKEN"),
            correctable_until: Some(at("2026-10-19T08:58:00Z").date_naive()),
        },
    )
}

#[test]
fn the_thanks_say_what_happens_for_each_choice_about_the_name() {
    let scene = Scene::starter();
    let page = |attribution| thanks_of(&scene, attribution, None);
    keep("thanks", &page(Some(Attribution::Named)));
    assert!(page(Some(Attribution::Named)).contains("with your name"));
    assert!(page(Some(Attribution::Leadership)).contains("Only leadership"));
    assert!(page(Some(Attribution::Pooled)).contains("counted together"));
    let page = page(None);
    assert!(page.contains("12 October 2026, 08:58 UTC") && page.contains("until 19 October 2026"), "{page}");
    assert!(page.contains(">WL-7K3M-9QPD<") && page.contains("href=\"/r/TOKEN\""), "{page}");
}

#[test]
fn a_seller_is_not_spoken_to_as_if_he_were_the_buyer() {
    // He read: "Everyone at Meridian Cloud who worked with you. Will see it: Teo R, your contact", himself.
    for language in Words::languages() {
        let mut scene = Scene::starter();
        scene.voice = Voice::new(&language, &Language::english());
        let words = Words::of(&language);
        let said = |text: &str| fill(text, &[&isolated(&language, "North &amp; &lt;Wind&gt;")]);
        let pages = |scene: &Scene| {
            let named = thanks_of(scene, Some(Attribution::Named), None);
            [scene.landing(), named, thanks_of(scene, Some(Attribution::Leadership), None)]
        };
        let to_buyers = [
            said(words.sharing.means[0]),
            said(words.sharing.means[1]),
            fill(words.sharing.seller, &[&isolated(&language, "Grace Okafor")]),
            said(words.sharing.came[0]),
            said(words.sharing.came[1]),
        ];
        let buyer = pages(&scene).concat();
        for text in &to_buyers {
            assert!(buyer.contains(text), "{language}: {text} in {buyer}");
        }
        scene.audience = Audience::Sales;
        let seller = pages(&scene).concat();
        let sellers = &words.sharing.for_sellers;
        for text in [sellers.means[0], sellers.came[0], sellers.came[1], sellers.colleagues] {
            assert!(seller.contains(&said(text)), "{language}: {text} in {seller}");
        }
        for text in &to_buyers {
            assert!(!seller.contains(text), "{language}: {text} in {seller}");
        }
    }
}

#[test]
fn a_tenant_may_thank_differently_after_each_outcome() {
    let mut scene = Scene::starter();
    scene.template.thanks_by_outcome.insert(Outcome::Won, Text::english("Welcome aboard, {account}."));
    assert!(thanks_of(&scene, None, Some(Outcome::Won)).contains("Welcome aboard, {tenant} Ltd."));
    assert!(!thanks_of(&scene, None, Some(Outcome::LostOther)).contains("Welcome aboard"));
}

#[test]
fn the_receipt_reads_the_answer_back_and_offers_what_still_can_be_done() {
    let mut scene = Scene::starter();
    scene.base = "/r/TOKEN";
    scene.attribution = Some(Attribution::Named);
    scene.answers.set("story", Some(Answer::Text { text: "Too <dear>".to_owned() }));
    let draw = |until: Option<&str>, is_correcting: bool| {
        let path = path(&scene.template, &scene.facts, &scene.answers);
        receipt(
            &site(),
            &Receipt {
                survey: scene.survey(),
                path: &path,
                answers: &scene.answers,
                code: "WL-7K3M-9QPD",
                sent_at: Some(at("2026-10-12T08:58:00Z")),
                is_waiting: until.is_some(),
                is_correcting,
                correctable_until: until.map(at),
                notice: Some(ReceiptNotice::Shared),
            },
        )
    };
    let page = draw(Some("2026-10-19T08:58:00Z"), false);
    keep("receipt", &page);
    for words in [
        "Too &lt;dear&gt;",
        "WL-7K3M-9QPD",
        "being read",
        "value=\"named\" checked",
        "action=\"/r/TOKEN/attribution\"",
        "action=\"/r/TOKEN/correct\"",
        "href=\"/r/TOKEN/withdraw\"",
        "19 October 2026, 08:58 UTC",
        "From now on it holds",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("?change"), "it is read here, and changed in the survey");
    assert!(draw(Some("2026-10-19T08:58:00Z"), true).contains("Go on with the correction"));
    let late = draw(None, false);
    assert!(!late.contains("/r/TOKEN/correct\"") && late.contains("The time for corrections is over"));
}

#[test]
fn nothing_is_erased_without_being_asked_and_a_certificate_says_what_was() {
    let mut scene = Scene::starter();
    scene.base = "/r/TOKEN";
    let ask = withdrawal(&site(), scene.survey());
    keep("withdraw", &ask);
    assert!(
        ask.contains("method=\"post\" action=\"/r/TOKEN/withdraw\"") && ask.contains("Keep my answer"),
        "{ask}"
    );
    let manifest = Manifest::from([("answers".to_owned(), 7), ("drafts".to_owned(), 0)]);
    let certificate =
        Certificate::new(ErasureId::new(uuid::Uuid::from_u128(1)), at("2026-10-13T09:00:00Z"), manifest);
    let page = erased(&site(), &Erased { survey: scene.survey(), certificate: &certificate });
    keep("erased", &page);
    for words in
        ["Answers to questions", ">7<", "13 October 2026, 09:00 UTC", "href=\"/r/TOKEN/certificate.txt\""]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(page.contains(&certificate.hash()));
    assert!(
        !page.contains(">answers<") && !page.contains("drafts") && !page.contains("Answers you had saved"),
        "{page}"
    );
}

#[test]
fn a_press_without_a_choice_stops_nothing() {
    let mut scene = Scene::starter();
    scene.base = "/u/TOKEN";
    let draw =
        |holds, is_missing| preferences(&site(), &Preferences { survey: scene.survey(), holds, is_missing });
    let page = draw(Preference::Asked, false);
    keep("preferences", &page);
    assert_eq!(count(&page, "name=\"stop\""), 2);
    assert!(!page.contains(" checked"), "nothing is chosen beforehand: {page}");
    let wrong = draw(Preference::Asked, true);
    keep("preferences-error", &wrong);
    assert!(
        wrong.contains("autofocus") && wrong.contains("href=\"#stop\"") && count(&wrong, "id=\"stop\"") == 1
    );
    assert_eq!(count(&draw(Preference::AskedLater, false), "name=\"stop\""), 1);
    for holds in [Preference::Stopped, Preference::Silent] {
        assert!(draw(holds, false).contains("action=\"/u/TOKEN/undo\""), "{holds:?}");
    }
    assert!(!draw(Preference::Undone, false).contains("<form"));
}

#[test]
fn who_sees_it_can_be_changed_between_two_pages() {
    let scene = Scene::starter();
    let page = who_sees(&site(), &WhoSees { survey: scene.survey(), back: "reasons" });
    keep("who-sees", &page);
    assert!(page.contains("name=\"back\" value=\"reasons\"") && page.contains("href=\"/survey/reasons\""));
    assert!(page.contains("name=\"survey\" value=\"0123456789ab\"") && count(&page, "name=\"who\"") == 3);
}

#[test]
fn what_could_not_be_saved_is_sent_again_as_it_was() {
    let form = [("q.story".to_owned(), "a\n\"b\" <c>".to_owned()), ("go".to_owned(), "next".to_owned())];
    let voice = Voice::of(&super::scene::language("en"));
    let page = retry(&site(), &voice, "/survey/reasons", &form);
    assert!(page.contains("action=\"/survey/reasons\""));
    assert!(page.contains("name=\"q.story\" value=\"a\n&quot;b&quot; &lt;c&gt;\""), "{page}");
    assert!(page.contains("name=\"go\" value=\"next\""));
}

#[test]
fn who_goes_on_later_is_told_how() {
    let page = saved(&site(), Scene::starter().survey(), "/survey/reasons");
    assert!(page.contains("href=\"/survey/reasons\"") && page.contains("until 30 October 2026"), "{page}");
    let voice = Voice::of(&super::scene::language("en"));
    let page = closed(&site(), &voice, Closed::NoSection, Some("/survey/reasons"));
    keep("closed", &page);
    assert!(page.contains("href=\"/survey/reasons\"") && page.contains(">Go on with the survey<"), "{page}");
}
