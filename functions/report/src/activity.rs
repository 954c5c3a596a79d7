//! One activity: its plan, and the report on it.

use crate::plan::{closed, conflict};
use crate::{answering, telling};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use program::activity::NotPossible;
use program::report::{Told, missing};
use program::{Activity, ActivityId, ActivityState, Form, Place, Problems, Remark, Report, remark};
use store::applications::Stored;
use web::kit::{self, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, Typed, View};
use words::{Words, say};

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

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
    Path(id): Path<ActivityId>,
) -> Result<Html<String>, Problem> {
    let stored = office.store().activity(by.id, id).await?.ok_or(Problem::NotFound)?;
    let remarks = office.store().remarks(id).await?;
    Ok(page(&view, &stored, &remarks, &Sent::nothing(&office, &stored)))
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
    let told = match Told::parse(&typed.0, kind) {
        Ok(told) => told,
        Err(problems) => {
            let remarks = office.store().remarks(id).await?;
            let sent = Sent { report: (typed.0, problems), ..Sent::nothing(&office, &stored) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&view, &stored, &remarks, &sent)).into_response());
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
            Err(conflict(label, &theirs, now.version, format!("/me/activities/{id}/report"), typed.0))
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

pub(crate) fn page(view: &View, stored: &Stored<Activity>, remarks: &[Remark], sent: &Sent) -> Html<String> {
    let words = view.words;
    let activity = &stored.value;
    let plan = &activity.plan;
    let kind = view.settings().kind(&plan.kind);
    let title = plan.title.as_str();
    let id = activity.id;
    let (wrong_report, wrong_answer) = (!sent.report.1.is_empty(), !sent.answer.1.is_empty());
    let lacking = kind.filter(|_| activity.report.is_some()).map(|kind| missing(activity.report.as_ref(), kind));
    let mut facts = vec![
        (say!(words, "activity-kind"), html! { (kind.map_or(plan.kind.as_str(), |kind| &kind.label)) }),
        (say!(words, "activity-when"), dates(words, activity)),
        (say!(words, "plan-place"), html! { (place(words, &plan.place)) }),
    ];
    if let Some(link) = &plan.link {
        facts.push((say!(words, "plan-link"), html! { a href=(link) rel="noopener noreferrer nofollow" { (link) } }));
    }
    if let Some(notes) = &plan.notes {
        facts.push((say!(words, "plan-notes"), kit::prose(notes.as_str(), None)));
    }
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
        @if remark::is_open(remarks) || wrong_answer { (answering::card(view, id, remarks, &sent.answer)) }
        (kit::card(&say!(words, "activity-plan"), html! {
            (kit::facts(&facts))
            @if activity.state != ActivityState::Cancelled {
                p { (Link::new(format!("/me/activities/{id}/plan"), say!(words, "activity-change-plan"))) }
            }
        }))
        @match (reportable, kind) {
            (Ok(_), Some(kind)) => (telling::form(view, stored, kind, &sent.report)),
            (Err(rule), _) => p { (words.activity_not_possible(rule)) },
            (Ok(_), None) => {},
        }
        @if !remark::is_open(remarks) && !wrong_answer { (answering::card(view, id, remarks, &sent.answer)) }
        @if activity.state == ActivityState::Planned {
            (kit::post_button(&format!("/me/activities/{id}/cancel"), &say!(words, "activity-cancel"), &[("version", &stored.version.to_string())]))
        }
        p { (Link::new("/me", say!(words, "plan-back"))) }
    };
    view.page(&Around::new(title, Here::Me).with_errors(wrong_report || wrong_answer), body)
}

fn dates(words: Words, activity: &Activity) -> Markup {
    let plan = &activity.plan;
    html! {
        (kit::day(words, plan.starts_on))
        @if plan.ends_on != plan.starts_on { " – " (kit::day(words, plan.ends_on)) }
    }
}

fn place(words: Words, place: &Place) -> String {
    let somewhere = [place.city().map(|city| city.as_str()), place.country().map(|country| country.name())];
    let somewhere = somewhere.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match place {
        Place::Online => say!(words, "place-online"),
        Place::InPerson { .. } => somewhere,
        Place::Both { .. } => say!(words, "place-both-in", place = somewhere),
    }
}
