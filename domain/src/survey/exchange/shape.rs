//! What the members of a survey's document are, so that each can be read on its own.
//!
//! **Invariant:** every member that [`super::export`] writes is in here; a test compares.

use crate::survey::check::{
    LONGEST_TEXT, MOST_CALCULATIONS, MOST_CHOICES, MOST_COLUMNS, MOST_CONDITIONS, MOST_LANGUAGES,
    MOST_QUESTIONS, MOST_ROWS, MOST_SECTIONS,
};

/// What a value in a document is.
pub(super) enum Shape {
    /// A text in one or several languages.
    Text,
    /// Plain words.
    Words,
    /// Yes or no.
    Flag,
    /// A whole number from 0 to this.
    Whole(u64),
    /// A whole number of either sign.
    Signed,
    /// A number to a thousandth.
    Number,
    /// A day.
    Day,
    /// A colour.
    Color,
    /// The tag of a language.
    Language,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// At most so many. One that cannot be read is left out; or, where that would make it mean something else,
    /// all of them.
    List { of: &'static Shape, most: usize, is_strict: bool },
    /// Members by name.
    Object(&'static [Member]),
    /// One of these, named by its only member; or by a plain word where it has no value.
    Variant(&'static [(&'static str, Shape)]),
    /// A kind of question, named by its member `type`.
    Kind,
    /// Texts by outcome.
    ByOutcome,
    /// No value: the word itself is all.
    Nothing,
    /// As that one; for those that hold others of their own.
    Like(&'static Shape),
    /// Left out, with a note that says why.
    Dropped(&'static str),
}

/// A member of an object.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
}

/// What happens without a member, or with one that cannot be read.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(super) enum Need {
    /// Nothing: it is left out.
    Optional,
    /// It begins empty.
    Filled,
    /// It may be missing; but one that cannot be read makes its owner unreadable.
    Strict,
    /// Its owner cannot be read.
    Needed,
}

const fn optional(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Optional }
}

const fn filled(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Filled }
}

const fn strict(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Strict }
}

const fn needed(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Needed }
}

const fn list(of: &'static Shape, most: usize) -> Shape {
    Shape::List { of, most, is_strict: false }
}

/// A list of which nothing can be left out.
const fn strict_list(of: &'static Shape, most: usize) -> Shape {
    Shape::List { of, most, is_strict: true }
}

/// Longest plain words, in characters: names, keys, values of rules.
pub(super) const LONGEST_WORDS: usize = 500;
/// Longest text in one language.
pub(super) const LONGEST: usize = LONGEST_TEXT;

pub(super) const OUTCOMES: &[&str] = &["won", "lost_competitor", "lost_no_decision", "lost_other"];
pub(super) const THEMES: &[&str] = &[
    "pricing",
    "product_fit",
    "usability",
    "integrations",
    "implementation",
    "support",
    "security",
    "reliability",
    "sales_experience",
    "vendor_trust",
    "incumbent",
    "timing",
];
const MEANINGS: &[&str] =
    &["reasons", "turning_point", "considered", "chosen", "verbatim", "attribution", "overall"];
const FACTS: &[&str] = &["segment", "region", "competitor", "deal_type"];
const STAGES: &[&str] = &["considered", "final", "chosen"];
const ROLES: &[&str] = &["decided", "named", "no_part"];
const OPERATIONS: &[&str] = &["add", "subtract", "multiply", "set"];
const ATTRIBUTIONS: &[&str] = &["named", "leadership", "pooled"];
const SIZES: &[&str] = &["normal", "large", "larger"];

static WORDS: Shape = Shape::Words;
static LANGUAGE: Shape = Shape::Language;
static OUTCOME: Shape = Shape::OneOf(OUTCOMES);
static ROLE: Shape = Shape::OneOf(ROLES);
static ATTRIBUTION: Shape = Shape::OneOf(ATTRIBUTIONS);

