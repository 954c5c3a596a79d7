//! What the schedule brings: a quarter's summary once it is closed, and a glance at each month before.

use crate::Scheduled;
use crate::make::{Asked, Span, Summary, make, readers};
use crate::rows::Filter;
use chrono::{DateTime, Datelike, Days, Months, Utc};
use letters::{GlanceFigures, Letter};
use program::Period;
use program::settings::Step;
use store::Store;
use store::applications::letter_id_for;
use store::outbox::{Draft, Lane};
use store::settings::Versioned;

/// Makes the summary of every quarter that is closed and has none yet, and tells how the last month went; how many
/// summaries it made.
///
/// # Errors
/// When the store or the bucket cannot be asked, so that the run is repeated.
pub async fn scheduled(store: &Store, scheduled: Scheduled) -> anyhow::Result<u32> {
    let Some(versioned) = store.settings().await? else { return Ok(0) };
    let mut made = 0;
    for step in versioned.settings.steps_due(scheduled.scheduled_time) {
        let Step::Close(quarter) = step else { continue };
        let steps = store.steps(quarter).await?;
        if steps.is_closed() && steps.summary.is_none() {
            made += u32::from(make(store, &versioned, quarter).await?);
        }
    }
    glance(store, &versioned, scheduled.scheduled_time).await?;
    crate::batch::make_what_waits(store).await?;
    tracing::info!(summaries = made, "summaries are made");
    Ok(made)
}

/// Tells how the month went that ended last, once. A month that is a quarter of its own, or whose quarter is closed, has a
/// summary and needs no glance; and of one in which nothing happened there is nothing to tell, which is kept all the same,
/// so that no later run reads it again.
async fn glance(store: &Store, versioned: &Versioned, at: DateTime<Utc>) -> anyhow::Result<()> {
    let settings = &versioned.settings;
    let calendar = &settings.calendar;
    let this_month = calendar.day(at).with_day(1);
    let days =
        this_month.and_then(|day| day.checked_sub_months(Months::new(1)).zip(day.checked_sub_days(Days::new(1))));
    let Some((first, last)) = days else { return Ok(()) };
    let quarter = calendar.quarter_of(last);
    if last < settings.started_on || quarter.period() == Period::Month || settings.summary_to.is_empty() {
        return Ok(());
    }
    let (month, steps) = (first.format("%Y-%m").to_string(), store.steps(quarter).await?);
    if steps.is_closed() || steps.closing.is_some() || steps.glances.contains(&month) {
        return Ok(());
    }
    let asked = Asked { span: Span::Days(first, last), filter: Filter::default() };
    let overview = Summary::of(store, versioned, asked).await?.engagement.overview;
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let whole = |value: Option<f64>| value.map(|value| value.round() as u64);
    let figures = GlanceFigures {
        attendees: whole(overview.attendees_per_event.value),
        views: whole(overview.views_per_post.value),
        held: small(overview.held),
        planned: small(overview.planned),
        countries: small(overview.countries),
    };
    let letter = Letter::Glance { month: first, quarter, figures };
    let is_empty = overview.held + overview.planned + overview.cancelled == 0;
    let readers = if is_empty { Default::default() } else { readers(store, settings).await? };
    let letters: Vec<_> = readers
        .iter()
        .map(|(email, language)| {
            Draft::new(letter_id_for(&format!("glance/{month}"), email), Lane::Now, email, language, &letter)
        })
        .collect();
    store.record_glance(quarter, &month, versioned.version, &letters).await?;
    Ok(())
}
