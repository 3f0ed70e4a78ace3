//! Logs: one line an event, to standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::{LogConfig, LogFormat};

/// Starts logging; a second call changes nothing, so that tests may call it freely.
pub fn start(config: &LogConfig) {
    // The session library warns about every cookie that outlived its session; that is an everyday event.
    let directives = format!("tower_sessions_core=error,tower_sessions=error,{}", config.filter);
    let filter = EnvFilter::new(directives);
    let is_terminal = std::io::stderr().is_terminal();
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(is_terminal);
    let started = match config.format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
