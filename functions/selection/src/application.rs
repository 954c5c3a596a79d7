//! One application as the team reads it: what was written, the reviews, the decision, and what can be done now.

use crate::{board, decide, review, seen};
use axum::extract::{Path, State};
use axum::response::Html;
use maud::{Markup, html};
use program::contribution::History;
use program::{Application, ApplicationId, Decision, Form, Loads, PersonId, Problems, Review, Role, Settings};
use store::applications::Stored;
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Team, View};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    Path(id): Path<ApplicationId>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, id).await?;
    Ok(page(&view, &papers, by.person, &Typed::nothing()))
}

/// What the office holds about one application.
pub(crate) struct Papers {
    pub(crate) application: Stored<Application>,
    pub(crate) reviews: Vec<Stored<Review>>,
    /// What the applicant did for the community, as they told it before (clauses D5, D7).
    pub(crate) history: Option<History>,
    /// Who else is in the applicant's territory (clause O4).
    pub(crate) loads: Loads,
}

impl Papers {
    pub(crate) async fn read(office: &Office, id: ApplicationId) -> Result<Self, Problem> {
        let application = office.store().application(id).await?.ok_or(Problem::NotFound)?;
        let store = office.store();
        let reviews = store.reviews(id).await?;
        let contributions = store.contributions_of(&application.value.submission.email).await?;
        let loads = store.loads(std::slice::from_ref(&application.value.territory)).await?;
        Ok(Self { application, reviews, history: History::of(&contributions), loads })
    }
}

/// The forms of the page as they come back: one of them may have something wrong.
pub(crate) struct Typed {
    pub(crate) review: (Form, Problems),
    pub(crate) decision: (Form, Problems),
}

impl Typed {
    pub(crate) fn nothing() -> Self {
        Self { review: Default::default(), decision: Default::default() }
    }
}

pub(crate) fn page(view: &View, papers: &Papers, reader: PersonId, typed: &Typed) -> Html<String> {
    let (words, settings) = (view.words, view.settings());
    let application = &papers.application.value;
    let title = seen::title(view, application);
    let own = seen::own(&papers.reviews, reader);
    let is_own_application = application.person == reader;
    let is_organizer = view.session.as_ref().is_some_and(|session| session.roles.has(Role::Organizer));
    let (standing, tone) = match is_own_application {
        true => seen::own_standing(view, application),
        false => (words.column(application.state.column()), application.state.column().into()),
    };
    let errors = !typed.review.1.is_empty() || !typed.decision.1.is_empty();
    let body = html! {
        (review::error_summary(view, &typed.review))
        (decide::error_summary(words, &typed.decision))
        (kit::heading(&title, None))
        p {
            (kit::tag(&standing, tone)) " "
            @if !settings.is_rolling() { (board::round_name(words, settings, &application.round)) }
        }
        @if is_own_application { (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "not-possible-own")) } })) }
        p { (seen::load(words, application, &papers.loads)) }
        (kit::card(&say!(words, "decide-written"), kit::facts(&seen::written(view, application))))
        @if let Some(history) = &papers.history { (web::contributions::history(words, history)) }
        @if !is_own_application {
            @if !settings.criteria.is_empty() {
                (review::card(view, papers, own, &typed.review))
            }
            @for decision in application.earlier.iter().chain(&application.decision) {
                (kit::card(&say!(words, "decide-announced"), decision_facts(words, settings, decision)))
            }
            @if let Some(decision) = &application.pending {
                (kit::card(&say!(words, "decide-pending"), html! {
                    @if application.edited_at.is_some_and(|edited| edited > decision.at) {
                        (kit::notice(kit::Tone::Waiting, html! { p { (say!(words, "decide-edited-since")) } }))
                    }
                    (decision_facts(words, settings, decision))
                    @if is_organizer { (decide::reconsider_button(words, &papers.application)) }
                }))
            }
            @if application.state.is_in_review() && is_organizer {
                (kit::card(&say!(words, "decide-title"), decide::ask(view, &papers.application, &typed.decision)))
            }
            @if is_organizer { p { (Link::new(format!("/team/applications/{}/record", application.id), say!(words, "record-link"))) } }
        }
        p { (Link::new("/team/applications", say!(words, "decide-back"))) }
    };
    view.page(&Around::new(&title, Here::Applications).with_errors(errors), body)
}

/// A decision, line by line.
pub(crate) fn decision_facts(words: Words, settings: &Settings, decision: &Decision) -> Markup {
    let mut facts = vec![
        (say!(words, "decide-outcome"), html! { (words.outcome(decision.outcome)) }),
        (say!(words, "decide-reason"), kit::prose(decision.reason.as_str(), None)),
    ];
    if let Some(told) = &decision.words {
        facts.push((say!(words, "decide-words"), kit::prose(told.as_str(), None)));
    }
    facts.push((say!(words, "decide-by"), html! { (decision.by_name) }));
    facts.push((say!(words, "decide-when"), html! { (words.instant(decision.at, &settings.calendar)) }));
    kit::facts(&facts)
}
