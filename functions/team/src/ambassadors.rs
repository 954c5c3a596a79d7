//! The ambassadors, and what each has done.

use crate::proposals::settled;
use axum::extract::{Path, State};
use axum::response::Html;
use maud::{Markup, html};
use program::check_in::Answer;
use program::proposal::ProposalState;
use program::text::alphabetical;
use program::{Ambassador, AmbassadorId, Proposal, Quarter};
use store::applications::Stored;
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let mut ambassadors = office.store().all_ambassadors().await?;
    ambassadors.sort_by_cached_key(|ambassador| (alphabetical(ambassador.name.as_str()), ambassador.id));
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
                html! { (kit::tag(&words.ambassador_state(ambassador.state), ambassador.state.into())) },
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
    let Stored { value: ambassador, version } = store.stored_ambassador(id).await?.ok_or(Problem::NotFound)?;
    let leads = store.person(&ambassador.email).await?.and_then(|person| person.leads);
    let proposals = store.proposals_of(id).await?;
    let check_ins = store.check_in_answers(id).await?;
    let standings = store.standings_of(id).await?;
    let activities = store.activities_of(id).await?;
    let words = view.words;
    let settings = view.settings();
    let mut facts = vec![
        (say!(words, "apply-email"), html! { (ambassador.email) }),
        (say!(words, "apply-country"), html! { (ambassador.country.name()) }),
        (say!(words, "ambassadors-since"), kit::day(words, ambassador.since)),
        (
            say!(words, "ambassadors-state"),
            html! { (kit::tag(&words.ambassador_state(ambassador.state), ambassador.state.into())) },
        ),
    ];
    facts.extend(leads.map(|group| (say!(words, "leaders-also-leads"), html! { (group) })));
    if let Some(leaving) = &ambassador.leaving {
        facts.push((say!(words, "profile-left"), kit::day(words, leaving.on)));
        facts.extend(leaving.words.as_ref().map(|said| (say!(words, "profile-said"), kit::prose(said.as_str(), None))));
        facts.extend(
            leaving.reason.as_ref().map(|why| (say!(words, "proposal-reason"), kit::prose(why.as_str(), None))),
        );
    }
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
        (taking_part(&view, &ambassador, version))
        @for stored in &proposals { (proposal(&view, &ambassador, &stored.value)) }
        @if !check_ins.is_empty() {
            (kit::card(&say!(words, "profile-check-ins"), html! {
                ul { @for (quarter, answer) in &check_ins { li { (check_in(words, *quarter, answer)) } } }
            }))
        }
        @for judged in &standings {
            (kit::card(&judged.quarter.to_string(), html! {
                p { (kit::tag(&words.standing(judged.judgement.standing), judged.judgement.standing.into())) }
                ul { @for reason in &judged.judgement.reasons { li { (words.reason_told(reason)) } } }
                p { (Link::new(format!("/team/quarters/{}/standings/{}", judged.quarter, judged.ambassador), say!(words, "standing-link"))) }
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

/// Every pause, and what the team can do about taking part.
fn taking_part(view: &View, ambassador: &Ambassador, version: u64) -> Markup {
    let words = view.words;
    let id = ambassador.id;
    let pauses = ambassador.all_pauses();
    let there = ambassador.pause(view.today());
    html! {
        @if !pauses.is_empty() {
            (kit::card(&say!(words, "profile-pauses"), html! {
                ul { @for pause in pauses { li { (words.pause(pause)) } } }
            }))
        }
        @if ambassador.state.takes_part() {
            @let mark = if there.is_some() { say!(words, "part-change-pause") } else { say!(words, "pause-for-send") };
            p { (Link::new(format!("/team/ambassadors/{id}/pause"), mark)) }
            @if there.is_some() {
                @let action = format!("/team/ambassadors/{id}/return");
                div class="buttons" { (kit::post_button(&action, &say!(words, "pause-end"), &[("version", &version.to_string())])) }
            }
            p { (Link::new(format!("/team/ambassadors/{id}/end-term"), say!(words, "end-term"))) }
        }
    }
}

/// What the team was asked about them, and what it decided.
fn proposal(view: &View, ambassador: &Ambassador, proposal: &Proposal) -> Markup {
    let words = view.words;
    let sentence = words.proposal(ambassador.name.as_str(), proposal);
    kit::card(
        &say!(words, "profile-asked-on", day = words.day(view.settings().calendar.day(proposal.at))),
        html! {
            p { (Link::new(format!("/team/proposals/{}", proposal.id), sentence)) }
            @if let ProposalState::Settled(settlement) = &proposal.state { (settled(view, settlement)) }
        },
    )
}

fn check_in(words: Words, quarter: Quarter, answer: &Answer) -> Markup {
    let said = match answer {
        Answer::AsRecorded => say!(words, "profile-as-recorded", quarter = quarter.to_string()),
        Answer::Nothing { .. } => say!(words, "profile-nothing", quarter = quarter.to_string()),
    };
    html! { (said) @if let Some(added) = answer.words() { (kit::prose(added.as_str(), None)) } }
}
