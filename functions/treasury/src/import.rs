//! What the bank paid, read from a list: first what each line would do, then marking what nothing speaks against
//! (clause R8).
//!
//! Marking goes request by request, by the very transaction that marks one by hand. The same list sent again finds what is
//! done, and marks the rest.

use crate::batches::{Marking, Papers, name};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::funding::Hand;
use program::statement::{COLUMNS, Statement, Unread, Verdict};
use program::{BatchId, Form};
use web::kit::{self, Ask, Column, FormView, Link, Tone};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

/// The field a list is in.
const LIST: &str = "list";

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    Path(id): Path<BatchId>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, id).await?;
    Ok(page(&view, &papers, &Form::default(), None))
}

/// Shows what a list would do, or does it once that was seen.
pub(crate) async fn take(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<BatchId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, id).await?;
    let hand = view.hand(by.person);
    let read = read(&view, &papers, &hand, typed.0.get(LIST));
    let statement = match &read {
        Ok(statement) if typed.0.ticked("seen") => statement,
        Ok(_) => return Ok(page(&view, &papers, &typed.0, Some(&read)).into_response()),
        Err(_) => {
            let page = page(&view, &papers, &typed.0, Some(&read));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let marking = Marking { office: &office, view: &view, hand: &hand, id, typed: &typed.0 };
    for (request, payment) in statement.marks() {
        marking.one(request, payment).await?;
    }
    Ok(Redirect::to(&format!("/team/funding/batches/{id}")).into_response())
}

fn read(view: &View, papers: &Papers, hand: &Hand, text: &str) -> Result<Statement, Unread> {
    let requests = papers.requests.iter().map(|(id, request)| (*id, request.value.clone())).collect();
    Statement::of(text, &papers.batch.value, &requests, hand, view.today())
}

fn page(view: &View, papers: &Papers, typed: &Form, read: Option<&Result<Statement, Unread>>) -> Html<String> {
    let words = view.words;
    let id = papers.batch.value.id;
    let title = say!(words, "import-title");
    let form = FormView::filled(words, typed);
    let files = format!("/team/funding/batches/{id}/files/payments.csv");
    let hint = say!(words, "import-list-hint", columns = COLUMNS.join(", "));
    let again = html! {
        (form.paragraphs(Ask::new(LIST, say!(words, "import-list")).hint(hint), 10))
        (kit::buttons(&say!(words, "import-look"), None))
    };
    let body = html! {
        (kit::heading(&title, Some(&name(view, &papers.batch.value))))
        @match read {
            Some(Err(why)) => { (kit::notice(Tone::Waiting, html! { p { (words.unread_statement(*why)) } })) }
            Some(Ok(statement)) => { (preview(words, papers, statement, &form, typed)) }
            None => {
                p { (say!(words, "import-lead")) }
                p { (Link::new(files, say!(words, "batch-csv"))) }
            }
        }
        (form.form(&format!("/team/funding/batches/{id}/import"), again))
        p { (Link::new(format!("/team/funding/batches/{id}"), say!(words, "import-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding), body)
}

/// What each line would do, and the button that lets it.
fn preview(words: Words, papers: &Papers, statement: &Statement, form: &FormView<'_>, typed: &Form) -> Markup {
    let columns = [
        Column::text(say!(words, "import-line")),
        Column::text(say!(words, "batch-request")),
        Column::text(say!(words, "payable-who")),
        Column::text(say!(words, "import-does")),
    ];
    let rows: Vec<_> = statement
        .told()
        .iter()
        .map(|told| {
            let request = told.request.filter(|request| papers.requests.contains_key(request));
            let tone = match &told.verdict {
                Verdict::Marks(_) => Tone::Good,
                Verdict::Known | Verdict::NotYet => Tone::Quiet,
                Verdict::Against(_) => Tone::Waiting,
            };
            vec![
                html! { (told.line) },
                html! { @if let Some(request) = request { (papers.title(request)) } },
                html! { @if let Some(request) = request { (papers.who(words, request)) } },
                html! {
                    (kit::tag(&words.verdict(&told.verdict), tone)) " "
                    (words.verdict_in_full(&told.verdict))
                },
            ]
        })
        .collect();
    let marks = statement.marks();
    let ids: Vec<_> = marks.keys().copied().collect();
    let sums: program::Sums = papers.batch.value.sums_of(&ids);
    let fields = [(LIST, typed.get(LIST)), ("seen", "yes")];
    let action = format!("/team/funding/batches/{}/import", papers.batch.value.id);
    html! {
        (kit::table(&say!(words, "import-caption", count = rows.len()), &columns, &rows))
        @if marks.is_empty() {
            p { (say!(words, "import-marks-none")) }
        } @else {
            p { (say!(words, "import-marks", count = marks.len(), sums = words.sums(&sums))) }
            (form.form(&action, html! {
                @for (name, value) in fields { (kit::hidden(name, value)) }
                (kit::buttons(&say!(words, "import-mark", count = marks.len()), None))
            }))
        }
        h2 { (say!(words, "import-another")) }
    }
}
