//! How long the office waits for AWS to answer, and how soon it asks again.
//!
//! The SDK asks again by itself after a throttle, a failure of AWS's own, and a connection that broke; of a transaction it
//! asks under the same token, so that one that was done already is not done again. Left to itself it would wait for an
//! answer for as long as the function lives, and a second before it asks the tables again.

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use std::time::Duration;

/// How long is waited for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For one answer of the tables, or of the key service.
    pub tables: Duration,
    /// For one answer of the bucket; a document travels within it.
    pub files: Duration,
    /// Before anything is asked a second time, at most; before a third time twice as long, and so on.
    pub pause: Duration,
}

/// How often anything is asked until the office gives up.
const TRIES: u32 = 4;
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// So many bytes travel to the bucket in a second, if little goes well.
const A_SECOND: u64 = 5_000_000;
/// How long a connection may take to come about.
const CONNECTS: Duration = Duration::from_secs(3);

impl Patience {
    /// With AWS: whoever waits for a page has an answer within the half minute that the gateway gives, if only that it did
    /// not go well.
    pub const WITH_AWS: Self =
        Self { tables: Duration::from_secs(5), files: Duration::from_secs(60), pause: Duration::from_millis(50) };

    /// With the embedded engines of one machine, which may have other things to do.
    pub const WITH_ONE_MACHINE: Self = Self { tables: Duration::from_secs(30), ..Self::WITH_AWS };

    /// How often and how soon something is asked again.
    pub(crate) fn retries(self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(TRIES)
            .with_initial_backoff(self.pause)
            .with_max_backoff(LONGEST_PAUSE)
    }

    /// How long the tables may take, and the key service.
    pub(crate) fn with_tables(self) -> TimeoutConfig {
        waiting(self.tables)
    }

    /// How long the bucket may take.
    pub(crate) fn with_files(self) -> TimeoutConfig {
        waiting(self.files)
    }

    /// How long the bucket may take for a document of so many bytes, which may be many.
    pub(crate) fn with_file_of(self, bytes: u64) -> TimeoutConfig {
        waiting(self.files + Duration::from_secs(bytes / A_SECOND))
    }
}

fn waiting(answer: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(CONNECTS.min(answer)).operation_attempt_timeout(answer).build()
}
