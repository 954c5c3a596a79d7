//! Applications: taken in once, confirmed, changed and withdrawn by the applicant, decided by a person, announced.

use crate::ambassadors::AmbassadorItem;
use crate::announcing::{ANNOUNCEMENT, announcement_key};
use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, LETTER};
use crate::drafts::{PUT_ASIDE, form_key};
use crate::outbox::Draft;
use crate::people::{CLAIM, Person};
use crate::{Cursor, Error, Query, Range, Result, Store, secret, stamp, tables::Table};
use chrono::{DateTime, Utc};
use program::application::{Consent, NotPossible, Submission};
use program::text::Name;
use program::{
    Ambassador, AmbassadorId, AmbassadorState, Application, ApplicationId, ApplicationState, Calendar, Column, Country,
    Decision, Email, Language, LoadDelta, PersonId, Role, Round, Score, Settings, Territory,
};
use serde::{Deserialize, Serialize};

const ENTRY: &str = "application";
const MAILBOX: &str = "mailbox";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ApplicationItem {
    application_id: ApplicationId,
    entry: String,
    tranche: Round,
    #[serde(flatten)]
    places: Places,
    person: PersonId,
    submission: Submission,
    /// The hash of what was posted, to tell a repeated form from another one (requirement N1).
    posted: String,
    language: String,
    consent: Consent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nominated_by: Option<Name>,
    territory: Territory,
    state: ApplicationState,
    submitted_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending: Option<Decision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<Decision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Decision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<Score>,
    #[serde(default)]
    scored_by: u32,
    /// Goes up with every change but a review: what a form is about.
    revision: u64,
    pub(crate) version: u64,
}

/// Where an application stands in each order the board can be read in; every one begins with its column.
#[derive(Clone, Serialize, Deserialize)]
struct Places {
    place_on_board: String,
    place_by_score: String,
    place_by_territory: String,
    place_by_language: String,
}

impl Places {
    fn of(application: &Application) -> Self {
        let (column, id) = (application.state.column().name(), application.id);
        let sent = stamp(application.submitted_at);
        let score = application.score.map_or(0, Score::hundredths);
        let language = application.submission.languages.first().map_or("-", |language| language.code());
        Self {
            place_on_board: format!("{column}#{sent}#{id}"),
            place_by_score: format!("{column}#{score:04}#{id}"),
            place_by_territory: format!("{column}#{}#{sent}#{id}", application.territory),
            place_by_language: format!("{column}#{language}#{sent}#{id}"),
        }
    }
}

impl ApplicationItem {
    fn of(application: &Application, posted: &str, revision: u64, version: u64) -> Self {
        Self {
            application_id: application.id,
            entry: ENTRY.to_owned(),
            tranche: application.round.clone(),
            places: Places::of(application),
            person: application.person,
            submission: application.submission.clone(),
            posted: posted.to_owned(),
            language: application.language.clone(),
            consent: application.consent.clone(),
            nominated_by: application.nominated_by.clone(),
            territory: application.territory.clone(),
            state: application.state,
            submitted_at: application.submitted_at,
            confirmed_at: application.confirmed_at,
            edited_at: application.edited_at,
            pending: application.pending.clone(),
            decision: application.decision.clone(),
            earlier: application.earlier.clone(),
            score: application.score,
            scored_by: application.scored_by,
            revision,
            version,
        }
    }

    /// The item after a change people see.
    fn changed(&self, application: &Application) -> Self {
        Self::of(application, &self.posted, self.revision + 1, self.version + 1)
    }

    /// The item after a review, which changes nothing a form is about.
    pub(crate) fn scored(&self, score: Option<Score>, scored_by: u32) -> Self {
        let application = Application { score, scored_by, ..Stored::from(self.clone()).value };
        Self::of(&application, &self.posted, self.revision, self.version + 1)
    }
}

/// An entity with the version it was read in.
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
            nominated_by: item.nominated_by,
            territory: item.territory,
            round: item.tranche,
            state: item.state,
            submitted_at: item.submitted_at,
            confirmed_at: item.confirmed_at,
            edited_at: item.edited_at,
            pending: item.pending,
            decision: item.decision,
            earlier: item.earlier,
            score: item.score,
            scored_by: item.scored_by,
        };
        Self { value, version: item.revision }
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

