//! Writing a change of a request, with the letter that tells of it. The same form sent again finds it done, and one that
//! was made from an older version is told so.

use crate::news;
use axum::response::{IntoResponse, Redirect, Response};
use letters::FundingNews;
use program::funding::{Funding, Moved};
use program::{PersonId, Sums};
use store::applications::Stored;
use store::funding::REQUEST;
use web::{Office, Problem, Typed, View};

/// A change as a form asks for it.
pub(crate) struct Wanted<IsDone> {
    /// Whether a request looks as if this very form had been done before.
    pub(crate) is_done: IsDone,
    /// The request after it and what is told, or the sentence about the rule in the way.
    pub(crate) moved: Result<(Moved, FundingNews), String>,
    /// What was handed in as the treasurer counted it, where they did.
    pub(crate) counted: Option<Sums>,
}

impl<IsDone: Fn(&Funding) -> bool> Wanted<IsDone> {
    /// Writes it, unless it is done, and leads to the request.
    pub(crate) async fn written(
        self,
        office: &Office,
        view: &View,
        stored: &Stored<Funding>,
        (by, typed): (PersonId, &Typed),
    ) -> Result<Response, Problem> {
        let id = stored.value.id;
        let there = || Ok(Redirect::to(&format!("/team/funding/{id}")).into_response());
        let rule = |sentence| Problem::Rule { sentence, typed: typed.0.clone() };
        if (self.is_done)(&stored.value) {
            return there();
        }
        let (moved, news) = self.moved.map_err(rule)?;
        if stored.version != typed.version()? {
            return Err(store::Error::Conflict(REQUEST).into());
        }
        let letter = news::letter(office, stored, &moved.funding, news, self.counted).await?;
        match office.store().change_funding(stored, &moved, by, letter.as_slice()).await {
            Ok(Ok(())) => there(),
            Ok(Err(why)) => Err(rule(view.words.not_booked(why))),
            Err(store::Error::Conflict(_)) => {
                let now = office.store().funding(id).await?.ok_or(Problem::NotFound)?;
                if (self.is_done)(&now.value) { there() } else { Err(store::Error::Conflict(REQUEST).into()) }
            }
            Err(error) => Err(error.into()),
        }
    }
}
