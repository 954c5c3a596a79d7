//! The Lambda function `treasury`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::run(treasury::routes()).await
}
