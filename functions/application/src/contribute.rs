//! Telling what one did for the community, ambassador or not (clause D5).

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::Letter;
use maud::{Markup, html};
use program::contribution::{ContributionKind, Told};
use program::{ContributionId, Form, Problems, Role};
use store::applications::letter_id_for;
use store::contributions::{Contributed, Contributing};
use store::outbox::{Draft, Lane};
use web::kit::{self, Ask, Choice, FormView, Link, TextKind, Tone};
use web::layout::Here;
use web::view::Around;
use web::{NetworkOrigin, Office, Problem, Typed, View};
use words::say;

/// So many letters of thanks go to one address in a day; whatever else it tells is recorded without one.
const LETTERS_A_DAY: u8 = 5;

pub(crate) async fn form(State(office): State<Office>, view: View) -> Html<String> {
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    page(&view, &typed, &Problems::default())
}

pub(crate) async fn submit(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    typed: Typed,
) -> Result<Response, Problem> {
    let rule = |key| Problem::Rule { sentence: say!(view.words, key), typed: typed.0.clone() };
    if web::forms::is_trapped(&typed.0) {
        return Err(rule("apply-trap"));
    }
    let limit = view.settings().limits.applications_per_origin;
    if !office.store().within_limit("contribute", &origin.to_string(), limit).await? {
        return Err(Problem::TooMany { action: "/contribute".to_owned(), typed: typed.0 });
    }
    let told = match Told::parse(&typed.0, view.today()) {
        Ok(told) => told,
        Err(problems) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &typed.0, &problems)).into_response());
        }
    };
    let contributing = Contributing {
        id: ContributionId::new(typed.key().unwrap_or_else(|| office.store().new_id())),
        told,
        language: view.words.locale().tag().to_owned(),
        by: view.sender(),
    };
    // That an address is an ambassador's is told by letter, not here: whoever types it does not learn it.
    let known = office.store().person(&contributing.told.email).await?;
    let ambassador = known.is_some_and(|person| person.roles.has(Role::Ambassador));
    match office.store().contribute(&contributing, &thanks(&view, &contributing, ambassador)).await? {
        Contributed::Taken => Ok(Redirect::to("/contribute/sent").into_response()),
        Contributed::AnotherUnderThisKey => Err(rule("contribute-another-under-key")),
    }
}

pub(crate) async fn sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "contribute-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "contribute-sent-lead"))))
        (to_ambassadors(&view))
        p { (say!(words, "contribute-sent-more")) }
        p { (Link::new("/contribute", say!(words, "contribute-again"))) }
    };
    view.page(&Around::new(&title, Here::Other), body)
}

/// The letters of thanks there may be today.
fn thanks(view: &View, form: &Contributing, ambassador: bool) -> Vec<Draft> {
    let Told { name, email, kind, on, .. } = &form.told;
    let letter = Letter::ContributionThanks { name: name.to_string(), kind: *kind, on: *on, ambassador };
    let ids = letter_id_for("contribution-thanks", email);
    let draft =
        |number| Draft::new(format!("{ids}/{}/{number}", view.today()), Lane::Now, email, &form.language, &letter);
    (1..=LETTERS_A_DAY).map(|number| draft(number).to_a_stranger()).collect()
}

/// A kind word to an ambassador who is signed in: where what they do counts for their quarter.
fn to_ambassadors(view: &View) -> Markup {
    let words = view.words;
    let ambassador = view.session.as_ref().is_some_and(|session| session.roles.has(Role::Ambassador));
    html! {
        @if ambassador {
            (kit::notice(Tone::Quiet, html! {
                p { (say!(words, "contribute-ambassador")) " " (Link::new("/me", say!(words, "contribute-ambassador-link"))) }
            }))
        }
    }
}

fn page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "contribute-title");
    let form = FormView::new(words, typed, problems);
    let label = |field: &str| match field {
        "name" => say!(words, "contribute-name"),
        "email" => say!(words, "contribute-email"),
        "kind" => say!(words, "contribute-kind"),
        "what" => say!(words, "contribute-what"),
        "on" => say!(words, "contribute-on"),
        "link" => say!(words, "contribute-link"),
        _ => say!(words, "contribute-consent-label"),
    };
    let ask = |field: &'static str| Ask::new(field, label(field));
    let kinds = ContributionKind::ALL.map(|kind| Choice::new(kind.name(), words.contribution_kind(kind)));
    let fields = html! {
        (kit::hidden("key", typed.get("key")))
        (form.text(ask("name").hint(say!(words, "contribute-name-hint")).autocomplete("name"), TextKind::Line))
        (form.text(ask("email").hint(say!(words, "contribute-email-hint")).autocomplete("email"), TextKind::Email))
        (form.choice(ask("kind"), &kinds))
        (form.text(ask("what").hint(say!(words, "contribute-what-hint")), TextKind::Line))
        (form.text(ask("on"), TextKind::Date))
        (form.text(ask("link").optional(), TextKind::Url))
        (form.trap())
        (form.tick(Ask::new("consent", say!(words, "contribute-consent"))))
        (kit::buttons(&say!(words, "contribute-send"), None))
    };
    let body = html! {
        (form.error_summary(label))
        (kit::heading(&title, Some(&say!(words, "contribute-lead"))))
        (to_ambassadors(view))
        (form.form("/contribute", fields))
    };
    view.page(&Around::new(&title, Here::Other).with_errors(!problems.is_empty()), body)
}
