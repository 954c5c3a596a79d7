//! Making a summary: from the table while a quarter is open, from what was kept of it once it is closed.

use crate::columns::{Columns, People, Person};
use crate::engagement::{Engagement, Figure, Period};
use crate::funding::Requests;
use crate::kept::{self, KEPT, PARQUET};
use crate::made::Made;
use crate::rows::{Filter, Rows};
use crate::workbook::{Content, Cover, Edition, StandingRow, workbook};
use anyhow::ensure;
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use letters::{Figures, Letter};
use polars::prelude::{DataFrame, IntoColumn as _, PolarsResult, SortMultipleOptions, StringChunked};
use program::{AmbassadorId, Quarter, Settings, Standing};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};
use store::Store;
use store::applications::letter_id_for;
use store::outbox::{Draft, Lane};
use store::settings::Versioned;
use words::{Locale, Words, say};

/// The type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Above this a letter brings a link instead of the file: mail servers refuse what is much larger.
const ATTACHED_UP_TO: u64 = 5_000_000;

/// What a summary is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The days it tells about.
    pub span: Span,
    /// What it is narrowed to.
    pub filter: Filter,
}

/// Some days of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A quarter.
    Quarter(Quarter),
    /// Whole months, from a first day to a last.
    Days(NaiveDate, NaiveDate),
}

impl From<Quarter> for Asked {
    fn from(quarter: Quarter) -> Self {
        Self { span: Span::Quarter(quarter), filter: Filter::default() }
    }
}

/// What the activities of a period amount to, with everything a workbook of it needs.
#[derive(Debug)]
pub struct Summary {
    /// What was asked for.
    pub asked: Asked,
    /// Its days, and what is set beside them.
    pub period: Period,
    /// Every aggregate.
    pub engagement: Engagement,
    /// Standings by name; none but for a whole quarter that is closed.
    pub standings: Vec<StandingRow>,
    /// Until when its numbers can still change; none once they are final.
    pub provisional_until: Option<NaiveDate>,
    pub(crate) rows: Rows,
    pub(crate) people: People,
}

impl Summary {
    /// Reads the records of a period and of what is set beside it, and computes what they amount to. Nobody's standing is
    /// read where the summary is narrowed: it is of a whole quarter.
    ///
    /// # Errors
    /// When the store or the bucket cannot be asked.
    pub async fn of(store: &Store, versioned: &Versioned, asked: impl Into<Asked>) -> anyhow::Result<Self> {
        Self::watched(store, versioned, asked, &|_, _| ()).await
    }

    /// The same, telling after each quarter how many are read, and how many there are.
    ///
    /// # Errors
    /// When the store or the bucket cannot be asked.
    pub async fn watched(
        store: &Store,
        versioned: &Versioned,
        asked: impl Into<Asked>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> anyhow::Result<Self> {
        let (asked, settings) = (asked.into(), &versioned.settings);
        let now = store.clock().now();
        let (period, last, is_closed) = match asked.span {
            Span::Quarter(quarter) => {
                let is_closed = store.steps(quarter).await?.is_closed();
                (Period::quarter(settings, quarter, is_closed), quarter, is_closed)
            }
            Span::Days(first, last) => {
                let quarter = settings.calendar.quarter_of(last);
                let is_closed = store.steps(quarter).await?.is_closed();
                (Period::days(settings, first, last), quarter, is_closed)
            }
        };
        let people = people(store).await?;
        let mut rows = Rows::new(asked.filter.clone());
        let quarters = period.quarters(&settings.calendar);
        for (at, quarter) in (1..).zip(&quarters) {
            let quarter = *quarter;
            // What was kept is there once the quarter is closed, and never before.
            let file =
                if settings.closes_at(quarter) <= now { store.files().get(&kept_of(quarter)).await? } else { None };
            match file {
                Some((_, file)) => rows.push_kept(Bytes::from(file)),
                None => rows.push(table_of(store, settings, quarter).await?),
            }
            progress(at, quarters.len());
        }
        // Not what was kept: money for a quarter is paid after its end, too.
        let requests = match &settings.funding {
            Some(rules) => Some(Requests::read(store, rules.currency).await?),
            None => None,
        };
        let rows = rows.funded(requests);
        let engagement = Engagement::of(&rows, &period, &people, settings)?;
        let standings = match asked.span {
            Span::Quarter(quarter) if asked.filter.is_none() => standings(store, quarter, &people).await?,
            Span::Quarter(_) | Span::Days(..) => Vec::new(),
        };
        let provisional_until = (!is_closed).then(|| settings.last_day_of_grace(last));
        Ok(Self { asked, period, engagement, standings, provisional_until, rows, people })
    }

    /// Writes the workbook of an edition to `out`, in the language of these words.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn workbook(
        &self,
        versioned: &Versioned,
        made_at: DateTime<Utc>,
        edition: Edition,
        words: Words,
        out: impl Write + Seek,
    ) -> anyhow::Result<()> {
        let cover = self.cover(versioned, made_at, edition, words);
        workbook(self.content(&cover, &versioned.settings), out)
    }

