//! The letters that go out when a request is sent to the team.

use letters::{FundingNews, FundingSums, Letter};
use program::Ambassador;
use program::funding::Funding;
use store::outbox::{Draft, Lane};
use store::people::Person;

/// One to each of those who decide, and a receipt. The version of the request names them, so that one sent again after
/// it was taken back is told again.
pub(super) fn to_the_team(ambassador: &Ambassador, team: &[Person], request: &Funding, version: u64) -> Vec<Draft> {
    let title = request.asking.title.to_string();
    let asked = Letter::FundingAsked {
        by: ambassador.name.to_string(),
        title: title.clone(),
        sums: request.asking.sums(),
        needed_on: request.asking.needed_on,
        request: request.id,
    };
    let received = Letter::FundingNews {
        name: ambassador.name.to_string(),
        title,
        news: FundingNews::Received,
        reason: None,
        sums: FundingSums::of(request, None),
        request: request.id,
    };
    let receipt = format!("funding/{}/{version}", request.id);
    let receipt = Draft::new(receipt, Lane::Now, &ambassador.email, &ambassador.language, &received);
    let to_each = team.iter().map(|to| {
        let about = format!("funding/{}/{version}/{}", request.id, to.id);
        Draft::new(about, Lane::Now, &to.email, &to.language, &asked)
    });
    to_each.chain([receipt]).collect()
}
