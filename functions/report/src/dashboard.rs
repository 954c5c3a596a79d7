//! Where the quarter stands.

use crate::{outlook, started, together};
use axum::extract::State;
use axum::response::Html;
use maud::{Markup, html};
use program::standing::judge;
use program::{Activity, Quarter, Reason, report};
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Ambassador, Office, Problem, SignedIn, View};
use words::say;

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let store = office.store();
    let ambassador = store.ambassador(by.id).await?.ok_or(Problem::NotFound)?;
    let (activities, questions) = store.activities_and_questions_of(by.id).await?;
    let together = together::card(store, view.words, &questions).await?;
    let started = started::card(store, &view, &by, &activities).await?;
    let standings = store.standings_of(by.id).await?;
    let wants_reminders = store.wants_reminders(by.id).await?;
    let settings = view.settings();
    let calendar = &settings.calendar;
    let quarter = calendar.quarter_of(view.today());
    // A quarter that is over and not closed still takes reports, so it is shown too (clause R6).
    let before = Some(calendar.previous(quarter)).filter(|before| {
        *before >= settings.first_quarter()
            && view.now < settings.closes_at(*before)
            && ambassador.since <= calendar.last_day(*before)
    });

    let dates = crate::dates::card(&office, &view, &ambassador, &activities).await?;
    let words = view.words;
    let title = say!(words, "me-title", name = ambassador.name.as_str());
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "me-lead"))))
        @if ambassador.state.takes_part() {
            @if let Some(before) = before { (standing(&view, before, &ambassador, &activities)) }
            (standing(&view, quarter, &ambassador, &activities))
            p { (kit::button_link(&Link::new("/me/activities/new", say!(words, "me-plan")))) }
            (together)
            (started)
            (coming(&view, &activities))
            (dates)
        }
        @if settings.funding.is_some() && ambassador.state.takes_part() {
            (kit::card(&say!(words, "me-funding"), html! {
                p { (Link::new("/me/funding", say!(words, "me-funding-link"))) }
            }))
        }
        (outlook::benefits(&view, &ambassador, &standings))
        @if !standings.is_empty() {
            (kit::card(&say!(words, "me-closed"), html! {
                @for judged in &standings {
                    details {
                        summary {
                            (judged.quarter) " " (kit::tag(&words.standing(judged.judgement.standing), judged.judgement.standing.into()))
                        }
                        ul { @for reason in &judged.judgement.reasons { li { (words.reason_of_closed(reason)) } } }
                        (outlook::appeal(&view, judged))
                    }
                }
            }))
        }
        @if !activities.is_empty() { p { (Link::new("/me/activities", say!(words, "me-all"))) } }
        @if ambassador.state.takes_part() && !settings.reminder_days.is_empty() { (outlook::reminders(words, wants_reminders)) }
        (crate::part::card(&view, &ambassador))
    };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}

/// What counts in a quarter, what does not yet, and exactly why.
fn standing(view: &View, quarter: Quarter, ambassador: &program::Ambassador, activities: &[Activity]) -> Markup {
    let words = view.words;
    let settings = view.settings();
    // What is still to come is listed as such, not as something that lacks a report.
    let held: Vec<_> = activities
        .iter()
        .filter(|activity| activity.report.is_some() || activity.plan.ends_on <= view.today())
        .cloned()
        .collect();
    let judgement = judge(settings, quarter, ambassador, &held);
    let last = settings.calendar.last_day(quarter);
    let heading = say!(words, "me-quarter", quarter = quarter.to_string());
    kit::card(
        &heading,
        html! {
            @if judgement.goal == 0 {
                p { (say!(words, "me-progress-free", full = judgement.full)) }
            } @else {
                (kit::progress(&say!(words, "me-progress", full = judgement.full, goal = judgement.goal), judgement.full, judgement.goal))
            }
            @if view.today() <= last {
                p { (kit::days_left(words, view.today(), last)) }
            } @else {
                p { (say!(words, "me-grace", day = words.day(settings.last_day_of_grace(quarter)))) }
            }
            @if judgement.reasons.is_empty() {
                p { (say!(words, "me-nothing-yet")) }
            } @else {
                ul class="reasons" {
                    @for reason in &judgement.reasons {
                        li {
                            (words.reason(reason))
                            @if let Some(id) = open(reason) {
                                " " (Link::new(format!("/me/activities/{id}"), say!(words, "me-report-it")))
                            }
                        }
                    }
                }
            }
            (outlook::ahead(view, quarter, &judgement, activities))
        },
    )
}

/// The activity the ambassador can do something about.
fn open(reason: &Reason) -> Option<program::ActivityId> {
    match reason {
        Reason::NotFull { activity, .. } | Reason::NotReported { activity, .. } => Some(*activity),
        Reason::Counted { .. }
        | Reason::CountedOnAppeal { .. }
        | Reason::ExcusedOnAppeal
        | Reason::KindDoesNotCount { .. }
        | Reason::TooLate { .. }
        | Reason::JoinedDuring { .. }
        | Reason::OnHold { .. } => None,
    }
}

fn coming(view: &View, activities: &[Activity]) -> Markup {
    let words = view.words;
    let mut coming: Vec<_> = activities
        .iter()
        .filter(|activity| activity.state == program::ActivityState::Planned && activity.plan.ends_on >= view.today())
        .collect();
    coming.sort_by_key(|activity| activity.plan.starts_on);
    html! {
        @if !coming.is_empty() {
            (kit::card(&say!(words, "me-coming"), html! {
                ul {
                    @for activity in coming {
                        li { (Link::new(format!("/me/activities/{}", activity.id), activity.plan.title.as_str())) ", " (kit::day(words, activity.plan.starts_on)) }
                    }
                }
            }))
        }
    }
}

pub(crate) async fn all(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Ambassador>,
) -> Result<Html<String>, Problem> {
    let mut activities = office.store().activities_of(by.id).await?;
    activities.sort_by_key(|activity| std::cmp::Reverse((activity.plan.starts_on, activity.id)));
    let words = view.words;
    let settings = view.settings();
    let title = say!(words, "me-all");
    let columns = [
        Column::text(say!(words, "activity-title")),
        Column::text(say!(words, "activity-kind")),
        Column::text(say!(words, "activity-when")),
        Column::text(say!(words, "activity-state")),
        Column::text(say!(words, "activity-open")),
    ];
    let rows: Vec<_> = activities
        .iter()
        .map(|activity| {
            let kind = settings.kind(&activity.plan.kind);
            let missing = kind
                .filter(|_| activity.report.is_some())
                .map(|kind| report::missing(activity.report.as_ref(), kind))
                .unwrap_or_default();
            vec![
                html! { (Link::new(format!("/me/activities/{}", activity.id), activity.plan.title.as_str())) },
                html! { (kind.map_or(activity.plan.kind.as_str(), |kind| &kind.label)) },
                html! { (kit::day(words, activity.plan.starts_on)) },
                html! { (kit::tag(&words.activity_state(activity.state), activity.state.into())) },
                html! { (words.missing(&missing)) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(&title, None))
        @if rows.is_empty() {
            (kit::empty(&say!(words, "me-empty"), &say!(words, "me-empty-more"), Some(&Link::new("/me/activities/new", say!(words, "me-plan")))))
        } @else {
            (kit::table(&say!(words, "me-all-caption"), &columns, &rows))
        }
    };
    Ok(view.page(&Around::new(&title, Here::Me), body))
}
