//! What the fields of a form say themselves: hints, choices that every survey has, and labels of parts.

/// Hints and labels of fields.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Hints {
    /// The choice for words of the buyer's own.
    pub other: &'static str,
    /// Asks for them.
    pub other_what: &'static str,
    /// The choice for a vendor that is not listed.
    pub other_vendor: &'static str,
    /// Asks for its name.
    pub other_vendor_which: &'static str,
    /// The choice for vendors that are not listed.
    pub other_vendors: &'static str,
    /// Asks for their names, one on each line.
    pub other_vendors_which: &'static str,
    /// One name, where nothing is listed.
    pub one_name: &'static str,
    /// Names, one on each line, where nothing is listed.
    pub names: &'static str,
    /// Takes an answer back.
    pub no_answer: &'static str,
    /// As many choices as one likes.
    pub any_number: &'static str,
    /// At least `{0}` choices.
    pub at_least: &'static str,
    /// At most `{0}` choices.
    pub at_most: &'static str,
    /// Between `{0}` and `{1}` choices.
    pub between: &'static str,
    /// Exactly `{0}` choices.
    pub exactly: &'static str,
    /// Up to `{0}` characters.
    pub up_to: &'static str,
    /// Up to `{0}` characters, of which `{1}` are left.
    pub chars_left: &'static str,
    /// Up to `{0}` characters; this is `{1}` too long.
    pub chars_over: &'static str,
    /// At least `{0}` characters.
    pub chars_least: &'static str,
    /// Of a shape, with an example: `{0}`.
    pub like_this: &'static str,
    /// A number or a day from `{0}` to `{1}`.
    pub from_to: &'static str,
    /// A number from `{0}`.
    pub or_more: &'static str,
    /// A number up to `{0}`.
    pub or_less: &'static str,
    /// A day from `{0}`.
    pub or_later: &'static str,
    /// A day up to `{0}`.
    pub or_earlier: &'static str,
    /// A whole number.
    pub whole: &'static str,
    /// An end of a scale: `{0}` of `{1}`, and what it means, `{2}`.
    pub scale_end: &'static str,
    /// The first places of a ranking.
    pub places: [&'static str; 5],
    /// A later place: `{0}`.
    pub place: &'static str,
    /// How many places there are, `{0}`, and that one is enough.
    pub rank_up_to: &'static str,
    /// How many places must be filled, `{0}` of `{1}`.
    pub rank_at_least: &'static str,
    /// A place without a choice.
    pub rank_nothing: &'static str,
    /// A vendor that was not looked at.
    pub not_played: &'static str,
    /// How far a vendor came, as a choice: looked at, in the final, chosen.
    pub stages: [&'static str; 3],
    /// A row for a vendor that is not listed: `{0}` is its number.
    pub own_vendor: &'static str,
    /// The name of that vendor.
    pub own_name: &'static str,
    /// One more row for a vendor.
    pub more_rows: &'static str,
    /// That only one vendor is the chosen one.
    pub one_chosen: &'static str,
    /// The same where the reader is no buyer.
    pub one_chosen_by_buyer: &'static str,
    /// By how many per cent the price stood higher or lower.
    pub percent: &'static str,
    /// What part the price played.
    pub role: &'static str,
    /// Who turned the decision.
    pub who_turned: &'static str,
    /// What would have changed it, in the buyer's words.
    pub own_words: &'static str,
    /// A side of a comparison in the review: `{0}` is a name, `{1}` a number.
    pub side: &'static str,
}
