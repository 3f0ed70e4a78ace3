//! How far those came who were invited.

use domain::report::Rate;
use domain::survey::results::Funnel;
use leptos::prelude::*;

use crate::charts::still::bar::Bar;
use crate::format;
use crate::pages::surveys::words;

/// The way in four numbers.
pub(super) fn tiles(funnel: &Funnel) -> AnyView {
    let started = Rate::new(funnel.started, funnel.invited);
    let sent = Rate::new(funnel.sent, funnel.started);
    // What is told apart by a point breaks there, and not within.
    let of = |rate: Rate, of: &str| {
        [format!("{} of {of}", format::rate(rate)), format::interval_percent(rate)].map(Some)
    };
    let tiles = [
        ("Invited", format::count(funnel.invited), [None, None]),
        ("Began", format::count(funnel.started), of(started, "the invited")),
        ("Sent", format::count(funnel.sent), of(sent, "who began")),
        (
            "Median time",
            words::time(funnel.median_seconds),
            [
                Some("from start to send".to_owned()),
                Some(format!("n\u{a0}=\u{a0}{}", format::count(funnel.timed))),
            ],
        ),
    ];
    let tile = |(label, value, [of, how]): (&'static str, String, [Option<String>; 2])| {
        let how = how.map(|how| view! { " · " <span class="nowrap">{how}</span> });
        view! {
            <div class="stat">
                <span class="stat__label">{label}</span>
                <span class="stat__value">{value}</span>
                <span class="stat__meta">{of} {how}</span>
            </div>
        }
    };
    view! {
        <section class="stats stats--four results__tiles" aria-label="Key figures">
            {tiles.into_iter().map(tile).collect_view()}
        </section>
    }
    .into_any()
}

/// One stage of the way.
struct Stage {
    title: String,
    shown_when: Option<String>,
    n: i64,
    left: Option<i64>,
    seconds: Option<i64>,
    timed: i64,
}

fn stages(funnel: &Funnel) -> Vec<Stage> {
    let plain = |title: &str, n: i64, left: Option<i64>| Stage {
        title: title.to_owned(),
        shown_when: None,
        n,
        left,
        seconds: None,
        timed: 0,
    };
    let mut stages = vec![
        plain("Invited", funnel.invited, Some(funnel.invited - funnel.started - funnel.unopened)),
        plain("Began", funnel.started, Some(funnel.left_at_start)),
    ];
    let pages = if counts_pages(funnel) { &funnel.sections[..] } else { &[] };
    stages.extend(pages.iter().map(|section| Stage {
        title: section.title.clone(),
        shown_when: section.shown_when.clone(),
        n: section.saved,
        left: Some(section.left),
        seconds: section.median_seconds,
        timed: section.timed,
    }));
    stages.push(plain("Sent", funnel.sent, None));
    stages
}

/// Whether pages were counted when these answers came: those of earlier times have none.
fn counts_pages(funnel: &Funnel) -> bool {
    funnel.sent == 0 || funnel.sections.iter().any(|section| section.saved > 0)
}

