//! What a page needs to be shown: the reader's language, the program's settings, who is here.

use crate::layout::{Here, OfficeFace, Page, PersonFace, page};
use crate::office::Office;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::response::Html;
use chrono::{DateTime, NaiveDate, Utc};
use http::header;
use http::request::Parts;
use maud::Markup;
use program::funding::Hand;
use program::{PersonId, Settings};
use std::sync::Arc;
use store::access::Session;
use store::audit::Actor;
use store::settings::Versioned;
use words::{Locale, Words};

/// What a page needs to be shown.
#[derive(Clone, Debug)]
pub struct View {
    /// The sentences of the reader's language.
    pub words: Words,
    /// The settings in force, with their version.
    pub versioned: Arc<Versioned>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// When the request came.
    pub now: DateTime<Utc>,
}

/// What stands around the main part of one page.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// The page's title.
    pub title: &'a str,
    /// The part of the office it belongs to.
    pub here: Here,
    /// True for a form that comes back.
    pub errors: bool,
    /// What has just been done.
    pub notice: Option<String>,
}

impl<'a> Around<'a> {
    /// A page of this title in this part of the office.
    pub fn new(title: &'a str, here: Here) -> Self {
        Self { title, here, errors: false, notice: None }
    }

    /// The same as a form that comes back.
    #[must_use]
    pub fn with_errors(self, errors: bool) -> Self {
        Self { errors, ..self }
    }

    /// The same with a word on what has just been done.
    #[must_use]
    pub fn notice(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }
}

impl View {
    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.versioned.settings
    }

    /// Whoever is signed in, as the hand that does something to a request for funds.
    pub fn hand(&self, person: PersonId) -> Hand {
        let session = self.session.as_ref().filter(|session| session.person == person);
        Hand {
            person,
            ambassador: session.and_then(|session| session.ambassador),
            name: session.map(|session| session.called().to_owned()).unwrap_or_default(),
            at: self.now,
        }
    }

    /// Who sends a form, for the audit.
    pub fn sender(&self) -> Actor {
        self.session.as_ref().map_or(Actor::Visitor, |session| Actor::Person(session.person))
    }

    /// The day it is where the program is.
    pub fn today(&self) -> NaiveDate {
        self.settings().calendar.day(self.now)
    }

    /// The page.
    pub fn page(&self, around: &Around<'_>, body: Markup) -> Html<String> {
        Html(self.markup(around, body).into_string())
    }

    pub(crate) fn markup(&self, around: &Around<'_>, body: Markup) -> Markup {
        self.framed(around, |frame| page(frame, body))
    }

    pub(crate) fn framed(&self, around: &Around<'_>, show: impl FnOnce(&Page<'_>) -> Markup) -> Markup {
        let office = OfficeFace::of(self.settings());
        let person = self.session.as_ref().map(|session| PersonFace {
            name: session.name.as_deref().unwrap_or(session.email.as_str()),
            roles: &session.roles,
        });
        show(&Page {
            words: self.words,
            office: &office,
            title: around.title,
            person: person.as_ref(),
            here: around.here,
            errors: around.errors,
            notice: around.notice.clone(),
        })
    }

    pub(crate) async fn of(parts: &Parts, office: &Office) -> Result<Self, Problem> {
        Ok(Self {
            words: Words::new(locale(parts)),
            versioned: office.settings().await?,
            session: parts.extensions.get::<Session>().cloned(),
            now: office.store().clock().now(),
        })
    }
}

/// The language the browser asks for.
pub(crate) fn locale(parts: &Parts) -> Locale {
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::accepted(accepted.unwrap_or_default())
}

impl FromRequestParts<Office> for View {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Problem> {
        Self::of(parts, office).await
    }
}
