//! A JSON document, and the one piece of code that reads it from text.
//!
//! `serde_json` does the same with four times the code, as it reads for any purpose: from streams, into borrowed text,
//! with numbers of any size. Members' browsers would load all of that.

use super::Unreadable;

/// How deep lists and objects may lie in each other; what reads them calls itself.
const DEEPEST: usize = 128;

/// A document.
#[derive(Debug)]
#[cfg_attr(test, derive(PartialEq))]
pub(super) enum Document {
    Null,
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// A whole number that is too large for [`Document::Whole`].
    Large(u64),
    /// A number with a point or an exponent, or one that is too large for either.
    Real(f64),
    Text(String),
    Items(Vec<Document>),
    /// Members in the order of the text.
    Members(Vec<(String, Document)>),
}

impl Document {
    /// Reads a text that is a document and nothing else.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let mut cursor = Cursor { text, at: 0 };
        let document = cursor.document(DEEPEST)?;
        cursor.skip();
        if cursor.at == text.len() { Ok(document) } else { Err(Unreadable) }
    }
}

struct Cursor<'a> {
    text: &'a str,
    /// The next byte; always between two letters.
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// The next byte that is not white, if it is this one.
    fn takes(&mut self, byte: u8) -> bool {
        self.skip();
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn word(&mut self, word: &str, document: Document) -> Result<Document, Unreadable> {
        let is_it = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        if is_it { Ok(document) } else { Err(Unreadable) }
    }

    fn document(&mut self, depth: usize) -> Result<Document, Unreadable> {
        let depth = depth.checked_sub(1).ok_or(Unreadable)?;
        self.skip();
        match self.peek().ok_or(Unreadable)? {
            b'n' => self.word("null", Document::Null),
            b't' => self.word("true", Document::Bool(true)),
            b'f' => self.word("false", Document::Bool(false)),
            b'"' => self.string().map(Document::Text),
            b'[' => {
                let mut items = Vec::new();
                self.each(b']', &mut |cursor| {
                    items.push(cursor.document(depth)?);
                    Ok(())
                })?;
                Ok(Document::Items(items))
            }
            b'{' => {
                let mut members = Vec::new();
                self.each(b'}', &mut |cursor| {
                    cursor.skip();
                    let name = cursor.string()?;
                    if !cursor.takes(b':') {
                        return Err(Unreadable);
                    }
                    members.push((name, cursor.document(depth)?));
                    Ok(())
                })?;
                Ok(Document::Members(members))
            }
            _ => self.number(),
        }
    }

    /// What lies between brackets, with commas between.
    fn each(
        &mut self,
        end: u8,
        one: &mut dyn FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.at += 1;
        if self.takes(end) {
            return Ok(());
        }
        loop {
            one(self)?;
            if self.takes(end) {
                return Ok(());
            }
            if !self.takes(b',') {
                return Err(Unreadable);
            }
        }
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        if self.peek() != Some(b'"') {
            return Err(Unreadable);
        }
        self.at += 1;
        let mut string = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            // Both ends are at letters of ASCII, or where one was.
            string.push_str(self.text.get(start..self.at).ok_or(Unreadable)?);
            let end = self.peek();
            self.at += 1;
            match end {
                Some(b'"') => return Ok(string),
                Some(b'\\') => string.push(self.escaped()?),
                _ => return Err(Unreadable),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let letter = self.peek().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.digits()?;
                let code = match first {
                    0xd800..0xdc00 => {
                        self.word("\\u", Document::Null)?;
                        let second = self.digits()?.checked_sub(0xdc00).filter(|low| *low < 0x400);
                        0x1_0000 + ((first - 0xd800) << 10) + second.ok_or(Unreadable)?
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    /// Four digits of an escaped letter.
    fn digits(&mut self) -> Result<u32, Unreadable> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16)).ok_or(Unreadable)?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Document, Unreadable> {
        let is_negative = self.peek() == Some(b'-');
        self.at += usize::from(is_negative);
        let start = self.at;
        let mut figures = Figures::default();
        self.figures(&mut figures);
        let whole = self.at - start;
        // No number begins with zeros.
        if whole == 0 || (whole > 1 && self.text.as_bytes()[start] == b'0') {
            return Err(Unreadable);
        }
        let mut is_real = figures.power > 0;
        if self.peek() == Some(b'.') {
            self.at += 1;
            let start = self.at;
            let before = figures.power;
            let taken = figures.taken;
            self.figures(&mut figures);
            if self.at == start {
                return Err(Unreadable);
            }
            // Those that were taken up are behind the point; those that were not have no place.
            figures.power = before - (figures.taken - taken);
            is_real = true;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            let is_small = self.peek() == Some(b'-');
            self.at += usize::from(matches!(self.peek(), Some(b'-' | b'+')));
            let start = self.at;
            let mut exponent = 0_i32;
            while let Some(digit @ b'0'..=b'9') = self.peek() {
                exponent = exponent.saturating_mul(10).saturating_add(i32::from(digit - b'0')).min(9999);
                self.at += 1;
            }
            if self.at == start {
                return Err(Unreadable);
            }
            figures.power += if is_small { -exponent } else { exponent };
            is_real = true;
        }
        let value = figures.value;
        Ok(match (is_real, is_negative) {
            (false, false) => i64::try_from(value).map_or(Document::Large(value), Document::Whole),
            (false, true) if value <= i64::MIN.unsigned_abs() && value > 0 => {
                Document::Whole(0_i64.wrapping_sub_unsigned(value))
            }
            _ => {
                let real = figures.real();
                if !real.is_finite() {
                    return Err(Unreadable);
                }
                Document::Real(if is_negative { -real } else { real })
            }
        })
    }

    fn figures(&mut self, figures: &mut Figures) {
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            figures.push(digit - b'0');
            self.at += 1;
        }
    }
}

/// The figures of a number without its point.
#[derive(Default)]
struct Figures {
    value: u64,
    /// How many were taken up.
    taken: i32,
    /// The power of ten that the value is to be multiplied with: for what was too much to be taken up.
    power: i32,
}

impl Figures {
    fn push(&mut self, digit: u8) {
        let next = self.value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit)));
        match next {
            Some(value) if self.power == 0 => (self.value, self.taken) = (value, self.taken + 1),
            _ => self.power += 1,
        }
    }

    /// The number. Powers of ten are exact as far as they are met here, so that the result is rounded once.
    fn real(&self) -> f64 {
        let mut real = self.value as f64;
        let mut left = self.power.unsigned_abs().min(700);
        while left > 0 {
            let step = left.min(22);
            let scale = (0..step).fold(1.0, |scale, _| scale * 10.0);
            real = if self.power < 0 { real / scale } else { real * scale };
            left -= step;
        }
        real
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn plain(document: &Document) -> Value {
        match document {
            Document::Null => Value::Null,
            Document::Bool(value) => Value::from(*value),
            Document::Whole(value) => Value::from(*value),
            Document::Large(value) => Value::from(*value),
            Document::Real(value) => Value::from(*value),
            Document::Text(text) => Value::from(text.as_str()),
            Document::Items(items) => items.iter().map(plain).collect(),
            Document::Members(members) => {
                members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
            }
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            (-1_000_000_i32..1_000_000).prop_map(|number| Value::from(f64::from(number) / 64.0)),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read(value in value(), is_pretty in any::<bool>()) {
            let text = if is_pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let text = text.expect("plain data");
            prop_assert_eq!(plain(&Document::read(&text).expect(&text)), value);
        }

        #[test]
        fn what_serde_json_refuses_is_refused(text in r#"[\[\]{},:"\\0-9eE+.\-a-zA-Z\u{0}-\u{ff} ]{0,12}"#) {
            let theirs = serde_json::from_str::<Value>(&text);
            let ours = Document::read(&text);
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?}", text);
        }

        #[test]
        fn a_number_is_what_it_is(number in any::<f64>().prop_filter("finite", |number| number.is_finite())) {
            let text = serde_json::to_string(&number).expect("a number");
            let Ok(Document::Real(read)) = Document::read(&text) else { panic!("{text}") };
            prop_assert!((read - number).abs() <= number.abs() * 1e-15, "{text} {read}");
        }
    }

    #[test]
    fn letters_may_be_escaped_and_numbers_may_be_large() {
        let text = |text: &str| match Document::read(text) {
            Ok(Document::Text(text)) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(text(r#""\u00fc\ud83d\ude00\n\/\\\"""#), "ü😀\n/\\\"");
        for bad in
            [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d\u0041""#, "\"\n\"", r#""\x""#, r#"""#, "01", "-", "1."]
        {
            assert_eq!(Document::read(bad), Err(Unreadable), "{bad}");
        }
        assert_eq!(Document::read("18446744073709551615"), Ok(Document::Large(u64::MAX)));
        assert_eq!(Document::read("-9223372036854775808"), Ok(Document::Whole(i64::MIN)));
        assert_eq!(Document::read("18446744073709551616"), Ok(Document::Real(18_446_744_073_709_551_616.0)));
        assert_eq!(Document::read("0.5e-1"), Ok(Document::Real(0.05)));
        assert_eq!(Document::read("1e400"), Err(Unreadable));
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Document::read(&deep(DEEPEST)).is_ok());
        assert_eq!(Document::read(&deep(DEEPEST + 1)), Err(Unreadable));
    }
}
