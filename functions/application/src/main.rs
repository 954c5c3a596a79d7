//! The Lambda function `application`. It also opens a new office, because its pages are the first anybody sees.

use program::Email;
use web::origin::Front;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let hook_secrets = web::office::hook_secrets(&store::required("CHANCERY_HOOK_SECRETS")?)
        .map_err(|error| format!("the setting CHANCERY_HOOK_SECRETS cannot be used: {error}"))?;
    let (front, office) = (Front::from_env()?, web::Office::from_env_with(hook_secrets).await?);
    let file = store::required("CHANCERY_PROGRAM_FILE")?;
    let document = std::fs::read_to_string(&file)
        .map_err(|error| format!("CHANCERY_PROGRAM_FILE names {file}, which cannot be read: {error}"))?;
    let organizer = store::required("CHANCERY_ORGANIZER_EMAIL")?;
    let organizer = Email::parse(&organizer).map_err(|_| "CHANCERY_ORGANIZER_EMAIL is no e-mail address")?;
    office.open(&document, Some(&organizer)).await?;
    lambda_http::run(web::lambda::router_behind(front, application::routes(), office)).await
}
