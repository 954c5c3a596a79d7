//! Answering what the team asks about an activity.

use crate::activity::{Beside, Sent, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::text::Text;
use program::{ActivityId, Form, Problems, Remark, Side, remark};
use store::remarks::Remarked;
use web::kit::{self, Ask, FormView};
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::say;

/// The name of the one field.
pub(crate) const ANSWER: &str = "answer";

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
    let by_name = view.session.as_ref().and_then(|session| session.name.clone());
    let remark = Remark { side: Side::Ambassador, by: by.person, by_name, at: view.now, text };
    match store.remark(id, key, &remark, None).await? {
        Remarked::Kept => Ok(Redirect::to(&format!("/me/activities/{id}#questions")).into_response()),
        Remarked::AnotherUnderThisKey => {
            Err(Problem::Rule { sentence: say!(view.words, "remarks-another-under-key"), typed: typed.0 })
        }
    }
}

/// Everything asked and answered, and where to answer; nothing while nobody asked.
pub(crate) fn card(view: &View, id: ActivityId, remarks: &[Remark], (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.paragraphs(Ask::new(ANSWER, say!(words, "remarks-answer")), 3))
        (kit::buttons(&say!(words, "remarks-send"), None))
    };
    let form = form.form(&format!("/me/activities/{id}/answers"), fields);
    html! {
        @if !remarks.is_empty() {
            div id="questions" {
                (kit::card(&say!(words, "remarks-title"), html! {
                    p { (say!(words, "remarks-lead")) }
                    (web::remarks::conversation(view, remarks, |_| None))
                    @if remark::is_open(remarks) || !problems.is_empty() {
                        (form)
                    } @else {
                        (kit::folded(&say!(words, "remarks-answer"), form))
                    }
                }))
            }
        }
    }
}
