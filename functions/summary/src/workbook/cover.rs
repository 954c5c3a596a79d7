//! The cover: what this is, in a few plain sentences, and what each sheet holds.

use super::look::{self, Look};
use super::table::{CELL_LIMIT, lines, shortened};
use super::{Content, Cover, Edition, Tab, further, print_set_up};
use crate::engagement::{Engagement, Figure};
use rust_xlsxwriter::{Format, Table, TableColumn, TableStyle, Url, Worksheet};
use words::{Words, say};

/// The widths of the two columns, in columns of digits.
const LABELS: usize = 22;
const FACTS: usize = 116;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    content: Content<'_>,
    tabs: &[Tab],
    raw_sheets: usize,
) -> anyhow::Result<()> {
    let Content { cover, engagement, settings, .. } = content;
    let words = cover.words;
    let title = say!(words, "summary-title");
    print_set_up(sheet, cover, &title, look::A4);
    sheet.set_print_fit_to_pages(1, 1);
    sheet.set_tab_color(look::ACCENT);
    sheet.set_column_width(0, LABELS as f64)?;
    sheet.set_column_width(1, FACTS as f64)?;

    let days = say!(words, "summary-period", first = words.day(cover.first_day), last = words.day(cover.last_day));
    let mut page = Page { sheet, row: 0 };
    page.line(&cover.program, &look.title, 48.0)?;
    page.line(&say!(words, "summary-title-quarter", quarter = &cover.period), &look.subtitle, 30.0)?;
    page.line(&days, &look.period, 26.0)?;
    page.rule(look)?;

    page.facts(look, &say!(words, "summary-cover-in-short"), &in_short(engagement, words))?;
    page.facts(look, &say!(words, "summary-cover-changed"), &changed(engagement, cover))?;
    page.gap(10.0)?;
    let overview = &engagement.overview;
    page.fact(look, &say!(words, "summary-cover-community"), &cover.community)?;
    if !cover.narrowed.is_empty() {
        page.fact(look, &say!(words, "summary-cover-narrowed"), &cover.narrowed.join(", "))?;
    }
    page.fact(
        look,
        &say!(words, "summary-cover-full"),
        &say!(words, "summary-cover-full-of", full = overview.full, held = overview.held),
    )?;
    page.fact(look, &say!(words, "summary-cover-state"), &state(cover))?;
    let edition = match cover.edition {
        Edition::Team => say!(words, "summary-edition-team"),
        Edition::Public => say!(words, "summary-edition-public"),
    };
    page.fact(look, &say!(words, "summary-cover-edition"), &edition)?;
    let made_at = words.instant(cover.made_at, &settings.calendar);
    let zone = settings.calendar.zone_at(cover.made_at).name().replace('_', " ");
    let version = cover.settings_version.to_string();
    page.fact(
        look,
        &say!(words, "summary-cover-made"),
        &say!(words, "summary-cover-made-at", at = made_at, zone = zone, version = version),
    )?;
    if raw_sheets > 1 {
        let last = further(&Tab::Activities.title(words), raw_sheets);
        let fact = say!(words, "summary-cover-further-sheets", sheets = raw_sheets, last = last);
        page.fact(look, &Tab::Activities.title(words), &fact)?;
    }
    page.gap(16.0)?;
    page.contents(look, words, tabs)
}

fn state(cover: &Cover) -> String {
    let words = cover.words;
    match cover.provisional_until {
        Some(until) => say!(words, "summary-cover-provisional", until = words.day(until)),
        None => say!(words, "summary-cover-closed"),
    }
}

/// A few sentences, engagement before volume (clause M27).
pub(crate) fn in_short(engagement: &Engagement, words: Words) -> Vec<String> {
    let overview = &engagement.overview;
    if overview.held == 0 {
        return vec![match overview.planned {
            0 => say!(words, "summary-short-nothing-yet"),
            planned => say!(words, "summary-short-only-plans", planned = planned),
        }];
    }
    let mut sentences = Vec::new();
    if let Some(attendees) = overview.attendees_per_event.value {
        sentences.push(match overview.attendance_rate.value {
            Some(rate) => {
                let percent = (rate * 100.0).round();
                say!(words, "summary-short-attendees-of", attendees = rounded(attendees), percent = percent)
            }
            None => say!(words, "summary-short-attendees", attendees = rounded(attendees)),
        });
    }
    if let Some(views) = overview.views_per_post.value {
        sentences.push(say!(words, "summary-short-views", views = rounded(views)));
    }
    if let Some(hours) = overview.hours.value {
        sentences.push(match overview.attendees_per_hour.value {
            Some(hour) => say!(words, "summary-short-hours-of", hours = rounded(hours), hour = rounded(hour)),
            None => say!(words, "summary-short-hours", hours = rounded(hours)),
        });
    }
    let online = engagement.by_country.iter().any(|row| row.country.is_none() && row.measures.held > 0);
    let (ambassadors, activities, countries) = (overview.ambassadors, overview.held, overview.countries);
    sentences.push(match (countries, online) {
        (0, _) => say!(words, "summary-short-thanks-online", ambassadors = ambassadors, activities = activities),
        (_, true) => say!(
            words,
            "summary-short-thanks-both",
            ambassadors = ambassadors,
            activities = activities,
            countries = countries
        ),
        (_, false) => {
            say!(
                words,
                "summary-short-thanks",
                ambassadors = ambassadors,
                activities = activities,
                countries = countries
            )
        }
    });
    sentences
}

