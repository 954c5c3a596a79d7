//! Who gets which letter of a quarter: before it goes out, by the very rule that will decide; afterwards, who got it and
//! when (clauses M7 and R4).
//!
//! Where there are few, everybody is counted and listed in alphabetical order. Of very many a page says no more than it
//! reads: some people at a time, as they come.

use axum::extract::{Path, Query, State};
use axum::response::Html;
use chrono::NaiveDate;
use maud::{Markup, html};
use program::check_in::Answer;
use program::reminder::{Because, Known, Notice, Verdict, verdict};
use program::text::alphabetical;
use program::{Activity, Ambassador, AmbassadorId, Quarter};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::Cursor;
use store::outbox::{LetterState, Queued};
use store::quarters::Steps;
use web::kit::{self, Column, Link};
use web::layout::Here;
use web::view::Around;
use web::{Office, Problem, View};
use words::{Words, say};

/// So many people are on one page.
const ON_A_PAGE: usize = 50;

/// So many records are read to count everybody, and no more.
pub(crate) const COUNTED: i32 = 500;
/// So many are read for a page, where there are more.
const SOME: i32 = 50;

/// Which letter is looked at, and where the list goes on.
#[derive(Deserialize)]
pub(crate) struct Look {
    #[serde(default)]
    letter: u8,
    #[serde(default)]
    from: usize,
    after: Option<String>,
}

pub(crate) async fn show(
    State(office): State<Office>,
    view: View,
    Path(quarter): Path<Quarter>,
    Query(look): Query<Look>,
) -> Result<Html<String>, Problem> {
    let settings = view.settings();
    if !settings.has_begun(quarter, view.today()) {
        return Err(Problem::NotFound);
    }
    let after = look.after.as_deref();
    let after = after.map(|text| office.store().place_in_ambassadors(text).ok_or(Problem::Unreadable)).transpose()?;
    let everybody = Everybody::read(&office, &view, quarter, after).await?;
    let mut letters = Vec::new();
    for number in 0..=u8::try_from(settings.reminder_days.len()).unwrap_or(u8::MAX) {
        letters.push(OneLetter::read(&office, &view, quarter, notice(number), &everybody).await?);
    }
    let words = view.words;
    let title = say!(words, "preview-title", quarter = quarter.to_string());
    let path = format!("/team/quarters/{quarter}/letters");
    let body = html! {
        (kit::heading(&title, Some(&say!(words, "preview-lead"))))
        @if !everybody.is_all { p { (say!(words, "preview-many")) } }
        @for letter in &letters { (letter.card(&view, &path, everybody.is_all)) }
        @if let Some(letter) = letters.get(usize::from(look.letter)) {
            @if everybody.is_all { (letter.list(words, &path, &look)) } @else { (letter.some(words, &path, &look, &everybody)) }
        }
        p { (Link::new(format!("/team/quarters/{quarter}"), say!(words, "desk-quarter-link", quarter = quarter.to_string()))) }
    };
    Ok(view.page(&Around::new(&title, Here::Quarters), body))
}

fn notice(number: u8) -> Notice {
    match number {
        0 => Notice::CheckIn,
        number => Notice::Reminder(number),
    }
}

fn name(words: Words, notice: Notice) -> String {
    match notice {
        Notice::CheckIn => say!(words, "preview-check-in"),
        Notice::Reminder(number) => say!(words, "preview-reminder", number = u32::from(number)),
    }
}

/// Everybody, or some of very many, in alphabetical order, with what the rule asks about them.
struct Everybody {
    ambassadors: Vec<Ambassador>,
    activities: BTreeMap<AmbassadorId, Vec<Activity>>,
    without_reminders: BTreeSet<AmbassadorId>,
    nothing_this_time: BTreeSet<AmbassadorId>,
    steps: Steps,
    today: NaiveDate,
    /// Whether there are no others.
    is_all: bool,
    /// Where the others go on.
    next: Option<Cursor>,
}

impl Everybody {
    async fn read(office: &Office, view: &View, quarter: Quarter, after: Option<Cursor>) -> Result<Self, Problem> {
        let store = office.store();
        let began = after.is_none();
        let (mut ambassadors, mut next) = store.some_ambassadors(if began { COUNTED } else { SOME }, after).await?;
        let is_all = began && next.is_none();
        if began && !is_all {
            (ambassadors, next) = store.some_ambassadors(SOME, None).await?;
        }
        ambassadors.sort_by_cached_key(|ambassador| (alphabetical(ambassador.name.as_str()), ambassador.id));
        let ids: Vec<_> = ambassadors.iter().map(|ambassador| ambassador.id).collect();
        let (activities, nothing_this_time) = match is_all {
            true => told_by_all(office, view, quarter).await?,
            false => told_by(office, quarter, &ids).await?,
        };
        let without_reminders = store.without_reminders(&ids).await?.into_iter().collect();
        let steps = store.steps(quarter).await?;
        let today = view.today();
        Ok(Self { ambassadors, activities, without_reminders, nothing_this_time, steps, today, is_all, next })
    }

