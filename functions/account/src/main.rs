//! The Lambda function `account`.

use web::origin::Front;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let (front, office) = (Front::from_env()?, web::Office::from_env()?);
    lambda_http::run(web::lambda::router_behind(front, account::routes(), office)).await
}
