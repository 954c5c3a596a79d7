//! The way in: ask for a link, follow it, press the button.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, header};
use letters::Letter;
use maud::html;
use program::{Email, Form, Problems};
use store::Secret;
use store::access::{Purpose, SESSION_LASTS};
use store::applications::NotChanged;
use store::outbox::{Draft, Lane};
use web::guard::{browser_cookie, cookie, session_cookie, session_token, set_cookie};
use web::kit::{self, Ask, FormView, TextKind};
use web::layout::Here;
use web::signed_in::home_of;
use web::view::Around;
use web::{Asking, NetworkOrigin, Office, Problem, Typed, View};
use words::say;

/// How long a browser stays known as the one that asked, in seconds.
const BROWSER_LASTS: i64 = 24 * 60 * 60;

const SIGN_IN: Asking = Asking { what: "sign-in", action: "/sign-in" };

pub(crate) async fn form(view: View) -> Html<String> {
    page(&view, &Form::default(), &Problems::default())
}

/// Puts the wish for a link into the outbox, whoever asks.
pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    origin: NetworkOrigin,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Problem> {
    let browser = cookie(&headers, browser_cookie(&office)).map_or_else(Secret::token, Secret::new);
    let letter = |id: String, email: &Email| {
        let letter = Letter::SignIn { browser: browser.hash() };
        Draft::new(id, Lane::Now, email, view.words.locale().tag(), &letter)
    };
    if let Err(problems) = SIGN_IN.queue(&office, &view, origin, &typed.0, letter).await? {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &typed.0, &problems)).into_response());
    }
    let remember = set_cookie(&office, browser_cookie(&office), browser.reveal(), BROWSER_LASTS);
    Ok(([(header::SET_COOKIE, remember)], Redirect::to("/sign-in/sent")).into_response())
}

pub(crate) async fn sent(view: View) -> Html<String> {
    let words = view.words;
    let title = say!(words, "sign-in-sent-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "sign-in-sent-lead"))))
        p { (say!(words, "sign-in-sent-next")) }
    };
    view.page(&Around::new(&title, Here::SignIn), body)
}

/// Shows a button: mail scanners follow links, and use nothing up by it.
pub(crate) async fn offer(
    State(office): State<Office>,
    view: View,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Html<String>, Problem> {
    usable(&office, &view, &headers, &token).await?;
    let words = view.words;
    let title = say!(words, "sign-in-offer-title");
    let body = html! {
        (kit::heading(&title, None))
        form method="post" action={ "/sign-in/" (token) } { (kit::buttons(&say!(words, "sign-in-offer-button"), None)) }
    };
    Ok(view.page(&Around::new(&title, Here::SignIn), body))
}

pub(crate) async fn enter(
    State(office): State<Office>,
    view: View,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let email = usable(&office, &view, &headers, &token).await?;
    let expired = || rule(&view, "sign-in-expired");
    let mut person = office.store().person(&email).await?.ok_or_else(expired)?;
    // Whoever follows a link we sent to this address has shown that it is theirs. Somebody who is more to the program signs
    // in for that, and may not know of what somebody else sent in under their address: its own letter asks them.
    if let Some(application) = person.application.filter(|_| !person.is_more_than_an_applicant()) {
        match office.store().confirm(application, view.settings()).await {
            Ok(_) | Err(NotChanged::Unknown | NotChanged::Rule(_)) => {}
            Err(NotChanged::Store(error)) => return Err(error.into()),
            Err(NotChanged::Changed(_) | NotChanged::Announced) => {
                return Err(store::Error::Conflict("application").into());
            }
        }
        // What they are to the program may have changed by it, and the session is to know.
        person = office.store().person(&email).await?.ok_or_else(expired)?;
    }
    let session = office.store().sign_in(&Secret::new(token), &person).await?.ok_or_else(expired)?;
    let home = home_of(&person.roles);
    let cookie = set_cookie(&office, session_cookie(&office), session.reveal(), SESSION_LASTS.num_seconds());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(home)).into_response())
}

pub(crate) async fn leave(State(office): State<Office>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(session) = session_token(&headers, &office) {
        office.store().sign_out(&session).await?;
    }
    let cookie = set_cookie(&office, session_cookie(&office), "", 0);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

/// The address the token signs in, in the browser that asked for it.
async fn usable(office: &Office, view: &View, headers: &HeaderMap, token: &str) -> Result<Email, Problem> {
    let Some(Purpose::SignIn { email, browser }) = office.store().token(&Secret::new(token)).await? else {
        return Err(rule(view, "sign-in-expired"));
    };
    let here = cookie(headers, browser_cookie(office)).map(|value| Secret::new(value).hash());
    if here.as_ref() != Some(&browser) {
        return Err(rule(view, "sign-in-other-browser"));
    }
    Ok(email)
}

fn rule(view: &View, key: &str) -> Problem {
    Problem::Rule { sentence: say!(view.words, key), typed: Form::default() }
}

fn page(view: &View, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "sign-in-title");
    let form = FormView::new(words, typed, problems);
    let label = say!(words, "sign-in-email");
    let fields = html! {
        (form.text(Ask::new("email", label.clone()).autocomplete("email"), TextKind::Email))
        (kit::buttons(&say!(words, "sign-in-send"), None))
    };
    let body = html! {
        (form.error_summary(|_| label.clone()))
        (kit::heading(&title, Some(&say!(words, "sign-in-lead"))))
        (form.form("/sign-in", fields))
    };
    view.page(&Around::new(&title, Here::SignIn).with_errors(!problems.is_empty()), body)
}
