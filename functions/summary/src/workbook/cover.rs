//! The cover: what this is, in a few plain sentences, and what each sheet holds.

use super::look::{self, Look};
use super::table::{CELL_LIMIT, lines, shortened};
use super::{Cover, Tab, further, print_set_up};
use crate::engagement::Engagement;
use program::Settings;
use rust_xlsxwriter::{Format, Table, TableColumn, TableStyle, Url, Worksheet};
use words::{Words, say};

/// The widths of the two columns, in columns of digits.
const LABELS: usize = 22;
const FACTS: usize = 116;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    cover: &Cover,
    engagement: &Engagement,
    settings: &Settings,
    tabs: &[Tab],
    raw_sheets: usize,
) -> anyhow::Result<()> {
    let words = cover.words;
    let title = say!(words, "summary-title");
    print_set_up(sheet, cover, &title, look::A4);
    sheet.set_print_fit_to_pages(1, 1);
    sheet.set_tab_color(look::ACCENT);
    sheet.set_column_width(0, LABELS as f64)?;
    sheet.set_column_width(1, FACTS as f64)?;

    let quarter = cover.quarter.to_string();
    let period = say!(words, "summary-period", first = words.day(cover.first_day), last = words.day(cover.last_day));
    let mut page = Page { sheet, row: 0 };
    page.line(&cover.program, &look.title, 48.0)?;
    page.line(&say!(words, "summary-title-quarter", quarter = quarter), &look.subtitle, 30.0)?;
    page.line(&period, &look.period, 26.0)?;
    page.rule(look)?;

    for sentence in in_short(engagement, words) {
        let label = if page.row == 4 { say!(words, "summary-cover-in-short") } else { String::new() };
        page.fact(look, &label, &sentence)?;
    }
    page.gap(10.0)?;
    let overview = &engagement.overview;
    page.fact(look, &say!(words, "summary-cover-community"), &cover.community)?;
    page.fact(
        look,
        &say!(words, "summary-cover-full"),
        &say!(words, "summary-cover-full-of", full = overview.full, held = overview.held),
    )?;
    page.fact(look, &say!(words, "summary-cover-state"), &state(cover, settings))?;
    let made_at = words.instant(cover.made_at, &settings.calendar);
    let zone = settings.calendar.zone_at(cover.made_at).name().replace('_', " ");
    page.fact(
        look,
        &say!(words, "summary-cover-made"),
        &say!(words, "summary-cover-made-at", at = made_at, zone = zone),
    )?;
    page.fact(
        look,
        &say!(words, "summary-cover-settings"),
        &say!(words, "summary-cover-settings-version", version = cover.settings_version.to_string()),
    )?;
    if raw_sheets > 1 {
        let last = further(&Tab::Activities.title(words), raw_sheets);
        let fact = say!(words, "summary-cover-further-sheets", sheets = raw_sheets, last = last);
        page.fact(look, &Tab::Activities.title(words), &fact)?;
    }
    page.gap(16.0)?;
    page.contents(look, words, tabs)
}

fn state(cover: &Cover, settings: &Settings) -> String {
    let words = cover.words;
    let until = words.day(settings.last_day_of_grace(cover.quarter));
    match cover.provisional {
        true => say!(words, "summary-cover-provisional", until = until),
        false => say!(words, "summary-cover-closed"),
    }
}

/// Two or three sentences, engagement before volume (clause M27).
fn in_short(engagement: &Engagement, words: Words) -> Vec<String> {
    let overview = &engagement.overview;
    if overview.held == 0 {
        return vec![match overview.planned {
            0 => say!(words, "summary-short-nothing-yet"),
            planned => say!(words, "summary-short-only-plans", planned = planned),
        }];
    }
    let mut sentences = Vec::new();
    if let Some(reach) = overview.reach_per_activity.value {
        sentences.push(match overview.reach_per_hour.value {
            Some(per_hour) => {
                say!(words, "summary-short-reach-and-hours", reach = rounded(reach), hour = rounded(per_hour))
            }
            None => say!(words, "summary-short-reach", reach = rounded(reach)),
        });
    }
    if let Some(rate) = overview.attendance_rate.value {
        sentences.push(say!(words, "summary-short-attendance", percent = (rate * 100.0).round()));
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
