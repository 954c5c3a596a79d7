//! What the dashboard says beside the count: what is on its way, what comes with it, and reminders.

use maud::{Markup, html};
use program::benefit::{Benefit, Outlook};
use program::{Activity, ActivityState, Ambassador, Judgement, Quarter, spread};
use store::quarters::Judged;
use web::View;
use web::kit::{self, Link};
use words::{Words, say};

/// What is planned, what is missing, until when all of it can change, and a hint about spreading things out (clause M4).
pub(crate) fn ahead(view: &View, quarter: Quarter, judgement: &Judgement, activities: &[Activity]) -> Markup {
    let (words, settings) = (view.words, view.settings());
    let calendar = &settings.calendar;
    let planned = activities
        .iter()
        .filter(|activity| activity.state == ActivityState::Planned && activity.plan.quarter(calendar) == quarter)
        .filter(|activity| activity.plan.ends_on > view.today())
        .count();
    let to_go = judgement.goal.saturating_sub(judgement.full);
    html! {
        @if planned > 0 { p { (say!(words, "me-planned", count = planned)) } }
        @if to_go > 0 { p { (say!(words, "me-to-go", count = to_go)) } }
        @if spread::lies_in_one_third(calendar, quarter, activities) {
            p class="hint" { (say!(words, "me-spread")) }
        }
        p class="hint" { (say!(words, "me-provisional", day = words.day(calendar.day(settings.closes_at(quarter))))) }
    }
}

/// The benefits the program offers: reached, or what is left to each (clauses M15, M16).
pub(crate) fn benefits(view: &View, ambassador: &Ambassador, standings: &[Judged]) -> Markup {
    let words = view.words;
    let ended: Vec<_> = standings.iter().map(|judged| (judged.quarter, judged.judgement.standing)).collect();
    let outlook = match ambassador.state.takes_part() {
        true => view.settings().benefits.outlook(ambassador.since, view.today(), &ended),
        false => Vec::new(),
    };
    html! {
        @if !outlook.is_empty() {
            (kit::card(&say!(words, "benefits-title"), html! {
                ul { @for each in outlook { li { (said(words, each)) } } }
            }))
        }
    }
}

fn said(words: Words, outlook: Outlook) -> String {
    match outlook {
        Outlook::Reached(Benefit::FreeEntry) => say!(words, "benefits-free-entry"),
        Outlook::Reached(Benefit::Funding) => say!(words, "benefits-funding"),
        Outlook::QuartersLeft(left) => say!(words, "benefits-quarters-left", count = left),
        Outlook::From(day) => say!(words, "benefits-funding-from", day = words.day(day)),
    }
}

/// What an ambassador can say about a quarter that is closed, or what became of it (clause R5).
pub(crate) fn appeal(view: &View, judged: &Judged) -> Markup {
    let (words, calendar) = (view.words, &view.settings().calendar);
    html! {
        @for answer in &judged.answers {
            p { (say!(words, "appeal-answered", day = words.day(calendar.day(answer.at)))) }
            @if let Some(theirs) = &answer.words { (kit::prose(theirs.as_str(), None)) }
        }
        @match &judged.appeal {
            Some(_) if !judged.answers.is_empty() => {},
            Some(appeal) => p { (say!(words, "appeal-sent", day = words.day(calendar.day(appeal.at)))) },
            None => p { (Link::new(format!("/me/appeal?quarter={}", judged.quarter), say!(words, "appeal-link"))) },
        }
    }
}

/// Whether reminders come, and the switch (clause R4).
pub(crate) fn reminders(words: Words, wanted: bool) -> Markup {
    let (state, switch, to) = match wanted {
        true => (say!(words, "reminders-on"), say!(words, "reminders-turn-off"), "off"),
        false => (say!(words, "reminders-off"), say!(words, "reminders-turn-on"), "on"),
    };
    kit::card(
        &say!(words, "reminders-title"),
        html! {
            p { (state) }
            (kit::post_button("/me/reminders", &switch, &[("reminders", to)]))
        },
    )
}
