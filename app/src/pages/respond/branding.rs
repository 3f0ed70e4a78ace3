//! A tenant's colours as a style sheet: corrected until they can be read, in both themes.
//!
//! Whatever was chosen, text reaches 4.5 : 1 on its ground; a builder shows the correction before it is published.

use std::fmt::Write as _;

use domain::color::{Color, Palette};
use domain::survey::branding::{Branding, FontSize};

/// The style sheet of a branding, for a `<style>` with a nonce; nothing where nothing was chosen.
///
/// Colours are values of ours, so nothing that a tenant typed stands in it.
#[must_use]
pub(super) fn style(branding: &Branding) -> Option<String> {
    let mut sheet = String::new();
    if let Some(accent) = branding.accent {
        add_accent(&mut sheet, accent);
    }
    if let Some(bar) = branding.bar {
        let ink = bar.ink();
        add(&mut sheet, format_args!(".buyer__head{{background:{bar};color:{ink};--bar-ink:{ink}}}"));
    }
    let percent = match branding.size {
        FontSize::Normal => None,
        FontSize::Large => Some("112.5"),
        FontSize::Larger => Some("125"),
    };
    if let Some(percent) = percent {
        add(&mut sheet, format_args!("html{{font-size:{percent}%}}"));
    }
    (!sheet.is_empty()).then_some(sheet)
}

fn add_accent(sheet: &mut String, accent: Color) {
    let (light, dark) = (Palette::light(accent), Palette::dark(accent));
    let both =
        |name: &str, of: fn(&Palette) -> Color| format!("--{name}:light-dark({},{});", of(&light), of(&dark));
    let rules = [
        both("accent", |palette| palette.accent),
        both("accent-strong", |palette| palette.strong),
        both("accent-soft", |palette| palette.soft),
        both("on-accent", |palette| palette.ink),
    ];
    add(sheet, format_args!(".buyer{{{}}}", rules.concat()));
}

fn add(sheet: &mut String, rule: std::fmt::Arguments<'_>) {
    sheet.write_fmt(rule).expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branding(accent: Option<&str>, bar: Option<&str>, size: FontSize) -> Branding {
        let color = |text: Option<&str>| text.map(|text| Color::parse(text).expect("a colour"));
        Branding { logo: None, accent: color(accent), bar: color(bar), size }
    }

    #[test]
    fn nothing_chosen_is_no_style() {
        assert_eq!(style(&branding(None, None, FontSize::Normal)), None);
    }

    #[test]
    fn a_pale_colour_is_darkened_on_paper_and_kept_at_night() {
        let sheet = style(&branding(Some("#ffe066"), Some("#ffe066"), FontSize::Larger)).expect("a style");
        let light = Color::parse("#ffe066").expect("a colour").legible_on(Color::WHITE);
        assert!(sheet.contains(&format!("--accent:light-dark({light},#ffe066);")), "{sheet}");
        assert!(sheet.contains(".buyer__head{background:#ffe066;color:#000000;"), "{sheet}");
        assert!(sheet.ends_with("html{font-size:125%}"), "{sheet}");
    }

    #[test]
    fn buttons_can_be_read_in_every_colour_at_rest_and_pressed() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let mut sheet = String::new();
                    add_accent(&mut sheet, Color { red, green, blue });
                    let pair = |name: &str| {
                        let (_, rest) =
                            sheet.split_once(&format!("--{name}:light-dark(")).expect("it is there");
                        let (pair, _) = rest.split_once(')').expect("an end");
                        let (light, dark) = pair.split_once(',').expect("two colours");
                        [light, dark].map(|text| Color::parse(text).expect("a colour"))
                    };
                    let ink = pair("on-accent");
                    for ground in ["accent", "accent-strong"] {
                        for (ink, ground) in ink.into_iter().zip(pair(ground)) {
                            assert!(ink.is_legible_on(ground), "{ink} on {ground} in {sheet}");
                        }
                    }
                }
            }
        }
    }
}
