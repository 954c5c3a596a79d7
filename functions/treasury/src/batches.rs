//! Batches of payments: all of them, one of them, and marking it as paid (clauses C7, R8).
//!
//! Marking goes request by request, each in one transaction with its letter. Whoever is cut off sends the form again, or
//! presses the button on the batch's page, and what is left is marked.

use crate::news;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::Days;
use http::StatusCode;
use letters::FundingNews;
use maud::{Markup, html};
use program::batch::{self, Batch, BatchState, NotBatched, Outcome};
use program::funding::{Funding, Hand, NotPossible, Payment, Way};
use program::text::Name;
use program::{AmbassadorId, BatchId, Form, FundingId, Problems};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::applications::Stored;
use store::batch_files::FilesJob;
use store::batches::{BATCH, Shelf};
use store::funding::REQUEST;
use store::payment_details::DETAILS;
use web::kit::{self, Ask, Column, FormView, Link, TextKind, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

/// Shown on a page of the list.
const PAGE: i32 = 50;

/// How often a change is tried anew because somebody else changed the batch or the request meanwhile.
const ROUNDS: u32 = 8;

const QUEUE: &str = "/team/funding/payable";

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    after: Option<String>,
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let (store, words) = (office.store(), view.words);
    let after = shown.after.as_deref();
    let after = after.map(|text| store.place_in_batches(Shelf::Done, text).ok_or(Problem::Unreadable)).transpose()?;
    let began_here = after.is_none();
    // So few wait that they are all on the first page.
    let (open, _) = if began_here { store.batches(Shelf::Open, PAGE, None).await? } else { (Vec::new(), None) };
    let (done, next) = store.batches(Shelf::Done, PAGE, after).await?;
    let title = say!(words, "batches-title");
    let next = next.map(|cursor| {
        let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
        format!("/team/funding/batches?after={after}")
    });
    let back = Link::new(QUEUE, say!(words, "batch-back"));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "batches-lead"))))
        @if open.is_empty() && done.is_empty() {
            (kit::empty(&say!(words, "batches-none"), &say!(words, "batches-none-more"), Some(&back)))
        } @else {
            (table(&view, &say!(words, "batches-open"), &open))
            (table(&view, &say!(words, "batches-done"), &done))
            (kit::pager(words, (!began_here).then_some("/team/funding/batches"), next.as_deref()))
            p { (back) }
        }
    };
    Ok(view.page(&Around::new(&title, Here::Funding), body))
}

/// What a batch is called: by its day.
pub(crate) fn name(view: &View, batch: &Batch) -> String {
    let day = view.words.day(view.settings().calendar.day(batch.made_at));
    say!(view.words, "batch-name", day = day)
}

fn table(view: &View, heading: &str, batches: &[Batch]) -> Markup {
    let words = view.words;
    let columns = [
        Column::text(say!(words, "batch-column-batch")),
        Column::text(say!(words, "batch-by")),
        Column::number(say!(words, "batch-sums")),
        Column::text(say!(words, "batch-state")),
        Column::text(say!(words, "batch-reference")),
    ];
    let row = |batch: &Batch| {
        vec![
            html! { (Link::new(format!("/team/funding/batches/{}", batch.id), name(view, batch))) },
            html! { (batch.made_by_name) },
            html! { (words.sums(&batch.sums())) },
            state(words, batch.state()),
            html! { @if let Some(payment) = batch.payment() { (payment.reference) } },
        ]
    };
    let rows: Vec<_> = batches.iter().map(row).collect();
    html! {
        @if !rows.is_empty() {
            h2 { (heading) }
            (kit::table(&say!(words, "batches-caption", count = rows.len()), &columns, &rows))
        }
    }
}

fn state(words: Words, state: BatchState) -> Markup {
    let tone = match state {
        BatchState::Chosen | BatchState::Paying => Tone::Waiting,
        BatchState::Paid => Tone::Good,
        BatchState::Undone => Tone::Quiet,
    };
    kit::tag(&words.batch_state(state), tone)
}

