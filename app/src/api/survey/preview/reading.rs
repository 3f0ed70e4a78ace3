//! What reports would be told by a preview: the steps of a real answer, without the one that writes.

use domain::classify::{LEXICON_VERSION, read};
use domain::competitor::AliasTable;
use domain::deal::Outcome;
use domain::id::{DealId, InvitationId, PreviewId, SubmissionId, TemplateId, VersionId};
use domain::response::{
    Attribution, Classified, DealContext, Enriched, NamedVendor, Submission, ThemeCode, ThemeSource,
    VendorRole, enrich, extract,
};
use domain::survey::sample::Sample;
use domain::survey::{
    AnswerSet, Kind, Path, Question, Reader, Section, Template, Words, check_answers, path,
};
use store::survey::preview::{self, Preview};
use store::{StoreError, TenantTx, competitor, survey};
use uuid::Uuid;

use super::{Fact, Running, Stop, Tryout};
use crate::api::survey::heading::head;

impl Tryout {
    /// Reads what a survey can be tried as, and a try of the member behind the door.
    pub(super) async fn load(
        tenant: &TenantTx,
        id: TemplateId,
        wanted: Option<PreviewId>,
    ) -> Result<Self, StoreError> {
        let draft = survey::load_draft(tenant, id).await?;
        let now = tenant.clock().now();
        let mut samples = survey::samples(tenant).await?;
        for outcome in Outcome::ALL {
            if !samples.iter().any(|sample| sample.facts.outcome == Some(outcome)) {
                samples.push(Sample::made_up(outcome, now));
            }
        }
        let running = match wanted {
            Some(wanted) => preview::load(tenant, wanted).await?.filter(|one| one.survey == id),
            None => None,
        };
        if wanted.is_some() && running.is_none() {
            return Err(StoreError::NotFound);
        }
        let running = match running {
            Some(preview) => {
                let aliases = competitor::aliases(tenant).await?;
                Some(Running::of(&preview, preview.template != draft.template, &aliases, now))
            }
            None => None,
        };
        Ok(Self {
            as_of: now,
            survey: head(&draft),
            languages: draft.template.languages,
            outcomes: draft.outcomes,
            samples,
            running,
        })
    }
}