/// The way as a table with bars.
pub(super) fn table(funnel: &Funnel) -> AnyView {
    let most = funnel.invited.max(funnel.started).max(1);
    let row = |stage: &Stage| {
        #[expect(clippy::cast_precision_loss, reason = "for the width of a bar")]
        let share = stage.n as f64 / most as f64;
        let left = stage.left.map_or_else(|| "–".to_owned(), format::count);
        let title = format!("n = {}", format::count(stage.timed));
        view! {
            <tr>
                <th scope="row" dir="auto">
                    {stage.title.clone()}
                    {stage.shown_when.clone().map(|when| view! { <span class="stage__when">{format!("when {when}")}</span> })}
                </th>
                <td class="table__grow">
                    <Bar share=share has_track=true />
                </td>
                <td class="table__num">{format::count(stage.n)}</td>
                <td class="table__num faint">{left}</td>
                <td class="table__num table__opt faint" title=title>
                    {words::time(stage.seconds)}
                </td>
            </tr>
        }
    };
    let open = [
        (funnel.unopened, "has not begun yet", "have not begun yet"),
        (funnel.under_way, "is under way", "are under way"),
    ];
    let open = open.into_iter().filter(|(count, ..)| *count > 0);
    let open: Vec<String> = open.map(|(count, one, many)| format::counted(count, one, many)).collect();
    let open =
        (!open.is_empty()).then(|| format!(" {}: they still can answer, and did not stop.", open.join(", ")));
    let how = if counts_pages(funnel) {
        "Counted when a page is saved by its button; rules may skip pages."
    } else {
        "Pages were not counted yet when these answers came."
    };
    view! {
        <section class="section" aria-labelledby="funnel">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="funnel">
                        {finding(funnel)}
                    </h2>
                    <p class="section__sub">
                        {how} {open}
                    </p>
                </div>
            </div>
            <table class="table table--bars table--flat funnel">
                <caption class="visually-hidden">"How far buyers came"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Stage"</th>
                        <th scope="col">
                            <span class="visually-hidden">"Bar"</span>
                        </th>
                        <th scope="col" class="table__num">
                            "Buyers"
                        </th>
                        <th scope="col" class="table__num">
                            "Stopped here"
                        </th>
                        <th scope="col" class="table__num table__opt">
                            "Median time"
                        </th>
                    </tr>
                </thead>
                <tbody>{stages(funnel).iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The finding in words: where most stopped who had begun.
fn finding(funnel: &Funnel) -> String {
    let lost = funnel.started - funnel.sent - funnel.under_way;
    if funnel.started == 0 {
        return "Nobody began yet".to_owned();
    }
    if lost <= 0 && funnel.sent == 0 {
        return "Nobody sent an answer yet, and nobody stopped".to_owned();
    }
    if lost <= 0 {
        return "Nobody who began was lost".to_owned();
    }
    let page = funnel.sections.iter().max_by_key(|section| section.left).filter(|one| one.left > 0);
    match page {
        Some(page) if page.left >= funnel.left_at_start => {
            format!("Of {lost} who began and stopped, most did after “{}”: {}", page.title, page.left)
        }
        Some(_) | None => {
            format!("Of {lost} who began and stopped, most did on the first page: {}", funnel.left_at_start)
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::results::SectionStep;

    use super::*;

    fn funnel(left: i64, left_at_start: i64) -> Funnel {
        Funnel {
            started: 20,
            sent: 20 - left - left_at_start,
            left_at_start,
            sections: vec![SectionStep {
                key: "price".to_owned(),
                title: "Price".to_owned(),
                shown_when: None,
                saved: 15,
                left,
                median_seconds: None,
                timed: 0,
            }],
            ..Funnel::default()
        }
    }

    #[test]
    fn the_finding_names_the_page_where_most_stopped() {
        assert_eq!(finding(&funnel(3, 1)), "Of 4 who began and stopped, most did after “Price”: 3");
        assert_eq!(finding(&funnel(1, 3)), "Of 4 who began and stopped, most did on the first page: 3");
        assert_eq!(finding(&funnel(0, 0)), "Nobody who began was lost");
        assert_eq!(finding(&Funnel::default()), "Nobody began yet");
        let under_way = Funnel { started: 2, under_way: 2, ..Funnel::default() };
        assert_eq!(finding(&under_way), "Nobody sent an answer yet, and nobody stopped");
    }

    #[test]
    fn pages_that_nobody_counted_are_no_stages() {
        let titles = |funnel: &Funnel| stages(funnel).into_iter().map(|one| one.title).collect::<Vec<_>>();
        let mut counted = funnel(3, 1);
        assert_eq!(titles(&counted), ["Invited", "Began", "Price", "Sent"]);
        counted.sections[0].saved = 0;
        assert_eq!(titles(&counted), ["Invited", "Began", "Sent"]);
        counted.sent = 0;
        assert_eq!(titles(&counted), ["Invited", "Began", "Price", "Sent"], "nobody came so far");
    }
}
