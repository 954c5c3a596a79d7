//! Quarters as pages, any other months as one, and the ways to their files.

mod charts;
mod downloads;
mod reading;

pub(crate) use downloads::{csv, lend, link, parquet, workbook};

use crate::engagement::{Engagement, Funded, Measures, Worked};
use crate::make::{Span, Summary};
use crate::workbook::Edition;
use crate::workbook::cover::{changed, in_short};
use crate::workbook::measures::{MEASURES, Measure, beside, read_by, region};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use maud::{Markup, html};
use program::Currency;
use reading::{BETWEEN, Read, Reading, Sort, Typed};
use web::kit::{self, Ask, Choice, Column, FormView, Link, Order, TextKind};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

pub(crate) async fn list(State(office): State<Office>, view: View) -> Result<Html<String>, Problem> {
    let words = view.words;
    let settings = view.settings();
    let mut rows = Vec::new();
    let mut quarter = settings.calendar.quarter_of(view.today());
    while quarter >= settings.first_quarter() {
        let closed = office.store().steps(quarter).await?.is_closed();
        rows.push(vec![
            html! { (Link::new(format!("/team/quarters/{quarter}"), quarter.to_string())) },
            kit::day(words, settings.calendar.last_day(quarter)),
            html! { (if closed { say!(words, "quarters-closed") } else { say!(words, "quarters-open") }) },
        ]);
        quarter = settings.calendar.previous(quarter);
    }
    let title = say!(words, "quarters-title");
    let columns = [
        Column::text(say!(words, "quarters-quarter")),
        Column::text(say!(words, "quarters-last-day")),
        Column::text(say!(words, "activity-state")),
    ];
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "quarters-lead"))))
        (kit::table(&say!(words, "quarters-caption"), &columns, &rows))
        p { (Link::new(format!("/team/quarters/{BETWEEN}"), say!(words, "quarters-between"))) }
    };
    Ok(view.page(&Around::new(&title, Here::Quarters), body))
}

/// A quarter, or any months; what cannot be read of the form comes back with it.
pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(which): Path<String>,
    typed: Result<Query<Typed>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(typed) = typed.map_err(|_| Problem::Unreadable)?;
    let Reading { read, form, problems } = Reading::of(&view, &which, typed)?;
    let summary = Summary::of(office.store(), &view.versioned, read.asked.clone()).await?;
    let words = view.words;
    let title = match summary.asked.span {
        Span::Quarter(quarter) => quarter.to_string(),
        Span::Days(first, last) => say!(words, "quarter-months", first = words.month(first), last = words.month(last)),
    };
    let engagement = &summary.engagement;
    let overview = &engagement.overview;
    let is_empty = overview.held + overview.planned + overview.cancelled == 0;
    let cover = summary.cover(&view.versioned, view.now, Edition::Team, words);
    let form = FormView::new(words, &form, &problems);
    let body = html! {
        (form.error_summary(|field| label(words, field)))
        (kit::heading(&title, Some(&period(words, &summary))))
        @if !cover.narrowed.is_empty() { p { (say!(words, "quarter-narrowed", to = cover.narrowed.join(", "))) } }
        @if is_empty {
            (kit::empty(&say!(words, "quarter-empty"), &say!(words, "quarter-empty-more"), None))
        } @else {
            (kit::figures(&lead(words, overview)))
            ul { @for sentence in in_short(engagement, words).into_iter().chain(changed(engagement, &cover)) { li { (sentence) } } }
        }
        (downloads(words, &read, !engagement.funded.is_empty()))
        (narrow(&view, &form, &read))
        @if !is_empty {
            h2 { (say!(words, "summary-sheet-overview")) }
            (whole(words, &summary))
            (charts::cards(words, engagement))
            (groups(words, engagement, &read))
            @if !engagement.worked.is_empty() {
                h2 { (say!(words, "summary-sheet-worked")) }
                p { (say!(words, "quarter-worked-lead")) }
                (worked(words, &engagement.worked))
            }
            @if !engagement.funded.is_empty() {
                h2 { (say!(words, "summary-sheet-funding")) }
                p { (say!(words, "quarter-funding-lead")) }
                (funded(words, &engagement.funded))
            }
        }
        @if !summary.standings.is_empty() { (standings(words, &summary)) }
        @if let Span::Quarter(quarter) = summary.asked.span {
            p { (Link::new(format!("/team/quarters/{quarter}/letters"), say!(words, "preview-link"))) }
        }
    };
    Ok(view.page(&Around::new(&title, Here::Quarters).with_errors(!problems.is_empty()), body))
}

fn period(words: Words, summary: &Summary) -> String {
    let (first, last) = (words.day(summary.period.first_day), words.day(summary.period.last_day));
    match summary.provisional_until {
        None => say!(words, "quarter-period-closed", first = first, last = last),
        Some(until) => {
            say!(words, "quarter-period-open", first = first, last = last, until = words.day(until))
        }
    }
}