/// A batch with its requests and whose they are.
pub(crate) struct Papers {
    pub(crate) batch: Stored<Batch>,
    pub(crate) requests: BTreeMap<FundingId, Stored<Funding>>,
    names: BTreeMap<AmbassadorId, Name>,
}

async fn find(office: &Office, id: BatchId) -> Result<Stored<Batch>, Problem> {
    office.store().batch(id).await?.ok_or(Problem::NotFound)
}

impl Papers {
    pub(crate) async fn read(office: &Office, id: BatchId) -> Result<Self, Problem> {
        let batch = find(office, id).await?;
        let mut requests = BTreeMap::new();
        for entry in batch.value.entries() {
            if let Some(request) = office.store().funding(entry.request).await? {
                requests.insert(entry.request, request);
            }
        }
        let ids: BTreeSet<_> = requests.values().map(|request| request.value.ambassador).collect();
        let names = office.store().names_of(&ids).await?;
        Ok(Self { batch, requests, names })
    }

    pub(crate) fn title(&self, id: FundingId) -> &str {
        self.requests.get(&id).map_or("", |request| request.value.asking.title.as_str())
    }

    /// Whose it is; somebody whose data is erased has no name any more.
    pub(crate) fn who(&self, words: Words, id: FundingId) -> String {
        let ambassador = self.requests.get(&id).map(|request| request.value.ambassador);
        let name = ambassador.and_then(|id| self.names.get(&id));
        name.map_or_else(|| say!(words, "batch-erased"), ToString::to_string)
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, id).await?;
    let mut typed = Form::default();
    typed.set("on", view.today().to_string());
    let shown = Shows { papers: &papers, files: &Files::read(&office, id).await?, hand: &view.hand(by.person) };
    Ok(page(&view, &shown, &typed, &Problems::default()))
}

/// What a batch's page shows.
struct Shows<'a> {
    papers: &'a Papers,
    files: &'a Files,
    hand: &'a Hand,
}

/// The files of a batch: what was asked for of late, and a key to ask with.
struct Files {
    jobs: Vec<FilesJob>,
    key: String,
}

impl Files {
    async fn read(office: &Office, id: BatchId) -> Result<Self, Problem> {
        let store = office.store();
        Ok(Self { jobs: store.files_jobs_of(id).await?, key: store.new_id().to_string() })
    }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "reference" => say!(words, "batch-reference"),
        _ => say!(words, "batch-on"),
    }
}

