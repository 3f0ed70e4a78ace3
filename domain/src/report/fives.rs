//! What a reader may not read, in fives.
//!
//! Hidden answers are counted, and must not be told apart by comparing two counts. So they are put into groups of
//! [`LEAST_WITHHELD`] once and for all, in the order in which they were sent, and a view counts a group when it shows
//! the whole of it, or none of the group. Two views then differ by whole groups, whatever they are views of, and an
//! answer that comes later changes no group before it. What is left at the end is counted for nobody until it is five.
//!
//! An answer that is taken back leaves nothing behind, not even its place: those after it move up. Were its group kept
//! without it, a figure would have four, or still count what was erased; were the whole group dropped, the figures that
//! lose five would be all that the answer named. So whoever looks before and after sees at most that a figure which had
//! just been full lost five, or that a group moved over the edge of a period. What no way to group hinders: whoever can
//! make deals and answer for their buyers himself knows four of a five, and so the fifth.

use super::snapshot::LEAST_WITHHELD;

/// The groups, in order; what does not make a whole one is left out.
#[must_use]
pub fn fives<T: Ord + Copy>(hidden: impl IntoIterator<Item = T>) -> Vec<[T; LEAST_WITHHELD]> {
    let mut hidden: Vec<T> = hidden.into_iter().collect();
    hidden.sort_unstable();
    hidden.chunks_exact(LEAST_WITHHELD).filter_map(|five| five.try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::fives;

    #[test]
    fn the_first_of_them_are_counted_and_only_in_fives() {
        for n in 0..17_usize {
            let groups = fives((0..n).rev());
            let counted: Vec<usize> = groups.into_iter().flatten().collect();
            assert_eq!(counted, (0..n / 5 * 5).collect::<Vec<_>>());
        }
    }
}
