//! The Lambda function `compliance`.

use compliance::Scheduled;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use std::time::{Duration, Instant, SystemTime};
use store::{Clock, Place, Store};

/// So long before it is cut off the function begins nothing new, and ends by itself; a tenth of its time, where that is less.
const MARGIN: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    watch::on_lambda("compliance");
    let store = &Store::connect(&Place::from_env()?, Clock::system());
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Scheduled>| {
        let left = event.context.deadline().duration_since(SystemTime::now()).unwrap_or_default();
        let until = Instant::now() + left.saturating_sub(MARGIN.min(left / 10));
        let (at, trace) = (event.payload.scheduled_time.to_rfc3339(), event.context.xray_trace_id);
        let work = Box::pin(compliance::run_until(store, event.payload, Some(until)));
        watch::event("schedule", trace.as_deref(), &[("scheduled", at)], work).await.map_err(Error::from)
    }))
    .await
}
