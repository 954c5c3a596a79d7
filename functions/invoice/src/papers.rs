//! The papers of a request: its invoices, its evidence of use, what was approved beside what was invoiced, and what is
//! still missing before it can be paid (clauses M14, F2).

use crate::details;
use crate::letters;
use crate::part::{open, own, rule};
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use program::evidence::{MOST_FILES, NotTaken, Purpose, Subject, UploadKey};
use program::funding::{Documents, Funding, FundingState, StillMissing, Way, missing};
use program::invoice::{Invoice, MOST_INVOICES, invoiced};
use program::{FileId, FundingId, InvoiceId, Sums};
use std::collections::BTreeMap;
use store::Store;
use store::applications::Stored;
use store::evidence::{Evidence, Found};
use store::files::{Afterwards, PostForm, Safety};
use store::funding::REQUEST;
use web::kit::{self, Link, Tone};
use web::layout::Here;
use web::upload::{self, Posted, Upload, Wanted};
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

/// What there is of a request's papers.
pub(crate) struct Papers {
    pub(crate) invoices: Vec<Stored<Invoice>>,
    pub(crate) files: Vec<Evidence>,
    /// Those that are lent to nobody now, and why.
    pub(crate) held: BTreeMap<FileId, Safety>,
    pub(crate) there: Documents,
}

impl Papers {
    pub(crate) async fn read(store: &Store, view: &View, request: &Funding) -> Result<Self, Problem> {
        let invoices = store.invoices_of(request.id).await?;
        let files = store.evidence_of(Subject::Funding(request.id)).await?;
        // What shows the activity shows what was used there, too.
        let photos = store.evidence_of(Subject::Activity(request.asking.activity)).await?;
        let activity =
            store.activity(request.ambassador, request.asking.activity).await?.map(|activity| activity.value);
        let mut held = BTreeMap::new();
        for file in files.iter().chain(&photos).filter(|file| file.kept().is_some()) {
            match file.safety(store).await? {
                Safety::Safe => {}
                why => drop(held.insert(file.file_id, why)),
            }
        }
        // What nobody can open is as good as not there.
        let counts = |file: &&Evidence| {
            let held = held.get(&file.file_id);
            file.kept().is_some() && !matches!(held, Some(Safety::Harmful | Safety::NotScanned))
        };
        let is_being_scanned = |file: &&Evidence| held.get(&file.file_id) == Some(&Safety::BeingScanned);
        let arriving = store.arriving(request.ambassador, request.id, &files).await?;
        let taken = |purpose: Purpose| files.iter().filter(|file| file.purpose == purpose).filter(counts).count();
        let without_file = |invoice: &&Stored<Invoice>| {
            taken(Purpose::Invoice { request: request.id, invoice: invoice.value.id }) == 0
        };
        let is_reported = activity.as_ref().is_some_and(|activity| {
            let kind = view.settings().kind(&activity.plan.kind);
            activity.report.is_some()
                && kind.is_none_or(|kind| program::report::missing(activity.report.as_ref(), kind).is_empty())
        });
        let details = match request.asking.way {
            Way::Reimbursement => store.payment_details_since(request.ambassador).await?.is_some(),
            Way::Direct => false,
        };
        let there = Documents {
            invoices: invoices.len(),
            invoices_without_file: invoices.iter().filter(without_file).count(),
            files_being_checked: arriving + files.iter().filter(is_being_scanned).count(),
            evidence: taken(Purpose::Use(request.id)) + photos.iter().filter(counts).count(),
            activity_over: activity.is_some_and(|activity| activity.plan.ends_on < view.today()),
            reported: is_reported,
            payment_details: details,
        };
        Ok(Self { invoices, files, held, there })
    }

    /// What its invoices come to.
    fn billed(&self) -> Sums {
        invoiced(self.invoices.iter().map(|invoice| &invoice.value))
    }