    fn known<'a>(&'a self, ambassador: &'a Ambassador) -> Known<'a> {
        Known {
            ambassador,
            activities: self.activities.get(&ambassador.id).map_or(&[], Vec::as_slice),
            today: self.today,
            nothing_this_time: self.nothing_this_time.contains(&ambassador.id),
            wants_reminders: !self.without_reminders.contains(&ambassador.id),
        }
    }
}

/// The activities of each, and who answered to the check-in that there is nothing this time.
pub(crate) type Told = (BTreeMap<AmbassadorId, Vec<Activity>>, BTreeSet<AmbassadorId>);

/// What everybody told, by a walk over the quarter.
pub(crate) async fn told_by_all(office: &Office, view: &View, quarter: Quarter) -> Result<Told, Problem> {
    let store = office.store();
    let mut activities: BTreeMap<_, Vec<_>> = BTreeMap::new();
    store
        .visit_activities(quarter, &view.settings().calendar, |activity| {
            for counts_for in activity.organized_with().chain([activity.ambassador]) {
                activities.entry(counts_for).or_default().push(activity.clone());
            }
        })
        .await?;
    Ok((activities, store.nothing_in(quarter).await?.into_iter().collect()))
}

/// What these told, each asked about alone.
async fn told_by(office: &Office, quarter: Quarter, ids: &[AmbassadorId]) -> Result<Told, Problem> {
    let store = office.store();
    let (mut activities, mut nothing) = (BTreeMap::new(), BTreeSet::new());
    for id in ids {
        activities.insert(*id, store.activities_of(*id).await?);
        let answers = store.check_in_answers(*id).await?;
        let said_so = |(of, answer): &(Quarter, Answer)| *of == quarter && matches!(answer, Answer::Nothing { .. });
        nothing.extend(answers.iter().any(said_so).then_some(*id));
    }
    Ok((activities, nothing))
}

/// What becomes of one letter for one person.
enum Becomes {
    /// It was written at this time, and is where it is.
    Written(String, LetterState),
    /// They would get it.
    Receives,
    /// They would not.
    Spared(Because),
    /// It did not go to them, and will not any more.
    NotSent,
}

/// One letter of the quarter, and what becomes of it for everybody.
struct OneLetter<'a> {
    notice: Notice,
    number: u8,
    due: Option<String>,
    over: bool,
    rows: Vec<(&'a Ambassador, Becomes)>,
}

impl<'a> OneLetter<'a> {
    async fn read(
        office: &Office,
        view: &View,
        quarter: Quarter,
        notice: Notice,
        everybody: &'a Everybody,
    ) -> Result<Self, Problem> {
        let settings = view.settings();
        let (number, due, step, about) = match notice {
            Notice::CheckIn => {
                let due = settings.checks_in_at(quarter);
                (0, Some(due), &everybody.steps.check_in, format!("check-in/{quarter}"))
            }
            Notice::Reminder(number) => {
                let (due, step) = (settings.reminds_at(quarter, number), everybody.steps.reminders.get(&number));
                (number, due, &step.cloned(), format!("reminder/{quarter}/{number}"))
            }
        };
        let later = everybody.steps.reminders.keys().any(|other| *other > number && number > 0);
        let done = step.as_ref().is_some_and(|step| step.done_at.is_some());
        let over = done || later || everybody.steps.closing.is_some();
        let id = |ambassador: &Ambassador| format!("{about}/{}", ambassador.id);
        let mut written = BTreeMap::new();
        // Before the step has begun there is nothing to look for.
        if step.is_some() {
            let ids: Vec<_> = everybody.ambassadors.iter().map(id).collect();
            let letters = office.store().letters(&ids).await?;
            written.extend(letters.into_iter().map(|letter| (letter.id.clone(), letter)));
        }
        let rows = everybody.ambassadors.iter().map(|ambassador| {
            let becomes = match written.get(&id(ambassador)) {
                Some(letter) => Becomes::Written(written_on(view, letter), letter.state),
                None if over => Becomes::NotSent,
                None => match verdict(settings, notice, quarter, &everybody.known(ambassador)) {
                    Verdict::Receives(_) => Becomes::Receives,
                    Verdict::Spared(because) => Becomes::Spared(because),
                },
            };
            (ambassador, becomes)
        });
        let calendar = &settings.calendar;
        let due = due.map(|due| view.words.day(calendar.day(due)));
        Ok(Self { notice, number, due, over, rows: rows.collect() })
    }

