//! A round before and after its announcement: how it stands, every letter before it leaves, and one button (clause O3).

use crate::{board, letter, seen};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use letters::Envelope;
use maud::{Markup, html};
use program::{Application, Column, Form, Outcome, Round, Tranche};
use serde::Deserialize;
use store::announcing::{Announced, Announcement, Tally};
use store::applications::{Board, Order};
use web::kit::{self, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Organizer, Problem, SignedIn, Typed, View};
use words::{Locale, Words, say};

/// Letters shown at a time.
const PAGE: i32 = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    outcome: String,
    after: Option<String>,
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(key): Path<String>,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let store = office.store();
    let round = round(&view, &key)?;
    let tally = store.tally(&round).await?;
    let Some(tranche) = view.settings().tranche(&key) else {
        let others = without_own(&office, &view, &round, tally).await?;
        return Ok(without_dates(&view, &round, others));
    };
    let announcement = store.announcement(&tranche.key).await?;
    let others = without_own(&office, &view, &round, tally).await?;
    let outcome = Outcome::parse(&shown.outcome).unwrap_or_else(|_| first_of(others));
    let asked = Board { round, column: Column::Pending(outcome), order: Order::Sent };
    let after = shown.after.as_deref().map(|text| asked.place(text).ok_or(Problem::Unreadable)).transpose()?;
    let (mut applications, next) = match announcement {
        None => store.board(&asked, PAGE, after).await?,
        Some(_) => (Vec::new(), None),
    };
    applications.retain(|application| !seen::is_own(view.session.as_ref(), application));

    let words = view.words;
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("/team/applications/rounds/{}?outcome={}&after={after}", tranche.key, outcome.name())
    });
    let body = html! {
        (kit::heading(&tranche.label, Some(&lead(&view, tranche, announcement.is_some()))))
        @match &announcement {
            Some(announcement) => (told(&view, announcement, tally)),
            None => {
                (how_it_stands(words, others))
                (ready(&view, tranche, tally))
                @if others.to_tell() > 0 { (preview(&office, &view, tranche, others, outcome, &applications)) }
                (kit::pager(words, None, next.as_deref()))
            }
        }
        p { (Link::new(format!("/team/applications?round={}", tranche.key), say!(words, "decide-back"))) }
    };
    Ok(view.page(&Around::new(&tranche.label, Here::Applications), body))
}

pub(crate) async fn announce(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
    Path(key): Path<String>,
    _typed: Typed,
) -> Result<Redirect, Problem> {
    let words = view.words;
    let round = round(&view, &key)?;
    let rule = |sentence| Problem::Rule { sentence, typed: Form::default() };
    let Some(tranche) = view.settings().tranche(&key) else {
        return Err(rule(no_announcement(words, &round)));
    };
    if !tranche.is_closed(view.today()) {
        return Err(rule(say!(words, "round-not-closed", day = words.day(tranche.closes_on))));
    }
    match office.store().announce(&tranche.key, by.person).await? {
        Announced::Done(_) => Ok(Redirect::to(&format!("/team/applications/rounds/{key}"))),
        Announced::Undecided(count) => Err(rule(say!(words, "round-undecided", count = count))),
        Announced::Nothing => Err(rule(say!(words, "round-nothing"))),
    }
}

/// How a round stands without the reader's own application: a number would tell what was decided about it (clause O3).
async fn without_own(office: &Office, view: &View, round: &Round, tally: Tally) -> Result<Tally, Problem> {
    let Some(id) = view.session.as_ref().and_then(|session| session.application) else { return Ok(tally) };
    let own = office.store().application(id).await?.filter(|own| own.value.round == *round);
    Ok(own.map_or(tally, |own| tally.without(own.value.state.column())))
}

/// The round of this name, if the program has it.
fn round(view: &View, key: &str) -> Result<Round, Problem> {
    let round = key.parse().ok().filter(|round| view.settings().rounds().contains(round));
    round.ok_or(Problem::NotFound)
}

/// Why there is nothing to announce together in a round that is no tranche.
fn no_announcement(words: Words, round: &Round) -> String {
    match round {
        Round::Rolling => say!(words, "round-rolling-more"),
        Round::Waiting | Round::Tranche(_) => say!(words, "round-waiting-more"),
    }
}

fn without_dates(view: &View, round: &Round, tally: Tally) -> Html<String> {
    let words = view.words;
    let title = board::round_name(words, view.settings(), round);
    let body = html! {
        (kit::heading(&title, Some(&no_announcement(words, round))))
        (how_it_stands(words, tally))
        p { (Link::new(format!("/team/applications?round={round}"), say!(words, "decide-back"))) }
    };
    view.page(&Around::new(&title, Here::Applications), body)
}

/// Until when applications came, and when their answers are expected.
fn lead(view: &View, tranche: &Tranche, announced: bool) -> String {
    let words = view.words;
    let (closes, announces) = (words.day(tranche.closes_on), words.day(tranche.announces_on));
    match tranche.is_closed(view.today()) {
        _ if announced => say!(words, "round-lead-announced", closes = closes),
        true => say!(words, "round-lead-closed", closes = closes, announces = announces),
        false => say!(words, "round-lead", closes = closes, announces = announces),
    }
}

