//! Checking a request's papers, which makes it payable, and taking up a payment that came back (clauses M14, R8).

use crate::changing::Wanted;
use crate::news;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use letters::FundingNews;
use maud::{Markup, html};
use program::funding::{Approval, Change, Funding, Hand, NotPossible, Way};
use program::ledger::Booking;
use program::text::Text;
use program::{Currency, Form, FundingId, FundingState, Money, Problems, Role, Sums};
use store::applications::Stored;
use web::kit::{self, Ask, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

/// What a treasurer does on one of these two pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// Checking the papers.
    Check,
    /// Taking up a payment that came back.
    TakeUp,
}

impl Doing {
    /// Where a request stands that it can be done to.
    fn begins_at(self) -> FundingState {
        match self {
            Self::Check => FundingState::Documented,
            Self::TakeUp => FundingState::Paid,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::TakeUp => "came-back",
        }
    }

    fn title(self, words: Words, request: &Funding) -> String {
        let title = request.asking.title.as_str();
        match self {
            Self::Check => say!(words, "check-title", title = title),
            Self::TakeUp => say!(words, "came-back-title", title = title),
        }
    }

    fn lead(self, words: Words) -> String {
        match self {
            Self::Check => say!(words, "check-lead"),
            Self::TakeUp => say!(words, "came-back-lead"),
        }
    }

    fn not_now(self, words: Words, state: &str) -> String {
        match self {
            Self::Check => say!(words, "check-not-now", state = state),
            Self::TakeUp => say!(words, "came-back-not-now", state = state),
        }
    }

    fn label(self, words: Words, field: &str) -> String {
        match self {
            Self::Check => say!(words, "check-invoiced", currency = field.strip_prefix("invoiced_").unwrap_or(field)),
            Self::TakeUp => say!(words, "came-back-reason"),
        }
    }

    fn fields(self, words: Words, request: &Funding, form: &FormView<'_>) -> Markup {
        match self {
            Self::Check => html! {
                @for money in approved(request).iter() {
                    @let name = field(money.currency());
                    @let hint = say!(words, "check-invoiced-hint", approved = words.money(money));
                    (form.text(Ask::new(&name, self.label(words, &name)).hint(hint), TextKind::Amount))
                }
                (kit::buttons(&say!(words, "check-send"), None))
            },
            Self::TakeUp => html! {
                (form.paragraphs(Ask::new("reason", self.label(words, "reason")), 3))
                (kit::buttons(&say!(words, "came-back-send"), None))
            },
        }
    }
}

/// What a treasurer can do next about a payment, from where the request stands.
pub(crate) fn links(view: &View, request: &Funding) -> Markup {
    let (words, at) = (view.words, format!("/team/funding/{}", request.id));
    let title = request.asking.title.as_str();
    let is_treasurer = view.session.as_ref().is_some_and(|session| session.roles.has(Role::Treasurer));
    let link = match request.state() {
        FundingState::Documented => Link::new(format!("{at}/check"), say!(words, "payable-check", title = title)),
        FundingState::Payable => Link::new("/team/funding/payable", say!(words, "payable-link")),
        FundingState::Paid => Link::new(format!("{at}/came-back"), say!(words, "batch-came-back", title = title)),
        _ => return html! {},
    };
    html! { @if is_treasurer { p { (kit::button_link(&link)) } } }
}

fn field(currency: Currency) -> String {
    format!("invoiced_{}", currency.code())
}

fn approved(request: &Funding) -> Sums {
    // What came back once is worth no more than was paid then, whatever was approved before.
    request.approval().map(|approval| approval.booking().amounts()).unwrap_or_default()
}

/// A request with what its invoices come to, and whoever does something about it.
struct Opened {
    stored: Stored<Funding>,
    billed: Sums,
    hand: Hand,
}

impl Opened {
    async fn read(office: &Office, view: &View, by: &SignedIn<Treasurer>, id: FundingId) -> Result<Self, Problem> {
        let stored = office.store().funding(id).await?;
        let stored = stored.filter(|stored| stored.value.state() != FundingState::Draft).ok_or(Problem::NotFound)?;
        let billed = news::billed(office, &stored.value).await?;
        Ok(Self { stored, billed, hand: view.hand(by.person) })
    }

    /// The form as it is before anybody typed: it begins with what the invoices say.
    fn begun(&self, doing: Doing) -> Form {
        let mut typed = Form::default();
        typed.set("version", self.stored.version.to_string());
        if doing == Doing::Check && !self.billed.is_empty() {
            for money in approved(&self.stored.value).iter() {
                typed.set(&field(money.currency()), self.billed.of(money.currency()).typed());
            }
        }
        typed
    }

