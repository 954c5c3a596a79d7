//! What a report tells, as the team reads it.

use maud::{Markup, html};
use program::report::missing;
use program::{Activity, Answer, Report};
use web::View;
use web::kit;
use words::say;

/// Every answer in its words, what was counted beside, where it can be seen, and what is open.
pub(crate) fn told(view: &View, activity: &Activity, report: &Report) -> Markup {
    let words = view.words;
    let prose = |text: &str| kit::prose(text, None);
    let kind = view.settings().kind(&activity.plan.kind);
    let mut facts: Vec<_> = report
        .answers
        .iter()
        .map(|(field, answer)| {
            let said = match answer {
                Answer::Text(text) => prose(text.as_str()),
                Answer::Count(_) | Answer::Minutes(_) => html! { (answer.typed()) },
                Answer::YesNo(true) => html! { (say!(words, "report-yes")) },
                Answer::YesNo(false) => html! { (say!(words, "report-no")) },
                Answer::Unknown => html! { (say!(words, "page-no-number-unknown")) },
                Answer::NotApplicable => html! { (say!(words, "page-no-number-not-applicable")) },
            };
            (words.field(field), said)
        })
        .collect();
    for (label, text) in [
        (say!(words, "report-done"), &report.done),
        (say!(words, "report-came-of-it"), &report.came_of_it),
        (say!(words, "report-practical"), &report.practical),
    ] {
        facts.extend(text.as_ref().map(|text| (label, prose(text.as_str()))));
    }
    facts.extend(report.metrics.iter().map(|metric| (metric.what.to_string(), html! { (metric.how_many) })));
    if !report.links.is_empty() {
        let links = html! {
            @for link in &report.links { p { a href=(link) rel="noopener noreferrer nofollow" { (link) } } }
        };
        facts.push((say!(words, "report-links"), links));
    }
    let open = kind.map(|kind| missing(Some(report), kind)).unwrap_or_default();
    if !open.is_empty() {
        facts.push((say!(words, "activity-open"), html! { (words.missing(&open)) }));
    }
    kit::card(&say!(words, "report-told"), kit::facts(&facts))
}
