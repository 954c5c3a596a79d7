//! The board: applications by round and column, in an order of one's choice, a page at a time.

use crate::seen;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::{Markup, html};
use program::{
    Application, ApplicationId, Column as BoardColumn, Country, Form, Language, Loads, Problems, Round, Settings,
    Territory,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::applications::{Board, Order};
use web::kit::{self, Ask, Choice, Column, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Team, View};
use words::{Words, say};

const PAGE: i32 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    round: String,
    #[serde(default)]
    column: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    language: String,
    after: Option<String>,
}

impl Shown {
    /// The board asked for; what cannot be read of the choice is told, and left out of it.
    fn board(&self, standard: Round) -> Result<(Board, Problems), Problem> {
        let mut problems = Problems::default();
        let round =
            if self.round.is_empty() { standard } else { self.round.parse().map_err(|_| Problem::Unreadable)? };
        let column = match self.column.as_str() {
            "" => BoardColumn::Received,
            name => BoardColumn::named(name).ok_or(Problem::Unreadable)?,
        };
        let country = (!self.country.trim().is_empty()).then(|| territory(&self.country));
        let language = (!self.language.trim().is_empty()).then(|| Language::parse(&self.language));
        let country = country.and_then(|parsed| problems.take("country", parsed));
        let language = language.and_then(|parsed| problems.take("language", parsed));
        let order = match (country, language, self.order.as_str()) {
            (Some(territory), _, _) => Order::Territory(Box::new(territory)),
            (None, Some(language), _) => Order::Language(language),
            (None, None, "score") => Order::Score,
            (None, None, _) => Order::Sent,
        };
        Ok((Board { round, column, order }, problems))
    }

    fn form(&self) -> Form {
        let mut form = Form::default();
        form.set("country", self.country.as_str());
        form.set("language", self.language.as_str());
        form.set("order", if self.order == "score" { "score" } else { "sent" });
        form
    }
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Team>,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let (board, problems) = shown.board(standard_round(&office, &view).await?)?;
    let after = shown.after.as_deref().map(|text| board.place(text).ok_or(Problem::Unreadable)).transpose()?;
    let began_here = after.is_none();
    let (mut applications, next) = office.store().board(&board, PAGE, after).await?;
    // In which column it stands would tell what was decided about it.
    applications.retain(|application| application.person != by.person);
    let scored = office.store().reviewed_by(by.person, &applications).await?;
    let territories: Vec<_> = applications.iter().map(|application| application.territory.clone()).collect();
    let loads = office.store().loads(&territories).await?;
    // In the order of the scores, those this person has not scored would show theirs by where they stand.
    let on_page = applications.len();
    if board.order == Order::Score {
        applications.retain(|application| scored.contains(&application.id));
    }
    let left_out = on_page - applications.len();

    let words = view.words;
    let title = say!(words, "board-title");
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("{}&after={after}", address(&board))
    });
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "board-lead"))))
        (rounds(words, view.settings(), &board.round))
        (columns(words, &board))
        (choice(words, &board, &shown.form(), &problems))
        @if seen::is_applicant(view.session.as_ref()) { (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "own-not-on-board")) } })) }
        @if left_out > 0 { (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "board-left-out", count = left_out)) } })) }
        @if applications.is_empty() && left_out == 0 {
            (kit::empty(&say!(words, "board-empty"), &say!(words, "board-empty-more"), None))
        } @else if !applications.is_empty() {
            (table(&view, &board, &applications, &scored, &loads))
        }
        (kit::pager(words, (!began_here).then(|| address(&board)).as_deref(), next.as_deref()))
    };
    Ok(view.page(&Around::new(&title, Here::Applications).with_errors(!problems.is_empty()), body))
}

/// A country in any spelling, or a territory by its key.
fn territory(typed: &str) -> Result<Territory, program::Problem> {
    typed.trim().parse().or_else(|_| Country::parse(typed).map(Territory::of))
}

/// The round somebody comes to the board for: the one that is closed and to be decided, else the one that is open.
async fn standard_round(office: &Office, view: &View) -> Result<Round, Problem> {
    let (settings, today) = (view.settings(), view.today());
    let closed = settings.tranches.iter().rev().find(|tranche| tranche.is_closed(today));
    if let Some(tranche) = closed {
        let round = Round::Tranche(tranche.key.clone());
        let is_to_do = match office.store().announcement(&tranche.key).await? {
            Some(announcement) => announcement.done_at.is_none(),
            None => !office.store().is_without_decisions(&round).await?,
        };
        if is_to_do {
            return Ok(round);
        }
    }
    Ok(settings.round_on(today))
}

