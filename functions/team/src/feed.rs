//! Calendar feeds (clause M22): what a calendar program gets under a secret link, and the team's page about its own.

mod ics;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use ics::{Event, When};
use program::activity::Span;
use program::text::Name;
use program::{Activity, ActivityState, Ambassador, AmbassadorId, Place, Quarter, Settings, Slot, SlotKind};
use std::collections::BTreeMap;
use store::Secret;
use store::feeds::{Feed, FeedReader};
use web::feed_link::{self, FeedPlace};
use web::layout::Here;
use web::{Office, Organizer, Problem, SignedIn, View};
use words::{Locale, Words, say};

const TEAM: FeedPlace = FeedPlace { path: "/team/calendar", here: Here::Team };

pub(crate) async fn explain(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
) -> Result<Html<String>, Problem> {
    feed_link::explain(&office, &view, TEAM, &reader(&view)?, by.person).await
}

pub(crate) async fn make(
    State(office): State<Office>,
    view: View,
    by: SignedIn<Organizer>,
) -> Result<Html<String>, Problem> {
    feed_link::make(&office, &view, TEAM, reader(&view)?, by.person).await
}

fn reader(view: &View) -> Result<FeedReader, Problem> {
    let session = view.session.as_ref().ok_or(Problem::SignIn)?;
    Ok(FeedReader::Team { email: session.email.clone() })
}

/// The calendar itself. Who has no part in the program any more has no calendar here either.
pub(crate) async fn calendar(
    State(office): State<Office>,
    view: View,
    Path(file): Path<String>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let token = Secret::new(file.strip_suffix(".ics").ok_or(Problem::NotFound)?);
    let feed = office.store().feed(&token).await?.ok_or(Problem::NotFound)?;
    let dates = Dates::of(&office, &view, &feed);
    let (name, events) = match &feed.reader {
        FeedReader::Ambassador { ambassador } => dates.own(*ambassador).await?,
        FeedReader::Team { email } => {
            let person = office.store().person(email).await?.ok_or(Problem::NotFound)?;
            if !person.roles.has(program::Role::Organizer) {
                return Err(Problem::NotFound);
            }
            dates.of_the_team().await?
        }
    };
    Ok(answer(&ics::calendar(&name, &events), &asked))
}

/// The calendar, or that it is still the one the program has. It says of itself that nobody else may keep it.
fn answer(text: &str, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", store::secret::hash(text.as_bytes()));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let kind = "text/calendar; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::ETAG, tag)], text.to_owned()).into_response()
}

/// What goes into feeds, in the words of one reader.
struct Dates<'a> {
    office: &'a Office,
    view: &'a View,
    words: Words,
    host: &'a str,
}

impl<'a> Dates<'a> {
    fn of(office: &'a Office, view: &'a View, feed: &Feed) -> Self {
        let origin = office.public_url().origin();
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        Self { office, view, words: Words::new(Locale::of(&feed.language)), host }
    }

    fn settings(&self) -> &Settings {
        self.view.settings()
    }

    /// An ambassador's own dates. In a quarter they pause in, no deadline is theirs (clause C3).
    async fn own(&self, id: AmbassadorId) -> Result<(String, Vec<Event>), Problem> {
        let store = self.office.store();
        let ambassador = store.ambassador(id).await?.filter(|ambassador| ambassador.state.takes_part());
        let ambassador = ambassador.ok_or(Problem::NotFound)?;
        let mut events = self.deadlines(|quarter| self.concerns(&ambassador, quarter));
        let versions = store.activity_versions_of(id).await?;
        for activity in store.activities_of(id).await? {
            events.extend(self.activity(&activity, versions.changes_of(activity.id), None));
        }
        for call in store.slots(SlotKind::Call).await? {
            events.push(self.slot(&call, call.details.title.as_str().to_owned(), None));
        }
        for session in store.slots(SlotKind::Session).await?.iter().filter(|session| session.is_hosted_by(id)) {
            let summary = say!(self.words, "feed-session", title = session.details.title.as_str());
            events.push(self.slot(session, summary, None));
        }
        Ok((say!(self.words, "feed-name-me", program = self.settings().name.as_str()), events))
    }

    /// Everybody's dates.
    async fn of_the_team(&self) -> Result<(String, Vec<Event>), Problem> {
        let store = self.office.store();
        let mut events = self.deadlines(|_| true);
        events.extend(self.rounds());
        let ambassadors = store.all_ambassadors().await?;
        let names: BTreeMap<_, _> =
            ambassadors.into_iter().map(|ambassador| (ambassador.id, ambassador.name)).collect();
        let calendar = &self.settings().calendar;
        let this = calendar.quarter_of(self.view.today());
        for quarter in [this, calendar.next(this)] {
            let versions = store.activity_versions_in(quarter, calendar).await?;
            let mut activities = Vec::new();
            store.visit_activities(quarter, calendar, |activity| activities.push(activity.clone())).await?;
            activities.sort_by_key(|activity| (activity.plan.starts_on, activity.id));
            events.extend(activities.iter().flat_map(|activity| {
                self.activity(activity, versions.changes_of(activity.id), names.get(&activity.ambassador))
            }));
        }
        for call in store.slots(SlotKind::Call).await? {
            events.push(self.slot(&call, call.details.title.as_str().to_owned(), None));
        }
        for session in store.slots(SlotKind::Session).await? {
            let hosts: Vec<_> =
                session.hosts.iter().filter_map(|host| names.get(&host.ambassador)).map(Name::as_str).collect();
            let hosts = match hosts.as_slice() {
                [] => say!(self.words, "feed-session-no-hosts"),
                hosts => say!(self.words, "feed-session-hosts", names = hosts.join(", ")),
            };
            events.push(self.slot(&session, session.details.title.as_str().to_owned(), Some(hosts)));
        }
        Ok((say!(self.words, "feed-name-team", program = self.settings().name.as_str()), events))
    }

