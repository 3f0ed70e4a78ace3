//! Puts the lists of a page in order.

/// Sorts by a key, the smallest first; what has the same key stays in its order.
///
/// The lists of a page are short: put in one by one they need a tenth of the code that the library's sort has for each
/// type.
pub(crate) fn sorted<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for item in items {
        let own = key(&item);
        let at = sorted.partition_point(|other| key(other) <= own);
        sorted.insert(at, item);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::sorted;

    #[test]
    fn the_smallest_comes_first_and_equals_stay_in_their_order() {
        let words = ["three", "one", "two", "four", "six"];
        assert_eq!(sorted(words, |word| word.len()), ["one", "two", "six", "four", "three"]);
        assert_eq!(sorted(words, |word| Reverse(word.len())), ["three", "four", "one", "two", "six"]);
        assert!(sorted(Vec::<u8>::new(), |number| *number).is_empty());
    }
}
