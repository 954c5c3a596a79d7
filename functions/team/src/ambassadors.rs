//! The ambassadors, and what each has done.

use axum::extract::{Path, State};
use axum::response::Html;
use maud::html;
use program::{Ambassador, AmbassadorId, AmbassadorState};
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let mut ambassadors = office.store().all_ambassadors().await?;
    ambassadors.sort_by_key(|ambassador| ambassador.name.as_str().to_lowercase());
    let words = view.words;
    let title = say!(words, "ambassadors-title");
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "apply-country")),
        Column::text(say!(words, "ambassadors-state")),
        Column::text(say!(words, "ambassadors-since")),
    ];
    let rows: Vec<_> = ambassadors
        .iter()
        .map(|ambassador| {
            vec![
                html! { (Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str())) },
                html! { (ambassador.country.name()) },
                html! { (kit::tag(&state(words, ambassador), ambassador.state.into())) },
                html! { (kit::day(words, ambassador.since)) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(&title, None))
        @if rows.is_empty() {
            (kit::empty(&say!(words, "ambassadors-empty"), &say!(words, "ambassadors-empty-more"), Some(&Link::new("/team/applications", say!(words, "page-nav-applications")))))
        } @else {
            (kit::table(&say!(words, "ambassadors-caption", count = rows.len()), &columns, &rows))
        }
    };
    Ok(view.page(&Around::new(&title, Here::Ambassadors), body))
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(id): Path<AmbassadorId>,
) -> Result<Html<String>, Problem> {
    let store = office.store();
    let ambassador = store.ambassador(id).await?.ok_or(Problem::NotFound)?;
    let standings = store.standings_of(id).await?;
    let activities = store.activities_of(id).await?;
    let words = view.words;
    let settings = view.settings();
    let facts = [
        (say!(words, "apply-email"), html! { (ambassador.email) }),
        (say!(words, "apply-country"), html! { (ambassador.country.name()) }),
        (say!(words, "ambassadors-since"), kit::day(words, ambassador.since)),
        (say!(words, "ambassadors-state"), html! { (kit::tag(&state(words, &ambassador), ambassador.state.into())) }),
    ];
    let columns = [
        Column::text(say!(words, "activity-title")),
        Column::text(say!(words, "activity-kind")),
        Column::text(say!(words, "activity-when")),
        Column::text(say!(words, "activity-state")),
    ];
    let rows: Vec<_> = activities
        .iter()
        .map(|activity| {
            let kind = settings.kind(&activity.plan.kind).map_or(activity.plan.kind.as_str(), |kind| &kind.label);
            vec![
                html! { (Link::new(format!("/team/activities/{id}/{}", activity.id), activity.plan.title.as_str())) },
                html! { (kind) },
                html! { (kit::day(words, activity.plan.starts_on)) },
                html! { (kit::tag(&words.activity_state(activity.state), activity.state.into())) },
            ]
        })
        .collect();
    let body = html! {
        (kit::heading(ambassador.name.as_str(), None))
        (kit::facts(&facts))
        @for judged in &standings {
            (kit::card(&judged.quarter.to_string(), html! {
                p { (kit::tag(&words.standing(judged.judgement.standing), judged.judgement.standing.into())) }
                ul { @for reason in &judged.judgement.reasons { li { (words.reason_told(reason)) } } }
            }))
        }
        @if rows.is_empty() {
            (kit::empty(&say!(words, "ambassadors-no-activities"), &say!(words, "ambassadors-no-activities-more"), None))
        } @else {
            (kit::table(&say!(words, "ambassadors-activities"), &columns, &rows))
        }
    };
    Ok(view.page(&Around::new(ambassador.name.as_str(), Here::Ambassadors), body))
}

fn state(words: Words, ambassador: &Ambassador) -> String {
    match ambassador.state {
        AmbassadorState::Active => say!(words, "ambassador-active"),
        AmbassadorState::OnHold { until: Some(until), .. } => {
            say!(words, "ambassador-on-hold-until", day = words.day(until))
        }
        AmbassadorState::OnHold { until: None, .. } => say!(words, "ambassador-on-hold"),
        AmbassadorState::Emeritus => say!(words, "ambassador-emeritus"),
        AmbassadorState::Ended => say!(words, "ambassador-ended"),
    }
}
