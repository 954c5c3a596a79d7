//! What ambassadors and the team both see of an activity: its plan, its report, its draft with what was said about it.

use crate::kit::{self, Link};
use maud::{Markup, html};
use program::activity::{Plan, Span};
use program::draft_review::{ContentDraft, What};
use program::{Answer, Calendar, PersonId, Report, Settings};
use words::{Words, say};

/// Everything a plan says but its title, line by line; what it leaves open is left out.
pub fn plan_facts(words: Words, settings: &Settings, plan: &Plan) -> Vec<(String, Markup)> {
    let kind = settings.kind(&plan.kind).map_or(plan.kind.as_str(), |kind| &kind.label);
    let mut facts = vec![
        (say!(words, "activity-kind"), html! { (kind) }),
        (say!(words, "activity-when"), dates(words, plan)),
        (say!(words, "plan-place"), html! { (words.place(&plan.place)) }),
    ];
    if let Some(language) = plan.language {
        facts.push((say!(words, "plans-language"), html! { (language.name()) }));
    }
    if !plan.links.is_empty() {
        let links = html! { @for link in &plan.links { p { (outward(link)) } } };
        let label = if plan.links.len() == 1 { say!(words, "plan-link") } else { say!(words, "plans-links") };
        facts.push((label, links));
    }
    if let Some(reach) = plan.expected_reach {
        facts.push((say!(words, "team-activities-reach"), html! { (reach) }));
    }
    if !plan.help.is_none() {
        facts.push((say!(words, "team-activities-help"), html! { (words.help(&plan.help)) }));
    }
    if let Some(notes) = &plan.notes {
        facts.push((say!(words, "plan-notes"), kit::prose(notes.as_str(), None)));
    }
    facts
}

/// Every date of a plan.
pub fn dates(words: Words, plan: &Plan) -> Markup {
    html! {
        @for (index, Span { first, last }) in plan.dates().into_iter().enumerate() {
            @if index > 0 { "; " }
            (kit::day(words, first))
            @if last != first { " – " (kit::day(words, last)) }
        }
    }
}

/// What a report says, line by line.
pub fn report_facts(words: Words, report: &Report) -> Vec<(String, Markup)> {
    let mut facts: Vec<_> = report
        .answers
        .iter()
        .map(|(field, answer)| {
            let said = match answer {
                Answer::Unknown => html! { (say!(words, "page-no-number-unknown")) },
                Answer::NotApplicable => html! { (say!(words, "page-no-number-not-applicable")) },
                Answer::Text(text) => kit::prose(text.as_str(), None),
                Answer::Count(_) | Answer::Minutes(_) => html! { (answer.typed()) },
                Answer::YesNo(true) => html! { (say!(words, "report-yes")) },
                Answer::YesNo(false) => html! { (say!(words, "report-no")) },
            };
            (words.field(field), said)
        })
        .collect();
    facts.extend(report.metrics.iter().map(|metric| (metric.what.to_string(), html! { (metric.how_many) })));
    let story = [(say!(words, "report-done"), &report.done), (say!(words, "report-came-of-it"), &report.came_of_it)];
    facts
        .extend(story.into_iter().filter_map(|(label, text)| Some((label, kit::prose(text.as_ref()?.as_str(), None)))));
    if !report.links.is_empty() {
        let links = html! { @for link in &report.links { p { (outward(link)) } } };
        facts.push((say!(words, "report-links"), links));
    }
    facts
}

/// The draft as it was handed in last (clause M21).
pub fn draft_as_it_is(words: Words, draft: &ContentDraft) -> Markup {
    html! {
        h3 { (say!(words, "draft-review-latest")) }
        @if let Some(link) = &draft.handed.link { p { (outward(link)) } }
        @if let Some(text) = &draft.handed.text { (kit::prose(text.as_str(), None)) }
    }
}

/// What happened to a draft, the latest first. `name_of` says who somebody is, where the reader is to know.
pub fn draft_history(
    words: Words,
    calendar: &Calendar,
    draft: &ContentDraft,
    name_of: impl Fn(PersonId) -> Option<String>,
) -> Markup {
    html! {
        h3 { (say!(words, "draft-review-history")) }
        ol class="history" reversed {
            @for entry in draft.history.iter().rev() {
                li {
                    @match &entry.what {
                        What::HandedIn { link } => {
                            strong { (say!(words, "draft-review-handed-in")) }
                            @if let Some(link) = link { " " (outward(link)) }
                        },
                        What::Reviewed(said) => strong { (words.draft_said(said)) },
                    }
                    p class="hint" {
                        (words.instant(entry.at, calendar))
                        @if let Some(name) = name_of(entry.by) { ", " (name) }
                    }
                    @if let What::Reviewed(said) = &entry.what {
                        @if let Some(words) = &said.words { (kit::prose(words.as_str(), None)) }
                    }
                }
            }
        }
    }
}

/// A link people gave, to somewhere we know nothing of.
fn outward(link: &program::Link) -> Markup {
    html! { a href=(link) rel="noopener noreferrer nofollow" { (link) } }
}

/// The page of an activity for the team.
pub fn team_page(activity: &program::Activity) -> Link {
    Link::new(format!("/team/activities/{}/{}", activity.ambassador, activity.id), activity.plan.title.as_str())
}