    /// The files of one purpose.
    pub(crate) fn of(&self, purpose: Purpose) -> Vec<Evidence> {
        self.files.iter().filter(|file| file.purpose == purpose).cloned().collect()
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let request = own(&office, &by, id).await?;
    let papers = Papers::read(office.store(), &view, &request.value).await?;
    Ok(page(&view, &request, &papers))
}

/// Everything is there; from now on it waits for the treasurer, and whoever brought it is thanked. Sent twice, it is there
/// already.
pub(crate) async fn complete(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Redirect, Problem> {
    let (store, there) = (office.store(), || Ok(Redirect::to(&format!("/me/funding/{id}/papers"))));
    let request = own(&office, &by, id).await?;
    if request.value.state() == FundingState::Documented {
        return there();
    }
    let papers = Papers::read(store, &view, &request.value).await?;
    let moved = request.value.clone().documented(&view.hand(by.person), &papers.there);
    let moved = moved.map_err(|why| rule(&view, &why, &typed.0))?;
    let ambassador = store.ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let letter = letters::handed_over(&ambassador, &request, &moved.funding, papers.billed());
    match store.hand_over(&request, &moved, by.person, (&letter, details::keep_until(&view))).await {
        Ok(()) => there(),
        // The same form at the same moment.
        Err(store::Error::Conflict(REQUEST))
            if own(&office, &by, id).await?.value.state() == FundingState::Documented =>
        {
            there()
        }
        Err(error) => Err(error.into()),
    }
}

fn page(view: &View, request: &Stored<Funding>, papers: &Papers) -> Html<String> {
    let words = view.words;
    let funding = &request.value;
    let at = format!("/me/funding/{}", funding.id);
    let title = say!(words, "papers-title");
    let is_open = funding.state().takes_documents();
    let missing = missing(funding.asking.way, &papers.there);
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "papers-lead", title = funding.asking.title.as_str()))))
        @if is_open {
            @if missing.is_empty() {
                (kit::notice(Tone::Good, html! {
                    p { (say!(words, "papers-complete")) }
                    (kit::post_button(&format!("{at}/papers/complete"), &say!(words, "papers-hand-over"), &[]))
                }))
            } @else {
                (kit::notice(Tone::Waiting, html! {
                    p { (say!(words, "papers-missing")) }
                    ul { @for what in &missing { li { (still_missing(words, funding, *what)) } } }
                }))
            }
        } @else {
            (kit::notice(Tone::Quiet, html! { p { (say!(words, "papers-closed")) } }))
        }
        @if is_open { (until_when(view, funding)) }
        h2 { (say!(words, "papers-invoices")) }
        @if papers.invoices.is_empty() {
            (kit::empty(&say!(words, "papers-no-invoice"), &say!(words, "papers-no-invoice-text"), None))
        } @else {
            ul {
                @for invoice in &papers.invoices {
                    @let details = &invoice.value.details;
                    li {
                        (Link::new(format!("{at}/invoices/{}", invoice.value.id), details.vendor.as_str())) ", "
                        (kit::day(words, details.date)) ", " (words.money(details.amount))
                    }
                }
            }
        }
        @if is_open && papers.invoices.len() < MOST_INVOICES {
            p { (kit::button_link(&Link::new(format!("{at}/invoices/new"), say!(words, "papers-add-invoice")))) }
        }
        (web::funding::comparison(words, funding, &papers.billed()))
        h2 { (say!(words, "papers-use")) }
        p { (say!(words, "papers-use-lead")) }
        p { (Link::new(format!("{at}/evidence"), say!(words, "papers-use-link", count = papers.there.evidence))) }
        p { (Link::new(at.as_str(), say!(words, "papers-back"))) }
    };
    view.page(&Around::new(&title, Here::Me), body)
}

/// Until when papers can be handed in (clause C4); nothing for what the program pays itself.
pub(crate) fn until_when(view: &View, funding: &Funding) -> Markup {
    let words = view.words;
    let claim = funding.approval().and_then(|approval| view.settings().claim(approval.until));
    let claim = claim.filter(|claim| funding.claim_by(*claim).is_some());
    html! {
        @if let Some(claim) = claim { p { (words.claim(claim)) } }
        @if let Some(day) = funding.late_until() { p { (say!(words, "funding-late-until", day = words.day(day))) } }
    }
}

/// One thing that is missing, and where to bring it, if that is another page.
fn still_missing(words: Words, funding: &Funding, what: StillMissing) -> Markup {
    let link = match what {
        StillMissing::PaymentDetails => Some(Link::new(details::PAGE, say!(words, "details-link"))),
        StillMissing::Report => {
            let report = format!("/me/activities/{}/report", funding.asking.activity);
            Some(Link::new(report, say!(words, "papers-report")))
        }
        StillMissing::Invoice
        | StillMissing::InvoiceFile
        | StillMissing::FileCheck
        | StillMissing::EvidenceOfUse
        | StillMissing::ActivityOver => None,
    };
    html! { (words.still_missing(what)) @if let Some(link) = link { " " (link) } }
}

/// Evidence of use: what there is, and the form for more.
pub(crate) async fn evidence(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    Query(posted): Query<Posted>,
) -> Result<Response, Problem> {
    let request = own(&office, &by, id).await?;
    let papers = Papers::read(office.store(), &view, &request.value).await?;
    let (words, purpose, here) = (view.words, Purpose::Use(id), format!("/me/funding/{id}/evidence"));
    let shelf = Shelf::open(&office, &by, &request, purpose, &papers, &here).await?;
    let title = say!(words, "papers-use");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "papers-use-lead"))))
        (shelf.shown(&view, &posted, &here, say!(words, "papers-use-file")))
        p { (Link::new(format!("/me/funding/{id}/papers"), say!(words, "papers-all"))) }
    };
    upload::page(view.page(&Around::new(&title, Here::Me), body), shelf.form.as_ref())
}

/// A form for the script of the page of evidence.
pub(crate) async fn sign(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path(id): Path<FundingId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    own(&office, &by, id).await?;
    upload::for_script(office.store(), &new_key(&office, &by, Purpose::Use(id)), &wanted).await
}

/// The key of a file that is to come.
pub(crate) fn new_key(office: &Office, by: &SignedIn<Ambassador>, purpose: Purpose) -> String {
    let file = FileId::new(office.store().new_id());
    UploadKey { ambassador: by.id, purpose, file }.to_string()
}

