//! Asking an ambassador about an activity, and what was asked and answered before.

use crate::activity::{Papers, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::text::Text;
use program::{ActivityId, AmbassadorId, Form, Problems, Remark, Side};
use store::outbox::{Draft, Lane};
use store::remarks::Remarked;
use web::kit::{self, Ask, FormView};
use web::{Office, Problem, SignedIn, Team, Typed, View};
use words::say;

/// The name of the one field.
const QUESTION: &str = "question";

/// A question to be written.
pub(crate) fn blank(office: &Office) -> (Form, Problems) {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    (typed, Problems::default())
}

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path((ambassador, id)): Path<(AmbassadorId, ActivityId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let papers = Papers::read(&office, ambassador, id).await?;
    let text = match Text::parse(typed.0.get(QUESTION)) {
        Ok(text) => text,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(QUESTION, problem);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &papers, &(typed.0, problems))).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| store.new_id());
    let by_name = view.session.as_ref().and_then(|session| session.name.clone());
    let remark = Remark { side: Side::Team, by: by.person, by_name, at: view.now, text };
    let letter = letter(&papers, key, &remark);
    match store.remark(id, key, &remark, Some(&letter)).await? {
        Remarked::Kept => Ok(Redirect::to(&format!("/team/activities/{ambassador}/{id}#questions")).into_response()),
        Remarked::AnotherUnderThisKey => {
            Err(Problem::Rule { sentence: say!(view.words, "remarks-another-under-key"), typed: typed.0 })
        }
    }
}

/// One letter a question, because its key names it.
fn letter(papers: &Papers, key: uuid::Uuid, remark: &Remark) -> Draft {
    let Papers { ambassador, activity, .. } = papers;
    let letter = Letter::Question {
        name: ambassador.name.to_string(),
        activity: activity.id,
        title: activity.plan.title.to_string(),
        question: remark.text.to_string(),
    };
    Draft::new(format!("question/{key}"), Lane::Now, &ambassador.email, &ambassador.language, &letter)
}

/// Everything asked and answered, and where to ask.
pub(crate) fn card(view: &View, papers: &Papers, (typed, problems): &(Form, Problems)) -> Markup {
    let words = view.words;
    let form = FormView::new(words, typed, problems);
    let (ambassador, id) = (papers.ambassador.id, papers.activity.id);
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
                (web::remarks::conversation(view, &papers.remarks, |person| papers.team.get(&person).cloned()))
                (form.form(&format!("/team/activities/{ambassador}/{id}/questions"), fields))
            }))
        }
    }
}
