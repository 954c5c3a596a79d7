//! What waits to be checked and what can be paid, the longest waiting first (clause C7), and choosing a batch from it.

use crate::check;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::batch::{Batch, NotBatched};
use program::funding::{Funding, FundingRules, Way};
use program::ledger::Account;
use program::text::Name;
use program::{AmbassadorId, BatchId, Form, FundingId, FundingKind, FundingState, Quarter};
use std::collections::{BTreeMap, BTreeSet};
use store::applications::Stored;
use store::batches::PutTogether;
use web::kit::{self, Ask, Choice, Column, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

/// Shown of each kind; what is beyond comes up as these are done.
const PAGE: i32 = 50;

/// The page of a program without funds.
pub(crate) fn no_funds(view: &View) -> Html<String> {
    let title = say!(view.words, "payable-title");
    let body = html! {
        (kit::heading(&title, None))
        (kit::empty(&say!(view.words, "team-funding-none"), &say!(view.words, "team-funding-none-more"), None))
    };
    view.page(&Around::new(&title, Here::Funding), body)
}

/// Everything the page shows.
struct Queue {
    checks: Vec<Funding>,
    payable: Vec<Funding>,
    there_are_more: bool,
    in_batches: BTreeMap<FundingId, BatchId>,
    names: BTreeMap<AmbassadorId, Name>,
    /// Who has entered where they are paid to.
    with_details: BTreeSet<AmbassadorId>,
    accounts: BTreeMap<(Quarter, FundingKind), Account>,
}

impl Queue {
    async fn read(office: &Office, view: &View) -> Result<Self, Problem> {
        let store = office.store();
        let (checks, more_checks) = store.funding_in(FundingState::Documented, PAGE, None).await?;
        let (payable, more_payable) = store.funding_in(FundingState::Payable, PAGE, None).await?;
        let longest_first = |requests: Vec<Stored<Funding>>| {
            let mut requests: Vec<_> = requests.into_iter().map(|there| there.value).collect();
            requests.sort_by_key(|request| std::cmp::Reverse(request.days_waited(view.now)));
            requests
        };
        let (checks, payable) = (longest_first(checks), longest_first(payable));
        let ids: Vec<_> = payable.iter().map(|request| request.id).collect();
        let in_batches = if ids.is_empty() { BTreeMap::new() } else { store.batches_of(&ids).await? };
        let ids: BTreeSet<_> = checks.iter().chain(&payable).map(|request| request.ambassador).collect();
        let names = store.names_of(&ids).await?;
        let paid_back = checks.iter().chain(&payable).filter(|request| request.asking.way == Way::Reimbursement);
        let with_details = store.with_payment_details(&paid_back.map(|request| request.ambassador).collect()).await?;
        let mut accounts = BTreeMap::new();
        for request in checks.iter().chain(&payable) {
            let held = request.held().and_then(|held| Some((held, held.value()?.currency())));
            let Some((held, currency)) = held.filter(|(held, _)| !accounts.contains_key(&(held.quarter, held.kind)))
            else {
                continue;
            };
            if let Some(book) = store.book(held.quarter, currency).await? {
                accounts.insert((held.quarter, held.kind), book.value.account(held.kind));
            }
        }
        let there_are_more = more_checks.is_some() || more_payable.is_some();
        Ok(Self { checks, payable, there_are_more, in_batches, names, with_details, accounts })
    }

    /// Whose it is; somebody whose data is erased has no name any more.
    fn name(&self, words: Words, request: &Funding) -> String {
        let name = self.names.get(&request.ambassador);
        name.map_or_else(|| say!(words, "batch-erased"), ToString::to_string)
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
) -> Result<Html<String>, Problem> {
    let Some(rules) = view.settings().funding.as_ref() else { return Ok(no_funds(&view)) };
    let queue = Queue::read(&office, &view).await?;
    let words = view.words;
    let title = say!(words, "payable-title");
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "payable-lead"))))
        p { (say!(words, "payable-target", days = rules.days_to_pay)) }
        p { (Link::new("/team/funding/batches", say!(words, "payable-batches"))) }
        @if queue.checks.is_empty() && queue.payable.is_empty() {
            (kit::empty(&say!(words, "payable-empty"), &say!(words, "payable-empty-more"), None))
        } @else {
            (to_check(&view, rules, &queue))
            (to_pay(&view, rules, &queue, &by, &typed))
            (budget(words, &queue))
            @if queue.there_are_more { p { (say!(words, "payable-more")) } }
        }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

/// For how long it has waited, and what stands in the way of paying it.
fn waited(view: &View, rules: &FundingRules, queue: &Queue, request: &Funding) -> String {
    let words = view.words;
    let mut said = vec![say!(words, "payable-days", days = request.days_waited(view.now))];
    if request.is_overdue(rules, view.now) {
        said.push(say!(words, "payable-overdue"));
    }
    if request.asking.way == Way::Reimbursement && !queue.with_details.contains(&request.ambassador) {
        said.push(say!(words, "payable-no-details"));
    }
    said.join(", ")
}

