//! The last step before the write: competitors resolved, themes weighed, deal metadata attached.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Attribution, Classified, Extracted};
use crate::classify::Span;
use crate::competitor::{AliasTable, Resolution, is_nobody};
use crate::deal::{Outcome, day_key};
use crate::id::{CompetitorId, DealId, InvitationId, ResponseId, VersionId};
use crate::survey::AnswerSet;
use crate::survey::answer::{Player, Stage};
use crate::taxonomy::Theme;

/// Basis points in the whole: the weights of one response's themes add up to this.
pub const WHOLE: i32 = 10_000;
/// Below this confidence a theme read from words is not counted.
const LEAST_CONFIDENCE: f32 = 0.35;

/// What the deal adds to a response.
#[derive(Clone, PartialEq, Debug)]
pub struct DealContext {
    /// The deal.
    pub deal: DealId,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What it was worth in hundredths of the home currency.
    pub home_cents: Option<i64>,
    /// The segment.
    pub segment: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The CRM's id of the rep.
    pub owner: Option<String>,
}

/// Where a theme came from; the buyer's own choice always wins.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeSource {
    /// The buyer chose it.
    Buyer,
    /// It was read from the buyer's words.
    Words,
}

impl ThemeSource {
    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Words => "words",
        }
    }
}

/// A theme of a response with its weight and its reason.
#[derive(Clone, PartialEq, Debug)]
pub struct ThemeCode {
    /// Which.
    pub theme: Theme,
    /// Where it came from.
    pub source: ThemeSource,
    /// Share of the response in basis points; zero for themes that only the words name beside chosen ones.
    pub weight: i32,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// How the buyer spoke of it, -1 to 1.
    pub sentiment: f32,
    /// The words that triggered it: the question's key and the part of its text.
    pub evidence: Vec<(String, Span)>,
}

/// The part a vendor played for the buyer.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VendorRole {
    /// Named in free text.
    Mentioned,
    /// Looked at.
    Considered,
    /// In the final.
    Finalist,
    /// Chosen.
    Chosen,
}

impl VendorRole {
    /// Every part, the least first.
    pub const ALL: [Self; 4] = [Self::Mentioned, Self::Considered, Self::Finalist, Self::Chosen];

    /// Reads [`VendorRole::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mentioned => "mentioned",
            Self::Considered => "considered",
            Self::Finalist => "finalist",
            Self::Chosen => "chosen",
        }
    }
}

/// A vendor that the buyer named.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedVendor {
    /// The tenant's competitor, when the name was resolved.
    pub competitor: Option<CompetitorId>,
    /// A competitor that it may be, for a person to confirm.
    pub proposed: Option<CompetitorId>,
    /// The words as they came.
    pub raw: String,
    /// Its part.
    pub role: VendorRole,
}

/// A response that reports may read, once it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Enriched {
    classified: Classified,
    deal: DealContext,
    themes: Vec<ThemeCode>,
    vendors: Vec<NamedVendor>,
}

/// Resolves the competitors, weighs the themes and attaches the deal.
#[must_use]
pub fn enrich(classified: Classified, aliases: &AliasTable, deal: DealContext) -> Enriched {
    let themes = weigh(&classified);
    let vendors = resolve(&classified, aliases);
    Enriched { classified, deal, themes, vendors }
}

impl Enriched {
    /// The response's id: its submission's.
    #[must_use]
    pub fn id(&self) -> ResponseId {
        ResponseId::new(self.classified.extracted().submission().id.uuid())
    }

    /// What was extracted.
    #[must_use]
    pub fn extracted(&self) -> &Extracted {
        self.classified.extracted()
    }

    /// The deal it is about, with what the deal adds.
    #[must_use]
    pub fn deal(&self) -> &DealContext {
        &self.deal
    }

    /// The invitation it answers.
    #[must_use]
    pub fn invitation(&self) -> InvitationId {
        self.classified.extracted().submission().invitation
    }

    /// The version that was answered.
    #[must_use]
    pub fn version(&self) -> VersionId {
        self.classified.extracted().submission().version
    }

    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &AnswerSet {
        &self.classified.extracted().submission().answers
    }

    /// Who may see the name.
    #[must_use]
    pub fn attribution(&self) -> Attribution {
        self.classified.extracted().attribution()
    }

    /// When it was sent.
    #[must_use]
    pub fn submitted_at(&self) -> DateTime<Utc> {
        self.classified.extracted().submission().submitted_at
    }

    /// The day key of [`Enriched::submitted_at`].
    #[must_use]
    pub fn submitted_day(&self) -> i32 {
        day_key(self.submitted_at())
    }

    /// Seconds the buyer took, if it is known when he began.
    #[must_use]
    pub fn seconds(&self) -> Option<i32> {
        let submission = self.classified.extracted().submission();
        let taken = (submission.submitted_at - submission.started_at?).num_seconds();
        i32::try_from(taken.max(0)).ok()
    }

    /// The overall rating.
    #[must_use]
    pub fn overall(&self) -> Option<u8> {
        self.classified.extracted().overall()
    }

    /// How the buyer spoke in all texts together, -1 to 1, weighed by length; absent without a text.
    #[must_use]
    pub fn sentiment(&self) -> Option<f32> {
        let (mut sum, mut letters) = (0.0_f32, 0.0_f32);
        for (text, reading) in self.classified.readings() {
            #[expect(clippy::cast_precision_loss, reason = "a weight")]
            let length = text.text.len() as f32;
            sum += reading.sentiment * length;
            letters += length;
        }
        (letters > 0.0).then(|| (sum / letters).clamp(-1.0, 1.0))
    }

