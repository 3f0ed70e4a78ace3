//! When what a buyer named is a reason for how the deal ended.

/// Whether the themes of the answer `r` are reasons for how the deal `d` ended.
///
/// An outcome can be corrected after the answer: what made a buyer choose us is then no reason for losing.
macro_rules! gives_reasons {
    () => {
        "(r.outcome IS NULL OR d.outcome IS NULL OR (r.outcome = 'won') = (d.outcome = 'won'))"
    };
}
pub(crate) use gives_reasons;
