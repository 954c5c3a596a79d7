//! What a page of quarters is asked for: its days, what it is narrowed to, how its tables are ordered.

use crate::make::{Asked, Span};
use crate::rows::Filter;
use chrono::{Datelike, Months, NaiveDate};
use form_urlencoded::Serializer;
use program::activity::optional;
use program::{Country, Form, Language, Problems, Quarter};
use serde::Deserialize;
use web::kit::Order;
use web::{Problem, View};

/// The page of any months, where others have a quarter's name.
pub(super) const BETWEEN: &str = "between";

/// What an address says behind its question mark.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    sort: String,
    /// Which edition of a workbook.
    #[serde(default)]
    pub(super) edition: String,
    /// Which sheet, of a file that has one.
    #[serde(default)]
    pub(super) sheet: String,
}

/// How one table is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) table: String,
    pub(super) measure: String,
    pub(super) order: Order,
}

impl Sort {
    /// As an address says it: `by_kind.summary-held.down`.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (table, measure) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let order = match parts.next()? {
            "up" => Order::Up,
            "down" => Order::Down,
            _ => return None,
        };
        Some(Self { table, measure, order })
    }

    fn text(&self) -> String {
        let order = match self.order {
            Order::Up => "up",
            Order::Down => "down",
        };
        format!("{}.{}.{order}", self.table, self.measure)
    }
}

/// What was understood.
#[derive(Debug)]
pub(super) struct Read {
    which: String,
    pub(super) asked: Asked,
    pub(super) sort: Option<Sort>,
}

/// What was understood, what was typed, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) read: Read,
    pub(super) form: Form,
    pub(super) problems: Problems,
}

impl Reading {
    /// Reads the address of a page; what cannot be read narrows nothing, and is said beside its field.
    ///
    /// # Errors
    /// [`Problem::Unreadable`] for what is no quarter, [`Problem::NotFound`] for one the program does not have, or not yet.
    pub(super) fn of(view: &View, which: &str, typed: Typed) -> Result<Self, Problem> {
        let settings = view.settings();
        let mut problems = Problems::default();
        let mut form = Form::default();
        let span = if which == BETWEEN {
            let months = months(view);
            let (newest, oldest) = (months.first().copied(), months.last().copied());
            let mut month = |field: &str, typed: &str, otherwise: Option<NaiveDate>| {
                let read = months.iter().copied().find(|month| month.format("%Y-%m").to_string() == typed.trim());
                if read.is_none() && !typed.trim().is_empty() {
                    problems.add(field, program::Problem::NotAChoice);
                }
                read.or(otherwise).unwrap_or(settings.started_on)
            };
            let first = month("from", &typed.from, oldest);
            let mut last = month("to", &typed.to, newest);
            if last < first {
                problems.add("to", program::Problem::EndsBeforeItStarts);
                last = first;
            }
            form.set("from", first.format("%Y-%m").to_string());
            form.set("to", last.format("%Y-%m").to_string());
            let after = last.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt());
            Span::Days(first, after.unwrap_or(last))
        } else {
            let quarter: Quarter = which.parse().map_err(|_| Problem::Unreadable)?;
            if !settings.has_begun(quarter, view.today()) {
                return Err(Problem::NotFound);
            }
            Span::Quarter(quarter)
        };
        form.set("country", typed.country.as_str());
        form.set("language", typed.language.as_str());
        form.set("kind", typed.kind.as_str());
        let kind = Some(typed.kind).filter(|kind| !kind.is_empty());
        if kind.as_ref().is_some_and(|kind| settings.kind(kind).is_none()) {
            problems.add("kind", program::Problem::NotAChoice);
        }
        let country = problems.take("country", optional(Country::parse(&typed.country))).flatten();
        let language = problems.take("language", optional(Language::parse(&typed.language))).flatten();
        let filter = Filter { country, kind: kind.filter(|kind| settings.kind(kind).is_some()), language };
        let read = Read { which: which.to_owned(), asked: Asked { span, filter }, sort: Sort::read(&typed.sort) };
        Ok(Self { read, form, problems })
    }
}

impl Read {
    /// The address of the same, or of a file of it, with more behind the question mark.
    pub(super) fn address(&self, file: Option<&str>, sort: Option<&Sort>, more: &[(&str, &str)]) -> String {
        let Self { which, asked, .. } = self;
        let mut query = Serializer::new(String::new());
        if let Span::Days(first, last) = asked.span {
            query.append_pair("from", &first.format("%Y-%m").to_string());
            query.append_pair("to", &last.format("%Y-%m").to_string());
        }
        let Filter { country, kind, language } = &asked.filter;
        let narrowed = [
            ("country", country.map(|country| country.name().to_owned())),
            ("kind", kind.clone()),
            ("language", language.map(|language| language.name().to_owned())),
            ("sort", sort.map(Sort::text)),
        ];
        for (name, value) in narrowed.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            query.append_pair(name, value);
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let file = file.map(|file| format!("/{file}")).unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/team/quarters/{which}{file}{mark}{query}")
    }
}

/// The months of the program so far by their first days, the latest first.
pub(super) fn months(view: &View) -> Vec<NaiveDate> {
    let settings = view.settings();
    let month_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let first = month_of(settings.calendar.first_day(settings.first_quarter()));
    let before = |month: &NaiveDate| month.checked_sub_months(Months::new(1));
    std::iter::successors(Some(month_of(view.today())), before).take_while(|month| *month >= first).collect()
}
