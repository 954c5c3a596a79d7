//! One request, with everything a decision goes by: budget, cap, what was asked before, what similar ones came to.

use crate::{check, decide, questions, steps};
use axum::extract::{Path, State};
use axum::response::Html;
use maud::{Markup, html};
use program::funding::{Cap, Funding, FundingRules, Hand, Terms};
use program::ledger::Booking;
use program::money::rate_on;
use program::report::{Answer, Field};
use program::{Ambassador, Book, Form, FundingId, FundingKind, FundingState, Money, Problems, Quarter, Rate, Remark};
use rust_decimal::Decimal;
use store::applications::Stored;
use web::kit::{self, Link, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, Purse, SignedIn, View};
use words::{Words, say};

/// So many paid requests are looked through for similar ones, and so many of those are shown.
const LOOKED_AT: i32 = 50;
const SHOWN: usize = 5;

/// A request with what belongs to deciding about it.
pub(crate) struct Papers {
    pub(crate) stored: Stored<Funding>,
    /// Whose it is; none once their data is erased.
    pub(crate) ambassador: Option<Ambassador>,
    pub(crate) rules: FundingRules,
    pub(crate) remarks: Vec<Remark>,
    pub(crate) rates: Vec<Rate>,
    pub(crate) quarter: Quarter,
    pub(crate) cap: Option<Cap>,
    book: Book,
    before: Vec<Funding>,
    similar: Vec<Similar>,
}

/// A paid request of the same kind, and whom its activity reached.
struct Similar {
    title: String,
    attendees: u64,
    value: Money,
}

impl Papers {
    pub(crate) async fn read(office: &Office, view: &View, id: FundingId) -> Result<Self, Problem> {
        let store = office.store();
        let rules = view.settings().funding.clone().ok_or(Problem::NotFound)?;
        let stored = store.funding(id).await?;
        // A draft is its owner's alone.
        let stored = stored.filter(|it| it.value.state() != FundingState::Draft).ok_or(Problem::NotFound)?;
        let request = &stored.value;
        let ambassador = store.ambassador(request.ambassador).await?;
        let remarks = store.remarks(id).await?;
        let rates = store.rates(rules.currency).await?;
        let booked = request.held().map(|booking| booking.quarter);
        let quarter = booked.unwrap_or_else(|| rules.quarter(request.asking.needed_on, &view.settings().calendar));
        let book = store.book(quarter, rules.currency).await?;
        let book = book.map_or_else(|| Book::empty(quarter, rules.currency), |book| book.value);
        let all = store.funding_of(request.ambassador).await?;
        let is_before = |one: &Funding| one.id != id && one.state() != FundingState::Draft;
        let before: Vec<_> = all.into_iter().map(|one| one.value).filter(is_before).collect();
        let held = before.iter().filter(|one| one.held().is_some());
        let cap =
            rules.cap(request.asking.needed_on, held.filter_map(|one| Some((one.asking.needed_on, one.approval()?))));
        let similar = similar(office, request.asking.kind, id).await?;
        Ok(Self { ambassador, rules, remarks, rates, quarter, cap, book, before, similar, stored })
    }

    /// What an approval of today goes by.
    pub(crate) fn terms(&self, view: &View) -> Terms<'_> {
        Terms {
            rates: &self.rates,
            program: self.rules.currency,
            quarter: self.quarter,
            today: view.today(),
            cap: self.cap,
        }
    }

    /// What it is worth in the program's currency at today's rates; none where a rate is missing.
    pub(crate) fn value(&self, view: &View) -> Option<Money> {
        let (program, today) = (self.rules.currency, view.today());
        let asking = &self.stored.value.asking;
        let rate = |currency| rate_on(&self.rates, currency, program, today);
        Booking::new(self.quarter, asking.kind, &asking.sums(), program, rate).ok()?.value()
    }

    /// Whether whoever looks may decide about it.
    pub(crate) fn is_for(&self, view: &View, hand: &Hand) -> bool {
        let roles = view.session.as_ref().map(|session| &session.roles);
        roles.is_some_and(|roles| web::funding::decides(&self.rules, roles)) && !self.stored.value.is_of(hand)
    }
}