impl Running {
    fn of(
        preview: &Preview,
        is_outdated: bool,
        aliases: &AliasTable,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Self {
        let template = &preview.template;
        let way = path(template, &preview.sample.facts, &preview.answers);
        let errors = check_answers(&way, &preview.answers).err().unwrap_or_default();
        let words = |question: &Question| question.text.words(&template.languages).to_owned();
        let missing = way.questions().filter(|one| !errors.of_question(&one.key).is_empty());
        let good = preview.answers.only(|key| errors.of_question(key).is_empty());
        Self {
            id: preview.id,
            sample: preview.sample.clone(),
            language: preview.language.clone(),
            is_outdated,
            path: template.sections.iter().map(|section| stop(template, section, &way)).collect(),
            answered: way.questions().filter(|one| good.get(&one.key).is_some()).count(),
            missing: missing.map(words).collect(),
            told: told(preview, &good, aliases, now),
        }
    }
}

fn stop(template: &Template, section: &Section, way: &Path<'_>) -> Stop {
    let here = way.sections().iter().find(|(one, _)| one.key == section.key);
    let shown = here.map_or(0, |(_, questions)| questions.len());
    Stop {
        title: section.title.words(&template.languages).to_owned(),
        shown,
        hidden: section.questions.len() - shown,
        is_skipped: here.is_none(),
    }
}

/// What reports would be told by the answers so far: what is missing is treated as if it were not required.
fn told(
    preview: &Preview,
    answers: &AnswerSet,
    aliases: &AliasTable,
    now: chrono::DateTime<chrono::Utc>,
) -> Vec<Fact> {
    let mut template = preview.template.clone();
    for question in template.sections.iter_mut().flat_map(|section| &mut section.questions) {
        question.is_required = false;
        question.require_if = None;
    }
    let submission = Submission {
        id: SubmissionId::new(Uuid::nil()),
        invitation: InvitationId::new(Uuid::nil()),
        deal: DealId::new(Uuid::nil()),
        version: VersionId::new(Uuid::nil()),
        answers: answers.clone(),
        attribution: preview.attribution,
        started_at: None,
        submitted_at: now,
    };
    let Ok(extracted) = extract(&template, &preview.sample.facts, submission) else { return Vec::new() };
    let readings = extracted.texts().iter().map(|one| read(&one.text)).collect();
    let Ok(classified) = Classified::new(extracted, readings, LEXICON_VERSION) else { return Vec::new() };
    let facts = &preview.sample.facts;
    let deal = DealContext {
        deal: DealId::new(Uuid::nil()),
        outcome: facts.outcome,
        home_cents: facts.home_cents,
        segment: facts.segment.clone(),
        region: facts.region.clone(),
        owner: None,
    };
    facts_of(&template, &enrich(classified, aliases, deal))
}

fn facts_of(template: &Template, enriched: &Enriched) -> Vec<Fact> {
    let fact = |label: &str, values: Vec<String>| Fact { label: label.to_owned(), values };
    let extracted = enriched.extracted();
    let mut facts = vec![
        fact("Themes", enriched.themes().iter().map(theme).collect()),
        fact("Vendors", enriched.vendors().iter().map(vendor).collect()),
    ];
    let language = template.language();
    let reader = Reader { words: Words::of(language), languages: &[language] };
    for question in template.questions().filter(|question| is_typed(&question.kind)) {
        if let Some(answer) = enriched.answers().get(&question.key) {
            facts.push(fact(question.kind.label(), reader.lines(question, answer)));
        }
    }
    let rated = |value: Option<u8>, most: &str| value.map(|value| format!("{value} of {most}"));
    facts.push(fact("Overall", rated(extracted.overall(), "5").into_iter().collect()));
    facts.push(fact("Recommendation", rated(extracted.recommendation(), "10").into_iter().collect()));
    facts.push(fact("Tone of the words", enriched.sentiment().map(tone).into_iter().collect()));
    let quotes = extracted.texts().iter().map(|one| format!("“{}”", one.text));
    facts.push(fact("Words", quotes.collect()));
    facts.push(fact("Who may see the name", vec![sees(enriched.attribution()).to_owned()]));
    facts.retain(|fact| !fact.values.is_empty());
    facts
}

/// Whether reports read its answer without reading words.
fn is_typed(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::PriceGap | Kind::TurningPoint { .. } | Kind::WouldHaveChanged { .. } | Kind::HeadToHead { .. }
    )
}

fn theme(code: &ThemeCode) -> String {
    let whence = match code.source {
        ThemeSource::Buyer => "chosen",
        ThemeSource::Words => "read from the words",
    };
    match code.weight {
        0 => format!("{}: no weight, {whence}", code.theme.label()),
        weight => format!("{}: {} %, {whence}", code.theme.label(), (weight + 50) / 100),
    }
}

fn vendor(vendor: &NamedVendor) -> String {
    let role = match vendor.role {
        VendorRole::Mentioned => "mentioned",
        VendorRole::Considered => "considered",
        VendorRole::Finalist => "in the final",
        VendorRole::Chosen => "chosen",
    };
    let known = match (vendor.competitor, vendor.proposed) {
        (Some(_), _) => "",
        (None, Some(_)) => ", to be confirmed: like one of your competitors",
        (None, None) => ", not among your competitors",
    };
    format!("{}: {role}{known}", vendor.raw)
}

fn tone(sentiment: f32) -> String {
    let word = match sentiment {
        ..-0.2 => "critical",
        0.2.. => "friendly",
        _ => "even",
    };
    word.to_owned()
}

const fn sees(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::Named => "Everybody who works with the deal",
        Attribution::Leadership => "Leaders and admins only",
        Attribution::Pooled => "Nobody: it is counted, and shown to nobody",
    }
}
