//! The Lambda function `treasury`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    store::required("CHANCERY_SEALING_KEY")?;
    web::lambda::run(treasury::routes()).await
}
