//! An application, from the form to a decision a person took and the applicant was told.

use crate::country::Country;
use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::id::{ApplicationId, PersonId};
use crate::language::Language;
use crate::link::Link;
use crate::question;
use crate::review::Score;
use crate::settings::Settings;
use crate::territory::{self, Split, Territory};
use crate::text::{Line, Name, Text};
use crate::tranche::Round;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use crate::question::Answered;

/// What an applicant wrote, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The applicant's name.
    pub name: Name,
    /// Where letters go.
    pub email: Email,
    /// Where they would carry the program.
    pub country: Country,
    /// The region or university, where that says more than the country (clause M2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Line>,
    /// The languages they speak, the one they use most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Pages about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// How they want to be shown, should they become an ambassador (clause O6).
    #[serde(default)]
    pub shown_as: ShownAs,
    /// The answers to the program's own questions, in their order.
    pub answers: Vec<Answered>,
}

/// How a person wants to be shown publicly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownAs {
    /// Not at all; what holds for whoever says nothing.
    #[default]
    Hidden,
    /// With name and country.
    Name,
    /// With name, country, languages and links.
    Profile,
}

impl ShownAs {
    /// Every way, in the order the form offers them.
    pub const ALL: [Self; 3] = [Self::Profile, Self::Name, Self::Hidden];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Name => "name",
            Self::Profile => "profile",
        }
    }

    fn parse(typed: &str) -> Result<Self, Problem> {
        match typed {
            "" => Ok(Self::default()),
            typed => Self::ALL.into_iter().find(|way| way.name() == typed).ok_or(Problem::NotAChoice),
        }
    }
}

/// The most pages about themselves a person is asked to name.
const MOST_LINKS: usize = 8;

impl Submission {
    /// The fields every program asks for, in the order of the page; the program's own questions follow, then `consent`.
    pub const FIELDS: [&'static str; 7] = ["name", "email", "country", "region", "languages", "links", "shown_as"];

    /// Reads the form, wherever it was posted from; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form, settings: &Settings) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(form.get("name")));
        let email = problems.take("email", Email::parse(form.get("email")));
        let country = problems.take("country", Country::parse(form.get("country")));
        let region = match Line::parse(form.get("region")) {
            Err(Problem::Missing) => None,
            parsed => problems.take("region", parsed),
        };
        let languages = problems.take("languages", Language::parse_list(&form.all("languages").join(",")));
        let links = problems.take("links", links(form.all("links")));
        let shown_as = problems.take("shown_as", ShownAs::parse(form.get("shown_as")));
        let answers = question::read_all(&settings.questions, form, &mut problems);
        if !form.ticked("consent") {
            problems.add("consent", Problem::ConsentNeeded);
        }
        match (name, email, country, languages, links, shown_as) {
            (Some(name), Some(email), Some(country), Some(languages), Some(links), Some(shown_as))
                if problems.is_empty() =>
            {
                Ok(Self { name, email, country, region, languages, links, shown_as, answers })
            }
            _ => Err(problems),
        }
    }

    /// The same with the answers of `before` to questions that the settings no longer ask, after the others: whoever changes
    /// what they wrote is not shown them, and takes none of them back by it.
    #[must_use]
    pub fn with_unasked_of(mut self, before: &Self, settings: &Settings) -> Self {
        let asked = |key: &str| settings.questions.iter().any(|question| question.key == key);
        self.answers.retain(|answered| asked(&answered.question));
        let unasked = before.answers.iter().filter(|answered| !asked(&answered.question));
        // As much of them as an application has room for.
        let mut bytes: usize = self.answers.iter().map(|answered| answered.text.len()).sum();
        self.answers.extend(
            unasked
                .filter(|answered| {
                    bytes = bytes.saturating_add(answered.text.len());
                    bytes <= question::MOST_BYTES
                })
                .cloned(),
        );
        self
    }

