//! The page `/local` of a demo office: its letters, its clock, and one-click sign-in. No other office has it.

use crate::clockwork::Clockwork;
use crate::demo;
use axum::Router;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use http::header;
use mail_parser::MessageParser;
use maud::{Markup, html};
use program::{Form, Settings, Tranche};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use store::access::SESSION_LASTS;
use web::guard::{session_cookie, set_cookie};
use web::kit::{self, Ask, Choice, Column, FormView, Link};
use web::layout::Here;
use web::signed_in::home_of;
use web::view::Around;
use web::{Office, Problem, Routes, Typed, View, Who};
use words::say;

#[derive(Clone, Debug)]
struct Desk {
    letters: Option<PathBuf>,
    clockwork: Clockwork,
}

/// The routes of the page; [`lend`] gives them what they show.
pub fn routes() -> Routes {
    Routes::of("local")
        .get("/local", Who::Anyone, show)
        .get("/local/letters/{file}", Who::Anyone, letter)
        .get("/local/letters/{file}/html", Who::Anyone, letter_html)
        .post("/local/clock", Who::Anyone, advance)
        .post("/local/sign-in", Who::Anyone, sign_in)
}

/// Lends the page the folder of letters and the clockwork.
pub fn lend(router: Router, letters: Option<PathBuf>, clockwork: Clockwork) -> Router {
    router.layer(Extension(Arc::new(Desk { letters, clockwork })))
}

async fn show(view: View, Extension(desk): Extension<Arc<Desk>>) -> Result<Html<String>, Problem> {
    let words = view.words;
    let mut letters = match &desk.letters {
        Some(folder) => read_all(folder)?,
        None => Vec::new(),
    };
    letters.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.file.cmp(&b.file)));
    let title = say!(words, "local-title");
    let columns = [
        Column::text(say!(words, "local-subject")),
        Column::text(say!(words, "local-to")),
        Column::text(say!(words, "local-date")),
    ];
    let rows: Vec<_> = letters
        .iter()
        .map(|letter| {
            vec![
                html! { (Link::new(format!("/local/letters/{}", letter.file), letter.subject.as_str())) },
                html! { (letter.to) },
                html! { (sent(&view, letter)) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "local-lead"))))
        (kit::card(&say!(words, "local-sign-in"), html! {
            p { (say!(words, "local-sign-in-lead")) }
            div class="buttons" {
                @for role in demo::PARTS { (kit::post_button("/local/sign-in", &words.role(role), &[("role", role.name())])) }
            }
        }))
        (kit::card(&say!(words, "local-clock"), clock(&view)))
        @if rows.is_empty() {
            (kit::empty(&say!(words, "local-no-letters"), &say!(words, "local-no-letters-more"), None))
        } @else {
            (kit::table(&say!(words, "local-letters", count = rows.len()), &columns, &rows))
        }
    };
    Ok(view.page(&Around::new(&title, Here::Other), body))
}

fn clock(view: &View) -> Markup {
    let words = view.words;
    let settings = view.settings();
    let quarter = settings.calendar.quarter_of(view.today());
    let (form, none) = (Form::default(), program::Problems::default());
    let form = FormView::new(words, &form, &none);
    let mut steps = vec![
        Choice::new("hour", say!(words, "local-clock-hour")),
        Choice::new("day", say!(words, "local-clock-day")),
        Choice::new(
            "check-in",
            say!(
                words,
                "local-clock-check-in",
                day = words.instant(settings.checks_in_at(quarter), &settings.calendar)
            ),
        ),
        Choice::new(
            "close",
            say!(
                words,
                "local-clock-close",
                quarter = quarter.to_string(),
                day = words.instant(settings.closes_at(quarter), &settings.calendar)
            ),
        ),
    ];
    if let Some(tranche) = open_tranche(settings, view.today()) {
        let day = words.instant(closed_at(settings, tranche), &settings.calendar);
        steps.push(Choice::new("round", say!(words, "local-clock-round", round = &tranche.label, day = day)));
    }
    html! {
        p { (say!(words, "local-clock-now", now = words.instant(view.now, &settings.calendar))) }
        (form.form("/local/clock", html! {
            (form.choice(Ask::new("by", say!(words, "local-clock-by")), &steps))
            (kit::buttons(&say!(words, "local-clock-send"), None))
        }))
        p { (say!(words, "local-clock-hint")) }
    }
}

/// The tranche that takes applications today.
fn open_tranche(settings: &Settings, today: NaiveDate) -> Option<&Tranche> {
    settings.tranches.iter().find(|tranche| !tranche.is_closed(today))
}

/// When a tranche's decisions can be announced from.
fn closed_at(settings: &Settings, tranche: &Tranche) -> DateTime<Utc> {
    settings.calendar.midnight(tranche.closes_on + Days::new(1))
}

