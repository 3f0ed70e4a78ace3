//! Small pictures as inline SVG: what is seen before the script has come, without it, and in tables.
//!
//! x is in percent and y in pixels, so that text never scales; curves lie in a stretched inner picture.

pub mod bar;
pub mod boxes;
pub mod interval;
pub mod line;
pub mod spark;

pub(crate) use crate::format::pixels as number;

/// A share as a percentage for an attribute.
pub(crate) fn across(share: f64) -> String {
    format!("{}%", number(share * 100.0))
}