/// Paid requests of a kind whose activity has a number of attendees, the latest first.
async fn similar(office: &Office, kind: FundingKind, but: FundingId) -> Result<Vec<Similar>, Problem> {
    let store = office.store();
    let mut requests = store.lately_in(FundingState::Settled, LOOKED_AT).await?;
    requests.extend(store.lately_in(FundingState::Paid, LOOKED_AT).await?);
    requests.retain(|request| request.value.asking.kind == kind && request.value.id != but);
    requests.sort_by_key(|request| std::cmp::Reverse(request.value.since()));
    let keys: Vec<_> =
        requests.iter().map(|request| (request.value.ambassador, request.value.asking.activity)).collect();
    let activities = store.activities_by_id(&keys).await?;
    let of = |Stored { value: request, .. }: Stored<Funding>| {
        let activity = activities.iter().find(|activity| activity.id == request.asking.activity)?;
        let answers = &activity.report.as_ref()?.answers;
        let Some(Answer::Count(attendees)) = answers.get(&Field::Attendees.into()) else { return None };
        let value = request.authorized()?.value()?;
        (*attendees > 0).then(|| Similar { title: request.asking.title.to_string(), attendees: *attendees, value })
    };
    Ok(requests.into_iter().filter_map(of).take(SHOWN).collect())
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Purse>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, &view, id).await?;
    let hand = view.hand(by.person);
    Ok(page(&view, &papers, &hand, &Sent::nothing(&office)))
}

/// What was typed into the forms of the page, and what is wrong with it.
pub(crate) struct Sent {
    pub(crate) decision: (Form, Problems),
    pub(crate) question: (Form, Problems),
    pub(crate) step: (Form, Problems),
}

impl Sent {
    /// Nothing yet.
    pub(crate) fn nothing(office: &Office) -> Self {
        let mut question = Form::default();
        question.set("key", office.store().new_id().to_string());
        let nothing = || (Form::default(), Problems::default());
        Self { decision: nothing(), question: (question, Problems::default()), step: nothing() }
    }
}

pub(crate) fn page(view: &View, papers: &Papers, hand: &Hand, sent: &Sent) -> Html<String> {
    let words = view.words;
    let request = &papers.stored.value;
    let title = request.asking.title.as_str();
    let lead = match &papers.ambassador {
        Some(ambassador) => format!("{}, {}", ambassador.name, ambassador.country.name()),
        None => say!(words, "batch-erased"),
    };
    let language = papers.ambassador.as_ref().map(|ambassador| ambassador.language.as_str());
    let is_wrong = [&sent.decision, &sent.question, &sent.step].iter().any(|(_, problems)| !problems.is_empty());
    let calendar = &view.settings().calendar;
    let is_short =
        request.state() == FundingState::Asked && papers.rules.is_short_notice(request.asking.needed_on, view.today());
    let body = html! {
        (decide::summary(words, papers, sent))
        (kit::heading(title, Some(&lead)))
        p {
            (kit::tag(&words.funding_state(request.state()), web::funding::tone(request.state()))) " "
            (say!(words, "funding-since", day = words.day(calendar.day(request.since()))))
        }
        @if is_short {
            (kit::notice(Tone::Waiting, html! { p { (say!(words, "team-funding-short-notice", days = papers.rules.warn_days_ahead)) } }))
        }
        @if request.is_of(hand) { p { (words.funding_not_possible(&program::funding::NotPossible::Own)) } }
        (web::funding::items(view, request))
        (web::funding::facts(view, request))
        @if request.approval().is_some() {
            p { (Link::new(format!("/team/funding/{}/papers", request.id), say!(words, "papers-title"))) }
        }
        (kit::card(&say!(words, "funding-field-details"), html! {
            (kit::prose(request.asking.details.as_str(), language))
            h3 { (say!(words, "team-funding-outcomes")) }
            (kit::prose(request.asking.outcomes.as_str(), language))
            @if let Some(need) = &request.asking.need {
                h3 { (say!(words, "team-funding-need")) }
                (kit::prose(need.as_str(), language))
            }
            p { (Link::new(format!("/team/activities/{}/{}", request.ambassador, request.asking.activity), say!(words, "team-funding-activity"))) }
        }))
        (money(view, papers))
        (before(view, papers))
        @if papers.is_for(view, hand) { (decide::card(view, papers, sent)) (check::links(view, request)) (steps::card(view, papers, sent)) }
        (questions::card(view, papers, &sent.question))
        (web::funding::history(view, request, false))
        p { (Link::new("/team/funding", say!(words, "team-funding-back"))) }
    };
    view.page(&Around::new(title, Here::Funding).with_errors(is_wrong), body)
}

