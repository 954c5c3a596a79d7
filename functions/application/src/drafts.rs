//! Forms to be finished later: a link leads back to them for a month, and a letter brings it.

use crate::apply::not_now;
use crate::form::{self, Layout};
use crate::taking::not_open;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use letters::Letter;
use maud::html;
use program::application::Submission;
use program::{ApplicationId, Email, Form, Problems};
use store::Secret;
use store::access::Purpose;
use store::applications::letter_id_for;
use store::outbox::{Draft, Lane};
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

/// Marks a form that was sent as it is, so that whoever opens it sees at once what is missing.
const WAS_SENT: &str = "was_sent";

/// Puts the form aside and shows the way back to it.
pub(crate) async fn save(office: &Office, view: &View, id: ApplicationId, typed: Form) -> Result<Response, Problem> {
    let mut form = Layout::of(view.settings()).kept(&typed);
    form.set("key", id.uuid().to_string());
    let email = Email::parse(typed.get("email")).ok();
    let letter = to_write_to(office, view, email.as_ref()).await?.map(|email| {
        let letter = Letter::DraftSaved { application: id };
        Draft::new(letter_id_for(&format!("draft/{id}"), email), Lane::Now, email, view.words.locale().tag(), &letter)
    });
    if !office.store().put_aside(id, &form, letter.as_ref()).await? {
        return Err(Problem::Rule { sentence: say!(view.words, "draft-too-large"), typed });
    }
    let link = link(office, id).await?;
    let words = view.words;
    let title = say!(words, "draft-saved-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "draft-saved-lead"))))
        p { (Link::new(link.as_str(), link.as_str())) }
        p { (say!(words, "draft-saved-keep")) }
        @if letter.is_some() { p { (say!(words, "draft-saved-letter")) } }
    };
    Ok(view.page(&Around::new(&title, Here::Apply), body).into_response())
}

/// The address, while it has not had too many letters about forms that were put aside: anybody may type it in.
async fn to_write_to<'a>(office: &Office, view: &View, email: Option<&'a Email>) -> Result<Option<&'a Email>, Problem> {
    let Some(email) = email else { return Ok(None) };
    let limit = view.settings().limits.sign_ins_per_address;
    Ok(office.store().within_limit("draft-address", &email.key(), limit).await?.then_some(email))
}

/// Puts aside what came from elsewhere with something wrong in it, so that nothing of it is lost, with a letter to its
/// writer when there is an address to write to. None when it is larger than what can be kept.
pub(crate) async fn keep_what_came(
    office: &Office,
    view: &View,
    id: ApplicationId,
    typed: &Form,
    letter_in: Option<&str>,
) -> Result<bool, Problem> {
    let mut form = Layout::of(view.settings()).kept(typed);
    form.set("key", id.uuid().to_string());
    form.set(WAS_SENT, "yes");
    let letter = letter_in.and_then(|language| {
        let email = Email::parse(typed.get("email")).ok()?;
        let letter = Letter::FormIncomplete { application: id };
        Some(Draft::new(letter_id_for(&format!("incomplete/{id}"), &email), Lane::Now, &email, language, &letter))
    });
    Ok(office.store().put_aside(id, &form, letter.as_ref()).await?)
}

/// The address that leads back to a form put aside.
pub(crate) async fn link(office: &Office, id: ApplicationId) -> Result<String, Problem> {
    let token = office.store().mint(&Purpose::Draft { application: id }).await?;
    Ok(office.public_url().to(&format!("/apply/draft/{}", token.reveal())))
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    let gone = || Problem::Rule { sentence: say!(view.words, "draft-gone"), typed: Form::default() };
    let Some(Purpose::Draft { application }) = office.store().token(&Secret::new(token)).await? else {
        return Err(gone());
    };
    let typed = office.store().form_put_aside(application).await?.ok_or_else(gone)?;
    let settings = view.settings();
    if let Some(refusal) = not_open(&office, &view).await? {
        return Ok(not_now(&view, refusal));
    }
    let problems = match typed.ticked(WAS_SENT) {
        true => Submission::parse(&typed, settings).err().unwrap_or_default(),
        false => Problems::default(),
    };
    let (page, problems) = Layout::of(settings).first_wrong(&problems);
    Ok(form::page(&view, &typed, page, &problems))
}
