//! One activity: its plan, and the report on it.

use crate::plan::closed;
use crate::{answering, content, started, telling, together};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::activity::NotPossible;
use program::report::{Told, missing};
use program::{Activity, ActivityId, ActivityState, Form, Problems, Remark, Report, remark};
use store::Store;
use store::applications::Stored;
use store::started::StartedForm;
use web::kit::{self, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View, activities};
use words::{Words, say};

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
) -> Result<Html<String>, Problem> {
    let store = office.store();
    let Some(stored) = store.activity(by.id, id).await? else {
        let named = store.named_in(by.id, id).await?.ok_or(Problem::NotFound)?;
        return together::page(store, &view, &named).await;
    };
    let beside = Beside::of(store, &view, &stored.value).await?;
    let started = started::report(store, &by, id).await?;
    let beside = Beside { started: started.is_some(), ..beside };
    let mut sent = Sent::nothing(&office, &stored);
    if let Some(started) = started {
        sent.report.0 = started;
    }
    Ok(page(&view, &stored, &beside, &sent))
}

/// What stands in the forms of the page, and what is wrong with it.
pub(crate) struct Sent {
    /// The report.
    pub(crate) report: (Form, Problems),
    /// The answer to what the team asks.
    pub(crate) answer: (Form, Problems),
}

impl Sent {
    /// The report as it is saved, and an answer to be written.
    pub(crate) fn nothing(office: &Office, stored: &Stored<Activity>) -> Self {
        let report = stored.value.report.as_ref().map(Report::to_form).unwrap_or_default();
        let mut answer = Form::default();
        answer.set("key", office.store().new_id().to_string());
        Self { report: (report, Problems::default()), answer: (answer, Problems::default()) }
    }
}

/// What stands on the page beside the plan and the report.
pub(crate) struct Beside {
    /// Who is named on the plan.
    with: Vec<(String, Markup)>,
    /// A draft with its reviews.
    draft: Markup,
    /// Whether the report is shown as it was kept for later.
    started: bool,
    /// What the team asked and what was answered.
    remarks: Vec<Remark>,
}

impl Beside {
    pub(crate) async fn of(store: &Store, view: &View, activity: &Activity) -> Result<Self, Problem> {
        let with = together::facts(store, view.words, activity).await?;
        let draft = content::card(store, view, activity).await?;
        Ok(Self { with, draft, started: false, remarks: store.remarks(activity.id).await? })
    }
}

pub(crate) async fn report(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let kind = view.settings().kind(&stored.value.plan.kind).ok_or(Problem::NotFound)?;
    if typed.0.get("step") == "save" {
        let mut kept = typed.0;
        // Made from what stands there now, it is sent on top of it whatever changes about the plan until then.
        if kept.get("version") == stored.version.to_string() {
            kept.remove("version");
        }
        return started::keep(&office, &view, &by, StartedForm::Report(id), kept).await;
    }
    let told = match Told::parse(&typed.0, kind) {
        Ok(told) => told,
        Err(problems) => {
            let beside = Beside::of(office.store(), &view, &stored.value).await?;
            let sent = Sent { report: (typed.0, problems), ..Sent::nothing(&office, &stored) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &stored, &beside, &sent)).into_response());
        }
    };
    let state = match stored.value.state.report(stored.value.plan.ends_on, view.today()) {
        Ok(state) => state,
        Err(rule) => return Err(not_possible(view.words, rule, typed.0)),
    };
    let report = Report::revised(stored.value.report.as_ref(), told, kind, view.now);
    let reported = Activity { report: Some(report), state, ..stored.value.clone() };
    change(&office, &view, &by, &stored, &reported, "report", typed).await
}

pub(crate) async fn cancel(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
    typed: Typed,
) -> Result<Response, Problem> {
    let stored = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let state = match stored.value.state.cancel() {
        Ok(state) => state,
        Err(rule) => return Err(not_possible(view.words, rule, typed.0)),
    };
    let cancelled = Activity { state, ..stored.value.clone() };
    change(&office, &view, &by, &stored, &cancelled, "cancel", typed).await
}

