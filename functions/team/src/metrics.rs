//! What ambassadors count beside what is asked, and which numbers they found practical (clause M11).
//!
//! It is for choosing what to ask. Nothing is added up, and nobody's name is in it.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use maud::html;
use program::{Activity, Quarter};
use serde::Deserialize;
use web::activities::team_page;
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    quarter: Option<String>,
}

pub(crate) async fn list(
    State(office): State<Office>,
    view: View,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(shown) = shown.map_err(|_| Problem::Unreadable)?;
    let settings = view.settings();
    let current = settings.calendar.quarter_of(view.today());
    let quarter: Quarter = match shown.quarter {
        Some(quarter) => quarter.parse().map_err(|_| Problem::Unreadable)?,
        None => current,
    };
    let mut told: Vec<Activity> = Vec::new();
    office
        .store()
        .visit_activities(quarter, &settings.calendar, |activity| {
            let says = |report: &program::Report| !report.metrics.is_empty() || report.practical.is_some();
            told.extend(activity.report.as_ref().filter(|report| says(report)).map(|_| activity.clone()));
        })
        .await?;
    told.sort_by_key(|activity| (activity.plan.ends_on, activity.id));

    let words = view.words;
    let title = say!(words, "metrics-title");
    let columns = [
        Column::text(say!(words, "metrics-activity")),
        Column::text(say!(words, "metrics-own")),
        Column::text(say!(words, "metrics-practical")),
    ];
    let rows: Vec<_> = told
        .iter()
        .filter_map(|activity| Some((activity, activity.report.as_ref()?)))
        .map(|(activity, report)| {
            vec![
                html! { (team_page(activity)) },
                html! {
                    @for metric in &report.metrics {
                        p { (say!(words, "metrics-one", what = metric.what.as_str(), count = metric.how_many.as_str())) }
                    }
                },
                html! { @if let Some(practical) = &report.practical { (kit::prose(practical.as_str(), None)) } },
            ]
        })
        .collect();
    let other = |quarter: Quarter| format!("/team/metrics?quarter={quarter}");
    let (before, after) = (settings.calendar.previous(quarter), settings.calendar.next(quarter));
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "metrics-lead"))))
        @if rows.is_empty() {
            (kit::empty(&say!(words, "metrics-empty"), &say!(words, "metrics-empty-more", quarter = quarter.to_string()), None))
        } @else {
            (kit::table(&say!(words, "metrics-caption", quarter = quarter.to_string()), &columns, &rows))
        }
        ul class="ways-out" {
            @if before >= settings.first_quarter() {
                li { (Link::new(other(before), say!(words, "metrics-before", quarter = before.to_string()))) }
            }
            @if after <= current {
                li { (Link::new(other(after), say!(words, "metrics-after", quarter = after.to_string()))) }
            }
        }
    };
    Ok(view.page(&Around::new(&title, Here::Team), body))
}