/// The budget it comes out of, the cap, and what it is worth (clauses M12, C4).
fn money(view: &View, papers: &Papers) -> Markup {
    let words = view.words;
    let kind = papers.stored.value.asking.kind;
    let account = papers.book.account(kind);
    let heading =
        say!(words, "team-funding-left", quarter = papers.quarter.to_string(), kind = words.funding_kind(kind));
    let sums = say!(
        words,
        "team-funding-account",
        free = words.money(account.free()),
        budget = words.money(account.budget),
        committed = words.money(account.committed),
        paid = words.money(account.paid)
    );
    let value = match papers.value(view) {
        Some(value) => words.money(value),
        None => say!(words, "team-funding-no-rate"),
    };
    kit::card(
        &heading,
        html! {
            p { (sums) }
            @if let Some(cap) = &papers.cap { p { (cap_of(words, cap)) } }
            (kit::facts(&[(say!(words, "team-funding-value"), html! { (value) })]))
            p { (Link::new(format!("/team/funding/budget?quarter={}", papers.quarter), say!(words, "team-funding-budget"))) }
        },
    )
}

fn cap_of(words: Words, cap: &Cap) -> String {
    say!(
        words,
        "team-funding-cap",
        months = cap.months,
        most = words.money(cap.most),
        used = words.money(cap.used),
        left = words.money(cap.left())
    )
}

/// What they asked for before, and what similar requests came to: a description of requests, never of people (M11).
fn before(view: &View, papers: &Papers) -> Markup {
    let words = view.words;
    kit::cards(&[
        kit::card(
            &say!(words, "team-funding-before"),
            html! {
                @if papers.before.is_empty() { p { (say!(words, "team-funding-before-none")) } }
                ul {
                    @for one in &papers.before {
                        li {
                            (Link::new(format!("/team/funding/{}", one.id), one.asking.title.as_str())) ", "
                            (words.sums(&one.asking.sums())) " "
                            (kit::tag(&words.funding_state(one.state()), web::funding::tone(one.state())))
                        }
                    }
                }
                @if let Some(ambassador) = &papers.ambassador {
                    p { (Link::new(format!("/team/ambassadors/{}", ambassador.id), say!(words, "team-funding-person"))) }
                }
            },
        ),
        kit::card(
            &say!(words, "team-funding-similar"),
            html! {
                @if papers.similar.is_empty() { p { (say!(words, "team-funding-similar-none")) } }
                ul { @for one in &papers.similar { li dir="auto" { (similar_of(words, one)) } } }
            },
        ),
    ])
}

fn similar_of(words: Words, one: &Similar) -> String {
    let currency = one.value.currency();
    let each = (one.value.amount() / Decimal::from(one.attendees)).round_dp(currency.decimals());
    let each = Money::new(each, currency).map(|each| words.money(each)).unwrap_or_default();
    say!(
        words,
        "team-funding-similar-item",
        title = one.title.as_str(),
        attendees = one.attendees,
        value = words.money(one.value),
        each = each
    )
}
