//! A request for funds as both sides see it: its items, its facts, what happened to it.

use crate::View;
use crate::kit::{self, Column, Tone};
use chrono::NaiveDate;
use maud::{Markup, html};
use program::funding::{Change, Funding, FundingRules, Step};
use program::invoice::compared;
use program::text::Text;
use program::{FundingState, PersonId, Role, Roles, Sums};
use words::{Words, say};

/// The color of a state; the words alone say it too.
pub fn tone(state: FundingState) -> Tone {
    match state {
        FundingState::Asked | FundingState::ToBeDocumented | FundingState::Documented | FundingState::Payable => {
            Tone::Waiting
        }
        FundingState::Approved | FundingState::Paid | FundingState::Settled => Tone::Good,
        FundingState::Draft | FundingState::Declined | FundingState::Withdrawn | FundingState::Expired => Tone::Quiet,
    }
}

/// Whether somebody with these roles decides about requests in this program.
pub fn decides(rules: &FundingRules, roles: &Roles) -> bool {
    roles.has(Role::Treasurer) || (rules.organizers_decide && roles.has(Role::Organizer))
}

/// Whether this is the last thing that was done to a request: what a form sent twice finds.
pub fn is_done(request: &Funding, what: Change, by: PersonId, reason: Option<&Text>) -> bool {
    let last = request.steps().last();
    last.is_some_and(|step| step.what == what && step.by == by && step.reason.as_ref() == reason)
}

/// The last day an invoice of this day can be handed in; none for what the program pays itself (clause C4).
pub fn claim_by(view: &View, request: &Funding, spent_on: NaiveDate) -> Option<NaiveDate> {
    request.claim_by(view.settings().claim(spent_on)?)
}

/// What the money is for, item by item: asked for and approved side by side.
pub fn items(view: &View, request: &Funding) -> Markup {
    let words = view.words;
    let columns = [
        Column::text(say!(words, "funding-item")),
        Column::number(say!(words, "funding-asked")),
        Column::number(say!(words, "funding-approved")),
    ];
    let approved = request.approval().map(|approval| approval.items.as_slice()).unwrap_or_default();
    let rows: Vec<_> = request
        .asking
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let approved = approved.get(index).map(|money| words.money(*money));
            vec![
                html! { (item.what) },
                html! { (words.money(item.amount)) },
                html! { @if let Some(approved) = approved { (approved) } },
            ]
        })
        .collect();
    kit::table(&say!(words, "funding-items"), &columns, &rows)
}

/// What is known about it, and its sums side by side.
pub fn facts(view: &View, request: &Funding) -> Markup {
    let words = view.words;
    let mut facts = vec![
        (say!(words, "funding-kind"), html! { (words.funding_kind(request.asking.kind)) }),
        (say!(words, "funding-field-way"), html! { (words.funding_way(request.asking.way)) }),
        (say!(words, "funding-needed-on"), kit::day(words, request.asking.needed_on)),
        (say!(words, "funding-asked"), html! { (words.sums(&request.asking.sums())) }),
    ];
    if let Some(attendees) = request.asking.attendees {
        facts.push((say!(words, "funding-field-attendees"), html! { (attendees) }));
    }
    if let Some(approval) = request.approval() {
        facts.push((say!(words, "funding-approved"), html! { (words.sums(&approval.sums())) }));
        facts.push((say!(words, "funding-until"), kit::day(words, approval.until)));
        if let Some(by) = claim_by(view, request, approval.until) {
            facts.push((say!(words, "funding-claim-by"), kit::day(words, by)));
        }
    }
    if let Some(authorized) = request.authorized() {
        let label = match request.state().is_paid() {
            true => say!(words, "funding-paid"),
            false => say!(words, "funding-authorized"),
        };
        facts.push((label, html! { (words.sums(&authorized.amounts())) }));
    }
    kit::facts(&facts)
}

/// What was approved beside what its invoices come to, and what of it can be paid; nothing before it was approved.
pub fn comparison(words: Words, request: &Funding, billed: &Sums) -> Markup {
    let Some(approval) = request.approval() else { return html! {} };
    let columns = [
        Column::text(say!(words, "papers-currency")),
        Column::number(say!(words, "papers-approved")),
        Column::number(say!(words, "papers-invoiced")),
        Column::number(say!(words, "papers-authorized")),
    ];
    let rows: Vec<_> = compared(&approval.sums(), billed)
        .into_iter()
        .map(|row| {
            let currency = row.approved.currency();
            let amount = |money| html! { (words.money(money)) };
            vec![html! { (currency.code()) }, amount(row.approved), amount(row.invoiced), amount(row.authorized)]
        })
        .collect();
    html! { (kit::table(&say!(words, "papers-comparison"), &columns, &rows)) }
}

/// Everything that was done to it, the latest first. To its owner whoever decides is the team: a treasurer's address, where
/// no name is known, is not theirs to know.
pub fn history(view: &View, request: &Funding, is_owner: bool) -> Markup {
    let words = view.words;
    let calendar = &view.settings().calendar;
    let called = |step: &Step| match is_owner && step.by != request.person {
        true => say!(words, "remarks-team"),
        false => step.by_name.clone(),
    };
    let body = html! {
        ul {
            @for step in request.steps().iter().rev() {
                li {
                    strong { (words.funding_step(step.what)) } " "
                    span class="hint" { (say!(words, "funding-history-by", day = words.day(calendar.day(step.at)), by = called(step))) }
                    @if let Some(reason) = &step.reason { (kit::prose(reason.as_str(), None)) }
                }
            }
        }
    };
    kit::folded(&say!(words, "funding-history"), body)
}
