//! Cuts a text into sentences and a sentence into the parts that are set against each other.
//!
//! Not the Unicode rules for sentences: their implementation scans ahead from every full stop, which a
//! hostile answer turns into minutes; this one looks at each character once.

use super::Span;

/// Words before which a sentence turns: what follows is said against what came before.
const TURNS: &[&str] = &["but", "however", "whereas", "although", "though", "yet", "unfortunately", "except"];

/// Openings whose own half ends at the first comma: "While the price was fine, …".
const CONCESSIONS: &[&str] = &["while", "although", "though", "despite", "even"];

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &["vs", "e.g", "i.e", "approx", "mr", "mrs", "ms", "dr", "st", "no", "incl"];

/// The sentences of a text, without the white space around them, in order.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let wide = matches!(letter, '。' | '！' | '？');
        let stop = wide || matches!(letter, '.' | '!' | '?' | '…');
        let line = letter == '\n';
        if !stop && !line {
            continue;
        }
        let mut end = at + letter.len_utf8();
        while let Some((next_at, next)) = letters.next_if(|(_, next)| stop && is_closing(*next)) {
            end = next_at + next.len_utf8();
        }
        let mut has_gap = line;
        let mut line_breaks = usize::from(line);
        while let Some((_, next)) = letters.next_if(|(_, next)| next.is_whitespace()) {
            has_gap = true;
            line_breaks += usize::from(next == '\n');
        }
        let next = letters.peek().map(|(_, next)| *next);
        let goes_on = next.is_some_and(char::is_lowercase) && line_breaks < 2;
        let is_over = next.is_none() || wide || (has_gap && !goes_on);
        if is_over && !(letter == '.' && next.is_some() && is_abbreviation(&text[start..at])) {
            push_trimmed(&mut found, text, start, end);
            start = letters.peek().map_or(text.len(), |(next_at, _)| *next_at);
        }
    }
    push_trimmed(&mut found, text, start, text.len());
    found
}

/// The parts of one sentence (given by its span) between contrasts; at least one.
pub(crate) fn parts(text: &str, sentence: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    let mut concedes = false;
    let mut is_first = true;
    for word in words(text, sentence) {
        let lower =
            text[word.start..word.end].trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        if is_first {
            concedes = CONCESSIONS.contains(&lower.as_str());
            is_first = false;
        } else if TURNS.contains(&lower.as_str()) {
            push_trimmed(&mut found, text, start, word.start);
            start = word.start;
        }
        let last = text[word.start..word.end].chars().next_back();
        if last == Some(';') || (concedes && last == Some(',')) {
            push_trimmed(&mut found, text, start, word.end);
            start = word.end;
            concedes = false;
        }
    }
    push_trimmed(&mut found, text, start, sentence.end);
    if found.is_empty() {
        found.push(sentence);
    }
    found
}

/// The clauses of one part: what stands between commas, colons and dashes.
pub(crate) fn clauses(text: &str, part: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = part.start;
    for word in words(text, part) {
        if text[word.start..word.end].ends_with([',', ':', ';', '\u{2013}', '\u{2014}']) {
            found.push(Span { start, end: word.end });
            start = word.end;
        }
    }
    if start < part.end || found.is_empty() {
        found.push(Span { start, end: part.end });
    }
    found
}

/// How many words a piece of text has.
pub(crate) fn word_count(text: &str, span: Span) -> usize {
    words(text, span).count()
}

/// The words of a piece of text, with the marks at their ends.
pub(crate) fn words(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut at = span.start;
    text[span.start..span.end].split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let end = start + piece.trim_end().len();
        (start < end).then_some(Span { start, end })
    })
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '"' | '\'' | ')' | ']' | '}' | '\u{201D}' | '\u{2019}' | '»')
}

fn is_abbreviation(before: &str) -> bool {
    // The longest abbreviation has six letters: no need to look at more.
    let tail_start = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let tail = &before[tail_start..];
    let word = tail.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn push_trimmed(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let piece = &text[start..end];
    let lead = piece.len() - piece.trim_start().len();
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        found.push(Span { start: start + lead, end: start + lead + trimmed.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| &text[span.start..span.end]).collect()
    }

    fn cut_parts(text: &str) -> Vec<&str> {
        parts(text, Span { start: 0, end: text.len() })
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(cut("Too slow. Too dear!! Why?"), ["Too slow.", "Too dear!!", "Why?"]);
        assert_eq!(cut("It cost 3.5 times more."), ["It cost 3.5 times more."]);
        assert_eq!(cut("We like it (e.g. the API). Good."), ["We like it (e.g. the API).", "Good."]);
        assert_eq!(cut("Salesforce vs. HubSpot was close."), ["Salesforce vs. HubSpot was close."]);
        assert_eq!(cut("\"No.\" That was it"), ["\"No.\"", "That was it"]);
        assert_eq!(cut("  \n "), [""; 0]);
        assert_eq!(cut("高い。遅い。"), ["高い。", "遅い。"]);
    }

    #[test]
    fn a_line_ends_a_sentence_unless_it_is_wrapped() {
        assert_eq!(cut("- Price\n- Support"), ["- Price", "- Support"]);
        assert_eq!(cut("the price was\nfar too high"), ["the price was\nfar too high"]);
        assert_eq!(cut("the price\n\nfar too high"), ["the price", "far too high"]);
    }

    #[test]
    fn a_contrast_makes_two_parts() {
        assert_eq!(cut_parts("Great tool, but the price hurt."), ["Great tool,", "but the price hurt."]);
        assert_eq!(
            cut_parts("While we liked it, the price hurt."),
            ["While we liked it,", "the price hurt."]
        );
        assert_eq!(cut_parts("Fast; cheap"), ["Fast;", "cheap"]);
        assert_eq!(cut_parts("But we stayed."), ["But we stayed."]);
    }
}
