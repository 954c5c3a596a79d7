//! Applications: taken in once, confirmed, decided by a person.

use crate::ambassadors::AmbassadorItem;
use crate::audit::{Actor, Entry, print};
use crate::commit::LETTER;
use crate::outbox::Draft;
use crate::people::{CLAIM, Person};
use crate::{Cursor, Error, Query, Range, Result, Store, secret, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::application::{Consent, Submission};
use program::{
    Ambassador, AmbassadorId, AmbassadorState, Application, ApplicationId, ApplicationState, Calendar, Decision,
    Outcome, PersonId, Role, Territory,
};
use serde::{Deserialize, Serialize};

/// The one tranche of a program that decides as applications come.
const ROLLING: &str = "rolling";
const ENTRY: &str = "application";

#[derive(Clone, Serialize, Deserialize)]
struct ApplicationItem {
    application_id: ApplicationId,
    entry: String,
    tranche: String,
    /// State and time, which is how a board is read.
    place_on_board: String,
    person: PersonId,
    submission: Submission,
    /// The hash of what was posted, to tell a repeated form from another one (requirement N1).
    posted: String,
    language: String,
    consent: Consent,
    state: ApplicationState,
    submitted_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<Decision>,
    version: u64,
}

impl ApplicationItem {
    fn of(application: &Application, posted: &str, version: u64) -> Self {
        Self {
            application_id: application.id,
            entry: ENTRY.to_owned(),
            tranche: ROLLING.to_owned(),
            place_on_board: format!(
                "{}#{}#{}",
                application.state.name(),
                stamp(application.submitted_at),
                application.id
            ),
            person: application.person,
            submission: application.submission.clone(),
            posted: posted.to_owned(),
            language: application.language.clone(),
            consent: application.consent.clone(),
            state: application.state,
            submitted_at: application.submitted_at,
            confirmed_at: application.confirmed_at,
            decision: application.decision.clone(),
            version,
        }
    }
}

/// An application with the version it was read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The entity.
    pub value: T,
    /// Its version; an edit is conditional on it (requirement N3).
    pub version: u64,
}

impl<T> Stored<T> {
    /// The version a form is about: the one it was made from, when it comes back with something wrong, so that a change
    /// made meanwhile still meets it.
    pub fn version_of(&self, typed: &program::Form) -> String {
        match typed.get("version") {
            "" => self.version.to_string(),
            version => version.to_owned(),
        }
    }
}

impl From<ApplicationItem> for Stored<Application> {
    fn from(item: ApplicationItem) -> Self {
        let value = Application {
            id: item.application_id,
            person: item.person,
            submission: item.submission,
            language: item.language,
            consent: item.consent,
            state: item.state,
            submitted_at: item.submitted_at,
            confirmed_at: item.confirmed_at,
            decision: item.decision,
        };
        Self { value, version: item.version }
    }
}

/// What became of a form that was sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is taken in, now or by the same form sent before.
    Taken,
    /// This person's application is with us already; it stands as it is.
    AlreadyHere(ApplicationId),
    /// Another form was sent under the same key, which only happens when a page was changed after sending it.
    AnotherUnderThisKey,
}

/// A form that was sent in, checked.
#[derive(Clone, Debug)]
pub struct Applying {
    /// The key the form carries, which becomes the application's id: a form sent twice is one application.
    pub id: ApplicationId,
    /// What was written.
    pub submission: Submission,
    /// The language the applicant reads.
    pub language: String,
    /// The version of the consent's wording.
    pub consent_version: u32,
}

impl Store {
    /// Takes an application in: the record, the claim on the address, the receipt and the audit entry, or nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn apply(&self, form: &Applying, receipt: impl Fn(ApplicationId) -> Draft) -> Result<Applied> {
        let posted = print(&form.submission).unwrap_or_default();
        // A few rounds, because another change of the same person may come between reading and writing.
        for _ in 0..4 {
            if let Some(item) = self.application_item(form.id).await? {
                return Ok(if item.posted == posted { Applied::Taken } else { Applied::AnotherUnderThisKey });
            }
            let known = self.person(&form.submission.email).await?;
            match known.as_ref().and_then(|person| person.application) {
                // This very form, taken in since the line above was asked.
                Some(application) if application == form.id => continue,
                Some(application) => return Ok(Applied::AlreadyHere(application)),
                None => {}
            }
            let mut person = known
                .unwrap_or_else(|| Person::new(PersonId::new(self.new_id()), &form.submission.email, &form.language));
            person.name = Some(form.submission.name.as_str().to_owned());
            person.application = Some(form.id);
            person.roles = person.roles.with(Role::Applicant);

            let now = self.clock().now();
            let application = Application {
                id: form.id,
                person: person.id,
                submission: form.submission.clone(),
                language: form.language.clone(),
                consent: Consent { text_version: form.consent_version, language: form.language.clone(), at: now },
                state: ApplicationState::Unconfirmed,
                submitted_at: now,
                confirmed_at: None,
                decision: None,
            };
            let item = ApplicationItem::of(&application, &posted, 1);
            let written = self
                .commit()
                .create("application", Table::Applications, &item)
                .person(&person)
                .letter(&receipt(form.id))
                .audit(Entry {
                    subject: &format!("application#{}", form.id),
                    by: Actor::Person(person.id),
                    what: "apply",
                    before: None,
                    after: print(&item),
                })
                .send()
                .await;
            match written {
                Ok(()) => {
                    self.end_sessions_of(person.id).await?;
                    return Ok(Applied::Taken);
                }
                Err(Error::Conflict("application" | CLAIM)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(CLAIM))
    }

    async fn application_item(&self, id: ApplicationId) -> Result<Option<ApplicationItem>> {
        self.get(Table::Applications, &[("application_id", &id.to_string()), ("entry", ENTRY)]).await
    }

    /// An application.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Stored<Application>>> {
        Ok(self.application_item(id).await?.map(Stored::from))
    }