/// What is otherwise than in the quarter before, in words; a year before where there is no such quarter.
pub(crate) fn changed(engagement: &Engagement, cover: &Cover) -> Vec<String> {
    let words = cover.words;
    let before = engagement.previous.zip(cover.compared.previous);
    let Some((before, quarter)) = before.or(engagement.year_ago.zip(cover.compared.year_ago)) else {
        return vec![match cover.provisional_until {
            Some(_) => say!(words, "summary-changed-not-yet"),
            None => say!(words, "summary-changed-first"),
        }];
    };
    let now = &engagement.overview;
    let percent = |figure: Figure| Figure { value: figure.value.map(|rate| rate * 100.0), ..figure };
    let told = [
        ("summary-changed-attendees", before.attendees_per_event, now.attendees_per_event),
        ("summary-changed-rate", percent(before.attendance_rate), percent(now.attendance_rate)),
        ("summary-changed-views", before.views_per_post, now.views_per_post),
        ("summary-changed-hour", before.attendees_per_hour, now.attendees_per_hour),
    ];
    let mut sentences: Vec<_> = told
        .into_iter()
        .filter_map(|(key, before, now)| {
            let (before, now) = (rounded(before.value?), rounded(now.value?));
            let how = match now.total_cmp(&before) {
                std::cmp::Ordering::Less => "fell",
                std::cmp::Ordering::Equal => "stayed",
                std::cmp::Ordering::Greater => "rose",
            };
            Some(say!(words, key, how = how, before = before, now = now))
        })
        .collect();
    if !engagement.new_countries.is_empty() {
        let names: Vec<_> = engagement.new_countries.iter().map(|country| country.name()).collect();
        let count = engagement.new_countries.len();
        sentences.push(say!(words, "summary-changed-countries", count = count, names = names.join(", ")));
    }
    if sentences.is_empty() {
        sentences.push(say!(words, "summary-changed-nothing"));
    }
    if let Some(first) = sentences.first_mut() {
        *first = say!(words, "summary-changed-since", quarter = quarter.to_string(), sentence = &*first);
    }
    sentences
}

/// As people say it: whole from ten on, else with one decimal.
fn rounded(number: f64) -> f64 {
    if number >= 10.0 { number.round() } else { (number * 10.0).round() / 10.0 }
}

/// The sheet, filled from the top.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn line(&mut self, text: &str, format: &Format, height: f64) -> anyhow::Result<()> {
        self.sheet.set_row_height(self.row, height)?;
        self.sheet.write_string_with_format(self.row, 0, shortened(text, CELL_LIMIT), format)?;
        self.row += 1;
        Ok(())
    }

    fn rule(&mut self, look: &Look) -> anyhow::Result<()> {
        self.sheet.write_blank(self.row, 0, &look.rule)?;
        self.sheet.write_blank(self.row, 1, &look.rule)?;
        self.gap(14.0)
    }

    fn gap(&mut self, height: f64) -> anyhow::Result<()> {
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    /// Some sentences with one label before them.
    fn facts(&mut self, look: &Look, label: &str, facts: &[String]) -> anyhow::Result<()> {
        for (at, fact) in facts.iter().enumerate() {
            self.fact(look, if at == 0 { label } else { "" }, fact)?;
        }
        Ok(())
    }

    fn fact(&mut self, look: &Look, label: &str, fact: &str) -> anyhow::Result<()> {
        // The facts are a size larger than what column widths are counted in.
        let height = 7.0 + 17.0 * lines(fact, FACTS * 11 / 12) as f64;
        self.sheet.set_row_height(self.row, height)?;
        self.sheet.write_string_with_format(self.row, 0, label, &look.label)?;
        self.sheet.write_string_with_format(self.row, 1, shortened(fact, CELL_LIMIT), &look.fact)?;
        self.row += 1;
        Ok(())
    }

    fn contents(&mut self, look: &Look, words: Words, tabs: &[Tab]) -> anyhow::Result<()> {
        let head = self.row;
        let headers = [say!(words, "summary-contents-sheet"), say!(words, "summary-contents-about")];
        let headers: Vec<_> =
            headers.iter().map(|text| TableColumn::new().set_header(text).set_header_format(&look.header)).collect();
        let table =
            Table::new().set_name("contents").set_style(TableStyle::None).set_autofilter(false).set_columns(&headers);
        self.sheet.set_row_height(head, 24)?;
        self.sheet.add_table(head, 0, head + u32::try_from(tabs.len())?, 1, &table)?;
        for (row, tab) in (head + 1..).zip(tabs) {
            let title = tab.title(words);
            let link = Url::new(format!("internal:'{}'!A1", title.replace('\'', "''"))).set_text(&title);
            let about = tab.about(words);
            self.sheet.set_row_height(row, 8.0 + 15.0 * lines(&about, FACTS - 2) as f64)?;
            self.sheet.write_url_with_format(row, 0, link, &look.link)?;
            self.sheet.write_string_with_format(row, 1, about, &look.wrapped)?;
        }
        Ok(())
    }
}
