//! What every page of a request needs first: the request, if it is one's own, and whether it takes papers.

use program::funding::{Funding, NotPossible};
use program::{Form, FundingId};
use store::applications::Stored;
use web::{Ambassador, Office, Problem, SignedIn, View};

/// One's own request; another's is not found.
pub(crate) async fn own(office: &Office, by: &SignedIn<Ambassador>, id: FundingId) -> Result<Stored<Funding>, Problem> {
    let request = office.store().funding(id).await?;
    request.filter(|request| request.value.ambassador == by.id).ok_or(Problem::NotFound)
}

/// Refuses a change of the papers of a request that takes none now.
pub(crate) fn open(view: &View, request: &Stored<Funding>, typed: &Form) -> Result<(), Problem> {
    match request.value.state().takes_documents() {
        true => Ok(()),
        false => Err(rule(view, &NotPossible::NotFromHere { state: request.value.state() }, typed)),
    }
}

/// A rule in the way, worded.
pub(crate) fn rule(view: &View, why: &NotPossible, typed: &Form) -> Problem {
    Problem::Rule { sentence: view.words.funding_not_possible(why), typed: typed.clone() }
}
