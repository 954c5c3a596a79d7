//! Who leads a user group: written down and shown to the team, and held to nothing (clause O10).

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::people::Leader;
use program::text::alphabetical;
use program::{Form, PersonId, Problems};
use store::people::Person;
use web::kit::{self, Ask, Column, FormView, TextKind};
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

use crate::people::{called, page_with};

/// Everybody who leads a group, in alphabetical order.
pub(crate) async fn all(office: &Office) -> Result<Vec<Person>, Problem> {
    let mut leaders = office.store().group_leaders().await?;
    leaders.sort_by_cached_key(|person| (alphabetical(called(person)), person.id));
    Ok(leaders)
}

/// Sent twice, they lead the group, which is what was said.
pub(crate) async fn add(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    match Leader::parse(&typed.0) {
        Ok(leader) => {
            office.store().lead_a_group(&leader, &view.settings().language, by.person).await?;
            Ok(Redirect::to("/team/people").into_response())
        }
        Err(problems) => {
            let page = page_with(&office, &view, &typed.0, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Sent twice, they lead none, which is what was said.
pub(crate) async fn remove(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    Path(id): Path<PersonId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let version = typed.version()?;
    let leaders = office.store().group_leaders().await?;
    if let Some(person) = leaders.iter().find(|person| person.id == id) {
        if person.version() != version {
            return Err(store::Error::Conflict("person").into());
        }
        office.store().lead_no_group(person, by.person).await?;
    }
    Ok(Redirect::to("/team/people"))
}

/// What a field of the form is called; none of another form's.
pub(crate) fn label(words: Words, field: &str) -> Option<String> {
    match field {
        "leader_name" => Some(say!(words, "team-name")),
        "leader_email" => Some(say!(words, "people-address")),
        "group" => Some(say!(words, "leaders-group")),
        _ => None,
    }
}

pub(crate) fn card(words: Words, leaders: &[Person], typed: &Form, problems: &Problems) -> Markup {
    let form = FormView::new(words, typed, problems);
    let ask = |field| Ask::new(field, label(words, field).unwrap_or_default());
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "leaders-group")),
        Column::text(say!(words, "people-change")),
    ];
    let rows: Vec<_> = leaders
        .iter()
        .map(|person| {
            let action = format!("/team/people/{}/leads", person.id);
            let version = person.version().to_string();
            vec![
                html! { (called(person)) },
                html! { @if let Some(group) = &person.leads { (group) } },
                kit::post_button(&action, &say!(words, "leaders-no-more"), &[("version", &version)]),
            ]
        })
        .collect();
    kit::card(
        &say!(words, "leaders-title"),
        html! {
            p { (say!(words, "leaders-lead")) }
            @if !rows.is_empty() { (kit::table(&say!(words, "leaders-caption", count = rows.len()), &columns, &rows)) }
            (form.form("/team/people/leaders", html! {
                (form.text(ask("leader_name"), TextKind::Line))
                (form.text(ask("leader_email"), TextKind::Email))
                (form.text(ask("group"), TextKind::Line))
                (kit::buttons(&say!(words, "leaders-send"), None))
            }))
        },
    )
}
