//! The log of a function on AWS, as Lambda's logging controls want it:
//! <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
//!
//! One level for all that is logged. Filters that name modules would link a machine for regular expressions, which every cold
//! start loads.

use tracing_subscriber::filter::LevelFilter;

/// Starts it, unless something takes the log already.
pub(crate) fn start() {
    let setting = |name| std::env::var(name).unwrap_or_default();
    let level = level(&setting("AWS_LAMBDA_LOG_LEVEL"));
    let log = tracing_subscriber::fmt().with_target(false).without_time().with_max_level(level);
    // Something takes the log in tests, where functions run beside each other.
    let _ = if setting("AWS_LAMBDA_LOG_FORMAT").eq_ignore_ascii_case("json") {
        tracing::subscriber::set_global_default(log.json().finish())
    } else {
        tracing::subscriber::set_global_default(log.with_ansi(false).finish())
    };
}

/// What is told: from what befits a person's attention on, unless somebody asks for more or less.
fn level(asked: &str) -> LevelFilter {
    match asked.to_ascii_uppercase().as_str() {
        "TRACE" => LevelFilter::TRACE,
        "DEBUG" => LevelFilter::DEBUG,
        "WARN" => LevelFilter::WARN,
        "ERROR" | "FATAL" => LevelFilter::ERROR,
        _ => LevelFilter::INFO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_that_lambda_knows_is_known() {
        let all = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].map(level);
        assert!(all.windows(2).all(|two| two[0] >= two[1]), "{all:?} grow quieter");
        assert_eq!(
            (level(""), level("loud"), level("debug")),
            (LevelFilter::INFO, LevelFilter::INFO, LevelFilter::DEBUG)
        );
    }
}