    /// The territory it is for, where `split` says how its country is split.
    pub fn territory(&self, split: &Split) -> Territory {
        territory::place(self.region.as_ref().map(Line::as_str), split)
    }

    /// The form that says what this says, to be changed.
    pub fn form(&self, settings: &Settings) -> Form {
        let mut form = Form::default();
        form.set("name", self.name.as_str());
        form.set("email", self.email.as_str());
        form.set("country", self.country.name());
        form.set("region", self.region.as_ref().map(Line::as_str).unwrap_or_default());
        form.set("languages", self.languages.iter().map(|language| language.name()).collect::<Vec<_>>().join(", "));
        form.set("links", self.links.iter().map(Link::as_str).collect::<Vec<_>>().join("\n"));
        form.set("shown_as", self.shown_as.name());
        for answered in &self.answers {
            let question = settings.questions.iter().find(|question| question.key == answered.question);
            let field = question.map_or_else(|| format!("answer_{}", answered.question), question::Question::field);
            match question.map(|question| &question.kind) {
                Some(question::QuestionKind::SeveralOf(_)) => {
                    form.set_all(&field, answered.text.lines().map(str::to_owned));
                }
                _ => form.set(&field, answered.text.as_str()),
            }
        }
        form
    }
}

fn links(typed: &[String]) -> Result<Vec<Link>, Problem> {
    let lines = typed.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty());
    let links: Vec<_> = lines.map(Link::parse).collect::<Result<_, _>>()?;
    if links.len() > MOST_LINKS { Err(Problem::TooMany { limit: MOST_LINKS }) } else { Ok(links) }
}

/// The consent a person gave, so that it can be shown later (requirement S14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Which wording was agreed to.
    pub text_version: u32,
    /// The language it was read in.
    pub language: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where an application stands. Every change is a method here; [`Application`]'s methods carry it to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// The address has not been confirmed yet.
    Unconfirmed,
    /// Confirmed; waits for the team.
    Received,
    /// Kept for a later decision, with the applicant's consent (clause O2).
    InPool,
    /// Decided, and nobody told: the team may still change its mind (clause O3).
    Pending {
        /// What the applicant will be told.
        outcome: Outcome,
        /// Whether they have been kept in the pool before, which is what they know meanwhile.
        pooled: bool,
    },
    /// Accepted, and told: the applicant is an ambassador.
    Accepted,
    /// Declined, and told.
    Declined,
    /// Taken back by the applicant.
    Withdrawn,
}

/// Why a change of an application is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// The applicant has not confirmed the address.
    #[error("the address is not confirmed yet")]
    Unconfirmed,
    /// A decision was announced before.
    #[error("a decision was announced already")]
    Decided,
    /// There is no decision to announce or to take back.
    #[error("no decision is pending")]
    NothingPending,
    /// The applicant took it back.
    #[error("the applicant withdrew")]
    Withdrawn,
    /// It is one's own (clause R3).
    #[error("it is one's own application")]
    Own,
    /// The tranche is closed.
    #[error("the tranche is closed")]
    Closed,
}

impl ApplicationState {
    /// Every state, in the order of a board.
    pub const ALL: [Self; 12] = [
        Self::Received,
        Self::InPool,
        Self::Pending { outcome: Outcome::Accept, pooled: false },
        Self::Pending { outcome: Outcome::Accept, pooled: true },
        Self::Pending { outcome: Outcome::KeepInPool, pooled: false },
        Self::Pending { outcome: Outcome::KeepInPool, pooled: true },
        Self::Pending { outcome: Outcome::Decline, pooled: false },
        Self::Pending { outcome: Outcome::Decline, pooled: true },
        Self::Unconfirmed,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The applicant follows the link of the receipt letter; doing so twice changes nothing.
    #[must_use]
    pub fn confirm(self) -> Self {
        match self {
            Self::Unconfirmed => Self::Received,
            other => other,
        }
    }

    /// A person of the team decides, or decides otherwise before anybody is told.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn decide(self, outcome: Outcome) -> Result<Self, NotPossible> {
        match self {
            Self::Unconfirmed => Err(NotPossible::Unconfirmed),
            Self::Accepted | Self::Declined => Err(NotPossible::Decided),
            Self::Withdrawn => Err(NotPossible::Withdrawn),
            // Who is in the pool stays there without a decision.
            Self::InPool | Self::Pending { pooled: true, .. } if outcome == Outcome::KeepInPool => {
                Err(NotPossible::Decided)
            }
            Self::Received => Ok(Self::Pending { outcome, pooled: false }),
            Self::InPool => Ok(Self::Pending { outcome, pooled: true }),
            Self::Pending { pooled, .. } => Ok(Self::Pending { outcome, pooled }),
        }
    }