/// The address of a board from its start.
fn address(board: &Board) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("round", board.round.key()).append_pair("column", board.column.name());
    match &board.order {
        Order::Sent => {}
        Order::Score => {
            query.append_pair("order", "score");
        }
        Order::Territory(territory) => {
            query.append_pair("country", &territory.to_string());
        }
        Order::Language(language) => {
            query.append_pair("language", language.code());
        }
    }
    format!("/team/applications?{}", query.finish())
}

/// A round's name for people.
pub(crate) fn round_name(words: Words, settings: &Settings, round: &Round) -> String {
    match round {
        Round::Rolling => say!(words, "round-rolling"),
        Round::Waiting => say!(words, "round-waiting"),
        Round::Tranche(key) => settings.tranche(key).map_or_else(|| key.clone(), |tranche| tranche.label.clone()),
    }
}

fn rounds(words: Words, settings: &Settings, current: &Round) -> Markup {
    let board = |round: Round| Board { round, column: BoardColumn::Received, order: Order::Sent };
    html! {
        @if !settings.is_rolling() {
            nav aria-label=(say!(words, "board-rounds")) {
                ul class="tabs" {
                    @for round in settings.rounds() {
                        @let here = round == *current;
                        li { a href=(address(&board(round.clone()))) aria-current=[here.then_some("page")] { (round_name(words, settings, &round)) } }
                    }
                }
            }
            @if let Round::Tranche(key) = current {
                p { (Link::new(format!("/team/applications/rounds/{key}"), say!(words, "board-to-round", round = round_name(words, settings, current)))) }
            }
        }
    }
}

fn columns(words: Words, board: &Board) -> Markup {
    let shown = |column: &BoardColumn| !board.round.announces_at_once() || !BoardColumn::PENDING.contains(column);
    html! {
        nav aria-label=(say!(words, "board-states")) {
            ul class="tabs" {
                @for column in BoardColumn::ALL.into_iter().filter(shown) {
                    @let there = Board { column, ..board.clone() };
                    li { a href=(address(&there)) aria-current=[(column == board.column).then_some("page")] { (words.column(column)) } }
                }
            }
        }
    }
}

/// What the board is narrowed to and sorted by: a plain form that asks for the page again.
fn choice(words: Words, board: &Board, typed: &Form, problems: &Problems) -> Markup {
    let form = FormView::new(words, typed, problems);
    let orders =
        [Choice::new("sent", say!(words, "board-order-sent")), Choice::new("score", say!(words, "board-order-score"))];
    let narrowed = board.order != Order::Sent;
    let fields = html! {
        input type="hidden" name="round" value=(board.round.key());
        input type="hidden" name="column" value=(board.column.name());
        (form.country(Ask::new("country", say!(words, "apply-country")).autocomplete("off").optional()))
        (form.text(Ask::new("language", say!(words, "board-language")).hint(say!(words, "board-language-hint")).optional(), TextKind::Line))
        (form.choice(Ask::new("order", say!(words, "board-order")).optional(), &orders))
        (kit::buttons(&say!(words, "board-choose"), None))
    };
    html! {
        (form.error_summary(|field| if field == "country" { say!(words, "apply-country") } else { say!(words, "board-language") }))
        details open[narrowed || !problems.is_empty()] {
            summary { (say!(words, "board-narrow")) }
            div {
                form class="form" method="get" action="/team/applications" novalidate { (fields) }
                @if narrowed { p { (Link::new(address(&Board { order: Order::Sent, ..board.clone() }), say!(words, "board-everybody"))) } }
            }
        }
    }
}

fn table(
    view: &View,
    board: &Board,
    applications: &[Application],
    scored: &BTreeSet<ApplicationId>,
    loads: &Loads,
) -> Markup {
    let (words, settings) = (view.words, view.settings());
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "board-territory")),
        Column::text(say!(words, "board-languages")),
        Column::text(say!(words, "board-sent")),
        Column::number(say!(words, "board-score")),
    ];
    let rows: Vec<_> = applications
        .iter()
        .map(|application| {
            let languages: Vec<_> = application.submission.languages.iter().map(|language| language.name()).collect();
            vec![
                html! { (Link::new(format!("/team/applications/{}", application.id), seen::title(view, application))) },
                seen::load(words, application, loads),
                html! { (languages.join(", ")) },
                html! { (kit::day(words, settings.calendar.day(application.submitted_at))) },
                score(words, application, scored.contains(&application.id)),
            ]
        })
        .collect();
    kit::table(&words.column(board.column), &columns, &rows)
}

/// The score, for whoever gave theirs (clause R3).
fn score(words: Words, application: &Application, own_given: bool) -> Markup {
    match application.score {
        _ if !own_given => html! { (say!(words, "board-score-after-yours")) },
        Some(score) => {
            html! { (score) " " span class="hint" { (say!(words, "board-scored-by", count = application.scored_by)) } }
        }
        None => html! { (say!(words, "board-score-none")) },
    }
}
