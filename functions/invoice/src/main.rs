//! The Lambda function `invoice`.

use invoice::Created;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use store::{Clock, Place, Store};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let store = &Store::connect(&Place::from_env()?, Clock::system()).await;
    lambda_runtime::run(service_fn(async |event: LambdaEvent<Created>| {
        invoice::uploaded(store, event.payload).await.map_err(Error::from)
    }))
    .await
}
