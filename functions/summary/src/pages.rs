//! Quarters as pages, and the way to the workbook.

use crate::engagement::Figure;
use crate::make::{Quarterly, XLSX, name_of};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::Quarter;
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let words = view.words;
    let settings = view.settings();
    let mut rows = Vec::new();
    let mut quarter = settings.calendar.quarter_of(view.today());
    while quarter >= settings.first_quarter() {
        let closed = office.store().steps(quarter).await?.is_closed();
        rows.push(vec![
            html! { (Link::new(format!("/team/quarters/{quarter}"), quarter.to_string())) },
            kit::day(words, settings.calendar.last_day(quarter)),
            html! { (if closed { say!(words, "quarters-closed") } else { say!(words, "quarters-open") }) },
        ]);
        quarter = settings.calendar.previous(quarter);
    }
    let title = say!(words, "quarters-title");
    let columns = [
        Column::text(say!(words, "quarters-quarter")),
        Column::text(say!(words, "quarters-last-day")),
        Column::text(say!(words, "activity-state")),
    ];
    let body = html! { (kit::heading(&title, Some(&say!(words, "quarters-lead")))) (kit::table(&say!(words, "quarters-caption"), &columns, &rows)) };
    Ok(view.page(&Around::new(&title, Here::Quarters), body))
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(quarter): Path<Quarter>,
) -> Result<Html<String>, Problem> {
    let settings = view.settings();
    within(&view, quarter)?;
    let closed = office.store().steps(quarter).await?.is_closed();
    let quarterly = Quarterly::of(office.store(), &view.versioned, quarter).await?;
    let words = view.words;
    let overview = &quarterly.engagement.overview;
    let title = quarter.to_string();
    let figures = [
        (number(words, overview.reach_per_activity), say!(words, "quarter-reach-per-activity")),
        (percent(words, overview.attendance_rate), say!(words, "quarter-attendance")),
        (overview.countries.to_string(), say!(words, "quarter-countries", count = overview.countries)),
        (overview.full.to_string(), say!(words, "quarter-full", held = overview.held)),
    ];
    let measured: Vec<_> = quarterly
        .engagement
        .by_kind
        .iter()
        .map(|kind| {
            vec![
                html! { (kind.kind) },
                html! { (number(words, kind.measures.reach_per_activity)) },
                html! { (number(words, kind.measures.hours_per_activity)) },
                html! { (kind.measures.held) },
                html! { (kind.measures.full) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(&title, Some(&period(words, settings, quarter, closed))))
        (kit::figures(&figures))
        p { (kit::button_link(&Link::new(format!("/team/quarters/{quarter}/summary.xlsx"), say!(words, "quarter-download")))) }
        @if measured.is_empty() {
            (kit::empty(&say!(words, "quarter-empty"), &say!(words, "quarter-empty-more"), None))
        } @else {
            (kit::table(&say!(words, "quarter-by-kind"), &kinds(words), &measured))
        }
        @if !quarterly.standings.is_empty() { (standings(words, &quarterly)) }
        p { (Link::new(format!("/team/quarters/{quarter}/letters"), say!(words, "preview-link"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Quarters), body))
}

/// Sends the browser to the bucket: to the file that was mailed, or, while the quarter is open, to one made now.
pub(crate) async fn download(
    State(office): State<Office>,
    view: View,
    Path(quarter): Path<Quarter>,
) -> Result<Response, Problem> {
    within(&view, quarter)?;
    let store = office.store();
    let key = match store.steps(quarter).await?.summary.and_then(|summary| summary.file) {
        Some(key) => key,
        None => {
            let quarterly = Quarterly::of(store, &view.versioned, quarter).await?;
            let bytes = quarterly.workbook(&view.versioned, view.now, true)?;
            // Swept away after a day; what stays is made when the quarter closes.
            let key = format!("temporary/{}/{}", store.new_id(), name_of(quarter));
            store.files().put(&key, XLSX, bytes).await?;
            key
        }
    };
    let link = store.files().link(&key, &name_of(quarter)).await?;
    Ok(Redirect::to(link.reveal()).into_response())
}

/// Quarters before the program began or after today are no pages.
fn within(view: &View, quarter: Quarter) -> Result<(), Problem> {
    if view.settings().has_begun(quarter, view.today()) { Ok(()) } else { Err(Problem::NotFound) }
}

fn period(words: Words, settings: &program::Settings, quarter: Quarter, closed: bool) -> String {
    let first = words.day(settings.calendar.first_day(quarter));
    let last = words.day(settings.calendar.last_day(quarter));
    let until = words.day(settings.last_day_of_grace(quarter));
    if closed {
        say!(words, "quarter-period-closed", first = first, last = last)
    } else {
        say!(words, "quarter-period-open", first = first, last = last, until = until)
    }
}

fn kinds(words: Words) -> [Column; 5] {
    [
        Column::text(say!(words, "activity-kind")),
        Column::number(say!(words, "quarter-reach-per-activity")),
        Column::number(say!(words, "quarter-hours-per-activity")),
        Column::number(say!(words, "quarter-held")),
        Column::number(say!(words, "quarter-full-reports")),
    ]
}

fn standings(words: Words, quarterly: &Quarterly) -> Markup {
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "quarter-standing")),
        Column::text(say!(words, "quarter-why")),
    ];
    let rows: Vec<_> = quarterly
        .standings
        .iter()
        .map(|row| {
            let judgement = &row.judgement;
            vec![
                html! { (row.name) },
                html! { (kit::tag(&words.standing(judgement.standing), judgement.standing.into())) },
                html! { ul { @for reason in &judgement.reasons { li { (words.reason_told(reason)) } } } },
            ]
        })
        .collect();
    kit::table(&say!(words, "quarter-standings"), &columns, &rows)
}

fn number(words: Words, figure: Figure) -> String {
    figure
        .value
        .map_or_else(|| say!(words, "quarter-unknown"), |value| format!("{value:.1}").trim_end_matches(".0").to_owned())
}

fn percent(words: Words, figure: Figure) -> String {
    figure.value.map_or_else(|| say!(words, "quarter-unknown"), |value| format!("{:.0} %", value * 100.0))
}
