//! The Lambda function `mailer`: the outbox's stream, and the hourly sweep.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mailer::{Event, Office, Transport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    watch::on_lambda("mailer");
    let office = &Office::from_env(Transport::ses()?)?;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Event>| {
        let (kind, trace) = (event.payload.kind(), event.context.xray_trace_id);
        let work = Box::pin(mailer::handle(office, event.payload));
        watch::event(kind, trace.as_deref(), &[], work).await.map_err(Error::from)
    }))
    .await
}
