//! Deciding about a request: each item in full, in part or not at all, or not this time (clauses M12, C4, R8).

use crate::changing::Wanted;
use crate::request::{Papers, Sent, page};
use crate::{news, steps};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use letters::FundingNews;
use maud::{Markup, html};
use program::activity::date;
use program::funding::{Approving, Change, Funding};
use program::text::Text;
use program::{Form, FundingId, Money, Problem as Wrong, Problems};
use web::kit::{self, Ask, Choice, FormView, TextKind};
use web::{Office, Problem, Purse, SignedIn, Typed, View};
use words::{Words, say};

/// What the form says, checked.
enum Decision {
    Approve(Approving),
    Decline(Text),
}

impl Decision {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    fn parse(form: &Form, request: &Funding) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let outcome = Some(form.get("outcome")).filter(|outcome| ["approve", "decline"].contains(outcome));
        let outcome = problems.take("outcome", outcome.ok_or(Wrong::NotAChoice));
        let approves = outcome == Some("approve");
        let mut items = Vec::new();
        for (index, item) in request.asking.items.iter().enumerate().filter(|_| approves) {
            let field = amount_field(index);
            items.extend(problems.take(&field, Money::parse(form.get(&field), item.amount.currency())));
        }
        let until = if approves { problems.take("until", date(form.get("until"))) } else { None };
        let reason = problems.take("reason", Text::parse(form.get("reason")));
        match (outcome, reason, until) {
            _ if !problems.is_empty() => Err(problems),
            (Some("approve"), Some(reason), Some(until)) => {
                Ok(Self::Approve(Approving { items, until, reason, exception: form.ticked("exception") }))
            }
            (Some(_), Some(reason), _) => Ok(Self::Decline(reason)),
            _ => Err(problems),
        }
    }

    fn change(&self) -> Change {
        match self {
            Self::Approve(_) => Change::Approve,
            Self::Decline(_) => Change::Decline,
        }
    }

    fn reason(&self) -> &Text {
        match self {
            Self::Approve(approving) => &approving.reason,
            Self::Decline(reason) => reason,
        }
    }

    /// Whether this is what was decided last: the same form once more finds it done.
    fn is_taken(&self, request: &Funding, by: program::PersonId) -> bool {
        let same = match self {
            Self::Decline(_) => true,
            Self::Approve(approving) => request
                .approval()
                .is_some_and(|approval| approval.items == approving.items && approval.until == approving.until),
        };
        same && web::funding::is_done(request, self.change(), by, Some(self.reason()))
    }
}

/// The field of the amount of the item at this place.
fn amount_field(index: usize) -> String {
    format!("approve_{}", index + 1)
}

pub(crate) async fn decide(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Purse>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, &view, id).await?;
    let hand = view.hand(by.person);
    let roles = view.session.as_ref().map(|session| &session.roles);
    if !roles.is_some_and(|roles| web::funding::decides(&papers.rules, roles)) {
        return Err(Problem::Rule { sentence: say!(view.words, "funding-not-decider"), typed: typed.0 });
    }
    let decision = match Decision::parse(&typed.0, &papers.stored.value) {
        Ok(decision) => decision,
        Err(problems) => {
            let sent = Sent { decision: (typed.0, problems), ..Sent::nothing(&office) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &papers, &hand, &sent)).into_response());
        }
    };
    let request = papers.stored.value.clone();
    let moved = match &decision {
        Decision::Approve(approving) => request.approved(&hand, approving.clone(), papers.terms(&view)).map(|moved| {
            let claim = news::claim(&view, &moved.funding);
            (moved, FundingNews::Approved { until: approving.until, claim })
        }),
        Decision::Decline(reason) => {
            request.declined(&hand, reason.clone()).map(|moved| (moved, FundingNews::Declined))
        }
    };
    let moved = moved.map_err(|why| view.words.funding_not_possible(&why));
    let is_done = |request: &Funding| decision.is_taken(request, by.person);
    Wanted { is_done, moved, counted: None }.written(&office, &view, &papers.stored, (by.person, &typed)).await
}

fn label(words: Words, papers: &Papers, field: &str) -> String {
    let items = papers.stored.value.asking.items.iter().enumerate();
    if let Some((_, item)) = items.into_iter().find(|(index, _)| amount_field(*index) == field) {
        return say!(words, "team-funding-amount", what = item.what.as_str(), asked = words.money(item.amount));
    }
    match field {
        "outcome" => say!(words, "team-funding-outcome"),
        "until" => say!(words, "team-funding-until"),
        "exception" => say!(words, "team-funding-exception"),
        _ => say!(words, "team-funding-reason"),
    }
}

/// What is wrong with whichever form came back.
pub(crate) fn summary(words: Words, papers: &Papers, sent: &Sent) -> Markup {
    let of = |(typed, problems): &(Form, Problems), label: &dyn Fn(&str) -> String| {
        FormView::new(words, typed, problems).error_summary(label)
    };
    html! {
        (of(&sent.decision, &|field| label(words, papers, field)))
        (of(&sent.question, &|_| say!(words, "team-funding-question")))
        (of(&sent.step, &|field| steps::label(words, field)))
    }
}

/// Where to decide, while it waits for that.
pub(crate) fn card(view: &View, papers: &Papers, sent: &Sent) -> Markup {
    let words = view.words;
    let request = &papers.stored.value;
    if request.state().after(Change::Approve).is_err() {
        return html! {};
    }
    let (typed, problems) = &sent.decision;
    let mut filled = typed.clone();
    if typed.get("version").is_empty() {
        for (index, item) in request.asking.items.iter().enumerate() {
            filled.set(&amount_field(index), item.amount.typed());
        }
        let until = papers.rules.good_until(request.asking.needed_on, view.today());
        filled.set("until", until.to_string());
    }
    let form = FormView::new(words, &filled, problems);
    let is_over = match (papers.cap, papers.value(view)) {
        (Some(cap), Some(value)) => !cap.allows(value),
        _ => false,
    };
    let outcomes = [
        Choice::new("approve", say!(words, "team-funding-approve")).hint(say!(words, "team-funding-approve-hint")),
        Choice::new("decline", say!(words, "team-funding-decline")),
    ];
    let ask = |field| Ask::new(field, label(words, papers, field));
    let fields = html! {
        p { (say!(words, "team-funding-decide-lead")) }
        (kit::hidden("version", &papers.stored.version_of(typed)))
        (form.choice(ask("outcome"), &outcomes))
        @for index in 0..request.asking.items.len() {
            @let field = amount_field(index);
            (form.text(Ask::new(&field, label(words, papers, &field)).depends(), TextKind::Amount))
        }
        (form.text(ask("until").depends(), TextKind::Date))
        @if is_over || filled.ticked("exception") { (form.tick(ask("exception").optional())) }
        (form.paragraphs(ask("reason"), 3))
        (kit::buttons(&say!(words, "team-funding-send"), None))
    };
    kit::card(&say!(words, "team-funding-decide"), form.form(&format!("/team/funding/{}/decision", request.id), fields))
}