    pub(crate) fn content<'a>(&'a self, cover: &'a Cover, settings: &'a Settings) -> Content<'a> {
        Content {
            cover,
            engagement: &self.engagement,
            rows: &self.rows,
            people: &self.people,
            standings: &self.standings,
            settings,
        }
    }

    pub(crate) fn cover(&self, versioned: &Versioned, made_at: DateTime<Utc>, edition: Edition, words: Words) -> Cover {
        let settings = &versioned.settings;
        Cover {
            program: settings.name.clone(),
            community: settings.community.clone(),
            period: self.asked.name(),
            first_day: self.period.first_day,
            last_day: self.period.last_day,
            compared: self.period.compared,
            made_at,
            provisional_until: self.provisional_until,
            narrowed: narrowed(&self.asked.filter, settings, words),
            settings_version: versioned.version,
            edition,
            words,
        }
    }

    /// The rows of each quarter of the period with the names of the people in them, in the order of the days.
    pub(crate) fn rows_with_names(&self) -> impl Iterator<Item = PolarsResult<DataFrame>> {
        let person = |id: &str| self.people.get(&id.parse::<AmbassadorId>().ok()?);
        self.rows.between(self.period.first_day, self.period.last_day).map(move |rows| {
            let mut rows = rows?;
            let ids = rows.column("ambassador_id")?.str()?.clone();
            let names = ids.iter().map(|id| Some(person(id?)?.name.as_str())).collect::<StringChunked>();
            let countries = ids.iter().map(|id| Some(person(id?)?.country.code())).collect::<StringChunked>();
            rows.with_column(names.with_name("ambassador".into()).into_column())?;
            rows.with_column(countries.with_name("home_country".into()).into_column())?;
            Ok(rows)
        })
    }

    /// The requests for funds beside their activities; none in a program without funds.
    pub(crate) fn funded_rows(&self) -> PolarsResult<Option<DataFrame>> {
        crate::engagement::funded::frame(&self.rows, &self.period)
    }

    fn figures(&self) -> Figures {
        let count = |standing| {
            let all = self.standings.iter().filter(|row| row.judgement.standing == standing).count();
            u32::try_from(all).unwrap_or(u32::MAX)
        };
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let whole = |figure: Figure| figure.value.map(|value| value.round() as u64);
        let overview = &self.engagement.overview;
        Figures {
            attendees: whole(overview.attendees_per_event),
            views: whole(overview.views_per_post),
            hours: whole(overview.hours),
            held: small(overview.held),
            full: small(overview.full),
            countries: small(overview.countries),
            met: count(Standing::Met),
            short: count(Standing::Short),
            excused: count(Standing::Excused),
            new: count(Standing::New),
        }
    }
}

impl Asked {
    /// What it is called: a quarter by its name, months by the first and the last.
    pub fn name(&self) -> String {
        match self.span {
            Span::Quarter(quarter) => quarter.to_string(),
            Span::Days(first, last) => {
                let [first, last] = [first, last].map(|day| day.format("%Y-%m").to_string());
                if first == last { first } else { format!("{first}–{last}") }
            }
        }
    }
}