/// The measures of these headings, in their order.
fn measures<const COUNT: usize>(headings: [&'static str; COUNT]) -> impl Iterator<Item = &'static Measure> {
    headings.into_iter().filter_map(|heading| MEASURES.iter().find(|measure| measure.heading == heading))
}

fn lead(words: Words, overview: &Measures) -> Vec<(String, String)> {
    let leading = [
        "summary-attendees-per-event",
        "summary-views-per-post",
        "summary-attendance-rate",
        "summary-attendees-per-hour",
        "summary-countries",
    ];
    measures(leading).map(|measure| (measure.told(overview, None, words), say!(words, measure.heading))).collect()
}

fn downloads(words: Words, read: &Read, has_funding: bool) -> Markup {
    let to = |file: &str, more: &[(&str, &str)]| read.address(Some(file), None, more);
    let funding = (to("summary.parquet", &[("sheet", "funding")]), say!(words, "quarter-download-funding"));
    let others = [
        (to("summary.xlsx", &[("edition", "public")]), say!(words, "quarter-download-public")),
        (to("summary.csv", &[]), say!(words, "quarter-download-csv")),
        (to("summary.csv", &[("sheet", "activities")]), say!(words, "quarter-download-rows")),
        (to("summary.parquet", &[]), say!(words, "quarter-download-parquet")),
    ];
    html! {
        p { (kit::button_link(&Link::new(to("summary.xlsx", &[]), say!(words, "quarter-download")))) }
        ul { @for (href, label) in others.into_iter().chain(Some(funding).filter(|_| has_funding)) { li { (Link::new(href, label)) } } }
    }
}

fn label(words: Words, field: &str) -> String {
    match field {
        "from" => say!(words, "quarter-from"),
        "to" => say!(words, "quarter-to"),
        "country" => say!(words, "apply-country"),
        "kind" => say!(words, "activity-kind"),
        _ => say!(words, "plans-language"),
    }
}

/// The form that narrows the page, and chooses its months where they can be chosen.
fn narrow(view: &View, form: &FormView<'_>, read: &Read) -> Markup {
    let words = view.words;
    let ask = |name| Ask::new(name, label(words, name)).autocomplete("off").optional();
    let any = Choice::new("", say!(words, "quarter-any-kind"));
    let kinds = view.settings().kinds.iter().map(|kind| Choice::new(&kind.key, &kind.label));
    let kinds: Vec<_> = std::iter::once(any).chain(kinds).collect();
    let months: Vec<_> = reading::months(view)
        .into_iter()
        .map(|month| Choice::new(month.format("%Y-%m").to_string(), words.month(month)))
        .collect();
    let is_between = matches!(read.asked.span, Span::Days(..));
    let fields = html! {
        form class="form" method="get" action=(read.address(None, None, &[]).split('?').next().unwrap_or_default()) novalidate {
            @if is_between {
                (form.select(Ask::new("from", label(words, "from")), &months))
                (form.select(Ask::new("to", label(words, "to")), &months))
            }
            (form.select(ask("kind"), &kinds))
            (form.country(ask("country")))
            (form.text(ask("language"), TextKind::Line))
            (kit::buttons(&say!(words, "team-activities-show"), None))
        }
    };
    if is_between { fields } else { kit::folded(&say!(words, "quarter-narrow"), fields) }
}

/// Every measure of the whole, beside the quarters it is compared with.
fn whole(words: Words, summary: &Summary) -> Markup {
    let (engagement, compared) = (&summary.engagement, summary.period.compared);
    let columns = [
        Column::text(say!(words, "summary-column-measure")),
        Column::number(say!(words, "summary-column-this", period = summary.asked.name())),
        Column::number(beside(words, "summary-column-before", "summary-column-no-before", compared.previous)),
        Column::number(beside(words, "summary-column-year", "summary-column-no-year", compared.year_ago)),
    ];
    let told = |measure: &Measure, of: Option<&Measures>| {
        let text = of.map(|of| measure.told(of, engagement.currency, words)).unwrap_or_default();
        html! { (text) }
    };
    let rows: Vec<_> = read_by(Edition::Team, engagement)
        .map(|measure| {
            vec![
                html! { (say!(words, measure.heading)) },
                told(measure, Some(&engagement.overview)),
                told(measure, engagement.previous.as_ref()),
                told(measure, engagement.year_ago.as_ref()),
            ]
        })
        .collect();
    kit::table(&say!(words, "quarter-whole"), &columns, &rows)
}

/// What the tables by group show of each; the files have all of it.
const SHOWN: [&str; 10] = [
    "summary-attendees-per-event",
    "summary-views-per-post",
    "summary-engagements-per-post",
    "summary-attendance-rate",
    "summary-attendees-per-hour",
    "summary-hours-total",
    "summary-held",
    "summary-full-reports",
    "summary-cost",
    "summary-cost-per-attendee",
];

/// The tables by kind, region, country and month.
fn groups(words: Words, engagement: &Engagement, read: &Read) -> Markup {
    let currency = engagement.currency;
    let online = || say!(words, "summary-online-only");
    let kinds = engagement.by_kind.iter().map(|row| (row.kind.clone(), &row.measures)).collect();
    let regions = engagement.by_region.iter().map(|row| (region(words, row.region), &row.measures)).collect();
    let countries = engagement
        .by_country
        .iter()
        .map(|row| (row.country.map_or_else(online, |country| country.name().to_owned()), &row.measures))
        .collect();
    let months = engagement.by_month.iter().map(|row| (words.month(row.month), &row.measures)).collect();
    html! {
        (group(words, read, currency, "by_kind", say!(words, "summary-column-kind"), say!(words, "quarter-by-kind"), kinds))
        (group(words, read, currency, "by_region", say!(words, "summary-column-region"), say!(words, "quarter-by-region"), regions))
        (group(words, read, currency, "by_country", say!(words, "summary-column-country"), say!(words, "quarter-by-country"), countries))
        (group(words, read, currency, "by_month", say!(words, "summary-column-month"), say!(words, "quarter-by-month"), months))
    }
}

fn group(
    words: Words,
    read: &Read,
    currency: Option<Currency>,
    name: &'static str,
    first: String,
    caption: String,
    mut rows: Vec<(String, &Measures)>,
) -> Markup {
    let is_read = |measure: &&Measure| currency.is_some() || !measure.is_money();
    let sort = read.sort.as_ref().filter(|sort| sort.table == name);
    if let Some(sort) = sort
        && let Some(measure) = measures(SHOWN).find(|measure| measure.heading == sort.measure)
    {
        // What has no number comes last either way; those alike stay as they were.
        let number = |row: &(String, &Measures)| measure.value(row.1);
        rows.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) if sort.order == Order::Up => a.total_cmp(&b),
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
    }
    let back = Column::text(first).ordered(read.address(None, None, &[]) + "#" + name, None);
    let columns: Vec<_> = std::iter::once(back)
        .chain(measures(SHOWN).filter(is_read).map(|measure| {
            let now = sort.filter(|sort| sort.measure == measure.heading).map(|sort| sort.order);
            let next = if now == Some(Order::Down) { Order::Up } else { Order::Down };
            let sort = Sort { table: name.to_owned(), measure: measure.heading.to_owned(), order: next };
            Column::number(say!(words, measure.heading)).ordered(read.address(None, Some(&sort), &[]) + "#" + name, now)
        }))
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, of)| {
            let cells = measures(SHOWN).filter(is_read).map(|measure| html! { (measure.told(of, currency, words)) });
            std::iter::once(html! { (name) }).chain(cells).collect()
        })
        .collect();
    html! { div id=(name) { (kit::table(&caption, &columns, &rows)) } }
}