    /// The numbers first, where everybody was counted.
    fn card(&self, view: &View, path: &str, is_all: bool) -> Markup {
        let words = view.words;
        let count = |is: &dyn Fn(&Becomes) -> bool| self.rows.iter().filter(|(_, becomes)| is(becomes)).count();
        let written = count(&|becomes| matches!(becomes, Becomes::Written(..)));
        let receive = count(&|becomes| matches!(becomes, Becomes::Receives));
        let spared = Because::ALL
            .map(|because| (because, count(&|becomes| matches!(becomes, Becomes::Spared(other) if *other == because))));
        kit::card(
            &name(words, self.notice),
            html! {
                @if let Some(day) = &self.due {
                    p { @if self.over { (say!(words, "preview-was-due", day = day)) } @else { (say!(words, "preview-due", day = day)) } }
                }
                @if is_all { ul {
                    @if self.over || written > 0 { li { (say!(words, "preview-written", count = written)) } }
                    @if !self.over {
                        li { (say!(words, "preview-receive", count = receive)) }
                        @for (because, count) in spared.into_iter().filter(|(_, count)| *count > 0) {
                            li { (say!(words, "preview-spared", count = count, because = words.because(because))) }
                        }
                    }
                } }
                p { (Link::new(format!("{path}?letter={}", self.number), say!(words, "preview-look", letter = name(words, self.notice)))) }
            },
        )
    }

    fn list(&self, words: Words, path: &str, look: &Look) -> Markup {
        let from = look.from.min(self.rows.len());
        let page = |from: usize| format!("{path}?letter={}&from={from}", self.number);
        let start = (from > 0).then(|| page(0));
        let next = (from + ON_A_PAGE < self.rows.len()).then(|| page(from + ON_A_PAGE));
        let caption = say!(words, "preview-caption", letter = name(words, self.notice));
        self.table(words, &caption, from, (start, next))
    }

    /// Some of very many, and the way on to the others.
    fn some(&self, words: Words, path: &str, look: &Look, everybody: &Everybody) -> Markup {
        let start = look.after.is_some().then(|| format!("{path}?letter={}", self.number));
        let next = everybody.next.as_ref().map(|cursor| {
            let after: String = form_urlencoded::byte_serialize(cursor.to_text().as_bytes()).collect();
            format!("{path}?letter={}&after={after}", self.number)
        });
        let caption = say!(words, "preview-caption-some", letter = name(words, self.notice));
        self.table(words, &caption, 0, (start, next))
    }

    fn table(
        &self,
        words: Words,
        caption: &str,
        from: usize,
        (start, next): (Option<String>, Option<String>),
    ) -> Markup {
        let columns = [Column::text(say!(words, "team-name")), Column::text(say!(words, "preview-becomes"))];
        let shown = self.rows.iter().skip(from).take(ON_A_PAGE);
        let rows: Vec<_> = shown
            .map(|(ambassador, becomes)| {
                vec![
                    html! { (Link::new(format!("/team/ambassadors/{}", ambassador.id), ambassador.name.as_str())) },
                    html! { (said(words, becomes)) },
                ]
            })
            .collect();
        html! {
            @if rows.is_empty() && next.is_none() {
                (kit::empty(&say!(words, "ambassadors-empty"), &say!(words, "ambassadors-empty-more"), None))
            } @else {
                (kit::table(caption, &columns, &rows))
            }
            (kit::pager(words, start.as_deref(), next.as_deref()))
        }
    }
}

/// The day a letter was written, where the program is.
fn written_on(view: &View, letter: &Queued) -> String {
    let at = letter.queued_at.parse();
    at.map_or_else(|_| letter.queued_at.clone(), |at| view.words.day(view.settings().calendar.day(at)))
}

fn said(words: Words, becomes: &Becomes) -> String {
    match becomes {
        Becomes::Written(day, LetterState::Sent) => say!(words, "preview-sent", day = day),
        Becomes::Written(_, LetterState::Waiting | LetterState::Sending) => say!(words, "preview-on-its-way"),
        Becomes::Written(_, LetterState::Doubt | LetterState::Refused | LetterState::Held | LetterState::Dropped) => {
            say!(words, "preview-in-question")
        }
        Becomes::Receives => say!(words, "preview-receives"),
        Becomes::Spared(because) => words.because(*because),
        Becomes::NotSent => say!(words, "preview-not-sent"),
    }
}
