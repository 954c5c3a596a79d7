//! The Lambda function `invoice`: pages about requests for funds, and the bucket's word on files that arrived.

use lambda_http::{Adapter, LambdaEvent, Service as _, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    store::required("CHANCERY_SEALING_KEY")?;
    let office = web::Office::from_env()?;
    let pages = Adapter::from(web::lambda::router(invoice::routes(), office.clone()));
    let (office, pages) = (&office, &pages);
    lambda_http::lambda_runtime::run(service_fn(async move |event: LambdaEvent<Value>| {
        if event.payload.get("requestContext").is_none() {
            let created: invoice::Created = serde_json::from_value(event.payload)?;
            let (ids, trace) = (created.ids(), event.context.xray_trace_id);
            let work = Box::pin(invoice::uploaded(office.store(), created));
            watch::event("event", trace.as_deref(), &ids, work).await?;
            return Ok(Value::Null);
        }
        let request = LambdaEvent::new(serde_json::from_value(event.payload)?, event.context);
        let response = pages.clone().call(request).await?;
        Ok::<_, lambda_http::Error>(serde_json::to_value(response)?)
    }))
    .await
}
