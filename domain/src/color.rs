//! Colours that tenants choose, and whether people can read them.
//!
//! Contrast is that of WCAG 2.2: relative luminance of sRGB, `(lighter + 0.05) / (darker + 0.05)`
//! (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>). Text needs 4.5, marks need 3.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An opaque sRGB colour.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// The text is no colour.
#[derive(Copy, Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("is not a colour like #1f5b4a")]
pub struct NotAColor;

/// What text needs beside its ground.
pub const LEGIBLE: f64 = 4.5;

impl Color {
    /// White, the ground of light pages.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    /// Black.
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };
    /// The ground of dark pages.
    pub const NIGHT: Self = Self { red: 0x16, green: 0x18, blue: 0x1d };

    /// Reads `#rgb` or `#rrggbb`, with or without the hash.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn parse(text: &str) -> Result<Self, NotAColor> {
        let text = text.trim();
        let digits: Vec<u8> = text
            .strip_prefix('#')
            .unwrap_or(text)
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()).ok_or(NotAColor))
            .collect::<Result<_, _>>()?;
        match digits.as_slice() {
            [red, green, blue] => Ok(Self { red: red * 17, green: green * 17, blue: blue * 17 }),
            [r1, r2, g1, g2, b1, b2] => {
                Ok(Self { red: r1 * 16 + r2, green: g1 * 16 + g2, blue: b1 * 16 + b2 })
            }
            _ => Err(NotAColor),
        }
    }

    /// How much light it gives, 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(self.red) + 0.7152 * channel(self.green) + 0.0722 * channel(self.blue)
    }

    /// The contrast of two colours, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Whether text of this colour can be read on that ground.
    #[must_use]
    pub fn is_legible_on(self, ground: Self) -> bool {
        self.contrast(ground) >= LEGIBLE
    }

    /// Black or white, whichever is read better on this ground. One of them always reaches 4.5.
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }

    /// The nearest colour of the same kind that can be read on the ground: it is mixed with black on a light ground,
    /// with white on a dark one, no more than it needs.
    #[must_use]
    pub fn legible_on(self, ground: Self) -> Self {
        let towards = if ground.luminance() > 0.18 { Self::BLACK } else { Self::WHITE };
        let steps = (0..=100_u8).map(|percent| self.mix(towards, percent));
        steps.into_iter().find(|color| color.is_legible_on(ground)).unwrap_or(towards)
    }

    /// So many per cent of the way to another colour.
    #[must_use]
    pub fn mix(self, other: Self, percent: u8) -> Self {
        let percent = u16::from(percent.min(100));
        let channel = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (100 - percent) + u16::from(to) * percent + 50) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }
}

/// The colours that follow from an accent in one theme; whatever was chosen, words on them can be read.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Palette {
    /// Of buttons, links and what is chosen.
    pub accent: Color,
    /// Of what is pressed: farther from the ground.
    pub strong: Color,
    /// Of the ground behind what is chosen.
    pub soft: Color,
    /// Of words on the accent.
    pub ink: Color,
}

impl Palette {
    /// On light pages.
    #[must_use]
    pub fn light(accent: Color) -> Self {
        let accent = accent.legible_on(Color::WHITE);
        Self {
            accent,
            strong: accent.mix(Color::BLACK, 18),
            soft: accent.mix(Color::WHITE, 94),
            ink: Color::WHITE,
        }
    }

    /// On dark pages.
    #[must_use]
    pub fn dark(accent: Color) -> Self {
        let accent = accent.legible_on(Color::NIGHT);
        Self {
            accent,
            strong: accent.mix(Color::WHITE, 18),
            soft: accent.mix(Color::NIGHT, 84),
            ink: Color::NIGHT,
        }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl TryFrom<String> for Color {
    type Error = NotAColor;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_designers_write_it() {
        assert_eq!(Color::parse(" #1F5B4a ").expect("a colour").to_string(), "#1f5b4a");
        assert_eq!(Color::parse("fff").expect("a colour"), Color::WHITE);
        for bad in ["", "#", "#12", "#12345", "#ggg", "red", "#1234567", "url(x)", "#12é"] {
            assert_eq!(Color::parse(bad), Err(NotAColor), "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((Color::BLACK.contrast(Color::WHITE) - 21.0).abs() < 1e-9);
        let grey = Color::parse("#767676").expect("a colour");
        // The lightest grey that passes on white; known from every contrast checker.
        assert!((grey.contrast(Color::WHITE) - 4.54).abs() < 0.01);
        assert!(!Color::parse("#777777").expect("a colour").is_legible_on(Color::WHITE));
    }

    #[test]
    fn every_colour_becomes_legible_on_both_grounds_and_legible_ones_stay() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let color = Color { red, green, blue };
                    for ground in [Color::WHITE, Color::NIGHT] {
                        let corrected = color.legible_on(ground);
                        assert!(corrected.is_legible_on(ground), "{color} on {ground}");
                        assert!(!color.is_legible_on(ground) || corrected == color);
                    }
                    assert!(color.ink().is_legible_on(color), "{color}");
                    for palette in [Palette::light(color), Palette::dark(color)] {
                        assert!(palette.ink.is_legible_on(palette.accent), "{palette:?}");
                        assert!(palette.ink.is_legible_on(palette.strong), "{palette:?}");
                    }
                }
            }
        }
    }
}