/// A whole survey.
pub(super) static SURVEY: Shape = Shape::Object(&[
    filled("name", Shape::Words),
    optional("languages", list(&LANGUAGE, MOST_LANGUAGES)),
    filled("title", Shape::Text),
    filled("intro", Shape::Text),
    filled("minutes", Shape::Whole(255)),
    filled("sections", list(&SECTION, MOST_SECTIONS)),
    optional("calculations", list(&CALCULATION, MOST_CALCULATIONS)),
    filled("thanks", Shape::Text),
    optional("thanks_by_outcome", Shape::ByOutcome),
    optional("attributions", list(&ATTRIBUTION, 3)),
    optional("recall", Shape::Object(&[optional("amount", Shape::Flag), optional("rep", Shape::Flag)])),
    optional(
        "branding",
        Shape::Object(&[
            optional("logo", Shape::Dropped("The logo was left out: choose one of your own images.")),
            optional("accent", Shape::Color),
            optional("bar", Shape::Color),
            optional("size", Shape::OneOf(SIZES)),
        ]),
    ),
    optional(
        "notice",
        Shape::Object(&[
            optional("controller", Shape::Words),
            optional("purpose", Shape::Text),
            optional("retention_months", Shape::Whole(65_535)),
            optional("readers", Shape::Text),
            optional("url", Shape::Words),
        ]),
    ),
]);

static SECTION: Shape = Shape::Object(&[
    filled("key", Shape::Words),
    filled("title", Shape::Text),
    optional("intro", Shape::Text),
    optional("show_if", Shape::Like(&CONDITION)),
    filled("questions", list(&QUESTION, MOST_QUESTIONS)),
    optional("jumps", list(&JUMP, MOST_SECTIONS)),
]);

static JUMP: Shape = Shape::Object(&[
    strict("when", Shape::Like(&CONDITION)),
    needed("to", Shape::Variant(&[("section", Shape::Words), ("end", Shape::Nothing)])),
]);

static QUESTION: Shape = Shape::Object(&[
    filled("key", Shape::Words),
    filled("text", Shape::Text),
    optional("help", Shape::Text),
    optional("is_required", Shape::Flag),
    optional("require_if", Shape::Like(&CONDITION)),
    optional("show_if", Shape::Like(&CONDITION)),
    optional("meaning", Shape::OneOf(MEANINGS)),
    needed("kind", Shape::Kind),
]);

static CALCULATION: Shape = Shape::Object(&[
    filled("key", Shape::Words),
    filled("name", Shape::Words),
    strict("start", Shape::Number),
    needed("steps", strict_list(&STEP, MOST_CONDITIONS)),
]);

static STEP: Shape = Shape::Object(&[
    strict("when", Shape::Like(&CONDITION)),
    needed("does", Shape::OneOf(OPERATIONS)),
    needed(
        "with",
        Shape::Variant(&[("number", Shape::Number), ("answer", Shape::Words), ("value", Shape::Words)]),
    ),
]);

static CHOICE: Shape = Shape::Object(&[
    filled("key", Shape::Words),
    filled("label", Shape::Text),
    optional("help", Shape::Text),
    optional("theme", Shape::OneOf(THEMES)),
    optional("is_exclusive", Shape::Flag),
]);

static ROW: Shape = Shape::Object(&[filled("key", Shape::Words), filled("label", Shape::Text)]);

static CONDITION: Shape = Shape::Variant(CONDITIONS);

const ALL_WORDS: Shape = strict_list(&WORDS, MOST_CHOICES);
const ASKS: Member = needed("question", Shape::Words);
const BYTE: Shape = Shape::Whole(255);

