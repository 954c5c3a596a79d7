//! The budget of a quarter by kind, and the rates of exchange (clause M12).

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::activity::date;
use program::funding::FundingRules;
use program::ledger::Account;
use program::money::RateValue;
use program::{Book, Currency, Form, FundingKind, Money, Problem as Wrong, Problems, Quarter, Rate, Role};
use serde::Deserialize;
use web::kit::{self, Ask, Column, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    quarter: Option<String>,
}

/// A quarter's book with what is shown beside it.
struct Papers {
    rules: FundingRules,
    book: Book,
    rates: Vec<Rate>,
}

impl Papers {
    async fn read(office: &Office, view: &View, quarter: Option<&str>) -> Result<Self, Problem> {
        let rules = view.settings().funding.clone().ok_or(Problem::NotFound)?;
        let calendar = &view.settings().calendar;
        let quarter = match quarter.filter(|text| !text.is_empty()) {
            None => calendar.quarter_of(view.today()),
            Some(text) => {
                let quarter: Quarter = text.parse().map_err(|_| Problem::NotFound)?;
                Some(quarter).filter(|quarter| calendar.has(*quarter)).ok_or(Problem::NotFound)?
            }
        };
        let book = office.store().book(quarter, rules.currency).await?;
        let book = book.map_or_else(|| Book::empty(quarter, rules.currency), |book| book.value);
        let rates = office.store().rates(rules.currency).await?;
        Ok(Self { rules, book, rates })
    }