    /// The team takes a decision back before anybody is told.
    ///
    /// # Errors
    /// [`NotPossible::NothingPending`].
    pub fn reconsider(self) -> Result<Self, NotPossible> {
        match self {
            Self::Pending { pooled: true, .. } => Ok(Self::InPool),
            Self::Pending { pooled: false, .. } => Ok(Self::Received),
            _ => Err(NotPossible::NothingPending),
        }
    }

    /// The applicant is told.
    ///
    /// # Errors
    /// [`NotPossible::NothingPending`].
    pub fn announce(self) -> Result<Self, NotPossible> {
        match self {
            Self::Pending { outcome: Outcome::Accept, .. } => Ok(Self::Accepted),
            Self::Pending { outcome: Outcome::KeepInPool, .. } => Ok(Self::InPool),
            Self::Pending { outcome: Outcome::Decline, .. } => Ok(Self::Declined),
            _ => Err(NotPossible::NothingPending),
        }
    }

    /// The applicant takes the application back; doing so twice changes nothing.
    ///
    /// # Errors
    /// [`NotPossible::Decided`] once they were told.
    pub fn withdraw(self) -> Result<Self, NotPossible> {
        match self {
            Self::Accepted | Self::Declined => Err(NotPossible::Decided),
            _ => Ok(Self::Withdrawn),
        }
    }

    /// Whether the applicant may still change what they wrote, as far as the state goes. A pending decision is not in the
    /// way: refusing would disclose it.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn edit(self) -> Result<Self, NotPossible> {
        match self {
            Self::Accepted | Self::Declined => Err(NotPossible::Decided),
            Self::Withdrawn => Err(NotPossible::Withdrawn),
            open => Ok(open),
        }
    }

    /// Whether the team reads and scores it now.
    pub fn is_in_review(self) -> bool {
        matches!(self, Self::Received | Self::InPool | Self::Pending { .. })
    }

    /// Whether nobody has decided yet, or has to again.
    pub fn awaits_decision(self) -> bool {
        matches!(self, Self::Received | Self::InPool)
    }

    /// Whether it still counts among the applicants of a territory.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unconfirmed | Self::Received | Self::InPool | Self::Pending { .. })
    }

    /// The column of the board it stands in, which is also its name in stored keys and addresses.
    pub fn column(self) -> Column {
        match self {
            Self::Unconfirmed => Column::Unconfirmed,
            Self::Received => Column::Received,
            Self::InPool => Column::InPool,
            Self::Pending { outcome, .. } => Column::Pending(outcome),
            Self::Accepted => Column::Accepted,
            Self::Declined => Column::Declined,
            Self::Withdrawn => Column::Withdrawn,
        }
    }
}

/// A column of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// To be decided.
    Received,
    /// In the pool.
    InPool,
    /// Decided so, not announced.
    Pending(Outcome),
    /// Waiting for the applicant to confirm.
    Unconfirmed,
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
}