/// Whose key a form carries, and so what it says that the key was used before (requirement N1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOf {
    /// A page of ours, which was made with it: another form under it is told as such.
    OurPage,
    /// A page of another site, which may give one to everybody: another form under it is one more by somebody who has
    /// applied, and nobody learns from it that they have (requirement S2).
    AnotherSite,
    /// A program, which sends again by itself: what it sends again stays the application that was taken back.
    Program,
}

/// A form that was sent in, checked.
#[derive(Clone, Debug)]
pub struct Applying {
    /// The key the form carries, which becomes the application's id: a form sent twice is one application.
    pub id: ApplicationId,
    /// Whose key that is.
    pub key_of: KeyOf,
    /// What was written.
    pub submission: Submission,
    /// The language the applicant reads.
    pub language: String,
    /// The version of the consent's wording.
    pub consent_version: u32,
    /// The round it goes into.
    pub round: Round,
    /// Who proposed them, if somebody did.
    pub nominated_by: Option<Name>,
    /// Whether an address with a plus-tag is the same person as the one without (clause R2).
    pub plus_tags_are_one: bool,
}

/// What there is under the key of a form.
enum UnderKey {
    /// Nothing, so that this is the id of what it says.
    Nothing(ApplicationId),
    /// An application, and what the form is beside it.
    There(Applied),
}

/// The claim on a mailbox whatever plus-tag its address carries.
#[derive(Serialize, Deserialize)]
struct MailboxItem {
    key: String,
    application: ApplicationId,
}

fn mailbox(email: &Email) -> String {
    format!("{MAILBOX}#{}", email.key_without_tag())
}

/// Why a change of an application did not happen.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// A rule is in the way.
    #[error(transparent)]
    Rule(#[from] NotPossible),
    /// There is no such application.
    #[error("there is no such application")]
    Unknown,
    /// It is not as it was when the form was made: this is how it is now (requirement N3).
    #[error("the application has changed since")]
    Changed(Box<Application>),
    /// The tranche's decisions are being announced, so that none is taken any more.
    #[error("the tranche is announced")]
    Announced,
    /// The store could not be asked.
    #[error(transparent)]
    Store(#[from] Error),
}

/// The order a board is read in, and what it is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// The longest waiting first.
    Sent,
    /// The highest score first.
    Score,
    /// One territory's, the longest waiting first; all of a country's, by region, when it is a country.
    Territory(Box<Territory>),
    /// Those who use this language most, the longest waiting first.
    Language(Language),
}

/// One column of a board in one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The round.
    pub round: Round,
    /// The column.
    pub column: Column,
    /// The order.
    pub order: Order,
}

impl Board {
    fn index(&self) -> (&'static str, &'static str) {
        match self.order {
            Order::Sent => ("by_tranche", "place_on_board"),
            Order::Score => ("by_score", "place_by_score"),
            Order::Territory(_) => ("by_territory", "place_by_territory"),
            Order::Language(_) => ("by_language", "place_by_language"),
        }
    }

    fn start(&self) -> String {
        let column = self.column.name();
        match &self.order {
            Order::Sent | Order::Score => format!("{column}#"),
            // A country's code begins the keys of its regions, and no other country's.
            Order::Territory(territory) if territory.region().is_none() => format!("{column}#{territory}"),
            Order::Territory(territory) => format!("{column}#{territory}#"),
            Order::Language(language) => format!("{column}#{}#", language.code()),
        }
    }

    /// Where a page of it goes on, as its address says it; none for what is no place on this board.
    pub fn place(&self, text: &str) -> Option<Cursor> {
        let cursor = Cursor::from_text(text)?;
        let part = |name: &str| cursor.0.get(name).and_then(|value| value.as_s().ok());
        // DynamoDB takes 1,024 bytes of a sort key, and every key of ours is shorter.
        let fits = cursor.0.values().all(|value| value.as_s().is_ok_and(|text| text.len() <= 1_024));
        let here = cursor.0.len() == 4
            && fits
            && part("tranche").is_some_and(|tranche| tranche == self.round.key())
            && part(self.index().1).is_some_and(|place| place.starts_with(&self.start()))
            && part("application_id").is_some_and(|id| id.parse::<ApplicationId>().is_ok())
            && part("entry").is_some_and(|entry| entry == ENTRY);
        here.then_some(cursor)
    }
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
            let id = match self.under_key(form, &posted).await? {
                UnderKey::Nothing(id) => id,
                UnderKey::There(applied) => return Ok(applied),
            };
            let known = self.person(&form.submission.email).await?;
            let theirs = match known.as_ref().and_then(|person| person.application) {
                None if form.plus_tags_are_one => self.application_of_claim(&mailbox(&form.submission.email)).await?,
                application => application,
            };
            match theirs {
                // This very form, taken in since the line above was asked.
                Some(application) if application == id => continue,
                Some(application) => return Ok(Applied::AlreadyHere(application)),
                None => {}
            }
            let mut person = known
                .unwrap_or_else(|| Person::new(PersonId::new(self.new_id()), &form.submission.email, &form.language));
            // Nobody has shown yet that the address is theirs. So whoever stands in the team's pages keeps their name, and
            // nobody becomes an applicant or is signed out before the address is confirmed.
            if !person.is_more_than_an_applicant() {
                person.name = Some(form.submission.name.as_str().to_owned());
            }
            person.application = Some(id);