    /// The kinds that can be asked for, and those the book knows from before.
    fn kinds(&self) -> Vec<FundingKind> {
        let in_book: Vec<_> = self.book.accounts().map(|(kind, _)| kind).collect();
        let is_shown = |kind: &FundingKind| self.rules.kinds.contains(kind) || in_book.contains(kind);
        FundingKind::ALL.into_iter().filter(is_shown).collect()
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let papers = Papers::read(&office, &view, shown.quarter.as_deref()).await?;
    let nothing = (Form::default(), Problems::default());
    Ok(page(&view, &papers, &nothing, &nothing))
}

fn budget_field(kind: FundingKind) -> String {
    format!("budget_{}", kind.name())
}

fn was_field(kind: FundingKind) -> String {
    format!("was_{}", kind.name())
}

pub(crate) async fn set(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, &view, Some(typed.0.get("quarter"))).await?;
    let (quarter, currency) = (papers.book.quarter(), papers.rules.currency);
    let mut problems = Problems::default();
    let mut budgets = Vec::new();
    for kind in papers.kinds() {
        let (field, was) = (budget_field(kind), was_field(kind));
        let was = Money::parse(typed.0.get(&was), currency).unwrap_or(papers.book.account(kind).budget);
        let budget = problems.take(&field, Money::parse(typed.0.get(&field), currency));
        budgets.extend(budget.map(|budget| (kind, was, budget)));
    }
    if !problems.is_empty() {
        let nothing = (Form::default(), Problems::default());
        let page = page(&view, &papers, &(typed.0, problems), &nothing);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match office.store().set_budgets(quarter, currency, &budgets, by.person).await? {
        Ok(()) => Ok(Redirect::to(&format!("/team/funding/budget?quarter={quarter}")).into_response()),
        Err(why) => Err(Problem::Rule { sentence: view.words.not_booked(why), typed: typed.0 }),
    }
}

pub(crate) async fn enter(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, &view, Some(typed.0.get("quarter"))).await?;
    let program = papers.rules.currency;
    let mut problems = Problems::default();
    let currency = Currency::parse(typed.0.get("currency"));
    let currency = currency.and_then(|it| if it == program { Err(Wrong::NotACurrency) } else { Ok(it) });
    let currency = problems.take("currency", currency);
    let value = problems.take("rate", RateValue::parse(typed.0.get("rate")));
    let from = problems.take("from", date(typed.0.get("from")));
    let (Some(currency), Some(value), Some(from)) = (currency, value, from) else {
        let nothing = (Form::default(), Problems::default());
        let page = page(&view, &papers, &nothing, &(typed.0, problems));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    office.store().enter_rate(program, &Rate::new(currency, value, from, by.person)).await?;
    Ok(Redirect::to(&format!("/team/funding/budget?quarter={}#rates", papers.book.quarter())).into_response())
}

fn label(words: Words, field: &str) -> String {
    match field {
        "currency" => say!(words, "rates-currency"),
        "rate" => say!(words, "rates-value"),
        "from" => say!(words, "rates-from"),
        _ => {
            let kind = FundingKind::ALL.into_iter().find(|kind| budget_field(*kind) == field);
            kind.map(|kind| words.funding_kind(kind)).unwrap_or_default()
        }
    }
}

fn page(view: &View, papers: &Papers, budget: &(Form, Problems), rate: &(Form, Problems)) -> Html<String> {
    let words = view.words;
    let quarter = papers.book.quarter();
    let calendar = &view.settings().calendar;
    let title = say!(words, "budget-title", quarter = quarter.to_string());
    let lead = say!(words, "budget-lead", currency = papers.rules.currency.code());
    let is_treasurer = view.session.as_ref().is_some_and(|session| session.roles.has(Role::Treasurer));
    let at = |quarter: Quarter| format!("/team/funding/budget?quarter={quarter}");
    let (before, after) = (calendar.previous(quarter), calendar.next(quarter));
    let is_wrong = !budget.1.is_empty() || !rate.1.is_empty();
    let own = say!(
        words,
        "budget-own",
        committed = words.sums(papers.book.committed()),
        paid = words.sums(papers.book.paid())
    );
    let body = html! {
        @for (typed, problems) in [budget, rate] {
            (FormView::new(words, typed, problems).error_summary(|field| label(words, field)))
        }
        (kit::heading(&title, Some(&lead)))
        (accounts(words, papers))
        p { (own) }
        p {
            (Link::new(at(before), say!(words, "budget-before", quarter = before.to_string()))) " · "
            (Link::new(at(after), say!(words, "budget-after", quarter = after.to_string())))
        }
        @if is_treasurer { (set_card(words, papers, budget)) }
        (rates_card(view, papers, rate, is_treasurer))
        p { (Link::new("/team/funding", say!(words, "team-funding-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding).with_errors(is_wrong), body)
}

fn accounts(words: Words, papers: &Papers) -> Markup {
    let columns = [
        Column::text(say!(words, "budget-kind")),
        Column::number(say!(words, "budget-budget")),
        Column::number(say!(words, "budget-committed")),
        Column::number(say!(words, "budget-paid")),
        Column::number(say!(words, "budget-free")),
    ];
    let row = |name: String, account: Account| {
        let sums = [account.budget, account.committed, account.paid, account.free()];
        let sums = sums.into_iter().map(|money| html! { (words.money(money)) });
        std::iter::once(html! { (name) }).chain(sums).collect::<Vec<_>>()
    };
    let mut rows: Vec<_> =
        papers.kinds().into_iter().map(|kind| row(words.funding_kind(kind), papers.book.account(kind))).collect();
    rows.push(row(say!(words, "budget-total"), papers.book.total()));
    kit::table(&say!(words, "budget-caption"), &columns, &rows)
}

fn set_card(words: Words, papers: &Papers, (typed, problems): &(Form, Problems)) -> Markup {
    let quarter = papers.book.quarter().to_string();
    let mut filled = typed.clone();
    for kind in papers.kinds().into_iter().filter(|_| typed.get("quarter").is_empty()) {
        let budget = papers.book.account(kind).budget.typed();
        filled.set(&was_field(kind), budget.clone());
        filled.set(&budget_field(kind), budget);
    }
    let form = FormView::new(words, &filled, problems);
    let fields = html! {
        p { (say!(words, "budget-set-lead")) }
        (kit::hidden("quarter", &quarter))
        @for kind in papers.kinds() {
            @let (field, was) = (budget_field(kind), was_field(kind));
            (kit::hidden(&was, filled.get(&was)))
            (form.text(Ask::new(&field, words.funding_kind(kind)), TextKind::Amount))
        }
        (kit::buttons(&say!(words, "budget-save"), None))
    };
    kit::card(&say!(words, "budget-set"), form.form("/team/funding/budget", fields))
}

fn rates_card(view: &View, papers: &Papers, (typed, problems): &(Form, Problems), is_treasurer: bool) -> Markup {
    let words = view.words;
    let program = papers.rules.currency.code();
    let columns = [
        Column::text(say!(words, "rates-currency")),
        Column::number(say!(words, "rates-value")),
        Column::text(say!(words, "rates-from")),
    ];
    let rows: Vec<_> = papers
        .rates
        .iter()
        .rev()
        .map(|rate| {
            let value = format!("{} {program}", rate.value());
            vec![html! { (rate.currency) }, html! { (value) }, kit::day(words, rate.from)]
        })
        .collect();
    let form = FormView::new(words, typed, problems);
    let ask = |field| Ask::new(field, label(words, field));
    let fields = html! {
        (kit::hidden("quarter", &papers.book.quarter().to_string()))
        (form.text(ask("currency").hint(say!(words, "funding-field-currency-hint")), TextKind::Code))
        (form.text(ask("rate").hint(say!(words, "rates-value-hint", currency = program)), TextKind::Amount))
        (form.text(ask("from"), TextKind::Date))
        (kit::buttons(&say!(words, "rates-save"), None))
    };
    html! {
        div id="rates" {
            (kit::card(&say!(words, "rates-title"), html! {
                p { (say!(words, "rates-lead", currency = program)) }
                @if rows.is_empty() {
                    p { (say!(words, "rates-empty", currency = program)) }
                } @else {
                    (kit::table(&say!(words, "rates-caption"), &columns, &rows))
                }
                @if is_treasurer {
                    h3 { (say!(words, "rates-enter")) }
                    (form.form("/team/funding/rates", fields))
                }
            }))
        }
    }
}
