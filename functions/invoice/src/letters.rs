//! The letters that go out when a request is sent to the team, and when its papers are handed over.

use letters::{FundingNews, FundingSums, Letter};
use program::funding::Funding;
use program::{Ambassador, Sums};
use store::applications::Stored;
use store::outbox::{Draft, Lane};
use store::people::Person;

/// One to each of those who decide, and a receipt. The version of the request names them, so that one sent again after
/// it was taken back is told again.
pub(crate) fn to_the_team(ambassador: &Ambassador, team: &[Person], request: &Funding, version: u64) -> Vec<Draft> {
    let asked = Letter::FundingAsked {
        by: ambassador.name.to_string(),
        title: request.asking.title.to_string(),
        sums: request.asking.sums(),
        needed_on: request.asking.needed_on,
        request: request.id,
    };
    let receipt = news(ambassador, request, version, (FundingNews::Received, None));
    let to_each = team.iter().map(|to| {
        let about = format!("funding/{}/{version}/{}", request.id, to.id);
        Draft::new(about, Lane::Now, &to.email, &to.language, &asked)
    });
    to_each.chain([receipt]).collect()
}

/// Thanks for the papers of a request, with what was approved and what they come to side by side.
pub(crate) fn handed_over(ambassador: &Ambassador, before: &Stored<Funding>, after: &Funding, billed: Sums) -> Draft {
    news(ambassador, after, before.version + 1, (FundingNews::HandedOver, Some(billed)))
}

/// What is told to whoever asked, named by the version of the request it tells of.
fn news(to: &Ambassador, request: &Funding, version: u64, (news, billed): (FundingNews, Option<Sums>)) -> Draft {
    let letter = Letter::FundingNews {
        name: to.name.to_string(),
        title: request.asking.title.to_string(),
        news,
        reason: None,
        sums: FundingSums::of(request, billed),
        request: request.id,
    };
    let about = format!("funding/{}/{version}", request.id);
    Draft::new(about, Lane::Now, &to.email, &to.language, &letter)
}
