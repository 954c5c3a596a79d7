//! Making a quarter's summary, and the schedule that does it once the quarter is closed.

use crate::Scheduled;
use crate::columns::{Columns, Person};
use crate::engagement::Engagement;
use crate::workbook::{Cover, StandingRow, workbook};
use chrono::{DateTime, Utc};
use letters::{Figures, Letter};
use polars::prelude::DataFrame;
use program::settings::Step;
use program::{AmbassadorId, Quarter, Standing};
use std::collections::{BTreeMap, HashMap};
use store::Store;
use store::applications::letter_id_for;
use store::outbox::{Draft, Lane};
use store::settings::Versioned;
use words::{Locale, Words};

/// The type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Above this a letter brings a link instead of the file: mail servers refuse what is much larger.
const ATTACHED_UP_TO: usize = 5_000_000;

/// What one quarter amounts to.
#[derive(Debug)]
pub struct Quarterly {
    /// Which quarter.
    pub quarter: Quarter,
    /// Every aggregate.
    pub engagement: Engagement,
    /// Standings by name, none while the quarter is open.
    pub standings: Vec<StandingRow>,
    rows: DataFrame,
}

impl Quarterly {
    /// Reads a quarter's records, page by page into columns, and computes what they amount to.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn of(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<Self> {
        let settings = &versioned.settings;
        let people: HashMap<AmbassadorId, Person> = store
            .all_ambassadors()
            .await?
            .into_iter()
            .map(|ambassador| {
                (ambassador.id, Person { name: ambassador.name.to_string(), country: ambassador.country })
            })
            .collect();
        let mut columns = Columns::new(settings);
        store
            .visit_activities(quarter, &settings.calendar, |activity| {
                if let Some(person) = people.get(&activity.ambassador) {
                    columns.push(activity, person);
                }
            })
            .await?;
        let rows = columns.into_frame()?;
        let calendar = &settings.calendar;
        let engagement = Engagement::of(&rows, calendar.first_day(quarter), calendar.last_day(quarter))?;
        let mut standings: Vec<_> = store
            .standings(quarter)
            .await?
            .into_iter()
            .filter_map(|judged| {
                let person = people.get(&judged.ambassador)?;
                Some(StandingRow { name: person.name.clone(), country: person.country, judgement: judged.judgement })
            })
            .collect();
        standings.sort_by_key(|row| row.name.to_lowercase());
        Ok(Self { quarter, engagement, standings, rows })
    }

    /// The workbook.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn workbook(
        &self,
        versioned: &Versioned,
        made_at: DateTime<Utc>,
        provisional: bool,
    ) -> anyhow::Result<Vec<u8>> {
        let settings = &versioned.settings;
        let cover = Cover {
            program: settings.name.clone(),
            community: settings.community.clone(),
            quarter: self.quarter,
            first_day: settings.calendar.first_day(self.quarter),
            last_day: settings.calendar.last_day(self.quarter),
            made_at,
            provisional,
            settings_version: versioned.version,
            words: Words::new(Locale::of(&settings.language)),
        };
        workbook(&cover, &self.engagement, &self.rows, &self.standings, settings)
    }

    fn figures(&self) -> Figures {
        let count = |standing| {
            let all = self.standings.iter().filter(|row| row.judgement.standing == standing).count();
            u32::try_from(all).unwrap_or(u32::MAX)
        };
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let overview = &self.engagement.overview;
        Figures {
            // A sum of whole counts, which a float holds exactly far beyond any program's reach.
            reach: overview.reach.value.map(|reach| reach as u64),
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

/// Makes the summary of every quarter that is closed and has none yet; how many it made.
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
    tracing::info!(summaries = made, "summaries are made");
    Ok(made)
}

/// The file comes first and the record of it, with the letters, after: cut off between, the next run writes the same
/// file again and the letters once.
async fn make(store: &Store, versioned: &Versioned, quarter: Quarter) -> anyhow::Result<bool> {
    let settings = &versioned.settings;
    let quarterly = Quarterly::of(store, versioned, quarter).await?;
    // The time the quarter closed, not the time of this run: a repeated run makes the same bytes.
    let bytes = quarterly.workbook(versioned, settings.closes_at(quarter), false)?;
    let key = file_of(quarter);
    let attached = bytes.len() <= ATTACHED_UP_TO;
    store.files().put(&key, XLSX, bytes).await?;
    let letter = Letter::Summary { quarter, figures: quarterly.figures(), attached };
    // By letter, so that somebody named twice gets one and stands in nobody's way.
    let letters: BTreeMap<_, _> = settings
        .summary_to
        .iter()
        .map(|email| {
            let id = letter_id_for(&format!("summary/{quarter}"), email);
            let draft = Draft::new(&id, Lane::Now, email, &settings.language, &letter);
            (id, if attached { draft.attach(&key) } else { draft })
        })
        .collect();
    let letters: Vec<_> = letters.into_values().collect();
    Ok(store.record_summary(quarter, &key, versioned.version, &letters).await?)
}

fn file_of(quarter: Quarter) -> String {
    format!("quarters/{quarter}/{}", name_of(quarter))
}

/// The name a downloaded or attached workbook has.
pub(crate) fn name_of(quarter: Quarter) -> String {
    format!("engagement-summary-{quarter}.xlsx")
}
