//! Tables for spreadsheets.

mod results;

pub(crate) use results::results;

/// A table that is being written.
pub(crate) struct Table(String);

impl Table {
    /// A table with these columns.
    pub(crate) fn new(columns: &[&str]) -> Self {
        // The mark at the start tells spreadsheets that the text is UTF-8.
        Self(format!("\u{feff}{}\r\n", columns.join(",")))
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, cells: &[String]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            write(cell, &mut self.0);
        }
        self.0.push_str("\r\n");
    }

    /// The whole table.
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// Quotes what needs it, and takes from a text what a spreadsheet would run as a formula.
fn write(cell: &str, out: &mut String) {
    let is_number = cell.parse::<f64>().is_ok();
    let is_formula = !is_number
        && cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    let is_quoted = is_formula || cell.contains([',', '"', '\r', '\n', ';']);
    if !is_quoted {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut out = String::new();
        write(text, &mut out);
        out
    }

    #[test]
    fn a_cell_is_quoted_when_it_must_be_and_never_a_formula() {
        assert_eq!(cell("Express Logistics"), "Express Logistics");
        assert_eq!(cell("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(cell("=HYPERLINK(\"http://evil\")"), "\"'=HYPERLINK(\"\"http://evil\"\")\"");
        for text in ["+1+1", "-1+1", "@SUM(A1)", "\t=1", "  =1", "|x", "%x"] {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(cell("-12.50"), "-12.50");
    }
}
