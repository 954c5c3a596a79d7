//! Invoices of a request: handed in, written anew, taken back, each with its files (clause M14).

use crate::papers::{Papers, Shelf, new_key, until_when};
use crate::part::{open, own, rule};
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use http::StatusCode;
use maud::{Markup, html};
use program::evidence::Purpose;
use program::funding::{Funding, FundingState};
use program::invoice::{Details, Invoice, MOST_INVOICES, MOST_LINES, line_fields, lines_typed};
use program::{Form, FundingId, InvoiceId, Problems};
use store::applications::Stored;
use store::invoices::InvoiceChange;
use web::kit::{self, Ask, FormView, Link, TextKind};
use web::layout::Here;
use web::upload::{self, Posted, Wanted};
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

pub(crate) async fn form(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let request = own(&office, &by, id).await?;
    open(&view, &request, &Form::default())?;
    let mut typed = Form::default();
    typed.set("key", office.store().new_id().to_string());
    if let Some(item) = request.value.asking.items.first() {
        typed.set("currency", item.amount.currency().code());
    }
    Ok(new_page(&view, &request.value, &typed, &Problems::default()))
}

/// Hands an invoice in; the first moves the request on. The same form twice is one invoice.
pub(crate) async fn hand_in(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let store = office.store();
    let request = own(&office, &by, id).await?;
    let details = match Details::parse(&typed.0, view.today()) {
        Ok(details) => details,
        Err(problems) => {
            let page = new_page(&view, &request.value, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let invoice = InvoiceId::new(typed.key().unwrap_or_else(|| store.new_id()));
    let at = Redirect::to(&format!("/me/funding/{id}/invoices/{invoice}"));
    if let Some(there) = store.invoice(id, invoice).await? {
        return match there.value.details == details {
            true => Ok(at.into_response()),
            false => Err(Problem::Conflict { values: Vec::new(), again: None }),
        };
    }
    open(&view, &request, &typed.0)?;
    in_time(&view, &request.value, &details, view.today(), &typed.0)?;
    if store.invoices_of(id).await?.len() >= MOST_INVOICES {
        let sentence = say!(view.words, "invoices-too-many", most = MOST_INVOICES);
        return Err(Problem::Rule { sentence, typed: typed.0 });
    }
    let moved = match request.value.state() {
        FundingState::Approved => {
            let moved = request.value.clone().handed_in(&view.hand(by.person));
            Some(moved.map_err(|why| rule(&view, &why, &typed.0))?)
        }
        _ => None,
    };
    let new = Invoice { id: invoice, request: id, ambassador: by.id, details, at: store.clock().now() };
    store.change_invoice(&request, InvoiceChange::New(&new), moved.as_ref(), by.person).await?;
    Ok(at.into_response())
}

/// Refuses an invoice that was handed in after the last day for what was spent then (clause C4), in words and with the way on.
fn in_time(
    view: &View,
    request: &Funding,
    details: &Details,
    handed_in: NaiveDate,
    typed: &Form,
) -> Result<(), Problem> {
    match web::funding::claim_by(view, request, details.date) {
        Some(by) if by < handed_in => {
            let (spent, by) = (view.words.day(details.date), view.words.day(by));
            let sentence = say!(view.words, "invoices-too-late", spent = spent, by = by);
            Err(Problem::Rule { sentence, typed: typed.clone() })
        }
        _ => Ok(()),
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, invoice)): Path<(FundingId, InvoiceId)>,
    Query(posted): Query<Posted>,
) -> Result<Response, Problem> {
    let request = own(&office, &by, id).await?;
    let stored = office.store().invoice(id, invoice).await?.ok_or(Problem::NotFound)?;
    let typed = stored.value.details.to_form();
    let opened = Opened::read(&office, &view, &by, request, stored).await?;
    let page = opened.page(&view, &posted, &typed, &Problems::default());
    upload::page(page, opened.shelf.form.as_ref())
}

/// Writes it anew.
pub(crate) async fn write(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, invoice)): Path<(FundingId, InvoiceId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let request = own(&office, &by, id).await?;
    let stored = office.store().invoice(id, invoice).await?.ok_or(Problem::NotFound)?;
    let details = match Details::parse(&typed.0, view.today()) {
        Ok(details) => details,
        Err(problems) => {
            let opened = Opened::read(&office, &view, &by, request, stored).await?;
            let page = opened.page(&view, &Posted { key: None }, &typed.0, &problems);
            let page = upload::page(page, opened.shelf.form.as_ref())?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let at = Redirect::to(&format!("/me/funding/{id}/invoices/{invoice}"));
    let version = typed.version()?;
    if stored.value.details == details {
        return Ok(at.into_response());
    }
    open(&view, &request, &typed.0)?;
    if stored.version != version {
        return Err(Problem::Conflict { values: Vec::new(), again: None });
    }
    if details.date != stored.value.details.date {
        let handed_in = view.settings().calendar.day(stored.value.at);
        in_time(&view, &request.value, &details, handed_in, &typed.0)?;
    }
    let after = Invoice { details, ..stored.value.clone() };
    office.store().change_invoice(&request, InvoiceChange::Written(&stored, &after), None, by.person).await?;
    Ok(at.into_response())
}

/// Takes it back with its files, the files first. Sent twice, it is gone already.
pub(crate) async fn remove(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, invoice)): Path<(FundingId, InvoiceId)>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let store = office.store();
    let request = own(&office, &by, id).await?;
    if let Some(stored) = store.invoice(id, invoice).await? {
        open(&view, &request, &typed.0)?;
        let papers = Papers::read(store, &view, &request.value).await?;
        for file in papers.of(Purpose::Invoice { request: id, invoice }) {
            store.remove_evidence(&file, by.person).await?;
        }
        store.change_invoice(&request, InvoiceChange::Removed(&stored), None, by.person).await?;
    }
    Ok(Redirect::to(&format!("/me/funding/{id}/papers")))
}

/// A form for the script of an invoice's page.
pub(crate) async fn sign(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, invoice)): Path<(FundingId, InvoiceId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    own(&office, &by, id).await?;
    let purpose = Purpose::Invoice { request: id, invoice };
    office.store().invoice(id, invoice).await?.ok_or(Problem::NotFound)?;
    upload::for_script(office.store(), &new_key(&office, &by, purpose), &wanted).await
}

