//! A clock that runs out once; starting it again begins anew. On the server there is none.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// The clock.
#[derive(Copy, Clone)]
pub(in super::super) struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    pub(in super::super) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Does something after a while, unless it is started again or stopped before.
    pub(in super::super) fn start(self, after: Duration, then: impl FnOnce() + 'static) {
        self.stop();
        if cfg!(feature = "ssr") {
            return;
        }
        // A browser that has no timers left does it never; there is nothing to be done about that.
        let running = set_timeout_with_handle(then, after).ok();
        self.0.try_set_value(running);
    }

    pub(in super::super) fn stop(self) {
        if let Some(Some(running)) = self.0.try_update_value(Option::take) {
            running.clear();
        }
    }
}
