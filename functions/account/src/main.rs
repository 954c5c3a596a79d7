//! The Lambda function `account`.

use web::origin::Front;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let (front, office) = (Front::from_env()?, web::Office::from_env().await?);
    lambda_http::run(web::lambda::router_behind(front, account::routes(), office)).await
}
