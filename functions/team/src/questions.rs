//! Asking an ambassador about an activity, and what was asked and answered before.

use crate::activity::{Opened, Sent, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::text::Text;
use program::{ActivityId, AmbassadorId, Form, Problems, Remark, Side};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView};
use web::{Office, Problem, SignedIn, Team, Typed, View, remarks};
use words::say;

/// The name of the one field.
const QUESTION: &str = "question";

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path((ambassador, id)): Path<(AmbassadorId, ActivityId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let opened = Opened::of(store, ambassador, id).await?;
    let text = match Text::parse(typed.0.get(QUESTION)) {
        Ok(text) => text,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(QUESTION, problem);
            let sent = Sent { question: (typed.0, problems), ..Sent::nothing(&office) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &opened, by.person, &sent)).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| store.new_id());
    let remark = remarks::said(&view, Side::Team, by.person, text);
    let (letter, page) = (letter(&opened, key, &remark), format!("/team/activities/{ambassador}/{id}"));
    remarks::kept(&office, &view, (id, &page), (key, &remark, Some(&letter)), typed.0).await
}

/// One letter a question, because its key names it.
fn letter(opened: &Opened, key: uuid::Uuid, remark: &Remark) -> Draft {
    let Opened { ambassador, activity, .. } = opened;
    let letter = Letter::Question {
        name: ambassador.name.to_string(),
        activity: activity.id,
        title: activity.plan.title.to_string(),
        question: remark.text.to_string(),
    };
    Draft::new(format!("question/{key}"), Lane::Now, &ambassador.email, &ambassador.language, &letter)
}

/// Everything asked and answered, and where to ask.
pub(crate) fn card(view: &View, opened: &Opened, (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let (ambassador, id) = (opened.ambassador.id, opened.activity.id);
    let ask = Ask::new(QUESTION, say!(words, "remarks-question")).hint(say!(words, "remarks-question-hint"));
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.paragraphs(ask, 3))
        (kit::buttons(&say!(words, "remarks-ask"), None))
    };
    html! {
        div id="questions" {
            (kit::card(&say!(words, "remarks-title"), html! {
                p { (say!(words, "remarks-lead-team")) }
                (remarks::conversation(view, &opened.remarks, |person| opened.name_of(person)))
                (form.form(&format!("/team/activities/{ambassador}/{id}/questions"), fields))
            }))
        }
    }
}
