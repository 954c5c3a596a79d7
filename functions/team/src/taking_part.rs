//! What the team does about how an ambassador takes part: a pause, a return, the end of a term (clauses C3, O11).

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::html;
use program::activity::optional;
use program::ambassador::NotPossible;
use program::text::Text;
use program::{Ambassador, AmbassadorId, AmbassadorState, Form, Pause, Problems};
use store::ambassadors::AMBASSADOR;
use store::applications::Stored;
use store::audit::Actor;
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View, pause};
use words::{Words, say};

pub(crate) async fn pause_form(
    State(office): State<Office>,
    view: View,
    Path(id): Path<AmbassadorId>,
) -> Result<Html<String>, Problem> {
    let stored = read(&office, id).await?;
    let today = view.today();
    let typed = stored.value.pause(today).unwrap_or(Pause { from: today, until: None }).to_form();
    Ok(pause_page(&view, &stored, &typed, &Problems::default()))
}

/// A form sent twice finds its pause marked and answers the same.
pub(crate) async fn mark(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<AmbassadorId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (stored, today) = (read(&office, id).await?, view.today());
    let mut problems = Problems::default();
    let Some(wanted) = Pause::read(&typed.0, today, &mut problems) else {
        let page = pause_page(&view, &stored, &typed.0, &problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let version = typed.version()?;
    if stored.value.pause(today) == Some(wanted) {
        return Ok(there(id));
    }
    let after = stored.value.paused(wanted, today).map_err(|why| rule(view.words, why, &typed.0))?;
    let name = after.name.to_string();
    let letter = letter("pause", &stored, &Letter::PauseMarked { name, from: wanted.from, until: wanted.until });
    let by = Actor::Person(by.person);
    match office.store().change_ambassador_seen((&stored, version), &after, by, "pause", Some(&letter)).await? {
        Some(now) if now.value.pause(today) != Some(wanted) => {
            let action = format!("/team/ambassadors/{id}/pause");
            Err(pause::conflict(view.words, &now, today, &action, &typed.0))
        }
        Some(_) | None => Ok(there(id)),
    }
}

/// Brings somebody back from a pause, with a letter. Sent twice, there is no pause any more, which is what was asked.
pub(crate) async fn bring_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<AmbassadorId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (stored, today, version) = (read(&office, id).await?, view.today(), typed.version()?);
    let Some(pause) = stored.value.pause(today) else { return Ok(there(id)) };
    let after = stored.value.returned(today).map_err(|why| rule(view.words, why, &typed.0))?;
    let name = after.name.to_string();
    // A pause that has not begun has nobody to welcome back.
    let letter = (pause.from <= today).then(|| letter("back", &stored, &Letter::BackFromPause { name, on: today }));
    let by = Actor::Person(by.person);
    match office.store().change_ambassador_seen((&stored, version), &after, by, "come back", letter.as_ref()).await? {
        Some(now) if now.value.pause(today).is_some() => Err(store::Error::Conflict(AMBASSADOR).into()),
        Some(_) | None => Ok(there(id)),
    }
}

pub(crate) async fn end_form(
    State(office): State<Office>,
    view: View,
    Path(id): Path<AmbassadorId>,
) -> Result<Html<String>, Problem> {
    let stored = read(&office, id).await?;
    Ok(end_page(&view, &stored, &Form::default(), &Problems::default()))
}

/// Sent twice, the term has ended, which is what was asked.
pub(crate) async fn end_term(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<AmbassadorId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = read(&office, id).await?;
    let mut problems = Problems::default();
    let reason = problems.take("reason", Text::parse(typed.0.get("reason")));
    let words = problems.take("words", optional(Text::parse(typed.0.get("words"))));
    let (Some(reason), Some(words)) = (reason, words) else {
        let page = end_page(&view, &stored, &typed.0, &problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let version = typed.version()?;
    let asked = reason.clone();
    let is_ended_so = |person: &Ambassador| {
        let so = person.leaving.as_ref().is_some_and(|leaving| leaving.reason.as_ref() == Some(&asked));
        so && person.state == AmbassadorState::Ended
    };
    if is_ended_so(&stored.value) {
        return Ok(there(id));
    }
    let after = stored.value.term_ended(reason, by.person, view.today());
    let after = after.map_err(|why| rule(view.words, why, &typed.0))?;
    let told = Letter::TermEnded {
        name: after.name.to_string(),
        since: after.since,
        words: words.as_ref().map(ToString::to_string),
    };
    let (letter, by) = (letter("end-term", &stored, &told), Actor::Person(by.person));
    match office.store().change_ambassador_seen((&stored, version), &after, by, "end the term", Some(&letter)).await? {
        Some(now) if !is_ended_so(&now.value) => {
            let mut again = typed.0;
            again.set("version", now.version.to_string());
            let again = Some((format!("/team/ambassadors/{id}/end-term"), again));
            Err(Problem::Conflict { values: Vec::new(), again })
        }
        Some(_) | None => Ok(there(id)),
    }
}

async fn read(office: &Office, id: AmbassadorId) -> Result<Stored<Ambassador>, Problem> {
    office.store().stored_ambassador(id).await?.ok_or(Problem::NotFound)
}

fn there(id: AmbassadorId) -> Response {
    Redirect::to(&format!("/team/ambassadors/{id}")).into_response()
}

fn rule(words: Words, why: NotPossible, typed: &Form) -> Problem {
    Problem::Rule { sentence: words.taking_part_not_possible_for_them(why), typed: typed.clone() }
}

/// The letter that tells of a change; one change has one.
fn letter(about: &str, stored: &Stored<Ambassador>, letter: &Letter) -> Draft {
    let person = &stored.value;
    Draft::new(format!("{about}/{}/{}", person.id, stored.version), Lane::Now, &person.email, &person.language, letter)
}

fn pause_page(view: &View, stored: &Stored<Ambassador>, typed: &Form, problems: &Problems) -> Html<String> {
    let (words, id) = (view.words, stored.value.id);
    let title = say!(words, "pause-for", name = stored.value.name.as_str());
    let form = FormView::new(words, typed, problems);
    let begun = stored.value.pause(view.today()).filter(|pause| pause.from <= view.today());
    let back = Link::new(format!("/team/ambassadors/{id}"), stored.value.name.as_str());
    let body = html! {
        (form.error_summary(|field| pause::label(words, field)))
        (kit::heading(&title, Some(&say!(words, "pause-for-lead"))))
        (form.form(&format!("/team/ambassadors/{id}/pause"), html! {
            (kit::hidden("version", &stored.version_of(typed)))
            (pause::fields(words, &form, begun))
            (kit::buttons(&say!(words, "pause-for-send"), Some(&back)))
        }))
    };
    view.page(&Around::new(&title, Here::Ambassadors).with_errors(!problems.is_empty()), body)
}

fn end_page(view: &View, stored: &Stored<Ambassador>, typed: &Form, problems: &Problems) -> Html<String> {
    let (words, id) = (view.words, stored.value.id);
    let title = say!(words, "end-term-title", name = stored.value.name.as_str());
    let form = FormView::new(words, typed, problems);
    let label = |field: &str| match field {
        "reason" => say!(words, "proposal-reason"),
        _ => say!(words, "proposal-words"),
    };
    let back = Link::new(format!("/team/ambassadors/{id}"), stored.value.name.as_str());
    let body = html! {
        (form.error_summary(label))
        (kit::heading(&title, Some(&say!(words, "end-term-lead"))))
        (form.form(&format!("/team/ambassadors/{id}/end-term"), html! {
            (kit::hidden("version", &stored.version_of(typed)))
            (form.paragraphs(Ask::new("reason", label("reason")).hint(say!(words, "proposal-reason-hint")), 3))
            (form.paragraphs(Ask::new("words", label("words")).hint(say!(words, "proposal-words-hint")).optional(), 4))
            (kit::buttons(&say!(words, "end-term-send"), Some(&back)))
        }))
    };
    view.page(&Around::new(&title, Here::Ambassadors).with_errors(!problems.is_empty()), body)
}
