//! What else a treasurer does with a request: more time, closing it, sending it back, taking it up again. Each has a way
//! back, and none is done by itself.

use crate::changing::Wanted;
use crate::news;
use crate::request::{Papers, Sent, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use letters::FundingNews;
use maud::{Markup, html};
use program::activity::date;
use program::funding::{Change, Funding, Hand, Moved, NotPossible, Way};
use program::text::Text;
use program::{Form, FundingId, Problem as Wrong, Problems};
use web::kit::{self, Ask, Choice, FormView, TextKind};
use web::{Office, Problem, SignedIn, Treasurer, Typed, View};
use words::{Words, say};

/// What is offered, in this order, from where it is possible.
const OFFERED: [Change; 7] = [
    Change::Extend,
    Change::LetThrough,
    Change::Expire,
    Change::SendBack,
    Change::Settle,
    Change::Reopen,
    Change::Reconsider,
];

/// What the form says, checked.
struct Step {
    what: Change,
    until: Option<chrono::NaiveDate>,
    reason: Text,
}

impl Step {
    fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let what = OFFERED.into_iter().find(|what| field_of(*what) == form.get("what"));
        let what = problems.take("what", what.ok_or(Wrong::NotAChoice));
        let until = match what {
            Some(Change::Extend | Change::LetThrough) => problems.take("until", date(form.get("until")).map(Some)),
            _ => Some(None),
        };
        let reason = problems.take("reason", Text::parse(form.get("reason")));
        match (what, until, reason) {
            (Some(what), Some(until), Some(reason)) => Ok(Self { what, until, reason }),
            _ => Err(problems),
        }
    }

    fn of(&self, request: Funding, hand: &Hand, view: &View) -> Result<(Moved, FundingNews), NotPossible> {
        let (today, reason) = (view.today(), self.reason.clone());
        match (self.what, self.until) {
            (Change::Extend, Some(until)) => {
                let moved = request.extended(hand, until, today, reason)?;
                let claim = news::claim(view, &moved.funding);
                Ok((moved, FundingNews::Extended { until, claim }))
            }
            (Change::LetThrough, Some(until)) => {
                Ok((request.let_through(hand, until, today, reason)?, FundingNews::LetThrough { until }))
            }
            (Change::Expire, _) => {
                let claim = news::claim(view, &request);
                Ok((request.expired(hand, today, claim, reason)?, FundingNews::Expired))
            }
            (Change::SendBack, _) => Ok((request.sent_back(hand, reason)?, FundingNews::SentBack)),
            (Change::Settle, _) => Ok((request.closed(hand, reason)?, FundingNews::Settled)),
            (Change::Reopen, _) => Ok((request.reopened(hand, reason)?, FundingNews::Reopened)),
            _ => Ok((request.reconsidered(hand, reason)?, FundingNews::Reconsidered)),
        }
    }

    fn is_taken(&self, request: &Funding, by: program::PersonId) -> bool {
        let until = match self.what {
            Change::LetThrough => request.late_until(),
            _ => request.approval().map(|approval| approval.until),
        };
        let until = self.until.is_none() || until == self.until;
        until && web::funding::is_done(request, self.what, by, Some(&self.reason))
    }
}

/// Its value in the form.
fn field_of(what: Change) -> &'static str {
    match what {
        Change::Extend => "extend",
        Change::LetThrough => "let_through",
        Change::Expire => "expire",
        Change::SendBack => "send_back",
        Change::Settle => "settle",
        Change::Reopen => "reopen",
        _ => "reconsider",
    }
}

pub(crate) async fn take(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Treasurer>,
    Path(id): Path<FundingId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let papers = Papers::read(&office, &view, id).await?;
    let hand = view.hand(by.person);
    let step = match Step::parse(&typed.0) {
        Ok(step) => step,
        Err(problems) => {
            let sent = Sent { step: (typed.0, problems), ..Sent::nothing(&office) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &papers, &hand, &sent)).into_response());
        }
    };
    let moved = step.of(papers.stored.value.clone(), &hand, &view);
    let moved = moved.map_err(|why| view.words.funding_not_possible(&why));
    let is_done = |request: &Funding| step.is_taken(request, by.person);
    Wanted { is_done, moved, counted: None }.written(&office, &view, &papers.stored, (by.person, &typed)).await
}

pub(crate) fn label(words: Words, field: &str) -> String {
    match field {
        "what" => say!(words, "team-funding-do"),
        "until" => say!(words, "team-funding-do-until"),
        _ => say!(words, "team-funding-reason"),
    }
}

fn sentence(words: Words, what: Change) -> String {
    match what {
        Change::Extend => say!(words, "team-funding-do-extend"),
        Change::LetThrough => say!(words, "team-funding-do-let-through"),
        Change::Expire => say!(words, "team-funding-do-expire"),
        Change::SendBack => say!(words, "team-funding-do-send-back"),
        Change::Settle => say!(words, "team-funding-do-settle"),
        Change::Reopen => say!(words, "team-funding-do-reopen"),
        _ => say!(words, "team-funding-do-reconsider"),
    }
}

/// Where to do it, as far as anything is possible from where the request stands; for a treasurer.
pub(crate) fn card(view: &View, papers: &Papers, sent: &Sent) -> Markup {
    let words = view.words;
    let request = &papers.stored.value;
    let is_offered = |what: Change| match what {
        Change::Expire => request.is_past(news::claim(view, request), view.today()),
        Change::LetThrough => request.asking.way == Way::Reimbursement,
        _ => true,
    };
    let can = |what: &Change| request.state().after(*what).is_ok() && is_offered(*what);
    let possible: Vec<_> = OFFERED.into_iter().filter(can).collect();
    let is_treasurer = view.session.as_ref().is_some_and(|session| session.roles.has(program::Role::Treasurer));
    if possible.is_empty() || !is_treasurer {
        return html! {};
    }
    let (typed, problems) = &sent.step;
    let form = FormView::new(words, typed, problems);
    let choices: Vec<_> = possible.iter().map(|what| Choice::new(field_of(*what), sentence(words, *what))).collect();
    let fields = html! {
        p { (say!(words, "team-funding-next-lead")) }
        (kit::hidden("version", &papers.stored.version_of(typed)))
        (form.choice(Ask::new("what", label(words, "what")), &choices))
        @if possible.iter().any(|what| matches!(what, Change::Extend | Change::LetThrough)) {
            (form.text(Ask::new("until", label(words, "until")).hint(say!(words, "team-funding-do-until-hint")).depends(), TextKind::Date))
        }
        (form.paragraphs(Ask::new("reason", say!(words, "team-funding-reason")), 3))
        (kit::buttons(&say!(words, "team-funding-do-send"), None))
    };
    kit::card(&say!(words, "team-funding-next"), form.form(&format!("/team/funding/{}/step", request.id), fields))
}
