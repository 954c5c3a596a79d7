//! Checking a request's papers, which makes it payable, and taking up a payment that came back (clauses M14, R8).

use crate::news;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use letters::FundingNews;
use maud::{Markup, html};
use program::funding::{Funding, Hand, Moved, NotPossible};
use program::text::Text;
use program::{Currency, Form, FundingId, FundingState, Money, Problems, Role, Sums};
use store::applications::Stored;
use web::kit::{self, Ask, FormView, Link, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

async fn find(office: &Office, id: FundingId) -> Result<Stored<Funding>, Problem> {
    let stored = office.store().funding(id).await?;
    stored.filter(|stored| stored.value.state() != FundingState::Draft).ok_or(Problem::NotFound)
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

pub(crate) async fn ask(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let stored = find(&office, id).await?;
    let mut typed = Form::default();
    typed.set("version", stored.version.to_string());
    for money in approved(&stored.value).iter() {
        typed.set(&field(money.currency()), money.typed());
    }
    Ok(page(&view, &stored.value, &view.hand(by.person), &typed, &Problems::default()))
}

fn label(words: Words, name: &str) -> String {
    let code = name.strip_prefix("invoiced_").unwrap_or(name);
    say!(words, "check-invoiced", currency = code)
}

fn page(view: &View, request: &Funding, hand: &Hand, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "check-title", title = request.asking.title.as_str());
    let at = format!("/team/funding/{}", request.id);
    let form = FormView::new(words, typed, problems);
    let state = words.funding_state(request.state());
    let fields = html! {
        (kit::hidden("version", typed.get("version")))
        @for money in approved(request).iter() {
            @let name = field(money.currency());
            @let hint = say!(words, "check-invoiced-hint", approved = words.money(money));
            (form.text(Ask::new(&name, label(words, &name)).hint(hint), TextKind::Amount))
        }
        (kit::buttons(&say!(words, "check-send"), None))
    };
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&say!(words, "check-lead"))))
        p { (Link::new(at.as_str(), say!(words, "check-back"))) }
        @if request.state() != FundingState::Documented {
            p { (say!(words, "check-not-now", state = state)) }
        } @else if request.is_of(hand) {
            p { (words.funding_not_possible(&NotPossible::Own)) }
        } @else {
            (form.form(&format!("{at}/check"), fields))
        }
        p { (Link::new("/team/funding/payable", say!(words, "batch-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding).with_errors(!problems.is_empty()), body)
}

/// What the invoices come to, as the treasurer counts them; a field left empty is nothing.
fn invoiced(request: &Funding, typed: &Form) -> Result<Sums, Problems> {
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

/// Makes a request payable. The same form sent again finds it done.
pub(crate) async fn authorize(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = find(&office, id).await?;
    let hand = view.hand(by.person);
    let sums = match invoiced(&stored.value, &typed.0) {
        Ok(sums) => sums,
        Err(problems) => {
            let page = page(&view, &stored.value, &hand, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let done = stored.value.approval().zip(stored.value.authorized()).is_some_and(|(approval, authorized)| {
        stored.value.state() == FundingState::Payable && *authorized == approval.booking().part(&sums)
    });
    let moved = stored.value.clone().payable(&hand, &sums);
    let sentence = match &moved {
        Err(NotPossible::Nothing) => Some(say!(view.words, "check-nothing")),
        _ => None,
    };
    let change = Change { news: FundingNews::Payable, submitted: Some(sums), sentence };
    change.written(&office, &view, (&stored, &typed), done, moved, &hand).await
}

pub(crate) async fn ask_what_came_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
) -> Result<Html<String>, Problem> {
    let stored = find(&office, id).await?;
    let mut typed = Form::default();
    typed.set("version", stored.version.to_string());
    Ok(came_back_page(&view, &stored.value, &view.hand(by.person), &typed, &Problems::default()))
}

fn came_back_page(view: &View, request: &Funding, hand: &Hand, typed: &Form, problems: &Problems) -> Html<String> {
    let words = view.words;
    let title = say!(words, "came-back-title", title = request.asking.title.as_str());
    let at = format!("/team/funding/{}", request.id);
    let form = FormView::new(words, typed, problems);
    let state = words.funding_state(request.state());
    let reason = say!(words, "came-back-reason");
    let body = html! {
        (form.error_summary(|_| reason.clone()))
        (kit::heading(&title, Some(&say!(words, "came-back-lead"))))
        p { (Link::new(at.as_str(), say!(words, "check-back"))) }
        @if request.state() != FundingState::Paid {
            p { (say!(words, "came-back-not-now", state = state)) }
        } @else if request.is_of(hand) {
            p { (words.funding_not_possible(&NotPossible::Own)) }
        } @else {
            (form.form(&format!("{at}/came-back"), html! {
                (kit::hidden("version", typed.get("version")))
                (form.paragraphs(Ask::new("reason", reason.clone()), 3))
                (kit::buttons(&say!(words, "came-back-send"), None))
            }))
        }
        p { (Link::new("/team/funding/payable", say!(words, "batch-back"))) }
    };
    view.page(&Around::new(&title, Here::Funding).with_errors(!problems.is_empty()), body)
}

/// A payment came back. The same form sent again finds it done.
pub(crate) async fn came_back(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = find(&office, id).await?;
    let hand = view.hand(by.person);
    let reason = match Text::parse(typed.0.get("reason")) {
        Ok(reason) => reason,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add("reason", problem);
            let page = came_back_page(&view, &stored.value, &hand, &typed.0, &problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let last = stored.value.steps().last();
    let done = last.is_some_and(|step| {
        step.what == program::funding::Change::ComeBack && step.by == by.person && step.reason.as_ref() == Some(&reason)
    });
    let moved = stored.value.clone().came_back(&hand, reason);
    let change = Change { news: FundingNews::CameBack, submitted: None, sentence: None };
    change.written(&office, &view, (&stored, &typed), done, moved, &hand).await
}

/// What a change is told as.
struct Change {
    news: FundingNews,
    submitted: Option<Sums>,
    /// What to say instead of the rule's own words.
    sentence: Option<String>,
}

impl Change {
    async fn written(
        self,
        office: &Office,
        view: &View,
        (stored, typed): (&Stored<Funding>, &Typed),
        done: bool,
        moved: Result<Moved, NotPossible>,
        hand: &Hand,
    ) -> Result<Response, Problem> {
        let id = stored.value.id;
        let there = || Ok(Redirect::to(&format!("/team/funding/{id}")).into_response());
        let rule = |sentence| Problem::Rule { sentence, typed: typed.0.clone() };
        let version = typed.version()?;
        if done && version + 1 == stored.version {
            return there();
        }
        if version != stored.version {
            return Err(store::Error::Conflict(store::funding::REQUEST).into());
        }
        let moved =
            moved.map_err(|why| rule(self.sentence.unwrap_or_else(|| view.words.funding_not_possible(&why))))?;
        let letter = news::letter(office, stored, &moved.funding, self.news, self.submitted).await?;
        let written = office.store().change_funding(stored, &moved, hand.person, letter.as_slice()).await?;
        written.map_err(|why| rule(view.words.not_booked(why)))?;
        there()
    }
}
