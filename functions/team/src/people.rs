//! The team: who is in it, inviting somebody, changing what somebody may do (requirements S3, S4).

use crate::leaders;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::people::Invitation;
use program::text::alphabetical;
use program::{Form, PersonId, Problems, Role, Roles};
use store::outbox::{Draft, Lane};
use store::people::{Invited, LAST_ORGANIZER, Person};
use web::kit::{self, Ask, Column, FormView, Link, TextKind};
use web::layout::Here;
use web::problem_page::BothValues;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    page_with(&office, &view, &Form::default(), &Problems::default()).await
}

pub(crate) async fn invite(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let invitation = match Invitation::parse(&typed.0) {
        Ok(invitation) => invitation,
        Err(problems) => {
            let page = page_with(&office, &view, &typed.0, &problems).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let key = typed.key().unwrap_or_else(|| office.store().new_id());
    let letter = |person: &Person| {
        let letter = Letter::TeamInvitation { roles: invitation.roles.clone() };
        Draft::new(format!("team-invitation/{key}"), Lane::Now, &person.email, &person.language, &letter)
    };
    let rule = |key| {
        let mut address = Form::default();
        address.set("email", typed.0.get("email"));
        Problem::Rule { sentence: say!(view.words, key), typed: address }
    };
    match office.store().invite(key, &invitation, &view.settings().language, by.person, letter).await? {
        Invited::Done => Ok(Redirect::to("/team/people").into_response()),
        Invited::HereAlready => Err(rule("people-here-already")),
        Invited::AnotherUnderThisKey => Err(rule("people-another-under-key")),
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(id): Path<PersonId>,
) -> Result<Html<String>, Problem> {
    let members = members(&office).await?;
    let person = members.iter().find(|person| person.id == id).ok_or(Problem::NotFound)?;
    let mut typed = Form::default();
    typed.set("version", person.version().to_string());
    for role in person.roles.of_team().iter() {
        typed.set(role.name(), "yes");
    }
    let words = view.words;
    let form = FormView::filled(words, &typed);
    let title = say!(words, "people-change-of", name = called(person));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "people-change-lead"))))
        (form.form(&format!("/team/people/{id}/roles"), html! {
            (kit::hidden("version", typed.get("version")))
            (roles(words, &form))
            (kit::buttons(&say!(words, "people-keep"), Some(&Link::new("/team/people", say!(words, "people-back")))))
        }))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

/// A form sent twice finds its change made and answers the same.
pub(crate) async fn change(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(id): Path<PersonId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let (version, wanted) = (typed.version()?, Roles::of_team_form(&typed.0));
    let members = members(&office).await?;
    let person = members.iter().find(|person| person.id == id);
    let done = || Ok(Redirect::to("/team/people").into_response());
    let Some(person) = person else { return if wanted.is_empty() { done() } else { Err(Problem::NotFound) } };
    if person.roles.of_team() == wanted {
        return done();
    }
    if person.version() != version {
        return Err(conflict(view.words, person, &wanted, typed.0));
    }
    match office.store().change_team_roles(person, &wanted, by.person).await {
        Ok(()) => done(),
        Err(store::Error::Conflict(LAST_ORGANIZER)) => {
            Err(Problem::Rule { sentence: say!(view.words, "people-last-organizer"), typed: Form::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// What the person is in the team now, and what was asked for, which can be sent again on top of it.
fn conflict(words: Words, person: &Person, wanted: &Roles, mut typed: Form) -> Problem {
    let value = BothValues {
        label: called(person).to_owned(),
        theirs: listed(words, &person.roles),
        yours: listed(words, wanted),
    };
    typed.set("version", person.version().to_string());
    Problem::Conflict { values: vec![value], again: Some((format!("/team/people/{}/roles", person.id), typed)) }
}

/// Everybody in the team, in alphabetical order.
async fn members(office: &Office) -> Result<Vec<Person>, Problem> {
    let mut members = office.store().team().await?;
    members.sort_by_cached_key(|person| (alphabetical(called(person)), person.id));
    Ok(members)
}

/// What somebody is called: their name, or their address until they gave one.
pub(crate) fn called(person: &Person) -> &str {
    person.name.as_deref().unwrap_or(person.email.as_str())
}

fn listed(words: Words, roles: &Roles) -> String {
    let roles: Vec<_> = Role::TEAM.into_iter().filter(|role| roles.has(*role)).map(|role| words.role(role)).collect();
    if roles.is_empty() { say!(words, "people-none") } else { roles.join(", ") }
}

/// The page, with what was typed into one of its forms.
pub(crate) async fn page_with(
    office: &Office,
    view: &View,
    typed: &Form,
    problems: &Problems,
) -> Result<Html<String>, Problem> {
    let mut typed = typed.clone();
    if typed.get("key").is_empty() {
        typed.set("key", office.store().new_id().to_string());
    }
    Ok(page(view, &members(office).await?, &leaders::all(office).await?, &typed, problems))
}

fn page(view: &View, members: &[Person], leaders: &[Person], typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "people-title");
    let form = FormView::new(words, typed, problems);
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "people-address")),
        Column::text(say!(words, "people-roles")),
        Column::text(say!(words, "people-change")),
    ];
    let rows: Vec<_> = members
        .iter()
        .map(|person| {
            let change = say!(words, "people-change-of", name = called(person));
            vec![
                html! { (called(person)) },
                html! { (person.email) },
                html! { (listed(words, &person.roles)) },
                html! { (Link::new(format!("/team/people/{}", person.id), change)) },
            ]
        })
        .collect();
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "people-lead"))))
        (kit::table(&say!(words, "people-caption", count = rows.len()), &columns, &rows))
        (kit::card(&say!(words, "people-invite"), html! {
            p { (say!(words, "people-invite-lead")) }
            (form.form("/team/people", html! {
                (kit::hidden("key", typed.get("key")))
                (form.text(Ask::new("email", label(words, "email")), TextKind::Email))
                (roles(words, &form))
                (kit::buttons(&say!(words, "people-send"), None))
            }))
        }))
        (leaders::card(words, leaders, typed, problems))
    };
    view.page(&Around::new(&title, Here::Team).with_errors(!problems.is_empty()), body)
}

fn label(words: Words, field: &str) -> String {
    if let Some(label) = leaders::label(words, field) {
        return label;
    }
    match field {
        "email" => say!(words, "people-address"),
        _ => say!(words, "people-roles"),
    }
}

/// A box for each role of the team.
fn roles(words: Words, form: &FormView<'_>) -> Markup {
    let hint = |role| match role {
        Role::Organizer => Some(say!(words, "people-role-hint-organizer")),
        Role::Reviewer => Some(say!(words, "people-role-hint-reviewer")),
        Role::Treasurer => Some(say!(words, "people-role-hint-treasurer")),
        Role::Applicant | Role::Ambassador | Role::GroupLeader => None,
    };
    html! {
        fieldset class="field" {
            legend { (say!(words, "people-roles")) }
            @for role in Role::TEAM { (form.tick(Ask::new(role.name(), words.role(role)).hint_if(hint(role)).optional())) }
        }
    }
}
