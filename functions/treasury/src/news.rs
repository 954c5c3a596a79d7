//! What ambassadors are told of what the treasurer did.

use letters::{FundingNews, FundingSums, Letter};
use program::Sums;
use program::funding::Funding;
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use web::{Office, Problem};

/// The letter that tells of `after`, which `before` became. The version that was changed names it, so that what is paid,
/// came back and is paid again is told each time. Nobody is
/// written to whose data is erased: what was promised is paid all the same.
pub(crate) async fn letter(
    office: &Office,
    before: &Stored<Funding>,
    after: &Funding,
    news: FundingNews,
    submitted: Option<Sums>,
) -> Result<Option<Draft>, Problem> {
    let Some(to) = office.store().ambassador(after.ambassador).await? else { return Ok(None) };
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
    Ok(Some(Draft::new(about, Lane::Now, &to.email, &to.language, &letter)))
}