fn first_of(tally: Tally) -> Outcome {
    match tally {
        Tally { accept: 1.., .. } => Outcome::Accept,
        Tally { keep: 1.., .. } => Outcome::KeepInPool,
        _ => Outcome::Decline,
    }
}

fn how_it_stands(words: Words, tally: Tally) -> Markup {
    let figure = |count: u64, column: Column| (count.to_string(), words.column(column));
    kit::figures(&[
        figure(tally.received, Column::Received),
        figure(tally.accept, Column::Pending(Outcome::Accept)),
        figure(tally.keep, Column::Pending(Outcome::KeepInPool)),
        figure(tally.decline, Column::Pending(Outcome::Decline)),
        figure(tally.in_pool, Column::InPool),
        figure(tally.unconfirmed, Column::Unconfirmed),
    ])
}

/// The one button, or what has to be done before it.
fn ready(view: &View, tranche: &Tranche, tally: Tally) -> Markup {
    let words = view.words;
    let board = format!("/team/applications?round={}", tranche.key);
    html! {
        @if !tranche.is_closed(view.today()) {
            (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "round-not-closed", day = words.day(tranche.closes_on))) } }))
        } @else if tally.received > 0 {
            (kit::notice(kit::Tone::Waiting, html! { p { (say!(words, "round-undecided", count = tally.received)) " " (Link::new(&board, say!(words, "round-to-board"))) } }))
        } @else if tally.to_tell() == 0 {
            (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "round-nothing")) } }))
        } @else {
            (kit::card(&say!(words, "round-announce-title"), html! {
                p { (say!(words, "round-announce-lead", count = tally.to_tell())) }
                @if tally.in_pool > 0 { p { (say!(words, "round-pool-stays", count = tally.in_pool)) } }
                @let action = format!("/team/applications/rounds/{}/announce", tranche.key);
                form method="post" action=(action) { (kit::buttons(&say!(words, "round-announce", count = tally.to_tell()), None)) }
            }))
        }
    }
}

/// Every letter as it will leave, some at a time.
fn preview(
    office: &Office,
    view: &View,
    tranche: &Tranche,
    tally: Tally,
    outcome: Outcome,
    applications: &[Application],
) -> Markup {
    let words = view.words;
    let counts =
        [(Outcome::Accept, tally.accept), (Outcome::KeepInPool, tally.keep), (Outcome::Decline, tally.decline)];
    html! {
        h2 { (say!(words, "round-letters")) }
        p { (say!(words, "round-letters-lead")) }
        nav aria-label=(say!(words, "round-letters")) {
            ul class="tabs" {
                @for (each, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                    @let address = format!("/team/applications/rounds/{}?outcome={}", tranche.key, each.name());
                    li { a href=(address) aria-current=[(each == outcome).then_some("page")] { (words.column(Column::Pending(each))) " (" (count) ")" } }
                }
            }
        }
        @for application in applications { (one(office, view, application)) }
    }
}

fn one(office: &Office, view: &View, application: &Application) -> Markup {
    let words = view.words;
    let name = application.submission.name.as_str();
    html! {
        details class="letter" {
            summary dir="auto" { (name) ", " (application.submission.email) }
            div {
                @match rendered(office, view, application) {
                    Some((subject, text)) => {
                        p { strong { (subject) } }
                        pre class="letter" dir="auto" { (text) }
                    }
                    None => p { (say!(words, "round-letter-not-possible")) },
                }
                p { (Link::new(format!("/team/applications/{}", application.id), say!(words, "round-letter-change"))) }
            }
        }
    }
}

/// Subject and text of the letter, as the mailer would make it now. A link that is minted when it leaves is left open.
fn rendered(office: &Office, view: &View, application: &Application) -> Option<(String, String)> {
    let settings = view.settings();
    let told = application.clone().announced().ok()?;
    let envelope = Envelope {
        from: &settings.support,
        to: &told.submission.email,
        to_name: None,
        reply_to: &settings.support,
        program: &settings.name,
        community: &settings.community,
        public_url: office.public_url().origin(),
        secret_link: Some("…"),
        follow_link: Some("…"),
        words: Words::new(Locale::of(&told.language)),
        date: view.now,
        message_id: "preview@localhost",
        attachments: Vec::new(),
    };
    let rendered = letters::render(&letter::letter(settings, &told), &envelope).ok()?;
    Some((rendered.subject, rendered.text))
}

/// How far telling everybody has come.
fn told(view: &View, announcement: &Announcement, tally: Tally) -> Markup {
    let words = view.words;
    let done = announcement.to_tell.saturating_sub(tally.to_tell());
    let (done, all) =
        (u32::try_from(done).unwrap_or(u32::MAX), u32::try_from(announcement.to_tell).unwrap_or(u32::MAX));
    let at = words.instant(announcement.at, &view.settings().calendar);
    kit::card(
        &say!(words, "round-announced-title"),
        html! {
            p { (say!(words, "round-announced", at = at)) }
            (kit::progress(&say!(words, "round-told", done = done, all = all), done, all))
            @if done < all { p { (say!(words, "round-reload")) } }
        },
    )
}