impl Column {
    /// Every column, in the order of a board.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::InPool,
        Self::Pending(Outcome::Accept),
        Self::Pending(Outcome::KeepInPool),
        Self::Pending(Outcome::Decline),
        Self::Unconfirmed,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The columns whose applicants are to be told.
    pub const PENDING: [Self; 3] =
        [Self::Pending(Outcome::Accept), Self::Pending(Outcome::KeepInPool), Self::Pending(Outcome::Decline)];

    /// Its name in stored keys and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Received => "received",
            Self::InPool => "in_pool",
            Self::Pending(Outcome::Accept) => "pending_accept",
            Self::Pending(Outcome::KeepInPool) => "pending_keep_in_pool",
            Self::Pending(Outcome::Decline) => "pending_decline",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The column of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// What an applicant is shown of where the application stands (clauses O3, R1): nothing undisclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The address is to be confirmed.
    Unconfirmed,
    /// It is with the team.
    Received,
    /// Its tranche is closed and the team reads.
    InReview,
    /// Kept in the pool.
    InPool,
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
}

/// What a decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Welcome as an ambassador.
    Accept,
    /// Not now; stays in the pool (clause O2).
    KeepInPool,
    /// Not.
    Decline,
}

impl Outcome {
    /// Every outcome, in the order the board offers them.
    pub const ALL: [Self; 3] = [Self::Accept, Self::KeepInPool, Self::Decline];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::KeepInPool => "keep_in_pool",
            Self::Decline => "decline",
        }
    }

    /// Reads the form's choice.
    ///
    /// # Errors
    /// [`Problem::NotAChoice`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == typed).ok_or(Problem::NotAChoice)
    }
}

/// A decision a person took, with the reason for the record (clause D3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// Why, for the record.
    pub reason: Text,
    /// Words for the applicant's letter, when the organizer wrote some.
    pub words: Option<Text>,
    /// Who decided.
    pub by: PersonId,
    /// What they are called, for the record.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub id: ApplicationId,
    /// Who applies.
    pub person: PersonId,
    /// What they wrote.
    pub submission: Submission,
    /// The language they read.
    pub language: String,
    /// What they agreed to.
    pub consent: Consent,
    /// Who proposed them, if somebody did (clause O5).
    pub nominated_by: Option<Name>,
    /// The territory it is for (clause O4).
    pub territory: Territory,
    /// The round it is decided in.
    pub round: Round,
    /// Where it stands.
    pub state: ApplicationState,
    /// When it came in.
    pub submitted_at: DateTime<Utc>,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When what was written was changed last.
    pub edited_at: Option<DateTime<Utc>>,
    /// The decision nobody has been told yet.
    pub pending: Option<Decision>,
    /// The latest decision the applicant was told.
    pub decision: Option<Decision>,
    /// Those they were told before.
    pub earlier: Vec<Decision>,
    /// What the reviewers make of it, once one has scored it.
    pub score: Option<Score>,
    /// How many have scored it.
    pub scored_by: u32,
}

impl Application {
    /// The applicant confirmed the address, on a day that may be after its tranche closed.
    #[must_use]
    pub fn confirmed(self, at: DateTime<Utc>, settings: &Settings) -> Self {
        let state = self.state.confirm();
        if state == self.state {
            return self;
        }
        let today = settings.calendar.day(at);
        let round = if settings.can_be_edited_in(&self.round, today) { self.round } else { settings.round_on(today) };
        Self { state, round, confirmed_at: Some(at), ..self }
    }

    /// A person decides; nobody is told yet.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way: never one's own (clause R3).
    pub fn decided(self, decision: Decision) -> Result<Self, NotPossible> {
        if decision.by == self.person {
            return Err(NotPossible::Own);
        }
        Ok(Self { state: self.state.decide(decision.outcome)?, pending: Some(decision), ..self })
    }