fn worked(words: Words, worked: &[Worked]) -> Markup {
    html! {
        @for one in worked {
            (kit::card(&one.title, html! {
                p { (say!(words, "quarter-worked", kind = &one.kind, count = one.count, what = words.field(&one.mark.field().into()))) }
                @for text in [&one.done, &one.came_of_it].into_iter().flatten() { (kit::prose(text, None)) }
            }))
        }
    }
}

/// What was paid for which activity: what was aimed for beside what came of it (clause M28).
fn funded(words: Words, funded: &[Funded]) -> Markup {
    let columns = [
        Column::text(say!(words, "summary-column-request")),
        Column::text(say!(words, "summary-column-outcomes")),
        Column::text(say!(words, "summary-column-came-of-it")),
        Column::number(say!(words, "summary-column-aimed")),
        Column::number(say!(words, "summary-column-came")),
        Column::number(say!(words, "summary-column-approved")),
        Column::number(say!(words, "summary-column-paid")),
        Column::number(say!(words, "summary-cost-per-attendee")),
    ];
    let unknown = || say!(words, "quarter-unknown");
    let count = |count: Option<u64>| count.map_or_else(unknown, |count| count.to_string());
    let money = |money: Option<program::Money>| money.map_or_else(unknown, |money| words.money(money));
    let row = |one: &Funded| {
        vec![
            html! { (one.request) },
            kit::prose(&one.outcomes, None),
            html! { @if let Some(text) = &one.came_of_it { (kit::prose(text, None)) } @else { (unknown()) } },
            html! { (count(one.aimed)) },
            html! { (count(one.attendees)) },
            html! { (money(one.approved_value)) },
            html! { (money(one.paid_value)) },
            html! { (money(one.per_attendee)) },
        ]
    };
    let rows: Vec<_> = funded.iter().map(row).collect();
    kit::table(&say!(words, "quarter-funding", count = rows.len()), &columns, &rows)
}

fn standings(words: Words, summary: &Summary) -> Markup {
    let columns = [
        Column::text(say!(words, "team-name")),
        Column::text(say!(words, "quarter-standing")),
        Column::text(say!(words, "quarter-why")),
    ];
    let rows: Vec<_> = summary
        .standings
        .iter()
        .map(|row| {
            let judgement = &row.judgement;
            vec![
                html! { (row.name) },
                html! { (kit::tag(&words.standing(judgement.standing), judgement.standing.into())) },
                html! { ul { @for reason in &judgement.reasons { li { (words.reason_told(reason)) } } } },
            ]
        })
        .collect();
    kit::table(&say!(words, "quarter-standings"), &columns, &rows)
}