/// An invoice with its request and its files.
struct Opened {
    request: Stored<Funding>,
    stored: Stored<Invoice>,
    here: String,
    shelf: Shelf,
}

impl Opened {
    async fn read(
        office: &Office,
        view: &View,
        by: &SignedIn<Ambassador>,
        request: Stored<Funding>,
        stored: Stored<Invoice>,
    ) -> Result<Self, Problem> {
        let purpose = Purpose::Invoice { request: request.value.id, invoice: stored.value.id };
        let here = format!("/me/funding/{}/invoices/{}", request.value.id, stored.value.id);
        let papers = Papers::read(office.store(), view, &request.value).await?;
        let shelf = Shelf::open(office, by, &request, purpose, &papers, &here).await?;
        Ok(Self { request, stored, here, shelf })
    }

    fn page(&self, view: &View, posted: &Posted, typed: &Form, problems: &Problems) -> Html<String> {
        let words = view.words;
        let (here, details) = (self.here.as_str(), &self.stored.value.details);
        let title = say!(words, "invoices-title", vendor = details.vendor.as_str());
        let form = FormView::new(words, typed, problems);
        let body = html! {
            (form.error_summary(|field| label(words, field)))
            (kit::heading(&title, Some(&words.money(details.amount))))
            h2 { (say!(words, "invoices-files")) }
            (self.shelf.shown(view, posted, here, say!(words, "invoices-file")))
            h2 { (say!(words, "invoices-details")) }
            @if self.request.value.state().takes_documents() {
                (form.form(here, html! {
                    (kit::hidden("version", &self.stored.version_of(typed)))
                    (fields(words, &form, typed))
                    (kit::buttons(&say!(words, "invoices-write"), None))
                }))
                (kit::folded(&say!(words, "invoices-remove-title"), html! {
                    p { (say!(words, "invoices-remove-text")) }
                    (kit::post_button(&format!("{here}/remove"), &say!(words, "invoices-remove"), &[]))
                }))
            } @else {
                (kit::facts(&facts(words, details)))
            }
            p { (Link::new(format!("/me/funding/{}/papers", self.request.value.id), say!(words, "papers-all"))) }
        };
        view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
    }
}

fn facts(words: Words, details: &Details) -> Vec<(String, Markup)> {
    let mut facts = vec![(label(words, "date"), kit::day(words, details.date))];
    if let Some(number) = &details.number {
        facts.push((label(words, "number"), html! { (number.as_str()) }));
    }
    facts.push((label(words, "amount"), html! { (words.money(details.amount)) }));
    if let Some(tax) = details.tax {
        facts.push((label(words, "tax"), html! { (words.money(tax)) }));
    }
    facts.extend(details.lines.iter().map(|line| (line.what.to_string(), html! { (words.money(line.amount)) })));
    facts
}

fn new_page(view: &View, request: &Funding, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let at = format!("/me/funding/{}", request.id);
    let title = say!(words, "invoices-new");
    let form = FormView::new(words, typed, problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "invoices-new-lead"))))
        (until_when(view, request))
        (form.form(&format!("{at}/invoices"), html! {
            (kit::hidden("key", typed.get("key")))
            (fields(words, &form, typed))
            (kit::buttons(&say!(words, "invoices-send"), Some(&Link::new(format!("{at}/papers"), say!(words, "papers-all")))))
        }))
    };
    view.page(&Around::new(&title, Here::Me).with_errors(!problems.is_empty()), body)
}

fn fields(words: Words, form: &FormView<'_>, typed: &Form) -> Markup {
    let ask = |name| Ask::new(name, label(words, name));
    let typed_lines = lines_typed(typed);
    html! {
        (form.text(ask("vendor"), TextKind::Line))
        (form.text(ask("number").hint(say!(words, "invoices-number-hint")).optional(), TextKind::Line))
        (form.text(ask("date"), TextKind::Date))
        (form.text(ask("currency").hint(say!(words, "invoices-currency-hint")), TextKind::Line))
        (form.text(ask("amount").hint(say!(words, "invoices-amount-hint")), TextKind::Line))
        (form.text(ask("tax").optional(), TextKind::Line))
        (kit::folded_fields(&say!(words, "invoices-lines"), &say!(words, "invoices-lines-hint"), typed_lines > 0, html! {
            @for number in 1..=(typed_lines + 3).min(MOST_LINES) {
                @let (what, amount) = line_fields(number);
                (form.text(Ask::new(&what, label(words, &what)).optional(), TextKind::Line))
                (form.text(Ask::new(&amount, label(words, &amount)).optional(), TextKind::Line))
            }
        }))
    }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "vendor" => say!(words, "invoices-vendor"),
        "number" => say!(words, "invoices-number"),
        "date" => say!(words, "invoices-date"),
        "currency" => say!(words, "invoices-currency"),
        "amount" => say!(words, "invoices-amount"),
        "tax" => say!(words, "invoices-tax"),
        line => match line.strip_prefix("line_amount_") {
            Some(number) => say!(words, "invoices-line-amount", number = number),
            None => say!(words, "invoices-line", number = line.trim_start_matches("line_")),
        },
    }
}
