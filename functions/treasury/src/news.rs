//! What ambassadors are told of what the team did about a request.

use letters::{FundingNews, FundingSums, Letter};
use program::Sums;
use program::funding::{Claim, Funding};
use program::invoice::invoiced;
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use web::{Office, Problem, View};

/// What the invoices of a request come to.
pub(crate) async fn billed(office: &Office, request: &Funding) -> Result<Sums, Problem> {
    let invoices = office.store().invoices_of(request.id).await?;
    Ok(invoiced(invoices.iter().map(|invoice| &invoice.value)))
}

/// Until when what was spent of a request can be claimed; none for what the program pays itself.
pub(crate) fn claim(view: &View, request: &Funding) -> Option<Claim> {
    let claim = view.settings().claim(request.approval()?.until)?;
    Some(Claim { last: request.claim_by(claim)?, ..claim })
}

/// The letter that tells of `after`, which `before` became, in the words of its last step. What was handed in stands in it
/// as the treasurer counted it, or else as the invoices say. The version the request has then names the letter, so that
/// what is paid, came back and is paid again is told each time. Nobody is written to whose data is erased: what was promised
/// is paid all the same.
pub(crate) async fn letter(
    office: &Office,
    before: &Stored<Funding>,
    after: &Funding,
    news: FundingNews,
    counted: Option<Sums>,
) -> Result<Option<Draft>, Problem> {
    let Some(to) = office.store().ambassador(after.ambassador).await? else { return Ok(None) };
    let submitted = match counted {
        Some(counted) => Some(counted),
        None => Some(billed(office, after).await?).filter(|sums| !sums.is_empty()),
    };
    let reason = after.steps().last().and_then(|step| step.reason.as_ref()).map(ToString::to_string);
    let letter = Letter::FundingNews {
        name: to.name.to_string(),
        title: after.asking.title.to_string(),
        news,
        reason,
        sums: FundingSums::of(after, submitted),
        request: after.id,
    };
    let about = format!("funding/{}/{}", after.id, before.version + 1);
    Ok(Some(Draft::new(about, Lane::Now, &to.email, &to.language, &letter)))
}