    /// Where a page of the board goes on, as its address says it; none for what is no place on this board.
    pub fn place_on_board(&self, state: ApplicationState, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        let here = cursor.0.len() == 4
            && part("tranche").is_some_and(|tranche| tranche == ROLLING)
            && part("place_on_board").is_some_and(|place| place.starts_with(&format!("{}#", state.name())))
            && part("application_id").is_some_and(|id| id.parse::<ApplicationId>().is_ok())
            && part("entry").is_some_and(|entry| entry == ENTRY);
        here.then_some(cursor)
    }

    /// One page of the board: applications in one state, oldest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn board(
        &self,
        state: ApplicationState,
        page: i32,
        after: Option<Cursor>,
    ) -> Result<(Vec<Application>, Option<Cursor>)> {
        let prefix = format!("{}#", state.name());
        let query = Query::of(Table::Applications, ("tranche", ROLLING))
            .index("by_tranche")
            .range(Range::StartsWith("place_on_board", &prefix))
            .limit(page);
        let (items, next) = self.page::<ApplicationItem>(query, after).await?;
        Ok((items.into_iter().map(|item| Stored::from(item).value).collect(), next))
    }

    /// The applicant confirmed the address; again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn confirm(&self, id: ApplicationId) -> Result<Option<Application>> {
        for _ in 0..4 {
            let Some(item) = self.application_item(id).await? else { return Ok(None) };
            let before = Stored::from(item.clone()).value;
            let state = before.state.confirm();
            if state == before.state {
                return Ok(Some(before));
            }
            let after = Application { state, confirmed_at: Some(self.clock().now()), ..before };
            let changed = ApplicationItem::of(&after, &item.posted, item.version + 1);
            let written = self
                .commit()
                .replace("application", Table::Applications, &changed, item.version)
                .audit(Entry {
                    subject: &format!("application#{id}"),
                    by: Actor::Person(after.person),
                    what: "confirm the address",
                    before: print(&item),
                    after: print(&changed),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(Some(after)),
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict("application"))
    }

    /// Records a decision; where the program is rolling, deciding announces, so the letter is part of it, and an
    /// accepted applicant is an ambassador from this moment.
    ///
    /// `decided` has its new state and decision already; `version` is the one the organizer saw.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the application has changed since (requirement N3).
    pub async fn decide(&self, decided: &Application, version: u64, calendar: Calendar, letter: &Draft) -> Result<()> {
        let Some(decision) = &decided.decision else { return Err(Error::Conflict("application")) };
        let item = self.application_item(decided.id).await?.filter(|item| item.version == version);
        let Some(item) = item else { return Err(Error::Conflict("application")) };
        let changed = ApplicationItem::of(decided, &item.posted, version + 1);
        let mut commit = self.commit().replace("application", Table::Applications, &changed, version).letter(letter);
        if decision.outcome == Outcome::Accept {
            let Some(mut person) = self.person(&decided.submission.email).await? else {
                return Err(Error::Conflict(CLAIM));
            };
            let ambassador = self.welcome(decided, calendar.day(decision.at));
            person.ambassador = Some(ambassador.id);
            person.roles = person.roles.with(Role::Ambassador);
            commit =
                commit.create("ambassador", Table::Ambassadors, &AmbassadorItem::of(&ambassador, 1)).person(&person);
        }
        commit
            .audit(Entry {
                subject: &format!("application#{}", decided.id),
                by: Actor::Person(decision.by),
                what: decision.outcome.name(),
                before: print(&item),
                after: print(&changed),
            })
            .send()
            .await
            .map_err(|error| match error {
                // The letter of a decision exists only if the decision does.
                Error::Conflict(LETTER) => Error::Conflict("application"),
                other => other,
            })?;
        self.end_sessions_of(decided.person).await
    }

    /// The ambassador an accepted applicant becomes. The id comes from the application, so nobody becomes two.
    fn welcome(&self, application: &Application, today: chrono::NaiveDate) -> Ambassador {
        Ambassador {
            id: AmbassadorId::new(application.id.uuid()),
            person: application.person,
            name: application.submission.name.clone(),
            email: application.submission.email.clone(),
            country: application.submission.country,
            territory: Territory::of(application.submission.country),
            region: None,
            language: application.language.clone(),
            state: AmbassadorState::Active,
            since: today,
            application: application.id,
        }
    }
}

/// The id of the letter that follows from something happening to an application.
pub fn letter_id(what: &str, application: ApplicationId) -> String {
    format!("{what}/{application}")
}

/// The id of a letter to an address about something, which does not show the address.
pub fn letter_id_for(what: &str, email: &program::Email) -> String {
    format!("{what}/{}", secret::hash(email.key().as_bytes()))
}