    fn page(&self, view: &View, doing: Doing, typed: &Form, problems: &Problems) -> Html<String> {
        let words = view.words;
        let request = &self.stored.value;
        let (title, at) = (doing.title(words, request), format!("/team/funding/{}", request.id));
        let form = FormView::new(words, typed, problems);
        let body = html! {
            (form.error_summary(|field| doing.label(words, field)))
            (kit::heading(&title, Some(&doing.lead(words))))
            p { (Link::new(at.as_str(), say!(words, "check-back"))) }
            @if request.state() != doing.begins_at() {
                p { (doing.not_now(words, &words.funding_state(request.state()))) }
            } @else if request.is_of(&self.hand) {
                p { (words.funding_not_possible(&NotPossible::Own)) }
            } @else {
                @if doing == Doing::Check {
                    (web::funding::comparison(words, request, &self.billed))
                    p { (Link::new(format!("{at}/papers"), say!(words, "papers-title"))) }
                }
                (form.form(&format!("{at}/{}", doing.path()), html! {
                    (kit::hidden("version", typed.get("version")))
                    (doing.fields(words, request, &form))
                }))
            }
            p { (Link::new("/team/funding/payable", say!(words, "batch-back"))) }
        };
        view.page(&Around::new(&title, Here::Funding).with_errors(!problems.is_empty()), body)
    }

    fn refused(&self, view: &View, doing: Doing, typed: &Form, problems: &Problems) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.page(view, doing, typed, problems)).into_response()
    }
}

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let opened = Opened::read(&office, &view, &by, id).await?;
    Ok(opened.page(&view, Doing::Check, &opened.begun(Doing::Check), &Problems::default()))
}

pub(crate) async fn ask_what_came_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let opened = Opened::read(&office, &view, &by, id).await?;
    Ok(opened.page(&view, Doing::TakeUp, &opened.begun(Doing::TakeUp), &Problems::default()))
}

/// What the invoices come to, as the treasurer counts them; a field left empty is nothing.
fn counted(request: &Funding, typed: &Form) -> Result<Sums, Problems> {
    let mut problems = Problems::default();
    let mut sums = Sums::default();
    for money in approved(request).iter() {
        let (name, currency) = (field(money.currency()), money.currency());
        let text = typed.get(&name);
        let parsed = if text.trim().is_empty() { Ok(Money::zero(currency)) } else { Money::parse(text, currency) };
        if let Some(amount) = problems.take(&name, parsed) {
            sums = sums.and(amount);
        }
    }
    if problems.is_empty() { Ok(sums) } else { Err(problems) }
}

/// Makes a request payable. What is paid back needs somewhere to be paid to (clause C8).
pub(crate) async fn authorize(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let opened = Opened::read(&office, &view, &by, id).await?;
    let request = &opened.stored.value;
    let sums = match counted(request, &typed.0) {
        Ok(sums) => sums,
        Err(problems) => return Ok(opened.refused(&view, Doing::Check, &typed.0, &problems)),
    };
    let is_done = |request: &Funding| {
        let is_so = |(approval, authorized): (&Approval, &Booking)| *authorized == approval.booking().part(&sums);
        request.state() == FundingState::Payable && request.approval().zip(request.authorized()).is_some_and(is_so)
    };
    if !is_done(request) && !is_payable_somewhere(&office, request).await? {
        return Err(Problem::Rule { sentence: say!(view.words, "check-no-details"), typed: typed.0 });
    }
    let moved = request.clone().payable(&opened.hand, &sums).map(|moved| (moved, FundingNews::Payable));
    let moved = moved.map_err(|why| match why {
        NotPossible::Nothing => say!(view.words, "check-nothing"),
        why => view.words.funding_not_possible(&why),
    });
    let wanted = Wanted { is_done, moved, counted: Some(sums.clone()) };
    wanted.written(&office, &view, &opened.stored, (by.person, &typed)).await
}

/// Whether it is known where a request is paid to; an invoice that is paid directly says it itself.
pub(crate) async fn is_payable_somewhere(office: &Office, request: &Funding) -> Result<bool, Problem> {
    match request.asking.way {
        Way::Direct => Ok(true),
        Way::Reimbursement => Ok(office.store().payment_details_since(request.ambassador).await?.is_some()),
    }
}

/// A payment came back.
pub(crate) async fn came_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let opened = Opened::read(&office, &view, &by, id).await?;
    let request = &opened.stored.value;
    let reason = match Text::parse(typed.0.get("reason")) {
        Ok(reason) => reason,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add("reason", problem);
            return Ok(opened.refused(&view, Doing::TakeUp, &typed.0, &problems));
        }
    };
    let moved = request.clone().came_back(&opened.hand, reason.clone()).map(|moved| (moved, FundingNews::CameBack));
    let moved = moved.map_err(|why| view.words.funding_not_possible(&why));
    let is_done = |request: &Funding| web::funding::is_done(request, Change::ComeBack, by.person, Some(&reason));
    let wanted = Wanted { is_done, moved, counted: None };
    wanted.written(&office, &view, &opened.stored, (by.person, &typed)).await
}