            let split = self.split_of(form.submission.country).await?.value;
            let application = self.new_application(form, id, person.id, form.submission.territory(&split));
            let item = ApplicationItem::of(&application, &posted, 1, 1);
            let mut commit = self
                .commit()
                .create("application", Table::Applications, &item)
                .person(&person)
                .letter(&receipt(id))
                .remove(PUT_ASIDE, Table::Access, &[("key", &form_key(form.id))])
                .audit(Entry {
                    subject: &format!("application#{id}"),
                    by: Actor::Person(person.id),
                    what: "apply",
                    before: None,
                    after: print(&item),
                });
            if form.plus_tags_are_one {
                let claim = MailboxItem { key: mailbox(&form.submission.email), application: id };
                commit = commit.create(MAILBOX, Table::Access, &claim);
            }
            match commit.send().await {
                Ok(()) => return Ok(Applied::Taken),
                Err(Error::Conflict("application" | CLAIM | MAILBOX)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(CLAIM))
    }

    /// What there is under the key of a form. An application that was taken back is not in the way of another: each has the
    /// id that the one before it leads to, so that doing this twice meets itself.
    async fn under_key(&self, form: &Applying, posted: &str) -> Result<UnderKey> {
        let mut id = form.id;
        loop {
            let Some(item) = self.application_item(id).await? else { return Ok(UnderKey::Nothing(id)) };
            let same = item.posted == posted;
            let taken_back = item.state == ApplicationState::Withdrawn;
            id = match form.key_of {
                KeyOf::Program if same => return Ok(UnderKey::There(Applied::Taken)),
                _ if taken_back => ApplicationId::new(secret::id_of(&format!("after\n{id}"))),
                _ if same => return Ok(UnderKey::There(Applied::Taken)),
                KeyOf::AnotherSite => return Ok(UnderKey::There(Applied::AlreadyHere(id))),
                KeyOf::OurPage | KeyOf::Program => return Ok(UnderKey::There(Applied::AnotherUnderThisKey)),
            };
        }
    }

    fn new_application(
        &self,
        form: &Applying,
        id: ApplicationId,
        person: PersonId,
        territory: Territory,
    ) -> Application {
        let now = self.clock().now();
        Application {
            id,
            person,
            submission: form.submission.clone(),
            language: form.language.clone(),
            consent: Consent { text_version: form.consent_version, language: form.language.clone(), at: now },
            nominated_by: form.nominated_by.clone(),
            territory,
            round: form.round.clone(),
            state: ApplicationState::Unconfirmed,
            submitted_at: now,
            confirmed_at: None,
            edited_at: None,
            pending: None,
            decision: None,
            earlier: Vec::new(),
            score: None,
            scored_by: 0,
        }
    }

    async fn application_of_claim(&self, mailbox: &str) -> Result<Option<ApplicationId>> {
        let claim: Option<MailboxItem> = self.get(Table::Access, &[("key", mailbox)]).await?;
        Ok(claim.map(|claim| claim.application))
    }

