//! What needs a decision.

use crate::activities::Waiting;
use crate::proposals;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::{Column, Email, FundingState, Round};
use store::applications::{Board, Order};
use store::audit::Actor;
use store::outbox::{LetterState, Queued};
use store::returned::{Held, Why};
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// Shown on the desk; the board has them all.
const FIRST: i32 = 10;

pub(crate) async fn show(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let store = office.store();
    let (settings, today) = (view.settings(), view.today());
    let mut waiting = Vec::new();
    let mut more = false;
    // Those of closed rounds first: they are what somebody has to decide.
    for round in settings.rounds() {
        let board = Board { round, column: Column::Received, order: Order::Sent };
        let (mut next, after) = store.board(&board, FIRST, None).await?;
        // When one's own is gone from here, it is decided, and that is not theirs to know yet (clause O3).
        let own = view.session.as_ref().map(|session| session.person);
        next.retain(|application| Some(application.person) != own);
        more |= after.is_some() || waiting.len() + next.len() > FIRST as usize;
        waiting.extend(next);
        waiting.truncate(FIRST as usize);
    }
    let mut to_announce = Vec::new();
    for tranche in settings.tranches.iter().filter(|tranche| tranche.is_closed(today)) {
        if store.announcement(&tranche.key).await?.is_none()
            && !store.is_without_decisions(&Round::Tranche(tranche.key.clone())).await?
        {
            to_announce.push(tranche);
        }
    }
    let (proposals, more_proposals) = proposals::waiting(&office, FIRST).await?;
    let mut letters = store.letters_in(LetterState::Doubt).await?;
    letters.extend(store.letters_in(LetterState::Refused).await?);
    let held = store.held_addresses().await?;
    let opened = office.intake_was_opened().await?;
    let quarter = view.settings().calendar.quarter_of(view.today());
    let Waiting { large, drafts } = Waiting::of(store).await?;
    let help_wanted = large.iter().filter(|activity| !activity.plan.help.is_none()).count();

    let words = view.words;
    let funds = match &settings.funding {
        Some(_) => funding(&office, words).await?,
        None => html! {},
    };
    let title = say!(words, "desk-title");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "desk-lead"))))
        @if opened && waiting.is_empty() && letters.is_empty() && held.is_empty() && to_announce.is_empty() && proposals.is_empty() {
            (kit::empty(&say!(words, "desk-empty"), &say!(words, "desk-empty-more"), None))
        }
        @if !opened {
            (kit::card(&say!(words, "desk-open-intake"), html! {
                p { (say!(words, "desk-open-intake-lead")) }
                p { (kit::button_link(&Link::new("/team/readiness", say!(words, "desk-open-intake-link")))) }
            }))
        }
        @if !waiting.is_empty() {
            (kit::card(&say!(words, "desk-applications"), html! {
                ul {
                    @for application in &waiting {
                        li { (Link::new(format!("/team/applications/{}", application.id), application.submission.name.as_str())) ", " (application.submission.country.name()) }
                    }
                }
                @if more { p { (Link::new("/team/applications", say!(words, "desk-more-applications"))) } }
            }))
        }
        @if !to_announce.is_empty() {
            (kit::card(&say!(words, "desk-rounds"), html! {
                ul {
                    @for tranche in to_announce {
                        li {
                            (Link::new(format!("/team/applications/rounds/{}", tranche.key), &tranche.label)) ". "
                            (say!(words, "desk-round-due", day = words.day(tranche.announces_on)))
                        }
                    }
                }
            }))
        }
        @if !proposals.is_empty() {
            (kit::card(&say!(words, "desk-proposals"), html! {
                (proposals::sentences(words, &proposals))
                @if more_proposals { p { (Link::new("/team/proposals", say!(words, "desk-more-proposals"))) } }
            }))
        }
        @if !letters.is_empty() {
            (kit::card(&say!(words, "desk-letters"), html! {
                p { (say!(words, "desk-letters-lead")) }
                @for letter in &letters { (in_question(words, letter)) }
            }))
        }
        @if !held.is_empty() {
            (kit::card(&say!(words, "desk-held"), html! {
                p { (say!(words, "desk-held-lead")) }
                @for held in &held { (takes_no_letters(&view, held)) }
            }))
        }
        (funds)
        (kit::card(&say!(words, "desk-activities"), html! {
            ul {
                @if !drafts.is_empty() { li { (Link::new("/team/activities", say!(words, "desk-drafts-waiting", count = drafts.len()))) } }
                @if help_wanted > 0 { li { (Link::new("/team/activities", say!(words, "desk-large-plans", count = help_wanted))) } }
                li { (Link::new("/team/activities", say!(words, "desk-activities-link"))) }
            }
        }))
        (kit::card(&say!(words, "desk-quarter", quarter = quarter.to_string()), html! {
            p { (kit::days_left(words, view.today(), view.settings().calendar.last_day(quarter))) }
            p { (Link::new(format!("/team/quarters/{quarter}"), say!(words, "desk-quarter-link", quarter = quarter.to_string()))) }
        }))
        (kit::card(&say!(words, "desk-room"), html! {
            ul {
                li { (Link::new("/team/people", say!(words, "desk-people"))) }
                li { (Link::new("/team/readiness", say!(words, "desk-readiness"))) }
                li { (Link::new("/team/settings", say!(words, "settings-title"))) }
                li { (Link::new("/team/feedback", say!(words, "desk-feedback"))) }
                li { (Link::new("/team/calls", say!(words, "calls-title"))) }
                li { (Link::new("/team/sessions", say!(words, "team-sessions-title"))) }
                li { (Link::new("/team/calendar", say!(words, "feed-title"))) }
                li { (Link::new("/team/metrics", say!(words, "desk-metrics"))) }
            }
        }))
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}