    fn concerns(&self, ambassador: &Ambassador, quarter: Quarter) -> bool {
        let calendar = &self.settings().calendar;
        let (first, last) = (calendar.first_day(quarter), calendar.last_day(quarter));
        ambassador.since <= last && ambassador.pauses_between(first, last).is_empty()
    }

    /// The days of a quarter that something is due on: of this one, the next one, and the one before while its reports
    /// count.
    fn deadlines(&self, concerns: impl Fn(Quarter) -> bool) -> Vec<Event> {
        let (settings, words) = (self.settings(), self.words);
        let calendar = &settings.calendar;
        let this = calendar.quarter_of(self.view.today());
        let open = |quarter: &Quarter| {
            *quarter >= settings.first_quarter() && self.view.now < settings.closes_at(*quarter) && concerns(*quarter)
        };
        let quarters = [calendar.previous(this), this, calendar.next(this)].into_iter().filter(open);
        quarters
            .flat_map(|quarter| {
                let name = quarter.to_string();
                [
                    (
                        "check-in",
                        calendar.day(settings.checks_in_at(quarter)),
                        say!(words, "feed-check-in", quarter = &name),
                    ),
                    ("last-day", calendar.last_day(quarter), say!(words, "feed-last-day", quarter = &name)),
                    (
                        "reports",
                        settings.last_day_of_grace(quarter),
                        say!(words, "feed-last-day-of-reports", quarter = &name),
                    ),
                ]
                .map(|(what, day, summary)| self.day(&format!("{what}-{name}"), day, summary))
            })
            .collect()
    }

    /// When rounds of applications close and when their answers are expected (clause O3).
    fn rounds(&self) -> Vec<Event> {
        let words = self.words;
        let tranches = self.settings().tranches.iter();
        tranches
            .flat_map(|tranche| {
                let round = tranche.label.as_str();
                [
                    ("closes", tranche.closes_on, say!(words, "feed-tranche-closes", round = round)),
                    ("announced", tranche.announces_on, say!(words, "feed-tranche-announced", round = round)),
                ]
                .map(|(what, day, summary)| self.day(&format!("round-{}-{what}", tranche.key), day, summary))
            })
            .collect()
    }

    /// A day that the settings name, so that it changes with them.
    fn day(&self, name: &str, day: chrono::NaiveDate, summary: String) -> Event {
        Event {
            uid: self.uid(name),
            sequence: self.view.versioned.version,
            // Nobody wrote it down at a time of its own, and it is to read the same each time.
            stamp: self.settings().calendar.midnight(self.settings().started_on),
            changed_at: None,
            when: When::Days(day, day),
            summary,
            place: None,
            description: None,
            url: None,
            is_cancelled: false,
        }
    }

    /// An event for each date of it; the first keeps its name when others are added.
    fn activity(&self, activity: &Activity, changes: u64, by: Option<&Name>) -> Vec<Event> {
        let plan = &activity.plan;
        let title = plan.title.as_str();
        let name = |number: usize| match number {
            0 => format!("activity-{}", activity.id),
            number => format!("activity-{}-{}", activity.id, number + 1),
        };
        let event = |(number, date): (usize, Span)| Event {
            uid: self.uid(&name(number)),
            sequence: changes,
            stamp: activity.planned_at,
            changed_at: None,
            when: When::Days(date.first, date.last),
            summary: match by {
                Some(name) => say!(self.words, "feed-by", title = title, name = name.as_str()),
                None => title.to_owned(),
            },
            place: Some(self.place(&plan.place)),
            description: plan.notes.as_ref().map(|notes| notes.as_str().to_owned()),
            url: plan.links.first().map(ToString::to_string),
            is_cancelled: activity.state == ActivityState::Cancelled,
        };
        plan.dates().into_iter().enumerate().map(event).collect()
    }

    fn slot(&self, slot: &Slot, summary: String, more: Option<String>) -> Event {
        let details = &slot.details;
        let said = details.words.as_ref().map(|words| words.as_str().to_owned());
        let description: Vec<_> = [said, more].into_iter().flatten().collect();
        Event {
            uid: self.uid(&format!("{}-{}", slot.kind.name(), slot.id)),
            sequence: slot.revision.saturating_sub(1),
            stamp: slot.changed_at,
            changed_at: Some(slot.changed_at),
            when: When::Time(details.starts_at, details.ends_at()),
            summary,
            place: Some(details.link.as_str().to_owned()),
            description: (!description.is_empty()).then(|| description.join("\n\n")),
            url: Some(details.link.as_str().to_owned()),
            is_cancelled: slot.is_cancelled,
        }
    }

    fn uid(&self, name: &str) -> String {
        format!("{name}@{}", self.host)
    }

    fn place(&self, place: &Place) -> String {
        let somewhere = [place.city().map(|city| city.as_str()), place.country().map(|country| country.name())];
        let somewhere = somewhere.into_iter().flatten().collect::<Vec<_>>().join(", ");
        match place {
            Place::Online => say!(self.words, "place-online"),
            Place::InPerson { .. } => somewhere,
            Place::Both { .. } => say!(self.words, "place-both-in", place = somewhere),
        }
    }
}
