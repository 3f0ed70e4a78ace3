//! Words that several pages of surveys say.

use domain::deal::Outcome;
use domain::survey::Level;
use domain::survey::exchange::Remark;
use domain::survey::shelf::SurveyState;
use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::format;

/// After what a survey is sent: "After every loss".
pub(super) fn after(outcomes: &[Outcome]) -> String {
    let has = |outcome: &Outcome| outcomes.contains(outcome);
    let lost: Vec<Outcome> = Outcome::ALL.into_iter().filter(|outcome| outcome.is_lost()).collect();
    let every_loss = lost.iter().all(has);
    match (has(&Outcome::Won), every_loss) {
        (true, true) => "After every outcome".to_owned(),
        (false, true) => "After every loss".to_owned(),
        (true, false) | (false, false) => {
            let said: Vec<&str> =
                Outcome::ALL.iter().filter(|one| has(one)).map(|one| ending(*one)).collect();
            match said.as_slice() {
                [] => "After nothing: nobody is invited".to_owned(),
                all => format!("After {}", all.join(", ")),
            }
        }
    }
}

/// An outcome inside of a sentence.
pub(super) const fn ending(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "a win",
        Outcome::LostCompetitor => "a loss to a competitor",
        Outcome::LostNoDecision => "no decision",
        Outcome::LostOther => "another loss",
    }
}

/// Where a survey stands, as a mark with a word.
pub(super) fn state(state: SurveyState) -> AnyView {
    let (class, icon) = match state {
        SurveyState::Draft => ("badge", "text"),
        SurveyState::Published => ("badge badge--accent", "check"),
        SurveyState::Changed => ("badge badge--attention", "text"),
        SurveyState::Archived => ("badge", "lock"),
    };
    let label = if state == SurveyState::Draft { "Never published" } else { state.label() };
    view! { <span class=class><Icon name=icon />{label}</span> }.into_any()
}

/// "2 min", "45 s", or a dash.
pub(super) fn time(seconds: Option<i64>) -> String {
    match seconds {
        None => "–".to_owned(),
        Some(seconds @ ..90) => format!("{}\u{a0}s", seconds.max(0)),
        Some(seconds) => format!("{}\u{a0}min", (seconds + 30) / 60),
    }
}

/// What reading a file found, the worst first, each with the word for how bad it is; where it is in the file is for
/// those who wrote it.
pub(crate) fn findings(findings: &[Remark]) -> AnyView {
    let row = |finding: &Remark| {
        let (class, icon) = match finding.level {
            Level::Error => ("badge badge--problem", "x"),
            Level::Warning => ("badge badge--attention", "warn"),
            Level::Note => ("badge", "text"),
        };
        view! {
            <li class="finding">
                <span class=class><Icon name=icon />{finding.level.label()}</span>
                <span>
                    {finding.words.clone()}
                    {finding.path.clone().map(|path| view! { <code class="finding__path">{path}</code> })}
                </span>
            </li>
        }
    };
    view! { <ul class="finding-list">{findings.iter().map(row).collect_view()}</ul> }.into_any()
}

/// What reading a file found: "3 errors, 1 warning, 2 notes"; what there is none of is not said.
pub(super) fn found(findings: &[Remark]) -> String {
    let number = |level: Level| findings.iter().filter(|one| one.level == level).count();
    let said = |level: Level, one: &str, many: &str| {
        let number = i64::try_from(number(level)).unwrap_or(i64::MAX);
        (number > 0).then(|| format::counted(number, one, many))
    };
    let all = [
        said(Level::Error, "error", "errors"),
        said(Level::Warning, "warning", "warnings"),
        said(Level::Note, "note", "notes"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "The file can be read".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_survey_is_sent_after_is_said_in_words() {
        use Outcome::{LostCompetitor, LostNoDecision, LostOther, Won};
        assert_eq!(after(&Outcome::ALL), "After every outcome");
        assert_eq!(after(&[LostOther, LostCompetitor, LostNoDecision]), "After every loss");
        assert_eq!(after(&[LostNoDecision, Won]), "After a win, no decision");
        assert_eq!(after(&[]), "After nothing: nobody is invited");
    }

    #[test]
    fn a_time_is_told_as_people_do() {
        assert_eq!(time(Some(45)), "45\u{a0}s");
        assert_eq!(time(Some(130)), "2\u{a0}min");
        assert_eq!(time(None), "–");
    }
}