/// What waits of requests for funds, and the way to them.
async fn funding(office: &Office, words: Words) -> Result<Markup, Problem> {
    let mut lines = Vec::new();
    for (state, key) in [
        (FundingState::Asked, "desk-funding-asked"),
        (FundingState::Documented, "desk-funding-documented"),
        (FundingState::Payable, "desk-funding-payable"),
    ] {
        let count = office.store().count_funding_in(state).await?;
        if count > 0 {
            lines.push(say!(words, key, count = count));
        }
    }
    Ok(kit::card(
        &say!(words, "desk-funding"),
        html! {
            ul {
                @for line in lines { li { (Link::new("/team/funding", line)) } }
                li { (Link::new("/team/funding", say!(words, "desk-funding-link"))) }
            }
        },
    ))
}

fn in_question(words: Words, letter: &Queued) -> Markup {
    let what = letter.data.get("letter").and_then(|kind| kind.as_str()).unwrap_or_default();
    let kind = say!(words, &format!("letter-kind-{}", what.replace('_', "-")));
    let why = match letter.state {
        LetterState::Refused => say!(words, "desk-letter-refused"),
        _ => say!(words, "desk-letter-doubt"),
    };
    html! {
        div class="item" {
            p { strong { (kind) } " " @if let Some(to) = &letter.to { (say!(words, "desk-letter-to", address = to.as_str())) } }
            p { (why) }
            div class="buttons" {
                (kit::post_button("/team/letters", &say!(words, "desk-letter-settle"), &[("letter", &letter.id), ("answer", "settle")]))
                (kit::post_button("/team/letters", &say!(words, "desk-letter-again"), &[("letter", &letter.id), ("answer", "again")]))
            }
        }
    }
}

fn takes_no_letters(view: &View, held: &Held) -> Markup {
    let words = view.words;
    let day = words.day(view.settings().calendar.day(held.since));
    let why = match held.why {
        Why::Bounced => say!(words, "desk-held-bounced", day = day),
        Why::Complained => say!(words, "desk-held-complained", day = day),
    };
    html! {
        div class="item" {
            p { strong { (held.email.as_str()) } }
            p { (why) }
            div class="buttons" {
                (kit::post_button("/team/letters/addresses", &say!(words, "desk-held-again"), &[("address", held.email.as_str())]))
            }
        }
    }
}

pub(crate) async fn write_again(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let email = Email::parse(typed.0.get("address")).map_err(|_| Problem::Unreadable)?;
    office.store().write_again(&email, Actor::Person(by.person)).await?;
    Ok(Redirect::to("/team").into_response())
}

pub(crate) async fn settle(
    State(office): State<Office>,
    by: SignedIn<Organizer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let again = match typed.0.get("answer") {
        "again" => true,
        "settle" => false,
        _ => return Err(Problem::Unreadable),
    };
    office.store().settle_letter(typed.0.get("letter"), again, Actor::Person(by.person)).await?;
    Ok(Redirect::to("/team").into_response())
}
