//! The Lambda function `summary`: the team's quarter pages, the schedule after a quarter's close, and the stream that tells
//! of a batch's files that were asked for.

use lambda_http::{Adapter, LambdaEvent, Service as _, service_fn};
use serde_json::Value;
use summary::Scheduled;

// Polars blocks in place, which a runtime of one thread does not allow.
#[tokio::main(flavor = "multi_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let office = web::Office::from_env()?;
    let pages = Adapter::from(web::lambda::router(summary::routes(), office.clone()));
    let (office, pages) = (&office, &pages);
    lambda_http::lambda_runtime::run(service_fn(async move |event: LambdaEvent<Value>| {
        if event.payload.get("scheduled_time").is_some() {
            let scheduled: Scheduled = serde_json::from_value(event.payload)?;
            let (at, trace) = (scheduled.scheduled_time.to_rfc3339(), event.context.xray_trace_id);
            let work = Box::pin(summary::scheduled(office.store(), scheduled));
            let made = watch::event("schedule", trace.as_deref(), &[("scheduled", at)], work).await?;
            return Ok(serde_json::json!({ "made": made }));
        }
        if event.payload.get("Records").is_some() {
            let (asked, trace) = (serde_json::from_value(event.payload)?, event.context.xray_trace_id);
            let work = Box::pin(async { Ok::<_, lambda_http::Error>(summary::asked_for(office.store(), asked).await) });
            let answer = watch::event("stream", trace.as_deref(), &[], work).await?;
            return Ok(serde_json::to_value(answer)?);
        }
        let request = LambdaEvent::new(serde_json::from_value(event.payload)?, event.context);
        let response = pages.clone().call(request).await?;
        Ok::<_, lambda_http::Error>(serde_json::to_value(response)?)
    }))
    .await
}
