//! One activity, as the team reads it: what was planned, what was told, and what was asked about it.

use crate::questions;
use crate::told::told;
use axum::extract::{Path, State};
use axum::response::Html;
use maud::html;
use program::{Activity, ActivityId, Ambassador, AmbassadorId, Form, PersonId, Problems, Remark};
use std::collections::BTreeMap;
use web::kit::{self, FormView, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::say;

/// What the page is made of.
pub(crate) struct Papers {
    pub(crate) ambassador: Ambassador,
    pub(crate) activity: Activity,
    pub(crate) remarks: Vec<Remark>,
    /// What the team's people are called.
    pub(crate) team: BTreeMap<PersonId, String>,
}

impl Papers {
    pub(crate) async fn read(office: &Office, ambassador: AmbassadorId, id: ActivityId) -> Result<Self, Problem> {
        let store = office.store();
        let activity = store.activity(ambassador, id).await?.ok_or(Problem::NotFound)?.value;
        let ambassador = store.ambassador(ambassador).await?.ok_or(Problem::NotFound)?;
        let remarks = store.remarks(id).await?;
        let team = store.team().await?;
        let team = team.iter().map(|person| (person.id, crate::people::called(person).to_owned())).collect();
        Ok(Self { ambassador, activity, remarks, team })
    }
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path((ambassador, id)): Path<(AmbassadorId, ActivityId)>,
) -> Result<Html<String>, Problem> {
    let papers = Papers::read(&office, ambassador, id).await?;
    Ok(page(&view, &papers, &questions::blank(&office)))
}

pub(crate) fn page(view: &View, papers: &Papers, asked: &(Form, Problems)) -> Html<String> {
    let words = view.words;
    let Papers { ambassador, activity, .. } = papers;
    let plan = &activity.plan;
    let kind = view.settings().kind(&plan.kind).map_or(plan.kind.as_str(), |kind| &kind.label);
    let facts = [
        (
            say!(words, "team-name"),
            html! {
                (Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str()))
            },
        ),
        (say!(words, "activity-kind"), html! { (kind) }),
        (say!(words, "activity-when"), kit::day(words, plan.starts_on)),
        (
            say!(words, "activity-state"),
            html! {
                (kit::tag(&words.activity_state(activity.state), activity.state.into()))
            },
        ),
    ];
    let wrong = !asked.1.is_empty();
    let body = html! {
        (FormView::new(words, &asked.0, &asked.1).error_summary(|_| say!(words, "remarks-question")))
        (kit::heading(plan.title.as_str(), None))
        (kit::facts(&facts))
        @if let Some(report) = &activity.report { (told(view, activity, report)) }
        (questions::card(view, papers, asked))
    };
    view.page(&Around::new(plan.title.as_str(), Here::Ambassadors).with_errors(wrong), body)
}
