//! `[log]`: what is logged, and how.

use super::reader::Section;

/// What is logged.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// Directives such as `info` or `info,store=debug`.
    pub filter: String,
    /// For people or for machines.
    pub format: LogFormat,
}

/// How a line looks.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum LogFormat {
    /// One line of text.
    Text,
    /// One JSON object.
    Json,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Text }
    }
}

impl LogConfig {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let default = Self::default();
        let filter = section.parse("filter", "directives such as \"info,store=debug\"", |text| {
            text.parse::<tracing_subscriber::EnvFilter>().ok().map(|_| text.to_owned())
        });
        let format = section.parse("format", "\"text\" or \"json\"", |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        });
        Some(Self { filter: filter.unwrap_or(default.filter), format: format.unwrap_or(default.format) })
    }
}