async fn change(
    office: &Office,
    view: &View,
    by: &SignedIn<Ambassador>,
    before: &Stored<Activity>,
    after: &Activity,
    what: &str,
    typed: Typed,
) -> Result<Response, Problem> {
    let id = after.id;
    let written = match before.version == typed.version()? {
        true => office.store().change_activity(before, after, &view.settings().calendar, by.person, what).await,
        // The same form once more, whose first sending was answered already.
        false if same_answer(&before.value, after) => Ok(()),
        false => Err(store::Error::Conflict("activity")),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/me/activities/{id}")).into_response()),
        Err(store::Error::Conflict("quarter")) => Err(closed(view.words, typed.0)),
        Err(store::Error::Conflict(_)) => {
            let now = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
            // The same form sent twice at one moment: both find what they sent.
            if same_answer(&now.value, after) {
                return Ok(Redirect::to(&format!("/me/activities/{id}")).into_response());
            }
            let theirs = now.value.report.as_ref().map(Report::to_form).unwrap_or_default();
            let kind = view.settings().kind(&now.value.plan.kind);
            let label = |field: &str| kind.map(|kind| telling::label(view.words, kind, field)).unwrap_or_default();
            let action = format!("/me/activities/{id}/report");
            Err(Problem::both_versions(label, (&theirs, now.version), action, typed.0))
        }
        Err(error) => Err(error.into()),
    }
}

fn same_answer(before: &Activity, after: &Activity) -> bool {
    let told = |activity: &Activity| activity.report.as_ref().map(Report::told);
    before.state == after.state && told(before) == told(after)
}

fn not_possible(words: Words, rule: NotPossible, typed: Form) -> Problem {
    Problem::Rule { sentence: words.activity_not_possible(rule), typed }
}

pub(crate) fn page(view: &View, stored: &Stored<Activity>, beside: &Beside, sent: &Sent) -> Html<String> {
    let words = view.words;
    let activity = &stored.value;
    let plan = &activity.plan;
    let kind = view.settings().kind(&plan.kind);
    let title = plan.title.as_str();
    let id = activity.id;
    let (wrong_report, wrong_answer) = (!sent.report.1.is_empty(), !sent.answer.1.is_empty());
    let asked = remark::is_open(&beside.remarks) || wrong_answer;
    let lacking = kind.filter(|_| activity.report.is_some()).map(|kind| missing(activity.report.as_ref(), kind));
    let mut facts = activities::plan_facts(words, view.settings(), plan);
    facts.extend(beside.with.iter().cloned());
    let reportable = activity.state.report(plan.ends_on, view.today());
    let body = html! {
        @if wrong_report {
            (FormView::new(words, &sent.report.0, &sent.report.1).error_summary(|field| kind.map(|kind| telling::label(words, kind, field)).unwrap_or_default()))
        }
        @if wrong_answer {
            (FormView::new(words, &sent.answer.0, &sent.answer.1).error_summary(|_| say!(words, "remarks-answer")))
        }
        (kit::heading(title, None))
        p { (kit::tag(&words.activity_state(activity.state), activity.state.into())) }
        @if let Some(lacking) = &lacking {
            @if lacking.is_empty() {
                (kit::notice(kit::Tone::Good, html! { p { (say!(words, "report-full")) } }))
            } @else {
                (kit::notice(kit::Tone::Waiting, html! { p { (say!(words, "report-not-full", missing = words.missing(lacking))) } }))
            }
        }
        @if asked { (answering::card(view, id, &beside.remarks, &sent.answer)) }
        (kit::card(&say!(words, "activity-plan"), html! {
            (kit::facts(&facts))
            @if activity.state != ActivityState::Cancelled {
                p { (Link::new(format!("/me/activities/{id}/plan"), say!(words, "activity-change-plan"))) }
            }
        }))
        (beside.draft)
        @if beside.started && reportable.is_ok() { (kit::notice(kit::Tone::Quiet, html! { p { (say!(words, "started-here")) } })) }
        @match (reportable, kind) {
            (Ok(_), Some(kind)) => (telling::form(view, stored, kind, &sent.report)),
            (Err(rule), _) => p { (words.activity_not_possible(rule)) },
            (Ok(_), None) => {},
        }
        @if activity.state != ActivityState::Cancelled {
            p { (Link::new(format!("/me/activities/{id}/photos"), say!(words, "photos-title"))) }
        }
        @if !asked { (answering::card(view, id, &beside.remarks, &sent.answer)) }
        @if activity.state == ActivityState::Planned {
            (kit::post_button(&format!("/me/activities/{id}/cancel"), &say!(words, "activity-cancel"), &[("version", &stored.version.to_string())]))
        }
        p { (Link::new("/me", say!(words, "plan-back"))) }
    };
    view.page(&Around::new(title, Here::Me).with_errors(wrong_report || wrong_answer), body)
}