/// The files of one purpose, and the form for another while there may be one.
pub(crate) struct Shelf {
    request: FundingId,
    is_open: bool,
    files: Vec<Evidence>,
    held: BTreeMap<FileId, Safety>,
    pub(crate) form: Option<PostForm>,
}

impl Shelf {
    pub(crate) async fn open(
        office: &Office,
        by: &SignedIn<Ambassador>,
        request: &Stored<Funding>,
        purpose: Purpose,
        papers: &Papers,
        here: &str,
    ) -> Result<Self, Problem> {
        let is_open = request.value.state().takes_documents();
        let (files, held) = (papers.of(purpose), papers.held.clone());
        let taken = files.iter().filter(|file| file.kept().is_some()).count();
        let form = match is_open && taken < MOST_FILES {
            true => {
                let back = format!("{}{here}", office.public_url().origin());
                let key = new_key(office, by, purpose);
                Some(office.store().files().post_form(&key, Afterwards::GoesTo(&back)).await?)
            }
            false => None,
        };
        Ok(Self { request: request.value.id, is_open, files, held, form })
    }

    pub(crate) fn shown(&self, view: &View, posted: &Posted, here: &str, label: String) -> Markup {
        let words = view.words;
        html! {
            @if posted.waits(&self.files) {
                (kit::notice(Tone::Waiting, html! {
                    p { (say!(words, "files-arrived")) }
                    p { (Link::new(here, say!(words, "files-look-again"))) }
                }))
            }
            @if !self.files.is_empty() {
                ul class="plain" {
                    @for (number, file) in self.files.iter().enumerate() { (self.told(words, number + 1, file)) }
                }
            }
            @if let Some(form) = &self.form {
                (kit::card(&say!(words, "files-add"), (Upload {
                    form,
                    sign_at: format!("{here}/sign"),
                    label,
                    hint: say!(words, "files-hint"),
                    send: say!(words, "files-send"),
                    takes_pdf: true,
                }).shown(view)))
            }
        }
    }

    fn told(&self, words: Words, number: usize, file: &Evidence) -> Markup {
        let at = format!("/me/funding/{}/files/{}", self.request, file.file_id);
        // The page to come back to, which is the same also when the file is gone already.
        let invoice = match file.purpose {
            Purpose::Invoice { invoice, .. } => invoice.to_string(),
            Purpose::Use(_) | Purpose::Photo(_) => String::new(),
        };
        let back = [("invoice", invoice.as_str())];
        html! {
            li {
                @match &file.found {
                    Found::Taken(kept) => {
                        (upload::picture(words, kept, &at))
                        (Link::new(&at, say!(words, "files-one", number = number)))
                        @if let Some(why) = self.held.get(&file.file_id) { p { (upload::withheld(words, *why)) } }
                        @if self.is_open {
                            (kit::post_button(&format!("{at}/remove"), &say!(words, "files-remove", number = number), &back))
                        }
                    },
                    Found::NotTaken(why) => {
                        p { (words.file_not_taken(*why, file.purpose)) }
                        @if let NotTaken::CountsFor(subject) = why { p { (upload::where_it_counts(words, *subject)) } }
                        (kit::post_button(&format!("{at}/remove"), &say!(words, "files-understood"), &back))
                    },
                }
            }
        }
    }
}

/// Leads to the file itself, for a few minutes.
pub(crate) async fn fetch(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(FundingId, FileId)>,
) -> Result<Response, Problem> {
    upload::fetched(office.store(), view.words, &own_file(&office, &by, id, file).await?).await
}

pub(crate) async fn preview(
    State(office): State<Office>,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(FundingId, FileId)>,
) -> Result<Response, Problem> {
    upload::preview(office.store(), &own_file(&office, &by, id, file).await?).await
}

/// Takes a file back while the request takes papers; a reason that was read goes at any time.
pub(crate) async fn remove(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path((id, file)): Path<(FundingId, FileId)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let request = own(&office, &by, id).await?;
    match own_file(&office, &by, id, file).await {
        Ok(evidence) => {
            if evidence.kept().is_some() {
                open(&view, &request, &typed.0)?;
            }
            office.store().remove_evidence(&evidence, by.person).await?;
        }
        // The same form once more, whose first sending took it away.
        Err(Problem::NotFound) => {}
        Err(problem) => return Err(problem),
    }
    let back = match typed.0.get("invoice").parse::<InvoiceId>() {
        Ok(invoice) => format!("/me/funding/{id}/invoices/{invoice}"),
        Err(_) => format!("/me/funding/{id}/evidence"),
    };
    Ok(Redirect::to(&back).into_response())
}

/// A file of one's own; another's is none.
async fn own_file(
    office: &Office,
    by: &SignedIn<Ambassador>,
    request: FundingId,
    file: FileId,
) -> Result<Evidence, Problem> {
    let evidence = office.store().evidence(Subject::Funding(request), file).await?;
    evidence.filter(|evidence| evidence.ambassador == by.id).ok_or(Problem::NotFound)
}
