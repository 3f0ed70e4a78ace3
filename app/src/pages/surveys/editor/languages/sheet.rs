//! The grid as a table for translators: written for a spreadsheet, and read back from one.
//!
//! The first column is the address of the text, which translators leave as it is; the first row names the languages.
//! Words that a spreadsheet would take for a formula get an apostrophe, and lose it again on the way back.

use std::collections::BTreeMap;

use domain::survey::edit::{Edit, Head};
use domain::survey::texts::TextAt;
use domain::survey::{Language, Template};

use super::{Row, Texts};

/// What begins a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '|'];

/// The address of a text, as it stands in the table.
fn address(row: &Row) -> String {
    format!("{}/{}", row.at.place.anchor(), row.label.to_lowercase().replace(' ', "-"))
}

/// Writes the table.
pub(super) fn write(texts: &Texts) -> String {
    // The mark at the start tells spreadsheets that the text is UTF-8.
    let mut sheet = "\u{feff}text".to_owned();
    for language in &texts.languages {
        sheet.push(',');
        sheet.push_str(language.as_str());
    }
    for row in texts.rows.iter().filter(|row| row.says_something()) {
        sheet.push_str("\r\n");
        cell(&address(row), &mut sheet);
        for words in &row.words {
            sheet.push(',');
            cell(words, &mut sheet);
        }
    }
    sheet.push_str("\r\n");
    sheet
}

fn cell(words: &str, sheet: &mut String) {
    let is_formula = words.starts_with(FORMULA) || words.starts_with('\'');
    if !is_formula && !words.contains([',', ';', '"', '\r', '\n', '\t']) {
        sheet.push_str(words);
        return;
    }
    sheet.push('"');
    if is_formula {
        sheet.push('\'');
    }
    sheet.push_str(&words.replace('"', "\"\""));
    sheet.push('"');
}

/// The lines of a table, whatever stands between its cells.
fn lines(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let between = [',', ';', '\t'].into_iter().max_by_key(|one| head.matches(*one).count()).unwrap_or(',');
    let (mut lines, mut line, mut word) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                word.push('"');
                letters.next();
            }
            '"' if is_quoted => is_quoted = false,
            '"' if word.is_empty() => is_quoted = true,
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut word));
                lines.push(std::mem::take(&mut line));
            }
            '\r' => {}
            one if one == between && !is_quoted => line.push(std::mem::take(&mut word)),
            one => word.push(one),
        }
    }
    if !word.is_empty() || !line.is_empty() {
        line.push(word);
        lines.push(line);
    }
    lines
}

fn plain(word: &str) -> &str {
    match word.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => word,
    }
}

/// What a table brings.
#[derive(Debug, PartialEq)]
pub(super) struct Brought {
    /// The survey with its words.
    pub(super) template: Template,
    /// How many texts are other ones than before.
    pub(super) changed: usize,
    /// How many lines are about no text of this survey.
    pub(super) strange: usize,
}

/// Reads a table back; `None` where it is none of ours. What is empty in it stays as it was.
pub(super) fn read(text: &str, template: &Template) -> Option<Brought> {
    let texts = Texts::of(template);
    let known: BTreeMap<String, &TextAt> = texts.rows.iter().map(|row| (address(row), &row.at)).collect();
    let lines = lines(text);
    let (head, rest) = lines.split_first()?;
    let columns: Vec<Option<Language>> = head.iter().map(|word| Language::parse(word).ok()).collect();
    let is_ours =
        head.first().is_some_and(|word| word.trim() == "text") && columns.iter().flatten().count() > 0;
    if !is_ours {
        return None;
    }
    let mut brought = Brought { template: template.clone(), changed: 0, strange: 0 };
    for line in rest {
        let Some(at) = line.first().and_then(|address| known.get(plain(address))) else {
            brought.strange += usize::from(line.iter().any(|word| !word.is_empty()));
            continue;
        };
        for (column, words) in columns.iter().zip(line).skip(1) {
            let Some(language) = column.as_ref().filter(|one| template.languages.contains(one)) else {
                continue;
            };
            let words = plain(words);
            let Some(there) = at.find_mut(&mut brought.template) else { continue };
            if !words.trim().is_empty() && there.get(language) != Some(words) {
                there.set(language.clone(), words);
                brought.changed += 1;
            }
        }
    }
    Some(brought)
}

/// The edits that make one survey the other, which differs in its words only: as few as can be.
pub(super) fn edits(before: &Template, after: &Template) -> Vec<Edit> {
    let mut edits = Vec::new();
    let head = Head::of(after);
    if head != Head::of(before) {
        edits.push(Edit::ReplaceHead(Box::new(head)));
    }
    for (was, is) in before.sections.iter().zip(&after.sections) {
        if was.head() != is.head() {
            edits.push(Edit::ReplaceSectionHead { section: was.key.clone(), head: Box::new(is.head()) });
        }
        let questions = was.questions.iter().zip(&is.questions).filter(|(was, is)| was != is);
        edits.extend(questions.map(|(was, is)| Edit::ReplaceQuestion {
            question: was.key.clone(),
            with: Box::new(is.clone()),
        }));
    }
    edits
}

#[cfg(test)]
mod tests {
    use domain::survey::edit::apply;
    use domain::survey::starter;

    use super::*;

    fn french() -> Language {
        Language::parse("fr").expect("a tag")
    }

    fn survey() -> Template {
        let mut template = starter::win_loss();
        template.languages = vec![Language::english(), french()];
        template.title.set(french(), "=Votre décision, \"enfin\"\nou non");
        template
    }

    #[test]
    fn a_table_comes_back_as_it_went_out() {
        let template = survey();
        let sheet = write(&Texts::of(&template));
        assert!(sheet.contains("\"'=Votre décision, \"\"enfin\"\"\nou non\""), "{sheet}");
        let brought = read(&sheet, &template).expect("ours");
        assert_eq!((brought.changed, brought.strange), (0, 0));
        assert_eq!(brought.template, template);
    }

    #[test]
    fn what_a_translator_wrote_is_taken_and_nothing_else() {
        let template = survey();
        let sheet = "text;fr;xx\nsurvey/title;Décision;Nada\nsurvey/introduction;;\nnowhere/title;Rien;\n";
        let brought = read(sheet, &template).expect("ours");
        assert_eq!((brought.changed, brought.strange), (1, 1));
        assert_eq!(brought.template.title.get(&french()), Some("Décision"));
        assert_eq!(brought.template.intro, template.intro, "what is empty stays");
        for other in ["", "a,b\n1,2", "<svg/>", "text\nsurvey/title"] {
            assert_eq!(read(other, &template), None, "{other}");
        }
    }

    #[test]
    fn the_edits_make_the_one_survey_the_other() {
        let mut template = survey();
        let sheet = write(&Texts::of(&template)).replace("Votre décision", "La décision");
        let question = Texts::of(&template);
        let row = question.rows.iter().find(|row| row.label == "Choice").expect("a choice");
        let sheet = format!("{sheet}{},x,Le choix\r\n", address(row));
        let brought = read(&sheet, &template).expect("ours");
        let edits = edits(&template, &brought.template);
        assert_eq!(edits.len(), 2, "the head, and the one question");
        for edit in edits {
            apply(&mut template, edit).expect("nothing is deleted");
        }
        assert_eq!(template, brought.template);
    }
}