fn to_check(view: &View, rules: &FundingRules, queue: &Queue) -> Markup {
    let words = view.words;
    let columns = [
        Column::text(say!(words, "payable-what")),
        Column::text(say!(words, "payable-who")),
        Column::number(say!(words, "payable-approved")),
        Column::text(say!(words, "payable-waits")),
    ];
    let row = |request: &Funding| {
        let approved = request.approval().map(|approval| words.sums(&approval.sums())).unwrap_or_default();
        let check = say!(words, "payable-check", title = request.asking.title.as_str());
        vec![
            html! { (Link::new(format!("/team/funding/{}/check", request.id), check)) },
            html! { (queue.name(words, request)) },
            html! { (approved) },
            html! { (waited(view, rules, queue, request)) },
        ]
    };
    let rows: Vec<_> = queue.checks.iter().map(row).collect();
    html! {
        @if !rows.is_empty() {
            h2 { (say!(words, "payable-checks")) }
            (kit::table(&say!(words, "payable-checks-caption", count = rows.len()), &columns, &rows))
        }
    }
}

fn to_pay(view: &View, rules: &FundingRules, queue: &Queue, by: &SignedIn<Treasurer>, typed: &Form) -> Markup {
    let words = view.words;
    let hand = view.hand(by.person);
    let (own, others): (Vec<_>, Vec<_>) = queue.payable.iter().partition(|request| request.is_of(&hand));
    let sentence = |request: &Funding| {
        let sums = request.authorized().map(|booking| words.sums(&booking.amounts())).unwrap_or_default();
        say!(
            words,
            "payable-request",
            title = request.asking.title.as_str(),
            who = queue.name(words, request),
            sums = sums
        )
    };
    let choice = |request: &&Funding| {
        Choice::new(request.id.to_string(), sentence(request)).hint(waited(view, rules, queue, request))
    };
    let free = others.iter().filter(|request| !queue.in_batches.contains_key(&request.id));
    let choices: Vec<_> = free.map(choice).collect();
    let form = FormView::filled(words, typed);
    html! {
        h2 { (say!(words, "payable-choose")) }
        @if choices.is_empty() {
            p { (say!(words, "payable-choose-none")) }
        } @else {
            (form.form("/team/funding/batches", html! {
                p { (say!(words, "payable-choose-lead")) }
                (kit::hidden("key", typed.get("key")))
                (form.several(Ask::new("request", say!(words, "payable-to")), &choices))
                (kit::buttons(&say!(words, "payable-make"), None))
            }))
        }
        @if !queue.in_batches.is_empty() {
            h3 { (say!(words, "payable-in-batch")) }
            ul {
                @for request in &queue.payable {
                    @if let Some(batch) = queue.in_batches.get(&request.id) {
                        li { (Link::new(format!("/team/funding/batches/{batch}"), sentence(request))) }
                    }
                }
            }
        }
        @if !own.is_empty() {
            h3 { (say!(words, "payable-own")) }
            p { (say!(words, "payable-own-more")) }
            ul { @for request in own { li { (sentence(request)) } } }
        }
    }
}

fn budget(words: Words, queue: &Queue) -> Markup {
    let fact = |((quarter, kind), account): (&(Quarter, FundingKind), &Account)| {
        let name = say!(words, "payable-account", quarter = quarter.to_string(), kind = words.funding_kind(*kind));
        let is = say!(
            words,
            "payable-account-is",
            free = words.money(account.free()),
            budget = words.money(account.budget),
            committed = words.money(account.committed),
            paid = words.money(account.paid)
        );
        (name, html! { (is) })
    };
    let facts: Vec<_> = queue.accounts.iter().map(fact).collect();
    html! {
        @if !facts.is_empty() {
            h2 { (say!(words, "payable-budget")) }
            (kit::facts(&facts))
        }
    }
}

/// Puts a batch together; the same form sent again finds it.
pub(crate) async fn put_together(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let rule = |sentence| Problem::Rule { sentence, typed: typed.0.clone() };
    let id = BatchId::new(typed.key().ok_or(Problem::Unreadable)?);
    let there = || Ok(Redirect::to(&format!("/team/funding/batches/{id}")).into_response());
    let chosen: Result<Vec<FundingId>, _> = typed.0.all("request").iter().map(|id| id.parse()).collect();
    let chosen = chosen.map_err(|_| Problem::Unreadable)?;
    if chosen.len() > program::batch::MOST_REQUESTS {
        return Err(rule(view.words.not_batched(&NotBatched::TooMany)));
    }
    // What was put together before may be paid by now.
    if let Some(before) = store.batch(id).await? {
        let same = before.value.made_by == by.person
            && before.value.entries().iter().map(|entry| entry.request).eq(chosen.iter().copied());
        return if same { there() } else { Err(rule(say!(view.words, "batch-another-under-key"))) };
    }
    let mut requests = Vec::new();
    for id in chosen {
        let request = store.funding(id).await?.ok_or(Problem::NotFound)?;
        if !check::is_payable_somewhere(&office, &request.value).await? {
            let title = request.value.asking.title.as_str();
            return Err(rule(say!(view.words, "batch-no-details", title = title)));
        }
        requests.push(request);
    }
    let values: Vec<_> = requests.iter().map(|there| there.value.clone()).collect();
    let batch = Batch::of(id, &values, &view.hand(by.person)).map_err(|why| rule(view.words.not_batched(&why)))?;
    match store.put_together(&batch, &requests).await? {
        PutTogether::Kept => there(),
        PutTogether::AnotherUnderThisKey => Err(rule(say!(view.words, "batch-another-under-key"))),
        PutTogether::InAnotherBatch => Err(rule(say!(view.words, "batch-in-another"))),
    }
}
