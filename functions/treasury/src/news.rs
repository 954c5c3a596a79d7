//! What ambassadors are told of what the treasurer did.

use letters::{FundingNews, FundingSums, Letter};
use program::Sums;
use program::funding::Funding;
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use web::{Office, Problem};

/// The letter that tells of `after`, which `before` became. The version that was changed names it, so that what is paid,
/// came back and is paid again is told each time.
pub(crate) async fn letter(
    office: &Office,
    before: &Stored<Funding>,
    after: &Funding,
    news: FundingNews,
    submitted: Option<Sums>,
) -> Result<Draft, Problem> {
    let to = office.store().ambassador(after.ambassador).await?.ok_or(Problem::NotFound)?;
    let reason = after.steps().last().and_then(|step| step.reason.as_ref()).map(ToString::to_string);
    let letter = Letter::FundingNews {
        name: to.name.to_string(),
        title: after.asking.title.to_string(),
        news,
        reason,
        sums: FundingSums::of(after, submitted),
        request: after.id,
    };
    let about = format!("funding/{}/payment/{}", after.id, before.version);
    Ok(Draft::new(about, Lane::Now, &to.email, &to.language, &letter))
}
