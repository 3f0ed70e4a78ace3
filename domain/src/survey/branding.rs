//! How a tenant's survey looks: a logo, two colours that stay legible, and the size of the letters.

use serde::{Deserialize, Serialize};

use crate::color::Color;
use crate::id::ImageId;

/// How the buyer's pages look.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    /// The logo, among the tenant's images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// The colour of buttons, links and what is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Color>,
    /// The colour of the bar at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bar: Option<Color>,
    /// The size of the letters.
    pub size: FontSize,
}

impl Branding {
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A logo: an image of the tenant's, and its size in CSS pixels.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Logo {
    /// The image.
    pub image: ImageId,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// What it says, for those who do not see it.
    pub alt: String,
}

/// The size of the letters on buyer's pages.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FontSize {
    /// As everywhere.
    #[default]
    Normal,
    /// An eighth larger.
    Large,
    /// A quarter larger.
    Larger,
}

impl FontSize {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Larger];

    /// The word in documents and style sheets.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Larger => "larger",
        }
    }

    /// Reads [`FontSize::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