    /// The themes, heaviest first.
    #[must_use]
    pub fn themes(&self) -> &[ThemeCode] {
        &self.themes
    }

    /// The vendors that the buyer named.
    #[must_use]
    pub fn vendors(&self) -> &[NamedVendor] {
        &self.vendors
    }

    /// Which classifier read the texts.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.classified.model
    }
}

/// Themes the buyer chose share the whole (3 : 2 : 1 when he said which weighed most, else alike); without any,
/// those read from the words share it by confidence.
fn weigh(classified: &Classified) -> Vec<ThemeCode> {
    let extracted = classified.extracted();
    let chosen = extracted.reasons();
    let mut codes: Vec<ThemeCode> = chosen
        .iter()
        .map(|theme| ThemeCode {
            theme: *theme,
            source: ThemeSource::Buyer,
            weight: 0,
            confidence: 1.0,
            sentiment: 0.0,
            evidence: Vec::new(),
        })
        .collect();
    for (text, reading) in classified.readings() {
        for hit in &reading.themes {
            let evidence = hit.evidence.iter().map(|span| (text.question.clone(), *span));
            if let Some(code) = codes.iter_mut().find(|code| code.theme == hit.theme) {
                code.evidence.extend(evidence);
                code.sentiment = hit.sentiment;
                code.confidence = code.confidence.max(hit.confidence);
            } else if hit.confidence >= LEAST_CONFIDENCE {
                codes.push(ThemeCode {
                    theme: hit.theme,
                    source: ThemeSource::Words,
                    weight: 0,
                    confidence: hit.confidence,
                    sentiment: hit.sentiment,
                    evidence: evidence.collect(),
                });
            }
        }
    }
    let shares: Vec<f64> = codes
        .iter()
        .enumerate()
        .map(|(rank, code)| match (code.source, chosen.is_empty(), extracted.are_weighed()) {
            (ThemeSource::Buyer, _, true) => [3.0, 2.0, 1.0].get(rank).copied().unwrap_or(1.0),
            (ThemeSource::Buyer, _, false) => 1.0,
            (ThemeSource::Words, true, _) => f64::from(code.confidence),
            (ThemeSource::Words, false, _) => 0.0,
        })
        .collect();
    for (code, weight) in codes.iter_mut().zip(apportion(&shares)) {
        code.weight = weight;
    }
    codes.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.theme.cmp(&b.theme)));
    codes
}

/// Splits the whole in proportion, in whole basis points that add up exactly (largest remainder).
fn apportion(shares: &[f64]) -> Vec<i32> {
    let total: f64 = shares.iter().sum();
    if total <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| share / total * f64::from(WHOLE)).collect();
    #[expect(clippy::cast_possible_truncation, reason = "at most WHOLE")]
    let mut weights: Vec<i32> = exact.iter().map(|one| one.floor() as i32).collect();
    let mut order: Vec<usize> = (0..exact.len()).filter(|at| exact[*at] > 0.0).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    let missing = WHOLE - weights.iter().sum::<i32>();
    for at in order.iter().cycle().take(usize::try_from(missing).unwrap_or(0)) {
        weights[*at] += 1;
    }
    weights
}

fn resolve(classified: &Classified, aliases: &AliasTable) -> Vec<NamedVendor> {
    let extracted = classified.extracted();
    let mut vendors: Vec<NamedVendor> = Vec::new();
    for Player { name: raw, stage } in extracted.vendors() {
        let role = match stage {
            Stage::Considered => VendorRole::Considered,
            Stage::Final => VendorRole::Finalist,
            Stage::Chosen => VendorRole::Chosen,
        };
        if is_nobody(raw) {
            continue;
        }
        let (competitor, proposed) = match aliases.resolve(raw) {
            Resolution::Known { competitor, .. } => (Some(competitor), None),
            Resolution::Proposed { competitor, .. } => (None, Some(competitor)),
            Resolution::Unknown => (None, None),
        };
        let is_known = vendors.iter().any(|v| match competitor {
            Some(id) => v.competitor == Some(id),
            None => v.raw.to_lowercase() == raw.to_lowercase(),
        });
        if !is_known {
            vendors.push(NamedVendor { competitor, proposed, raw: raw.clone(), role });
        }
    }
    for text in extracted.texts() {
        for mention in aliases.mentions(&text.text) {
            if !vendors.iter().any(|v| v.competitor == Some(mention.competitor)) {
                let raw = text.text.get(mention.span.start..mention.span.end).unwrap_or_default().to_owned();
                vendors.push(NamedVendor {
                    competitor: Some(mention.competitor),
                    proposed: None,
                    raw,
                    role: VendorRole::Mentioned,
                });
            }
        }
    }
    vendors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_always_add_up_to_the_whole() {
        for shares in [vec![1.0], vec![1.0, 1.0, 1.0], vec![3.0, 2.0, 1.0], vec![0.4, 0.9, 0.37, 0.0]] {
            let weights = apportion(&shares);
            assert_eq!(weights.iter().sum::<i32>(), WHOLE, "{shares:?}");
        }
        assert_eq!(apportion(&[3.0, 2.0, 1.0]), vec![5000, 3333, 1667]);
        assert_eq!(apportion(&[0.0, 0.0]), vec![0, 0]);
        assert_eq!(apportion(&[]), Vec::<i32>::new());
    }
}
