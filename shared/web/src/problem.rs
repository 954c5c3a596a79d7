//! What goes wrong, as one closed list, and the one place where it becomes a page (requirement P8).

use crate::kit::Link;
use crate::layout::{Here, OfficeFace, Page};
use crate::office::Office;
use crate::problem_page::{BothValues, ProblemWords, both_values, problem_page, send_again, ways_out};
use crate::signed_in::home_of;
use crate::view::{Around, View, locale};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use http::{StatusCode, header};
use maud::{Markup, html};
use program::Form;
use std::sync::Arc;
use words::{Words, say};

/// Why a request does not get what it asked for.
#[derive(Debug)]
pub enum Problem {
    /// What came cannot be read as what it should be.
    Unreadable,
    /// The page is for people who are signed in.
    SignIn,
    /// The page is for people with another role.
    Forbidden,
    /// The change was asked for by another site's page.
    CrossSite,
    /// There is no such page, or it is not this person's.
    NotFound,
    /// The page does not take this kind of request.
    Method,
    /// A rule is in the way; the sentence says which. What was typed is kept in the page.
    Rule {
        /// What is in the way, worded.
        sentence: String,
        /// What was typed.
        typed: Form,
    },
    /// Somebody else was faster; both values are shown, and what was typed can be sent again on top of theirs.
    Conflict {
        /// What stands there now and what was sent.
        values: Vec<BothValues>,
        /// Where it can be sent again, with what; nowhere, when there is nothing left to change.
        again: Option<(String, Form)>,
    },
    /// Larger than a request may be.
    TooLarge,
    /// No form.
    Format,
    /// Too much in too short a time; what was typed can be sent again later.
    TooMany {
        /// Where.
        action: String,
        /// What was typed.
        typed: Form,
    },
    /// The office has no settings yet.
    NotOpen,
    /// What nobody expected; the log gets the cause, the person does not.
    Unexpected(anyhow::Error),
}

/// What forms carry unseen.
const CARRIED: [&str; 6] = ["key", "version", "activity", "dates", "items", "step"];

impl Problem {
    /// Both versions of what differs between a form and what stands there now, and a way to send the form on top of that.
    /// What a form carries unseen is no difference.
    pub fn both_versions(
        label: impl Fn(&str) -> String,
        (now, version): (&Form, u64),
        action: String,
        mut typed: Form,
    ) -> Self {
        let mut fields: Vec<_> = typed.pairs().map(|(field, _)| field).collect();
        fields.dedup();
        let said = |form: &Form, field: &str| form.all(field).join("; ");
        let values = fields
            .into_iter()
            .filter(|field| !CARRIED.contains(field))
            .filter(|field| said(now, field) != said(&typed, field))
            .map(|field| BothValues { label: label(field), theirs: said(now, field), yours: said(&typed, field) })
            .collect();
        typed.set("version", version.to_string());
        Self::Conflict { values, again: Some((action, typed)) }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Rule { .. } | Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Format => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NotOpen => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict(_) => Self::Conflict { values: Vec::new(), again: None },
            store::Error::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Unexpected(error)
    }
}

/// Carries the problem to [`dress`], which knows who is reading.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// A handler that panics answers like any other unexpected problem, and the next request is served.
pub async fn catch_panics(request: Request, next: Next) -> Response {
    use futures::FutureExt as _;
    match std::panic::AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => Problem::Unexpected(anyhow::anyhow!("a handler panicked")).into_response(),
    }
}

/// Turns a problem on its way out into a page in the reader's language.
pub async fn dress(State(office): State<Office>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let reader = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>().or_else(|| bare(&response)) else {
        return response;
    };
    if let Problem::Unexpected(error) = &*problem {
        tracing::error!(error = %format!("{error:#}"), "a request could not be answered");
    }
    let status = problem.status();
    let words = Words::new(locale(&reader));
    let page = match View::of(&reader, &office).await {
        Ok(mut view) => {
            view.session = view.session.or(office_session(&office, &reader).await);
            view.framed(&Around::new("", Here::Other), |frame| show(frame, &problem, status, home(&view)))
        }
        Err(_) => {
            let face = OfficeFace { program: "Chancery", community: "", support: "", has_funds: false };
            let frame =
                Page { words, office: &face, title: "", person: None, here: Here::Other, errors: false, notice: None };
            show(&frame, &problem, status, None)
        }
    };
    (status, Html(page.into_string())).into_response()
}

