//! The time an office runs on.

use chrono::{DateTime, Duration, TimeDelta, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's time, which a demo office may run ahead of.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_millis: Arc<AtomicI64>,
}

impl Clock {
    /// The system's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that reads `now` at this moment and goes on from there.
    pub fn starting_at(now: DateTime<Utc>) -> Self {
        let clock = Self::system();
        clock.ahead_millis.store((now - Utc::now()).num_milliseconds(), Ordering::SeqCst);
        clock
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        let ahead = TimeDelta::milliseconds(self.ahead_millis.load(Ordering::SeqCst));
        Utc::now().checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// Moves it forward for everyone who shares it. It never goes back: what was stamped stays in the past.
    pub fn advance(&self, by: Duration) {
        self.ahead_millis.fetch_add(by.num_milliseconds().max(0), Ordering::SeqCst);
    }
}
