//! Requests for funds by where they stand, those that wait the longest first (clause C7).

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::{Markup, html};
use program::funding::{Funding, FundingRules};
use program::{FundingState, Role};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::applications::Stored;
use web::kit::{self, Column, Link, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

/// Shown on a page of the list.
const PAGE: i32 = 50;

/// What waits for the team, in the order it is looked at.
const WAITING: [FundingState; 3] = [FundingState::Asked, FundingState::Documented, FundingState::Payable];

/// Where else requests stand that the team can look at.
const OTHERS: [FundingState; 7] = [
    FundingState::Approved,
    FundingState::ToBeDocumented,
    FundingState::Paid,
    FundingState::Settled,
    FundingState::Declined,
    FundingState::Withdrawn,
    FundingState::Expired,
];

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    state: Option<String>,
    after: Option<String>,
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let words = view.words;
    let title = say!(words, "team-funding-title");
    let Some(rules) = &view.settings().funding else {
        let body = html! {
            (kit::heading(&title, None))
            (kit::empty(&say!(words, "team-funding-none"), &say!(words, "team-funding-none-more"), None))
        };
        return Ok(view.page(&Around::new(&title, Here::Funding), body));
    };
    let chosen = match shown.state.as_deref() {
        None => None,
        Some(name) => {
            let state = FundingState::of_name(name).filter(|state| *state != FundingState::Draft);
            Some(state.ok_or(Problem::NotFound)?)
        }
    };
    let states = chosen.map_or(WAITING.to_vec(), |state| vec![state]);
    let mut tables = Vec::new();
    let mut next = None;
    for state in states {
        let after = shown.after.as_deref().filter(|_| chosen.is_some());
        let after = after.map(|text| office.store().place_in_funding(state, text).ok_or(Problem::Unreadable));
        let (requests, more) = office.store().funding_in(state, PAGE, after.transpose()?).await?;
        if let Some(cursor) = more {
            let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
            next = Some(format!("/team/funding?state={}&after={after}", state.name()));
        }
        if !requests.is_empty() {
            tables.push(table(&office, &view, rules, state, &requests).await?);
        }
    }
    let began_here = shown.after.is_none();
    let is_treasurer = view.session.as_ref().is_some_and(|session| session.roles.has(Role::Treasurer));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "team-funding-lead"))))
        @if tables.is_empty() {
            (kit::empty(&say!(words, "team-funding-empty"), &say!(words, "team-funding-empty-more"), None))
        }
        @for table in tables { (table) }
        (kit::pager(words, (!began_here).then_some("/team/funding"), next.as_deref()))
        (kit::card(&say!(words, "team-funding-others"), html! {
            ul {
                @if chosen.is_some() { li { (Link::new("/team/funding", say!(words, "team-funding-back"))) } }
                @for state in OTHERS.into_iter().filter(|state| chosen != Some(*state)) {
                    li { (Link::new(format!("/team/funding?state={}", state.name()), words.funding_state(state))) }
                }
            }
        }))
        @if is_treasurer { p { (Link::new("/team/funding/payable", say!(words, "payable-link"))) } }
        p { (Link::new("/team/funding/budget", say!(words, "team-funding-budget"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

async fn table(
    office: &Office,
    view: &View,
    rules: &FundingRules,
    state: FundingState,
    requests: &[Stored<Funding>],
) -> Result<Markup, Problem> {
    let words = view.words;
    let ids: BTreeSet<_> = requests.iter().map(|request| request.value.ambassador).collect();
    let names = office.store().names_of(&ids).await?;
    let columns = [
        Column::text(say!(words, "funding-what")),
        Column::text(say!(words, "team-funding-who")),
        Column::text(say!(words, "funding-kind")),
        Column::number(say!(words, "funding-asked")),
        Column::number(say!(words, "funding-approved")),
        Column::text(say!(words, "funding-needed-on")),
        Column::text(say!(words, "team-funding-waits")),
    ];
    let row = |request: &Funding| {
        let approved = request.approval().map(|approval| words.sums(&approval.sums()));
        vec![
            html! { (Link::new(format!("/team/funding/{}", request.id), request.asking.title.as_str())) },
            html! { @if let Some(name) = names.get(&request.ambassador) { (name) } },
            html! { (words.funding_kind(request.asking.kind)) },
            html! { (words.sums(&request.asking.sums())) },
            html! { @if let Some(approved) = approved { (approved) } },
            kit::day(words, request.asking.needed_on),
            html! {
                (kit::day(words, view.settings().calendar.day(request.since())))
                @if request.is_overdue(rules, view.now) {
                    " " (kit::tag(&say!(words, "team-funding-overdue", days = rules.days_to_pay), Tone::Waiting))
                }
            },
        ]
    };
    let rows: Vec<_> = requests.iter().map(|request| row(&request.value)).collect();
    let caption = say!(words, "team-funding-caption", state = words.funding_state(state), count = rows.len());
    Ok(kit::table(&caption, &columns, &rows))
}