async fn advance(
    State(office): State<Office>,
    view: View,
    Extension(desk): Extension<Arc<Desk>>,
    typed: Typed,
) -> Result<Response, Problem> {
    let settings = view.settings();
    let quarter = settings.calendar.quarter_of(view.today());
    let until = |at: DateTime<Utc>| at - view.now + Duration::minutes(1);
    let by = match typed.0.get("by") {
        "hour" => Duration::hours(1),
        "day" => Duration::days(1),
        "check-in" if settings.checks_in_at(quarter) > view.now => until(settings.checks_in_at(quarter)),
        "check-in" => until(settings.checks_in_at(quarter.next())),
        "round" => {
            let tranche = open_tranche(settings, view.today()).ok_or(Problem::Unreadable)?;
            until(closed_at(settings, tranche))
        }
        // The summary is due a little after the hour a quarter closes in.
        "close" => until(settings.closes_at(quarter)) + Duration::minutes(30),
        _ => return Err(Problem::Unreadable),
    };
    office.store().clock().advance(by);
    desk.clockwork.fire_due().await?;
    Ok(Redirect::to("/local").into_response())
}

async fn sign_in(State(office): State<Office>, typed: Typed) -> Result<Response, Problem> {
    let role = demo::PARTS.into_iter().find(|role| role.name() == typed.0.get("role")).ok_or(Problem::Unreadable)?;
    let person = office.store().person(&demo::address_of(role)?).await?.ok_or(Problem::NotFound)?;
    let session = office.store().sign_in_without_link(&person).await?;
    let cookie = set_cookie(&office, session_cookie(&office), session.reveal(), SESSION_LASTS.num_seconds());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(home_of(&person.roles))).into_response())
}

struct Letter {
    file: String,
    subject: String,
    to: String,
    date: Option<DateTime<Utc>>,
    text: String,
    html: String,
    attachments: Vec<String>,
}

fn read_all(folder: &FilePath) -> Result<Vec<Letter>, Problem> {
    let entries = std::fs::read_dir(folder).map_err(anyhow::Error::from)?;
    Ok(entries.filter_map(Result::ok).filter_map(|entry| read(folder, entry.file_name().to_str()?)).collect())
}

/// One letter of the folder; a name that leads out of it is none.
fn read(folder: &FilePath, file: &str) -> Option<Letter> {
    use mail_parser::MimeHeaders as _;
    let plain = file.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !plain || !file.ends_with(".eml") {
        return None;
    }
    let bytes = std::fs::read(folder.join(file)).ok()?;
    let message = MessageParser::default().parse(&bytes)?;
    Some(Letter {
        file: file.to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        to: message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default().to_owned(),
        date: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
        attachments: message.attachments().filter_map(|part| part.attachment_name().map(str::to_owned)).collect(),
    })
}

async fn letter(
    view: View,
    Extension(desk): Extension<Arc<Desk>>,
    Path(file): Path<String>,
) -> Result<Html<String>, Problem> {
    let letter = desk.letters.as_deref().and_then(|folder| read(folder, &file)).ok_or(Problem::NotFound)?;
    let words = view.words;
    let body = html! {
        (kit::heading(&letter.subject, None))
        (kit::facts(&facts(&view, &letter)))
        p { (Link::new(format!("/local/letters/{file}/html"), say!(words, "local-letter-html"))) }
        pre class="letter" { (linked(&letter.text)) }
        p { (Link::new("/local", say!(words, "local-back"))) }
    };
    Ok(view.page(&Around::new(&letter.subject, Here::Other), body))
}

fn facts(view: &View, letter: &Letter) -> Vec<(String, Markup)> {
    let words = view.words;
    let mut facts = vec![
        (say!(words, "local-to"), html! { (letter.to) }),
        (say!(words, "local-date"), html! { (sent(view, letter)) }),
    ];
    if !letter.attachments.is_empty() {
        facts.push((say!(words, "local-attachments"), html! { (letter.attachments.join(", ")) }));
    }
    facts
}

fn sent(view: &View, letter: &Letter) -> String {
    letter.date.map(|at| view.words.instant(at, &view.settings().calendar)).unwrap_or_default()
}

/// The text with its addresses as links, so that a letter can be followed.
fn linked(text: &str) -> Markup {
    html! {
        @for piece in text.split_inclusive(char::is_whitespace) {
            @if piece.starts_with("http://") || piece.starts_with("https://") {
                a href=(piece.trim_end()) { (piece.trim_end()) } (piece.get(piece.trim_end().len()..).unwrap_or_default())
            } @else { (piece) }
        }
    }
}

/// The letter as a mail program shows it: its own styles, nothing else, and links that lead out of it.
async fn letter_html(Extension(desk): Extension<Arc<Desk>>, Path(file): Path<String>) -> Result<Response, Problem> {
    let letter = desk.letters.as_deref().and_then(|folder| read(folder, &file)).ok_or(Problem::NotFound)?;
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(letter.html)).into_response())
}