/// The framework's own refusals, such as of an address whose identifier cannot be read, come as bare text. What we say
/// ourselves is a page, or JSON to a program.
fn bare(response: &Response) -> Option<Arc<Problem>> {
    let ours: [&[u8]; 2] = [b"text/html", b"application/json"];
    let kind = response.headers().get(header::CONTENT_TYPE).map(header::HeaderValue::as_bytes).unwrap_or_default();
    let is_page = ours.iter().any(|ours| kind.starts_with(ours));
    match response.status() {
        status if is_page || !(status.is_client_error() || status.is_server_error()) => None,
        status if status.is_client_error() => Some(Arc::new(Problem::Unreadable)),
        status => Some(Arc::new(Problem::Unexpected(anyhow::anyhow!("the framework answered {status}")))),
    }
}

/// The session is recognized further in, and what came from there on its way in does not come back with a problem.
async fn office_session(office: &Office, reader: &http::request::Parts) -> Option<store::access::Session> {
    let token = crate::guard::session_token(&reader.headers, office)?;
    office.store().session(&token).await.ok().flatten()
}

fn home(view: &View) -> Option<Link> {
    let roles = &view.session.as_ref()?.roles;
    let path = home_of(roles);
    let key = match path {
        "/team" => "page-nav-team",
        "/team/applications" => "page-nav-applications",
        "/me" => "page-nav-me",
        _ => "page-nav-status",
    };
    Some(Link::new(path, say!(view.words, key)))
}

fn show(frame: &Page<'_>, problem: &Problem, status: StatusCode, home: Option<Link>) -> Markup {
    let words = frame.words;
    let mut said = ProblemWords::of(words, status.as_u16());
    let mut more = ways_out(words, home.as_ref());
    match problem {
        Problem::SignIn => more = html! { p { (Link::new("/sign-in", say!(words, "page-nav-sign-in"))) } },
        Problem::Rule { sentence, typed } => {
            said.heading = say!(words, "problem-rule-heading");
            said.happened = sentence.clone();
            let nothing = texts(typed).next().is_none();
            said.kept = say!(words, if nothing { "problem-rule-nothing-kept" } else { "problem-rule-kept" });
            said.next = say!(words, "problem-rule-next");
            let home = home.unwrap_or_else(|| Link::new("/sign-in", say!(words, "page-nav-sign-in")));
            more = html! { (kept(words, typed)) (ways_out(words, Some(&home))) };
        }
        Problem::Conflict { values, again } => {
            let again = again.as_ref().map(|(action, typed)| send_again(words, action, typed));
            more = html! { @if !values.is_empty() { (both_values(words, values)) } @if let Some(again) = again { (again) } (more) };
        }
        Problem::TooMany { action, typed } => more = html! { (kept(words, typed)) (send_again(words, action, typed)) },
        Problem::Unreadable
        | Problem::Forbidden
        | Problem::CrossSite
        | Problem::NotFound
        | Problem::Method
        | Problem::TooLarge
        | Problem::Format
        | Problem::NotOpen
        | Problem::Unexpected(_) => {}
    }
    let title = said.heading.clone();
    problem_page(&Page { title: &title, ..frame.clone() }, &said, more)
}

/// What was typed, to read and copy.
fn kept(words: Words, typed: &Form) -> Markup {
    let mut texts = texts(typed).peekable();
    html! {
        @if texts.peek().is_some() {
            details {
                summary { (say!(words, "problem-typed")) }
                @for text in texts { (crate::kit::prose(text, None)) }
            }
        }
    }
}

/// What a person typed, without what the page itself put into the form.
fn texts(typed: &Form) -> impl Iterator<Item = &str> {
    let by_hand = typed.pairs().filter(|(name, _)| !matches!(*name, "key" | "version"));
    by_hand.map(|(_, value)| value).filter(|value| !value.trim().is_empty())
}
