//! The Lambda function `selection`: the board's pages, the stream that tells of an announcement, and the hourly round.

use lambda_http::{Adapter, LambdaEvent, Service as _, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let office = web::Office::from_env()?;
    let pages = Adapter::from(web::lambda::router(selection::routes(), office.clone()));
    let (office, pages) = (&office, &pages);
    lambda_http::lambda_runtime::run(service_fn(async move |event: LambdaEvent<Value>| {
        if event.payload.get("requestContext").is_none() {
            let woken: selection::Event = serde_json::from_value(event.payload)?;
            let (kind, trace) = (woken.kind(), event.context.xray_trace_id);
            let work = Box::pin(selection::handle(office.store(), woken));
            let answer = watch::event(kind, trace.as_deref(), &[], work).await?;
            return Ok(serde_json::to_value(answer)?);
        }
        let request = LambdaEvent::new(serde_json::from_value(event.payload)?, event.context);
        let response = pages.clone().call(request).await?;
        Ok::<_, lambda_http::Error>(serde_json::to_value(response)?)
    }))
    .await
}