/// The conditions, which hold others.
static CONDITIONS: &[(&str, Shape)] = &[
    ("all", strict_list(&CONDITION, MOST_CONDITIONS)),
    ("any", strict_list(&CONDITION, MOST_CONDITIONS)),
    ("not", Shape::Like(&CONDITION)),
    ("outcome", strict_list(&OUTCOME, 4)),
    ("deal", Shape::Object(&[needed("fact", Shape::OneOf(FACTS)), needed("values", ALL_WORDS)])),
    ("amount", Shape::Object(&[strict("from", Shape::Signed), strict("below", Shape::Signed)])),
    ("answered", Shape::Words),
    ("chose", Shape::Object(&[ASKS, needed("choices", ALL_WORDS)])),
    ("rated", Shape::Object(&[ASKS, needed("from", BYTE), needed("to", BYTE)])),
    ("between", Shape::Object(&[ASKS, strict("from", Shape::Number), strict("to", Shape::Number)])),
    ("contains", Shape::Object(&[ASKS, needed("words", Shape::Words)])),
    ("judged", Shape::Object(&[ASKS, needed("row", Shape::Words), needed("columns", ALL_WORDS)])),
    ("picked", Shape::Object(&[ASKS, needed("at_least", BYTE)])),
    ("ranked", Shape::Object(&[ASKS, needed("choices", ALL_WORDS), needed("within", BYTE)])),
    ("reached", Shape::Object(&[ASKS, needed("stage", Shape::OneOf(STAGES))])),
    ("price", Shape::Object(&[ASKS, needed("roles", strict_list(&ROLE, 3))])),
    (
        "value",
        Shape::Object(&[
            needed("value", Shape::Words),
            strict("from", Shape::Number),
            strict("to", Shape::Number),
        ]),
    ),
];

const CHOICES: Shape = list(&CHOICE, MOST_CHOICES);
const OTHER: Member = optional("allows_other", Shape::Flag);
const SHUFFLED: Member = optional("is_shuffled", Shape::Flag);
const LENGTH: Shape = Shape::Whole(u32::MAX as u64);
const TEXT_LIMITS: &[Member] =
    &[optional("min_chars", LENGTH), needed("max_chars", LENGTH), optional("pattern", Shape::Words)];

/// The kinds by their code, each with its members beside `type`.
pub(super) static KINDS: &[(&str, &[Member])] = &[
    ("short_text", TEXT_LIMITS),
    ("long_text", TEXT_LIMITS),
    ("email", &[]),
    ("url", &[]),
    (
        "number",
        &[
            optional("from", Shape::Number),
            optional("to", Shape::Number),
            optional("is_whole", Shape::Flag),
            optional("unit", Shape::Text),
        ],
    ),
    ("date", &[optional("from", Shape::Day), optional("to", Shape::Day)]),
    ("single_choice", &[filled("choices", CHOICES), OTHER, SHUFFLED]),
    (
        "multiple_choice",
        &[filled("choices", CHOICES), OTHER, optional("at_least", BYTE), optional("at_most", BYTE), SHUFFLED],
    ),
    (
        "rating",
        &[
            needed("steps", BYTE),
            filled("low", Shape::Text),
            filled("high", Shape::Text),
            optional("has_stars", Shape::Flag),
        ],
    ),
    ("nps", &[filled("low", Shape::Text), filled("high", Shape::Text)]),
    (
        "matrix",
        &[
            filled("rows", list(&ROW, MOST_ROWS)),
            filled("columns", list(&ROW, MOST_COLUMNS)),
            optional("needs_all", Shape::Flag),
        ],
    ),
    ("ranking", &[filled("choices", CHOICES), needed("places", BYTE), optional("at_least", BYTE), SHUFFLED]),
    ("consent", &[filled("statement", Shape::Text)]),
    ("statement", &[]),
    ("competitor_pick", &[optional("allows_many", Shape::Flag)]),
    ("field_of_play", &[optional("own_rows", BYTE)]),
    (
        "head_to_head",
        &[
            filled("criteria", list(&ROW, MOST_ROWS)),
            optional("opponent", Shape::Words),
            filled("low", Shape::Text),
            filled("high", Shape::Text),
        ],
    ),
    ("price_gap", &[]),
    ("turning_point", &[filled("moments", CHOICES)]),
    ("would_have_changed", &[filled("choices", CHOICES), optional("max_chars", LENGTH)]),
];