    /// The application of whoever has this address, in whatever spelling they gave it where plus-tags are one person
    /// (clause R2).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn application_of(&self, email: &Email, settings: &Settings) -> Result<Option<Application>> {
        let id = match self.person(email).await?.and_then(|person| person.application) {
            None if settings.plus_tags_are_one => self.application_of_claim(&mailbox(email)).await?,
            application => application,
        };
        let Some(id) = id else { return Ok(None) };
        Ok(self.application(id).await?.map(|stored| stored.value))
    }

    pub(crate) async fn application_item(&self, id: ApplicationId) -> Result<Option<ApplicationItem>> {
        self.get(Table::Applications, &[("application_id", &id.to_string()), ("entry", ENTRY)]).await
    }

    /// An application.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Stored<Application>>> {
        Ok(self.application_item(id).await?.map(Stored::from))
    }

    /// One page of a board: one query, and no more of it than is shown.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn board(
        &self,
        board: &Board,
        page: i32,
        after: Option<Cursor>,
    ) -> Result<(Vec<Application>, Option<Cursor>)> {
        let ((index, range), start) = (board.index(), board.start());
        let query = Query::of(Table::Applications, ("tranche", board.round.key()))
            .index(index)
            .range(Range::StartsWith(range, &start))
            .limit(page);
        let query = if board.order == Order::Score { query.latest_first() } else { query };
        let (items, next) = self.page::<ApplicationItem>(query, after).await?;
        Ok((items.into_iter().map(|item| Stored::from(item).value).collect(), next))
    }

    /// The applicant confirmed the address, and from then on they are one to the program, whatever else they are; again
    /// changes nothing.
    ///
    /// # Errors
    /// [`NotChanged`] when it is gone or the store cannot be asked.
    pub async fn confirm(
        &self,
        id: ApplicationId,
        settings: &Settings,
    ) -> std::result::Result<Application, NotChanged> {
        let now = self.clock().now();
        let change = Change { what: "confirm the address", ..Change::default() };
        self.change(id, change, |application| Ok(application.confirmed(now, settings))).await
    }

    /// The applicant changed what they wrote.
    ///
    /// # Errors
    /// [`NotChanged`] names the rule in the way, or shows what it says now.
    pub async fn edit_application(
        &self,
        id: ApplicationId,
        seen: u64,
        submission: &Submission,
        settings: &Settings,
    ) -> std::result::Result<Application, NotChanged> {
        let now = self.clock().now();
        let split = self.split_of(submission.country).await?.value;
        let change = Change { what: "edit", seen: Some(seen), ..Change::default() };
        self.change(id, change, |application| application.edited(submission.clone(), &split, now, settings)).await
    }

    /// The applicant took it back: the address is free again, for another application one day.
    ///
    /// # Errors
    /// [`NotChanged`] names the rule in the way.
    pub async fn withdraw(&self, id: ApplicationId) -> std::result::Result<Application, NotChanged> {
        let change = Change { what: "withdraw", ..Change::default() };
        self.change(id, change, Application::withdrawn).await
    }

    /// A person decided. In a round that announces at once, `letter` tells the applicant in the same transaction, and an
    /// accepted applicant is an ambassador from this moment; in any other, the decision is pending.
    ///
    /// # Errors
    /// [`NotChanged`] names the rule in the way, or shows the decision somebody else took meanwhile.
    pub async fn decide(
        &self,
        id: ApplicationId,
        seen: u64,
        decision: &Decision,
        calendar: &Calendar,
        letter: impl Fn(&Application) -> Draft + Sync,
    ) -> std::result::Result<Application, NotChanged> {
        let change = Change {
            what: decision.outcome.name(),
            by: Some(Actor::Person(decision.by)),
            seen: Some(seen),
            unless_announced: true,
            calendar: Some(calendar),
            letter: Some(&letter),
        };
        self.change(id, change, |application| {
            let decided = application.decided(decision.clone())?;
            if decided.round.announces_at_once() { decided.announced() } else { Ok(decided) }
        })
        .await
    }

    /// A person takes a pending decision back.
    ///
    /// # Errors
    /// [`NotChanged`] names the rule in the way.
    pub async fn reconsider(
        &self,
        id: ApplicationId,
        seen: u64,
        by: PersonId,
    ) -> std::result::Result<Application, NotChanged> {
        let by_whom = Some(Actor::Person(by));
        let change =
            Change { what: "reconsider", by: by_whom, seen: Some(seen), unless_announced: true, ..Change::default() };
        self.change(id, change, |application| application.reconsidered(by)).await
    }

    /// One applicant is told what was decided, as part of announcing a tranche; again changes nothing.
    pub(crate) async fn tell(
        &self,
        id: ApplicationId,
        by: Actor,
        calendar: &Calendar,
        letter: &(dyn Fn(&Application) -> Draft + Sync),
    ) -> std::result::Result<Application, NotChanged> {
        let change = Change {
            what: "announce",
            by: Some(by),
            calendar: Some(calendar),
            letter: Some(letter),
            ..Change::default()
        };
        self.change(id, change, |application| match application.state {
            ApplicationState::Pending { .. } => application.announced(),
            // Told by a run before this one.
            _ => Ok(application),
        })
        .await
    }

    /// Says which region of its country an application is for, if nobody has said so since `seen`. Gives the record as it
    /// stands now; where its territory is not `to`, somebody else placed it meanwhile (requirement N3).
    ///
    /// # Errors
    /// [`NotChanged`] when the store cannot be asked.
    pub async fn place_application(
        &self,
        id: ApplicationId,
        seen: &Territory,
        to: &Territory,
        by: PersonId,
    ) -> std::result::Result<Application, NotChanged> {
        let change = Change { what: "place", by: Some(Actor::Person(by)), ..Change::default() };
        self.change(id, change, |application| {
            let here = application.territory == *seen && application.submission.country == to.country();
            Ok(if here && application.state.is_open() { application.placed(to.clone()) } else { application })
        })
        .await
    }

    /// Every application of a country that somebody reads or will decide about, in the rounds a program has.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn applications_in(&self, country: Country, settings: &Settings) -> Result<Vec<Application>> {
        let mut all = Vec::new();
        for round in settings.rounds() {
            for column in [Column::Received, Column::InPool].into_iter().chain(Column::PENDING) {
                let order = Order::Territory(Box::new(Territory::of(country)));
                let board = Board { round: round.clone(), column, order };
                let mut after = None;
                loop {
                    let (page, next) = self.board(&board, 100, after).await?;
                    all.extend(page);
                    after = next;
                    if after.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(all)
    }

    /// The application goes on to another round.
    pub(crate) async fn move_on(&self, id: ApplicationId, round: &Round) -> std::result::Result<(), NotChanged> {
        let change = Change { what: "move to another round", by: Some(Actor::Schedule), ..Change::default() };
        self.change(id, change, |application| Ok(application.moved(round.clone()))).await.map(|_| ())
    }

    /// Reads, applies a rule, and writes what follows from it in one transaction; again, when somebody wrote meanwhile and
    /// what the form was about has not changed by it.
    async fn change(
        &self,
        id: ApplicationId,
        change: Change<'_>,
        rule: impl Fn(Application) -> std::result::Result<Application, NotPossible>,
    ) -> std::result::Result<Application, NotChanged> {
        for _ in 0..8 {
            let item = self.application_item(id).await?.ok_or(NotChanged::Unknown)?;
            let before = Stored::from(item.clone());
            if change.seen.is_some_and(|seen| seen != before.version) {
                return Err(NotChanged::Changed(Box::new(before.value)));
            }
            let before = before.value;
            let after = rule(before.clone())?;
            if after == before {
                return Ok(after);
            }
            let changed = item.changed(&after);
            let mut commit =
                self.commit().replace("application", Table::Applications, &changed, item.version).audit(Entry {
                    subject: &format!("application#{id}"),
                    by: change.by.unwrap_or(Actor::Person(after.person)),
                    what: change.what,
                    before: print(&item),
                    after: print(&changed),
                });
            if change.unless_announced
                && let Round::Tranche(tranche) = &before.round
            {
                let key = announcement_key(tranche);
                let key = [("application_id", key.as_str()), ("entry", ANNOUNCEMENT)];
                commit = commit.require_absent(ANNOUNCEMENT, Table::Applications, &key);
            }
            // A letter says what the applicant is told, so there is one exactly when that changes.
            if let Some(letter) = change.letter.filter(|_| after.times_told() > before.times_told()) {
                commit = commit.letter(&letter(&after));
            }
            let commit = self.with_person(commit, &before, &after, change.calendar).await?;
            let mut commit = with_load(commit, &before, &after);
            // What was never confirmed made nobody an applicant.
            let ends_sessions = changes_the_person(&before, &after) && after.confirmed_at.is_some();
            if ends_sessions {
                commit = self.ending_sessions_of(after.person, commit).await?;
            }
            match commit.send().await {
                Ok(()) => {
                    if ends_sessions {
                        self.end_sessions_of(after.person).await?;
                    }
                    return Ok(after);
                }
                Err(Error::Conflict(ANNOUNCEMENT)) => return Err(NotChanged::Announced),
                Err(Error::Conflict("application" | CLAIM | LETTER)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NotChanged::Store(Error::Conflict("application")))
    }

    /// What becomes of the person: an applicant when confirmed, an ambassador when accepted, free to apply anew when they
    /// withdrew.
    async fn with_person<'a>(
        &'a self,
        commit: Commit<'a>,
        before: &Application,
        after: &Application,
        calendar: Option<&Calendar>,
    ) -> Result<Commit<'a>> {
        if !changes_the_person(before, after) {
            return Ok(commit);
        }
        let mut person = self.person(&after.submission.email).await?.ok_or(Error::Conflict(CLAIM))?;
        match (after.state, calendar, &after.decision) {
            (ApplicationState::Received, _, _) => {
                person.roles = person.roles.with(Role::Applicant);
                Ok(commit.person(&person))
            }
            (ApplicationState::Accepted, Some(calendar), Some(decision)) => {
                let ambassador = self.welcome(after, calendar.day(decision.at.max(before.submitted_at)));
                person.ambassador = Some(ambassador.id);
                person.name.get_or_insert_with(|| ambassador.name.to_string());
                person.roles = person.roles.with(Role::Ambassador);
                let item = AmbassadorItem::of(&ambassador, 1);
                Ok(commit.create("ambassador", Table::Ambassadors, &item).person(&person))
            }
            _ => {
                person.application = None;
                person.roles = person.roles.without(Role::Applicant);
                let commit = commit.person(&person);
                // The claim is another application's where this one came in while plus-tags were people of their own.
                if self.application_of_claim(&mailbox(&after.submission.email)).await? != Some(after.id) {
                    return Ok(commit);
                }
                Ok(commit.remove(MAILBOX, Table::Access, &[("key", &mailbox(&after.submission.email))]))
            }
        }
    }

    /// The ambassador an accepted applicant becomes. The id comes from the application, so nobody becomes two.
    fn welcome(&self, application: &Application, today: chrono::NaiveDate) -> Ambassador {
        Ambassador {
            id: AmbassadorId::new(application.id.uuid()),
            person: application.person,
            name: application.submission.name.clone(),
            email: application.submission.email.clone(),
            country: application.submission.country,
            territory: application.territory.clone(),
            region: application.submission.region.clone(),
            language: application.language.clone(),
            state: AmbassadorState::Active,
            since: today,
            application: application.id,
            pauses: Vec::new(),
            leaving: None,
        }
    }
}

/// Whether a change makes somebody something else to the program.
fn changes_the_person(before: &Application, after: &Application) -> bool {
    let confirmed = before.state == ApplicationState::Unconfirmed && after.state == ApplicationState::Received;
    let ended = matches!(after.state, ApplicationState::Accepted | ApplicationState::Withdrawn);
    confirmed || (ended && before.state != after.state)
}

/// What the territories count, moved by a change: the applicant, and the ambassador an accepted one becomes.
fn with_load<'a>(commit: Commit<'a>, before: &Application, after: &Application) -> Commit<'a> {
    let (was, is) = (LoadDelta::application(before.state), LoadDelta::application(after.state));
    let welcomed = after.state == ApplicationState::Accepted && before.state != ApplicationState::Accepted;
    let is = if welcomed { is + LoadDelta::ambassador(AmbassadorState::Active) } else { is };
    if before.territory == after.territory {
        return commit.territory_load(&after.territory, is - was);
    }
    commit.territory_load(&before.territory, -was).territory_load(&after.territory, is)
}

/// What a change of an application is, besides the rule it follows.
#[derive(Default)]
struct Change<'a> {
    /// Its name in the audit.
    what: &'static str,
    /// Who does it; the applicant, when nobody is named.
    by: Option<Actor>,
    /// The version the form was made from, when there was one.
    seen: Option<u64>,
    /// Whether it has to come before the tranche's announcement.
    unless_announced: bool,
    /// Where the program's days are, for a change that may welcome an ambassador.
    calendar: Option<&'a Calendar>,
    /// The letter to an applicant who is told something by it.
    letter: Option<&'a (dyn Fn(&Application) -> Draft + Sync)>,
}

/// The id of the letter that follows from something happening to an application.
pub fn letter_id(what: &str, application: ApplicationId) -> String {
    format!("{what}/{application}")
}

/// The id of a letter to an address about something, which does not show the address.
pub fn letter_id_for(what: &str, email: &program::Email) -> String {
    format!("{what}/{}", secret::hash(email.key().as_bytes()))
}
