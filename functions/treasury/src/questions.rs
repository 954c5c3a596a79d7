//! Asking an ambassador about a request, which stays where it is meanwhile.

use crate::request::{Papers, Sent, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::text::Text;
use program::{Form, FundingId, Problems, Side};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView};
use web::{Office, Problem, Purse, SignedIn, Typed, View, remarks};
use words::say;

/// The name of the one field.
pub(crate) const QUESTION: &str = "question";

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Purse>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, &view, id).await?;
    let text = match Text::parse(typed.0.get(QUESTION)) {
        Ok(text) => text,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(QUESTION, problem);
            let sent = Sent { question: (typed.0, problems), ..Sent::nothing(&office) };
            let page = page(&view, &papers, &view.hand(by.person), &sent);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    // Whose data is erased cannot be asked any more.
    let to = papers.ambassador.as_ref().ok_or(Problem::NotFound)?;
    let key = typed.key().unwrap_or_else(|| office.store().new_id());
    let letter = Letter::FundingQuestion {
        name: to.name.to_string(),
        title: papers.stored.value.asking.title.to_string(),
        question: text.to_string(),
        request: id,
    };
    let letter = Draft::new(format!("funding-question/{key}"), Lane::Now, &to.email, &to.language, &letter);
    let remark = remarks::said(&view, Side::Team, by.person, text);
    let page = format!("/team/funding/{id}");
    remarks::kept(&office, &view, (id, &page), (key, &remark, Some(&letter)), typed.0).await
}

/// Everything asked and answered, and where to ask.
pub(crate) fn card(view: &View, papers: &Papers, (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let ask = Ask::new(QUESTION, say!(words, "team-funding-question")).hint(say!(words, "team-funding-question-hint"));
    let owner = papers.ambassador.as_ref();
    let called = |person| owner.filter(|owner| owner.person == person).map(|owner| owner.name.to_string());
    html! {
        div id="questions" {
            (kit::card(&say!(words, "remarks-title"), html! {
                (remarks::conversation(view, &papers.remarks, called))
                @if owner.is_some() {
                    (form.form(&format!("/team/funding/{}/questions", papers.stored.value.id), html! {
                        (kit::hidden("key", typed.get("key")))
                        (form.paragraphs(ask, 3))
                        (kit::buttons(&say!(words, "remarks-ask"), None))
                    }))
                }
            }))
        }
    }
}
