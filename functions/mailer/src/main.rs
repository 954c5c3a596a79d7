//! The Lambda function `mailer`: the outbox's stream, and the hourly sweep.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mailer::{Event, Office, Transport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let office = &Office::from_env(Transport::ses().await?).await?;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Event>| {
        Box::pin(mailer::handle(office, event.payload)).await.map_err(Error::from)
    }))
    .await
}
