//! Each figure of each question against plain loops over what was sent, for every reader.

use domain::actor::Role;
use domain::response::Attribution;
use domain::survey::answer::{Pair, PriceRole, PriceStance};
use domain::survey::results::{Figures, QuestionResults};
use domain::survey::{Answer, Number};
use domain::tenant::Tier;
use store::survey;
use store::testing::fixture;

use super::{Sent, World};

fn number_of<'a>(all: &[&'a Sent], question: &str, is: impl Fn(&'a Answer) -> bool) -> i64 {
    let found = all.iter().filter(|one| one.answers.get(question).is_some_and(&is)).count();
    i64::try_from(found).unwrap()
}

fn has_key(answer: &Answer, key: &str) -> bool {
    match answer {
        Answer::Chosen { keys, .. } | Answer::Ranked { keys } => keys.iter().any(|one| one == key),
        Answer::Turned { key: picked, .. } | Answer::Changed { key: picked, .. } => {
            picked.as_deref() == Some(key)
        }
        _ => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few answers")]
fn close(ours: Option<f64>, sum: i64, n: i64) {
    match ours {
        None => assert_eq!(n, 0),
        Some(ours) => assert!((ours - sum as f64 / n as f64).abs() < 1e-9, "{ours} is not {sum}/{n}"),
    }
}

/// The figures of a question against plain loops over what was sent; `may_read` says of whom this reader reads the answers.
fn compare(question: &QuestionResults, all: &[&Sent], may_read: impl Fn(&Sent) -> bool) {
    let key = question.key.as_str();
    let number = |is: &dyn Fn(&Answer) -> bool| number_of(all, key, is);
    let given = || all.iter().filter_map(|one| one.answers.get(key));
    let reads_all = all.iter().all(|one| may_read(one));
    match &question.figures {
        Figures::Choices { rows, other } => {
            for row in rows {
                assert_eq!(row.n, number(&|answer| has_key(answer, &row.key)), "{key} {}", row.key);
            }
            let own = number(&|answer| {
                matches!(
                    answer,
                    Answer::Chosen { other: Some(_), .. } | Answer::Turned { other: Some(_), .. }
                )
            });
            assert_eq!(*other, own, "{key}");
        }
        Figures::Rating { counts, mean } => {
            let values: Vec<i64> = given().map(|one| one.number().unwrap().truncated()).collect();
            for (step, count) in (1..).zip(counts) {
                assert_eq!(
                    usize::try_from(*count).unwrap(),
                    values.iter().filter(|one| **one == step).count()
                );
            }
            close(*mean, values.iter().sum(), question.n);
        }
        Figures::Nps { counts, score } => {
            let values: Vec<i64> = given().map(|one| one.number().unwrap().truncated()).collect();
            for (step, count) in (0..).zip(counts) {
                assert_eq!(
                    usize::try_from(*count).unwrap(),
                    values.iter().filter(|one| **one == step).count()
                );
            }
            let sum = values.iter().map(|value| match value {
                9.. => 100,
                7..9 => 0,
                _ => -100,
            });
            close(*score, sum.sum(), question.n);
        }
        Figures::Matrix { columns, rows } => {
            for row in rows {
                for (column, count) in columns.iter().zip(&row.counts) {
                    let judged = number(
                        &|answer| matches!(answer, Answer::Judged { rows } if rows.get(&row.key) == Some(column)),
                    );
                    assert_eq!(*count, judged, "{} {column}", row.key);
                }
            }
        }
        Figures::Ranking { rows } => {
            for row in rows {
                let places: Vec<i64> = given()
                    .filter_map(|one| (1..).zip(one.keys()).find(|(_, key)| **key == row.key))
                    .map(|(place, _)| place)
                    .collect();
                assert_eq!(row.n, i64::try_from(places.len()).unwrap());
                assert_eq!(row.first, number(&|answer| answer.keys().first() == Some(&row.key)));
                close(row.mean_place, places.iter().sum(), row.n);
            }
        }
        Figures::Numbers { unit, ends, quartiles, is_rounded } => {
            assert_eq!(unit, "seats");
            let mut values: Vec<Number> = given().map(|one| one.number().unwrap()).collect();
            values.sort();
            let typed = |one: &&&Sent| one.answers.get(&question.key)?.number();
            let readable: Vec<Number> =
                all.iter().filter(|one| may_read(one)).filter_map(|one| typed(&one)).collect();
            assert_eq!(*is_rounded, !reads_all);
            let least_and_most = readable.iter().min().zip(readable.iter().max());
            assert_eq!(*ends, least_and_most.map(|(least, most)| [*least, *most]));
            let shown = quartiles.expect("there are some");
            let below = |limit| values.iter().filter(|one| **one <= limit).count() * 4;
            for (quarter, shown) in (1..).zip(shown) {
                let exact = values.iter().copied().find(|one| below(*one) >= values.len() * quarter).unwrap();
                let near = |value: Number| if *is_rounded { value.rounded() } else { value };
                let is_it = |one: &Number| near(*one) == shown && below(*one) >= values.len() * quarter;
                assert!(values.iter().any(is_it), "{shown} is not near {exact}");
            }
        }
        Figures::Dates { months } => {
            let sum: i64 = months.iter().map(|(_, n)| n).sum();
            assert_eq!(sum, question.n);
            for (month, n) in months {
                let in_month = number(
                    &|answer| matches!(answer, Answer::Date { day } if day.to_string().starts_with(month)),
                );
                assert_eq!(*n, in_month);
            }
        }
        Figures::Vendors { .. } => {}
        Figures::HeadToHead { rows } => {
            for row in rows {
                let pairs: Vec<Pair> = given()
                    .filter_map(|one| match one {
                        Answer::Compared { rows } => rows.get(&row.key).copied(),
                        _ => None,
                    })
                    .collect();
                let sum =
                    |side: &dyn Fn(&Pair) -> Option<u8>| pairs.iter().filter_map(side).map(i64::from).sum();
                close(row.us.0, sum(&|pair| pair.us), row.us.1);
                close(row.them.0, sum(&|pair| pair.them), row.them.1);
                assert_eq!(usize::try_from(row.us.1).unwrap(), pairs.len());
            }
        }
        Figures::Price { stances, roles, gaps, median } => {
            for (stance, count) in PriceStance::ALL.into_iter().zip(stances) {
                assert_eq!(
                    *count,
                    number(
                        &|answer| matches!(answer, Answer::Priced { stance: Some(one), .. } if *one == stance)
                    )
                );
            }
            for (role, count) in PriceRole::ALL.into_iter().zip(roles) {
                assert_eq!(
                    *count,
                    number(
                        &|answer| matches!(answer, Answer::Priced { role: Some(one), .. } if *one == role)
                    )
                );
            }
            let mut all: Vec<f64> = given()
                .filter_map(|one| match one {
                    Answer::Priced { stance: Some(stance), percent, .. } => match stance {
                        PriceStance::Higher => percent.map(f64::from),
                        PriceStance::Lower => percent.map(|percent| -f64::from(percent)),
                        PriceStance::Same => Some(0.0),
                        PriceStance::Unknown => None,
                    },
                    _ => None,
                })
                .collect();
            for band in gaps {
                let inside = |gap: &&f64| **gap >= f64::from(band.from) && **gap < f64::from(band.below);
                assert_eq!(usize::try_from(band.n).unwrap(), all.iter().filter(inside).count());
            }
            all.sort_by(f64::total_cmp);
            let middle = (all[(all.len() - 1) / 2] + all[all.len() / 2]) / 2.0;
            let near = if reads_all { middle } else { (middle / 5.0).round() * 5.0 };
            assert_eq!(*median, Some(near));
        }
        Figures::Agreed | Figures::Words => {}
    }
}

#[tokio::test]
async fn every_figure_equals_a_plain_computation_for_every_reader_and_version() {
    for (tier, first, second) in [(Tier::Pool, [12, 6, 7], [9, 5, 6]), (Tier::Silo, [5, 2, 6], [4, 3, 1])] {
        let world = World::new(tier, first, second).await;
        for role in [Role::Admin, Role::Leader, Role::Rep, Role::Viewer] {
            for version in [None, Some(1), Some(2)] {
                let results = world.results(role, version).await;
                let here = |one: &&Sent| version.is_none_or(|version| version == one.version);
                let all = world.in_figures(version);
                assert_eq!((results.answers, results.funnel.sent), (all, all));
                assert_eq!(results.questions.len(), if version == Some(2) { 16 } else { 17 });
                for question in &results.questions {
                    let counted = world.counted(&question.key, role, version);
                    let what = format!("{} for {role:?} in {version:?}", question.key);
                    assert_eq!(question.n, i64::try_from(counted.len()).unwrap(), "{what}");
                    let leadership = |all: &mut dyn Iterator<Item = &Sent>| {
                        i64::try_from(all.filter(|one| one.attribution == Attribution::Leadership).count())
                            .unwrap()
                    };
                    let given =
                        world.sent.iter().filter(here).filter(|one| one.answers.get(&question.key).is_some());
                    let left_out =
                        leadership(&mut given.into_iter()) - leadership(&mut counted.iter().copied());
                    assert_eq!(question.withheld, left_out, "{what}: nothing is said of the pooled");
                    let reads_all = matches!(role, Role::Admin | Role::Leader);
                    compare(question, &counted, |one| match one.attribution {
                        Attribution::Named => role != Role::Viewer,
                        Attribution::Leadership => reads_all,
                        Attribution::Pooled => false,
                    });
                }
            }
        }
    }
}

#[tokio::test]
async fn the_lists_of_surveys_and_versions_have_as_many_answers_as_the_results() {
    // They counted the pooled answers that results leave out, and so told how many these are.
    let world = World::new(Tier::Pool, [3, 2, 7], [2, 1, 6]).await;
    let door = fixture::open(&world.db.store(), &world.tenant).await;
    let listed = survey::list(&door).await.unwrap();
    let listed = listed.iter().find(|one| one.id == world.survey).expect("it is there");
    let all = world.results(Role::Viewer, None).await;
    assert_eq!((listed.answers, all.answers), (18, 18), "ten of thirteen pooled ones");
    assert_eq!((listed.completion.hits, listed.completion.n), (all.funnel.sent, all.funnel.started));
    assert_eq!(listed.median_seconds, all.funnel.median_seconds);
    for version in survey::versions(&door, world.survey).await.unwrap() {
        let alone = world.results(Role::Viewer, Some(version.number)).await;
        let expected = if version.number == 1 { 10 } else { 3 };
        assert_eq!((version.answers, alone.answers), (expected, expected), "{}", version.number);
    }
}

#[tokio::test]
async fn versions_are_joined_by_the_questions_key() {
    let world = World::new(Tier::Pool, [3, 0, 0], [4, 0, 0]).await;
    let results = world.results(Role::Leader, None).await;
    let question = |key: &str| results.questions.iter().find(|one| one.key == key).expect("it is there");
    let many = question("many");
    assert_eq!((many.n, many.of, many.is_gone), (7, 7, false));
    let Figures::Choices { rows, .. } = &many.figures else { panic!("{many:?}") };
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["c", "d", "a", "b"], "by how often each was chosen, those of older versions too");
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.n)), "{rows:?}");
    let date = question("date");
    assert_eq!((date.n, date.of, date.is_gone), (3, 3, true));
    assert_eq!(results.questions.last().map(|one| one.key.as_str()), Some("date"));
}
