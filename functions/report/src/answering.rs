//! Answering what the team asks about an activity.

use crate::activity::{Beside, Sent, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::Markup;
use program::text::Text;
use program::{ActivityId, Form, Problems, Remark, Side};
use web::remarks::{self, ANSWER};
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::say;

pub(crate) async fn answer(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let stored = store.activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let text = match Text::parse(typed.0.get(ANSWER)) {
        Ok(text) => text,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(ANSWER, problem);
            let beside = Beside::of(store, &view, &stored.value).await?;
            let sent = Sent { answer: (typed.0, problems), ..Sent::nothing(&office, &stored) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &stored, &beside, &sent)).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| store.new_id());
    let remark = remarks::said(&view, Side::Ambassador, by.person, text);
    let page = format!("/me/activities/{id}");
    remarks::kept(&office, &view, (id, &page), (key, &remark, None), typed.0).await
}

/// Everything asked and answered, and where to answer; nothing while nobody asked.
pub(crate) fn card(view: &View, id: ActivityId, remarks: &[Remark], (typed, problems): &(Form, Problems)) -> Markup {
    let (lead, action) = (say!(view.words, "remarks-lead"), format!("/me/activities/{id}/answers"));
    remarks::answering(view, remarks, &lead, &action, (typed, problems))
}
