//! The Lambda function `application`. It also opens a new office, with the first page anybody asks for.

use program::Email;
use web::office::Beginning;
use web::origin::Front;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let hook_secrets = web::office::hook_secrets(&store::required("CHANCERY_HOOK_SECRETS")?)
        .map_err(|error| format!("the setting CHANCERY_HOOK_SECRETS cannot be used: {error}"))?;
    let (front, office) = (Front::from_env()?, web::Office::from_env_with(hook_secrets)?);
    let file = store::required("CHANCERY_PROGRAM_FILE")?;
    let document = std::fs::read_to_string(&file)
        .map_err(|error| format!("CHANCERY_PROGRAM_FILE names {file}, which cannot be read: {error}"))?;
    let organizer = store::required("CHANCERY_ORGANIZER_EMAIL")?;
    let organizer = Email::parse(&organizer).map_err(|_| "CHANCERY_ORGANIZER_EMAIL is no e-mail address")?;
    let office = office.beginning_with(Beginning { document, organizer });
    lambda_http::run(web::lambda::router_behind(front, application::routes(), office)).await
}