fn page(view: &View, shown: &Shows<'_>, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let Shows { papers, files, hand } = *shown;
    let batch = &papers.batch.value;
    let title = name(view, batch);
    let columns = [
        Column::text(say!(words, "batch-request")),
        Column::text(say!(words, "payable-who")),
        Column::number(say!(words, "batch-amount")),
        Column::text(say!(words, "batch-outcome")),
        Column::text(say!(words, "batch-reference")),
    ];
    let rows: Vec<_> = batch
        .entries()
        .iter()
        .map(|entry| {
            let tone = match entry.outcome {
                Outcome::Waiting => Tone::Waiting,
                Outcome::Paid => Tone::Good,
                Outcome::LeftOut => Tone::Quiet,
            };
            vec![
                html! { (Link::new(format!("/team/funding/{}", entry.request), papers.title(entry.request))) },
                html! { (papers.who(words, entry.request)) },
                html! { (words.sums(&entry.amounts)) },
                kit::tag(&words.batch_outcome(entry.outcome), tone),
                html! {
                    @if let Some(payment) = &entry.payment { (payment.reference) ", " (kit::day(words, payment.on)) }
                },
            ]
        })
        .collect();
    let mut facts = vec![
        (say!(words, "batch-state"), state(words, batch.state())),
        (say!(words, "batch-by"), html! { (batch.made_by_name) }),
        (say!(words, "batch-sums"), html! { (words.sums(&batch.sums())) }),
    ];
    if let Some(payment) = batch.payment() {
        facts.push((say!(words, "batch-reference"), html! { (payment.reference) }));
        facts.push((say!(words, "batch-on"), kit::day(words, payment.on)));
    }
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, None))
        (kit::facts(&facts))
        (kit::table(&say!(words, "batch-caption", count = rows.len()), &columns, &rows))
        @if batch.state().is_open() { (pay_to(words, papers)) }
        @match batch.state() {
            BatchState::Chosen => { (mark(words, batch, &form)) (import(words, batch)) (take_out(words, papers)) }
            BatchState::Paying => {
                @match batch.payment() {
                    Some(payment) => { (go_on(words, papers, payment, hand)) }
                    None => { (mark(words, batch, &form)) }
                }
                (import(words, batch))
                (take_out(words, papers))
            }
            BatchState::Paid | BatchState::Undone => {}
        }
        (came_back(words, papers))
        (to_keep(view, batch, files))
        p { (Link::new(QUEUE, say!(words, "batch-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding).with_errors(!problems.is_empty()), body)
}

/// Where to look up whom to pay back to, person by person; a direct payment has it on its invoice.
fn pay_to(words: Words, papers: &Papers) -> Markup {
    let waiting = papers.batch.value.waiting().filter_map(|entry| papers.requests.get(&entry.request));
    let paid_back = waiting.filter(|request| request.value.asking.way == Way::Reimbursement);
    let owners: BTreeSet<_> = paid_back.map(|request| request.value.ambassador).collect();
    html! {
        h2 { (say!(words, "batch-where-to")) }
        ul {
            @for (id, name) in papers.names.iter().filter(|(id, _)| owners.contains(*id)) {
                li { (Link::new(format!("/team/funding/payment-details/{id}"), say!(words, "team-details-ask", name = name.as_str()))) }
            }
        }
        p { (say!(words, "batch-list-lead")) }
        (kit::post_button(&format!("/team/funding/batches/{}/list", papers.batch.value.id), &say!(words, "batch-list"), &[]))
    }
}

fn mark(words: Words, batch: &Batch, form: &FormView<'_>) -> Markup {
    let fields = html! {
        (form.text(Ask::new("reference", label(words, "reference")).hint(say!(words, "batch-reference-hint")), TextKind::Line))
        (form.text(Ask::new("on", label(words, "on")), TextKind::Date))
        (kit::buttons(&say!(words, "batch-mark-send"), None))
    };
    html! {
        h2 { (say!(words, "batch-mark")) }
        p { (say!(words, "batch-mark-lead")) }
        (form.form(&format!("/team/funding/batches/{}/pay", batch.id), fields))
    }
}

/// What is left after marking stopped halfway.
fn go_on(words: Words, papers: &Papers, payment: &Payment, hand: &Hand) -> Markup {
    let batch = &papers.batch.value;
    let on = payment.on.to_string();
    let fields = [("reference", payment.reference.as_str()), ("on", on.as_str())];
    let mut waiting = batch.waiting().filter_map(|entry| papers.requests.get(&entry.request));
    let own_waits = waiting.any(|request| request.value.is_of(hand));
    html! {
        (kit::notice(Tone::Waiting, html! {
            p { (say!(words, "batch-went-on", waiting = batch.waiting().count())) }
            @if own_waits { p { (say!(words, "batch-own-waits")) } }
            (kit::post_button(&format!("/team/funding/batches/{}/pay", batch.id), &say!(words, "batch-go-on"), &fields))
        }))
    }
}

/// The way to a list of what the bank paid.
fn import(words: Words, batch: &Batch) -> Markup {
    let to = format!("/team/funding/batches/{}/import", batch.id);
    html! {
        p { (say!(words, "batch-import-lead")) " " (Link::new(to, say!(words, "import-title"))) }
    }
}

/// The batch as files: two sheets, and everything in one archive, which is made while somebody waits.
fn to_keep(view: &View, batch: &Batch, files: &Files) -> Markup {
    let words = view.words;
    let at = format!("/team/funding/batches/{}/files", batch.id);
    let asked = |job: &FilesJob| {
        let when = words.instant(job.asked_at, &view.settings().calendar);
        Link::new(format!("{at}/{}", job.id), say!(words, "batch-files-asked", at = when))
    };
    html! {
        h2 { (say!(words, "batch-files")) }
        p { (say!(words, "batch-files-lead")) }
        ul {
            li { (Link::new(format!("{at}/payments.xlsx"), say!(words, "batch-xlsx"))) }
            li { (Link::new(format!("{at}/payments.csv"), say!(words, "batch-csv"))) }
            @for job in &files.jobs { li { (asked(job)) } }
        }
        div class="buttons" { (kit::post_button(&at, &say!(words, "batch-files-ask"), &[("key", &files.key)])) }
    }
}

fn take_out(words: Words, papers: &Papers) -> Markup {
    let batch = &papers.batch.value;
    let at = format!("/team/funding/batches/{}", batch.id);
    html! {
        h2 { (say!(words, "batch-leave-out")) }
        p { (say!(words, "batch-leave-out-lead")) }
        div class="buttons" {
            @for entry in batch.waiting() {
                @let one = say!(words, "batch-leave-out-one", title = papers.title(entry.request));
                (kit::post_button(&format!("{at}/leave-out"), &one, &[("request", &entry.request.to_string())]))
            }
            @if batch.state() == BatchState::Chosen {
                (kit::post_button(&format!("{at}/undo"), &say!(words, "batch-undo"), &[]))
            }
        }
    }
}

/// What was paid here and can come back.
fn came_back(words: Words, papers: &Papers) -> Markup {
    let paid = papers.batch.value.entries().iter().filter(|entry| entry.outcome == Outcome::Paid);
    let paid: Vec<_> = paid
        .filter(|entry| {
            let state = papers.requests.get(&entry.request).map(|request| request.value.state());
            state == Some(program::FundingState::Paid)
        })
        .collect();
    html! {
        @if !paid.is_empty() {
            ul {
                @for entry in paid {
                    @let what = say!(words, "batch-came-back", title = papers.title(entry.request));
                    li { (Link::new(format!("/team/funding/{}/came-back", entry.request), what)) }
                }
            }
        }
    }
}

/// Marks what waits in a batch as paid. The same form sent again goes on, or finds it done.
pub(crate) async fn pay(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let hand = view.hand(by.person);
    let payment = match batch::payment(&typed.0, view.today()) {
        Ok(payment) => payment,
        Err(problems) => {
            let (papers, files) = (Papers::read(&office, id).await?, Files::read(&office, id).await?);
            let shown = Shows { papers: &papers, files: &files, hand: &hand };
            let page = page(&view, &shown, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let marking = Marking { office: &office, view: &view, hand: &hand, id, typed: &typed.0 };
    if marking.begin(&payment).await? {
        for request in marking.waiting().await? {
            marking.one(request, &payment).await?;
        }
    }
    Ok(Redirect::to(&format!("/team/funding/batches/{id}")).into_response())
}

/// A batch being marked as paid.
pub(crate) struct Marking<'a> {
    pub(crate) office: &'a Office,
    pub(crate) view: &'a View,
    pub(crate) hand: &'a Hand,
    pub(crate) id: BatchId,
    pub(crate) typed: &'a Form,
}

impl Marking<'_> {
    fn rule(&self, sentence: String) -> Problem {
        Problem::Rule { sentence, typed: self.typed.clone() }
    }

    fn not_batched(&self, why: &NotBatched) -> Problem {
        self.rule(self.view.words.not_batched(why))
    }

    /// Says in the batch how it is paid; false where all of it is done this way already.
    async fn begin(&self, payment: &Payment) -> Result<bool, Problem> {
        for _ in 0..ROUNDS {
            let before = find(self.office, self.id).await?;
            let begun = match before.value.clone().paying(payment.clone()) {
                Err(NotBatched::Over) if before.value.payment() == Some(payment) => return Ok(false),
                begun => begun.map_err(|why| self.not_batched(&why))?,
            };
            if begun == before.value {
                return Ok(true);
            }
            match self.office.store().change_batch(&before, &begun, self.hand.person, "begin to mark as paid").await {
                Err(store::Error::Conflict(BATCH)) => {}
                other => return Ok(other.map(|()| true)?),
            }
        }
        Err(store::Error::Conflict(BATCH).into())
    }

    async fn waiting(&self) -> Result<Vec<FundingId>, Problem> {
        Ok(find(self.office, self.id).await?.value.waiting().map(|entry| entry.request).collect())
    }

    /// Marks one request, unless it is the treasurer's own; what was sent back meanwhile is left out.
    pub(crate) async fn one(&self, id: FundingId, payment: &Payment) -> Result<(), Problem> {
        let store = self.office.store();
        for _ in 0..ROUNDS {
            let before = find(self.office, self.id).await?;
            if before.value.waiting().all(|entry| entry.request != id) {
                return Ok(());
            }
            let request = store.funding(id).await?.filter(|request| before.value.still_pays(&request.value));
            let written = if let Some(request) = request {
                let marked = before.value.clone().marked(id, payment.clone()).map_err(|why| self.not_batched(&why))?;
                let moved = match request.value.clone().paid(self.hand, payment.clone()) {
                    Err(NotPossible::Own) => return Ok(()),
                    moved => moved.map_err(|why| self.rule(self.view.words.funding_not_possible(&why)))?,
                };
                let told = FundingNews::paid(payment);
                let letter = news::letter(self.office, &request, &moved.funding, told, None).await?;
                let both = (&before, &marked);
                let days = self.view.settings().funding.as_ref().map_or(0, |rules| rules.keep_details_days);
                let until = self.view.today() + Days::new(u64::from(days));
                let told = (letter.as_ref(), until);
                match store.pay_in_batch(both, &request, &moved, self.hand.person, told).await {
                    Ok(Err(why)) => {
                        let why = self.view.words.not_booked(why);
                        return Err(self.rule(say!(self.view.words, "batch-not-booked", why = why)));
                    }
                    other => other.map(|_| ()),
                }
            } else {
                let without = before.value.clone().without(id).map_err(|why| self.not_batched(&why))?;
                store.change_batch(&before, &without, self.hand.person, "leave out").await
            };
            match written {
                Err(store::Error::Conflict(BATCH | REQUEST | DETAILS)) => {}
                other => return Ok(other?),
            }
        }
        Err(store::Error::Conflict(BATCH).into())
    }
}

/// Takes one request out, which can be chosen again then.
pub(crate) async fn leave_out(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let request: FundingId = typed.0.get("request").parse().map_err(|_| Problem::Unreadable)?;
    let is_out = |batch: &Batch| {
        batch.entries().iter().any(|entry| entry.request == request && entry.outcome == Outcome::LeftOut)
    };
    change(&office, &view, (id, &typed.0), &by, "leave out", is_out, |batch| batch.without(request)).await
}

/// Takes the whole batch apart.
pub(crate) async fn undo(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let is_undone = |batch: &Batch| batch.state() == BatchState::Undone;
    change(&office, &view, (id, &typed.0), &by, "take apart", is_undone, Batch::undone).await
}

async fn change(
    office: &Office,
    view: &View,
    (id, typed): (BatchId, &Form),
    by: &SignedIn<Treasurer>,
    what: &str,
    is_done: impl Fn(&Batch) -> bool,
    to: impl Fn(Batch) -> Result<Batch, NotBatched>,
) -> Result<Redirect, Problem> {
    for _ in 0..ROUNDS {
        let before = find(office, id).await?;
        let there = || Ok(Redirect::to(&format!("/team/funding/batches/{id}")));
        if is_done(&before.value) {
            return there();
        }
        let rule = |why| Problem::Rule { sentence: view.words.not_batched(&why), typed: typed.clone() };
        let after = to(before.value.clone()).map_err(rule)?;
        match office.store().change_batch(&before, &after, by.person, what).await {
            Err(store::Error::Conflict(BATCH)) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return there(),
        }
    }
    Err(store::Error::Conflict(BATCH).into())
}
