//! What each reader may have of answers, and what of the pooled is told to nobody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::response::Attribution;
use domain::survey::results::Figures;
use domain::tenant::Tier;
use store::testing::fixture;

use super::World;

#[tokio::test]
async fn words_are_quoted_for_who_may_read_them_the_newest_first() {
    let world = World::new(Tier::Pool, [2, 2, 6], [1, 1, 0]).await;
    for (role, readable) in [
        (Role::Leader, &[Attribution::Named, Attribution::Leadership][..]),
        (Role::Rep, &[Attribution::Named]),
        (Role::Viewer, &[]),
    ] {
        let results = world.results(role, None).await;
        let story = results.questions.iter().find(|one| one.key == "story").expect("it is there");
        let mut expected: Vec<(DateTime<Utc>, String)> = world
            .sent
            .iter()
            .filter(|one| readable.contains(&one.attribution))
            .map(|one| (one.submitted_at, one.answers.get("story").unwrap().words().unwrap().to_owned()))
            .collect();
        expected.sort_by_key(|one| std::cmp::Reverse(one.0));
        let quoted: Vec<_> = story.quotes.iter().map(|one| (one.submitted_at, one.text.clone())).collect();
        assert_eq!(quoted, expected, "{role:?}");
        let mail = results.questions.iter().find(|one| one.key == "mail").expect("it is there");
        assert_eq!(mail.quotes, [], "addresses are counted, not listed");
        let shown = serde_json::to_string(&results).unwrap();
        for one in &world.sent {
            let words = one.answers.get("story").unwrap().words().unwrap();
            let is_pooled = one.attribution == Attribution::Pooled;
            let twin = world.sent.iter().any(|other| {
                readable.contains(&other.attribution)
                    && other.answers.get("story") == one.answers.get("story")
            });
            assert!(!is_pooled || twin || !shown.contains(words), "{words} is shown to {role:?}");
        }
    }
}

#[tokio::test]
async fn pooled_answers_are_counted_in_fives_and_in_no_version_that_tells_one_apart() {
    // Six in the first version, one in the second: the second's would be the difference of the two results.
    // The sixth is told by none.
    let world = World::new(Tier::Pool, [1, 0, 6], [1, 0, 1]).await;
    let number = async |version| {
        let results = world.results(Role::Admin, version).await;
        let nps = results.questions.iter().find(|one| one.key == "nps").expect("it is there").clone();
        (nps.n, nps.withheld)
    };
    assert_eq!(number(None).await, (7, 0));
    assert_eq!(number(Some(1)).await, (6, 0));
    assert_eq!(number(Some(2)).await, (1, 0));
    // Four are no crowd at all.
    let world = World::new(Tier::Pool, [1, 0, 4], [0, 0, 0]).await;
    let results = world.results(Role::Admin, None).await;
    for question in &results.questions {
        assert!(question.n <= 1, "{}: {}", question.key, question.n);
    }
}

#[tokio::test]
async fn one_pooled_answer_more_changes_no_figure_and_the_fifth_changes_them() {
    let mut world = World::new(Tier::Pool, [2, 1, 0], [3, 0, 0]).await;
    for role in [Role::Leader, Role::Viewer] {
        assert_eq!(world.results(role, None).await.answers, 6, "{role:?}");
    }
    let views =
        [(Role::Leader, None), (Role::Viewer, None), (Role::Leader, Some(2)), (Role::Leader, Some(1))];
    let mut before = Vec::new();
    for (role, version) in views {
        before.push(world.results(role, version).await);
    }
    for n in 1..=11 {
        let door = fixture::open(&world.db.store(), &world.tenant).await;
        let version = crate::scene::active(&door).await.version;
        world.send(&door, (2, version), 20 + n, Attribution::Pooled).await;
        door.commit().await.unwrap();
        for ((role, version), was) in views.into_iter().zip(&mut before) {
            let now = world.results(role, version).await;
            let what = format!("{role:?} in {version:?} after {n}");
            if n % 5 == 0 && version != Some(1) {
                assert_eq!(now.answers, was.answers + 5, "{what}");
                assert_eq!(now.funnel.sent, was.funnel.sent + 5, "{what}");
                assert_eq!(now.funnel.timed, was.funnel.timed + 5, "{what}");
                assert_eq!(now.funnel.sections[0].saved, was.funnel.sections[0].saved + 5, "{what}");
                *was = now;
            } else {
                assert_eq!(now, *was, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn vendors_are_counted_by_how_far_they_came_and_names_of_the_pooled_are_not_shown() {
    let world = World::new(Tier::Pool, [6, 0, 6], [0, 0, 0]).await;
    let results = world.results(Role::Leader, None).await;
    let rows = |key: &str| {
        let question = results.questions.iter().find(|one| one.key == key).expect("it is there");
        let Figures::Vendors { rows, unnamed } = &question.figures else { panic!("{question:?}") };
        let rows: BTreeMap<String, [i64; 3]> =
            rows.iter().map(|row| (row.name.clone(), [row.considered, row.finalist, row.chosen])).collect();
        (rows, *unnamed)
    };
    // The named have n from 0 to 5, the pooled that are counted 6 to 10.
    let (picked, unnamed) = rows("pick");
    assert_eq!(picked["Salesforce"], [4, 0, 0], "by either of its names");
    assert_eq!(picked["Nobody Knows Ltd"], [2, 0, 0], "of those who may be read");
    assert_eq!(unnamed, 1, "of those who may not");
    let (played, _) = rows("field");
    assert_eq!(played["Salesforce"], [0, 0, 11], "two names of it in one answer are one vendor");
    let names: BTreeSet<&String> = played.keys().collect();
    assert!(!names.iter().any(|name| name.as_str() == "Sales Force"));
}