    /// The team takes a pending decision back.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn reconsidered(self, by: PersonId) -> Result<Self, NotPossible> {
        if by == self.person {
            return Err(NotPossible::Own);
        }
        Ok(Self { state: self.state.reconsider()?, pending: None, ..self })
    }

    /// The pending decision is announced: it is what the applicant knows from now on.
    ///
    /// # Errors
    /// [`NotPossible::NothingPending`].
    pub fn announced(mut self) -> Result<Self, NotPossible> {
        let state = self.state.announce()?;
        let pending = self.pending.take().ok_or(NotPossible::NothingPending)?;
        self.earlier.extend(self.decision.take());
        Ok(Self { state, decision: Some(pending), ..self })
    }

    /// The applicant takes it back. A pending decision falls away untold.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn withdrawn(self) -> Result<Self, NotPossible> {
        Ok(Self { state: self.state.withdraw()?, pending: None, ..self })
    }

    /// The applicant changes what they wrote; the address stays, because it is confirmed and claimed. Whoever writes
    /// another country or region is placed anew, as `split` has that country.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way: until the tranche closes.
    pub fn edited(
        self,
        submission: Submission,
        split: &Split,
        at: DateTime<Utc>,
        settings: &Settings,
    ) -> Result<Self, NotPossible> {
        self.can_be_edited(settings.calendar.day(at), settings)?;
        let moves = submission.country != self.submission.country || submission.region != self.submission.region;
        let territory = if moves { submission.territory(split) } else { self.territory.clone() };
        let submission = Submission { email: self.submission.email.clone(), ..submission };
        let submission = submission.with_unasked_of(&self.submission, settings);
        Ok(Self { submission, territory, edited_at: Some(at), ..self })
    }

    /// A person of the team says which region it is for.
    #[must_use]
    pub fn placed(self, territory: Territory) -> Self {
        Self { territory, ..self }
    }

    /// Whether the applicant may change what they wrote.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn can_be_edited(&self, today: NaiveDate, settings: &Settings) -> Result<(), NotPossible> {
        self.state.edit()?;
        if settings.can_be_edited_in(&self.round, today) { Ok(()) } else { Err(NotPossible::Closed) }
    }

    /// Whether this person may review it: never their own (clause R3), and only while the team reads it.
    ///
    /// # Errors
    /// [`NotPossible`] names the rule in the way.
    pub fn can_be_reviewed_by(&self, reviewer: PersonId) -> Result<(), NotPossible> {
        match self.state {
            _ if reviewer == self.person => Err(NotPossible::Own),
            ApplicationState::Unconfirmed => Err(NotPossible::Unconfirmed),
            ApplicationState::Withdrawn => Err(NotPossible::Withdrawn),
            ApplicationState::Accepted | ApplicationState::Declined => Err(NotPossible::Decided),
            ApplicationState::Received | ApplicationState::InPool | ApplicationState::Pending { .. } => Ok(()),
        }
    }

    /// Goes on to another round: from the pool into the next tranche, or from waiting into the first (clause O2).
    #[must_use]
    pub fn moved(self, round: Round) -> Self {
        Self { round, ..self }
    }

    /// What the applicant is shown.
    pub fn face(&self, settings: &Settings, today: NaiveDate) -> Face {
        let closed = !settings.can_be_edited_in(&self.round, today);
        match self.state {
            ApplicationState::Unconfirmed => Face::Unconfirmed,
            ApplicationState::InPool | ApplicationState::Pending { pooled: true, .. } => Face::InPool,
            ApplicationState::Received | ApplicationState::Pending { pooled: false, .. } if closed => Face::InReview,
            ApplicationState::Received | ApplicationState::Pending { pooled: false, .. } => Face::Received,
            ApplicationState::Accepted => Face::Accepted,
            ApplicationState::Declined => Face::Declined,
            ApplicationState::Withdrawn => Face::Withdrawn,
        }
    }

    /// How often the applicant was told a decision, which tells the letters about one application apart.
    pub fn times_told(&self) -> usize {
        self.earlier.len() + usize::from(self.decision.is_some())
    }
}

#[cfg(test)]
mod tests;
