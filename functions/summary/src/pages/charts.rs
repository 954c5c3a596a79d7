//! Charts as pictures within the page, each with its numbers in a table under it.

use crate::engagement::Engagement;
use crate::workbook::measures::{MEASURES, Measure, region};
use maud::{Markup, html};
use web::kit::{self, Column};
use words::{Words, say};

/// The charts of the trend, by kind and by region; one of nothing is left out.
pub(super) fn cards(words: Words, engagement: &Engagement) -> Markup {
    let measure = |heading: &str| MEASURES.iter().find(|measure| measure.heading == heading);
    let trend = |measure: &Measure| {
        let rows = engagement.trend.iter();
        rows.map(|row| Bar::of(row.quarter.to_string(), measure, &row.measures, words)).collect::<Vec<_>>()
    };
    let kinds = |measure: &Measure| {
        let rows = engagement.by_kind.iter();
        rows.map(|row| Bar::of(row.kind.clone(), measure, &row.measures, words)).collect::<Vec<_>>()
    };
    let regions = |measure: &Measure| {
        let rows = engagement.by_region.iter();
        rows.map(|row| Bar::of(region(words, row.region), measure, &row.measures, words)).collect::<Vec<_>>()
    };
    let (quarter, kind) = (say!(words, "summary-column-quarter"), say!(words, "summary-column-kind"));
    let place = say!(words, "summary-column-region");
    let cards: Vec<_> = [
        card(words, "summary-chart-attendees", &quarter, measure("summary-attendees-per-event"), trend),
        card(words, "summary-chart-views", &quarter, measure("summary-views-per-post"), trend),
        card(words, "summary-chart-kinds", &kind, measure("summary-hours-total"), kinds),
        card(words, "summary-chart-regions", &place, measure("summary-attendees-total"), regions),
    ]
    .into_iter()
    .flatten()
    .collect();
    kit::cards(&cards)
}

/// One bar: what it is of, how long it is, and what is told beside it.
struct Bar {
    name: String,
    value: Option<f64>,
    told: String,
}

impl Bar {
    fn of(name: String, measure: &Measure, of: &crate::engagement::Measures, words: Words) -> Self {
        Self { name, value: measure.value(of), told: measure.told(of, None, words) }
    }
}

fn card(
    words: Words,
    title: &'static str,
    names: &str,
    measure: Option<&'static Measure>,
    bars: impl Fn(&Measure) -> Vec<Bar>,
) -> Option<Markup> {
    let measure = measure?;
    let bars = bars(measure);
    let most = bars.iter().filter_map(|bar| bar.value).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let title = say!(words, title);
    let columns = [Column::text(names), Column::number(say!(words, measure.heading))];
    let rows: Vec<_> = bars.iter().map(|bar| vec![html! { (bar.name) }, html! { (bar.told) }]).collect();
    Some(kit::card(
        &title,
        html! {
            (picture(&title, &bars, most))
            (kit::folded(&say!(words, "quarter-chart-numbers"), kit::table(&title, &columns, &rows)))
        },
    ))
}

/// So wide that its letters are as large as those around it on the narrowest screen.
const WIDTH: u32 = 280;
const ROW: u32 = 40;

/// Lying bars with their names over them: as many as there are, whatever the width of the page.
fn picture(title: &str, bars: &[Bar], most: f64) -> Markup {
    let height = u32::try_from(bars.len()).unwrap_or(u32::MAX).saturating_mul(ROW);
    html! {
        svg role="img" aria-label=(title) width="100%" viewBox={ "0 0 " (WIDTH) " " (height) } {
            @for (bar, top) in bars.iter().zip((0..).step_by(ROW as usize)) {
                text x="0" y=(top + 15) font-size="14" fill="currentColor" { (bar.name) }
                text x=(WIDTH) y=(top + 15) font-size="14" fill="currentColor" text-anchor="end" { (bar.told) }
                rect x="0" y=(top + 21) width=(WIDTH) height="8" rx="4" fill="currentColor" opacity=".12" {}
                @if let Some(value) = bar.value {
                    rect x="0" y=(top + 21) width=(format!("{:.1}", f64::from(WIDTH) * value / most)) height="8" rx="4" fill="currentColor" opacity=".7" {}
                }
            }
        }
    }
}