/// What a summary is narrowed to, in words.
pub(crate) fn narrowed(filter: &Filter, settings: &Settings, words: Words) -> Vec<String> {
    let kind = filter.kind.as_ref().map(|key| settings.kind(key).map_or(key.as_str(), |kind| &kind.label));
    [
        kind.map(|kind| say!(words, "summary-narrowed-kind", kind = kind)),
        filter.country.map(|country| say!(words, "summary-narrowed-country", country = country.name())),
        filter.language.map(|language| say!(words, "summary-narrowed-language", language = language.name())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn people(store: &Store) -> anyhow::Result<People> {
    let everybody = store.all_ambassadors().await?.into_iter();
    let named = everybody
        .map(|ambassador| (ambassador.id, Person { name: ambassador.name.to_string(), country: ambassador.country }));
    Ok(named.collect())
}

async fn standings(store: &Store, quarter: Quarter, people: &People) -> anyhow::Result<Vec<StandingRow>> {
    let judged = store.standings(quarter).await?.into_iter();
    let mut standings: Vec<_> = judged
        .filter_map(|judged| {
            let person = people.get(&judged.ambassador)?;
            Some(StandingRow { name: person.name.clone(), country: person.country, judgement: judged.judgement })
        })
        .collect();
    standings.sort_by_cached_key(|row| program::text::alphabetical(&row.name));
    Ok(standings)
}

/// A quarter's rows as the table has them, read page by page into columns, in the order of the days.
async fn table_of(store: &Store, settings: &Settings, quarter: Quarter) -> anyhow::Result<DataFrame> {
    let mut columns = Columns::new(settings);
    store.visit_activities(quarter, &settings.calendar, |activity| columns.push(activity)).await?;
    Ok(columns.into_frame()?.sort(["ends_on", "activity_id"], SortMultipleOptions::default())?)
}

/// Keeps a closed quarter's rows as one file, in place of one that is there, and reads it back to be sure that it says
/// what the table says; how many rows there are. What the summary of the quarter said stays as it was sent.
///
/// # Errors
/// When the store or the bucket cannot be asked, or the file is not what was written.
pub async fn keep(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<usize> {
    let rows = table_of(store, &versioned.settings, quarter).await?;
    let key = kept_of(quarter);
    let made = Made::by(|out| Ok(kept::write(KEPT, [Ok(rows.clone())], out)?))?;
    made.keep(store, &key, PARQUET).await?;
    let there = store.files().get(&key).await?;
    let there = there.map(|(_, file)| kept::read(&Bytes::from(file), None)).transpose()?;
    ensure!(
        there.is_some_and(|there| there.equals_missing(&rows)),
        "what was kept of {quarter} is not what the table has"
    );
    Ok(rows.height())
}

/// The file comes first and the record of it, with the letters, after: cut off between, the next run writes the same
/// files again and the letters once.
pub(crate) async fn make(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<bool> {
    let settings = &versioned.settings;
    keep(store, versioned, quarter).await?;
    let summary = Summary::of(store, versioned, quarter).await?;
    // The time the quarter closed, not the time of this run: a repeated run makes the same bytes.
    let made_at = settings.closes_at(quarter);
    let own = Locale::of(&settings.language);
    let readers = readers(store, settings).await?;
    let mut attached = BTreeMap::new();
    for locale in readers.iter().map(|(_, language)| Locale::of(language)).chain([own]) {
        if attached.contains_key(locale.tag()) {
            continue;
        }
        let made = Made::by(|out| summary.workbook(versioned, made_at, Edition::Team, Words::new(locale), out))?;
        let key = file_of(quarter, Edition::Team, (locale != own).then_some(locale));
        made.keep(store, &key, XLSX).await?;
        attached.insert(locale.tag(), (key, made.len()? <= ATTACHED_UP_TO));
    }
    let public = Made::by(|out| summary.workbook(versioned, made_at, Edition::Public, Words::new(own), out))?;
    public.keep(store, &file_of(quarter, Edition::Public, None), XLSX).await?;

    let figures = summary.figures();
    let letters: Vec<_> = readers
        .iter()
        .filter_map(|(email, language)| {
            let (key, attached) = attached.get(Locale::of(language).tag())?;
            let id = letter_id_for(&format!("summary/{quarter}"), email);
            let letter = Letter::Summary { quarter, figures, attached: *attached };
            let draft = Draft::new(&id, Lane::Now, email, language, &letter);
            Some(if *attached { draft.attach(key) } else { draft })
        })
        .collect();
    Ok(store.record_summary(quarter, &file_of(quarter, Edition::Team, None), versioned.version, &letters).await?)
}

/// Who gets summaries, each once, with the language they read; the program's, where it is not known.
pub(crate) async fn readers(store: &Store, settings: &Settings) -> anyhow::Result<Vec<(program::Email, String)>> {
    let mut seen = BTreeSet::new();
    let mut readers = Vec::new();
    for email in settings.summary_to.iter().filter(|email| seen.insert(email.key())) {
        let person = store.person(email).await?;
        readers.push((email.clone(), person.map_or_else(|| settings.language.clone(), |person| person.language)));
    }
    Ok(readers)
}

/// Where the rows of a closed quarter are kept.
pub(crate) fn kept_of(quarter: Quarter) -> String {
    format!("quarters/{quarter}.parquet")
}

/// Where a quarter's workbook is kept: an edition, in the program's language or another.
pub(crate) fn file_of(quarter: Quarter, edition: Edition, locale: Option<Locale>) -> String {
    format!("quarters/{quarter}/{}", name_of(&quarter.to_string(), edition, locale))
}

/// The name a downloaded or attached workbook has.
pub(crate) fn name_of(period: &str, edition: Edition, locale: Option<Locale>) -> String {
    let public = if edition == Edition::Public { "-public" } else { "" };
    let language = locale.map(|locale| format!("-{}", locale.tag())).unwrap_or_default();
    format!("engagement-summary-{period}{public}{language}.xlsx").replace('–', "-to-")
}
