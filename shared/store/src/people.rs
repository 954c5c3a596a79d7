//! People by their address: one person, one address, whatever they are to the program (clauses R2, O10).
//!
//! The item is the uniqueness claim on the address and says who the person is, in one.

use crate::audit::{Actor, Entry, print};
use crate::commit::{Commit, LETTER};
use crate::outbox::Draft;
use crate::{Error, Result, Store, tables::Table};
use program::people::{Invitation, Leader};
use program::text::Line;
use program::{AmbassadorId, ApplicationId, Email, PersonId, Role, Roles};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person the office knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Their address.
    pub email: Email,
    /// Their name, once they gave one.
    pub name: Option<String>,
    /// The language they read.
    pub language: String,
    /// What they are to the program.
    pub roles: Roles,
    /// Their application.
    pub application: Option<ApplicationId>,
    /// Their record as an ambassador.
    pub ambassador: Option<AmbassadorId>,
    /// The user group they lead (clause O10).
    pub leads: Option<Line>,
    pub(crate) version: u64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PersonItem {
    key: String,
    person: PersonId,
    email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    language: String,
    roles: Roles,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    application: Option<ApplicationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ambassador: Option<AmbassadorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leads: Option<Line>,
    version: u64,
}

/// That the first organizer was let in.
#[derive(Serialize, Deserialize)]
struct FirstItem {
    key: String,
    person: PersonId,
}

const FIRST_ORGANIZER: &str = "first-organizer";

impl From<PersonItem> for Person {
    fn from(item: PersonItem) -> Self {
        Self {
            id: item.person,
            email: item.email,
            name: item.name,
            language: item.language,
            roles: item.roles,
            application: item.application,
            ambassador: item.ambassador,
            leads: item.leads,
            version: item.version,
        }
    }
}

impl Person {
    /// The version they were read in; a change is conditional on it (requirement N3).
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether they are something to the program that an application under their address may not touch before they confirm
    /// it: anybody can send one.
    pub fn is_more_than_an_applicant(&self) -> bool {
        self.roles.has_any(&Role::TEAM) || self.roles.has(Role::Ambassador)
    }

    /// A person not known before.
    pub(crate) fn new(id: PersonId, email: &Email, language: &str) -> Self {
        Self {
            id,
            email: email.clone(),
            name: None,
            language: language.to_owned(),
            roles: Roles::default(),
            application: None,
            ambassador: None,
            leads: None,
            version: 0,
        }
    }

    fn item(&self) -> PersonItem {
        PersonItem {
            key: claim(&self.email),
            person: self.id,
            email: self.email.clone(),
            name: self.name.clone(),
            language: self.language.clone(),
            roles: self.roles.clone(),
            application: self.application,
            ambassador: self.ambassador,
            leads: self.leads.clone(),
            version: self.version + 1,
        }
    }
}

fn claim(email: &Email) -> String {
    format!("email#{}", email.key())
}

/// The part of a transaction that is a person's claim on their address.
pub(crate) const CLAIM: &str = "claim";

/// The part of a transaction that would leave the office without an organizer.
pub const LAST_ORGANIZER: &str = "last organizer";

/// So many sessions end in the transaction that takes a role away; whatever is left ends right after it.
const SESSIONS_AT_ONCE: usize = 80;

const MEMBERS: &str = "members";

/// The key of the list of everybody in the team with this role: their claims, so that nobody need be looked for.
fn team_list(role: Role) -> String {
    format!("team#{}", role.name())
}

#[derive(Deserialize)]
struct TeamItem {
    #[serde(default)]
    members: Vec<String>,
}

/// The claim on the key of an invitation's form, with the hash of what came under it.
#[derive(Serialize, Deserialize)]
struct InvitationItem {
    key: String,
    posted: Option<String>,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// They are in the team and have a letter, now or by the same form sent before.
    Done,
    /// They had these roles already, so nothing was changed and nobody was written to.
    HereAlready,
    /// Somebody else was invited under the same key.
    AnotherUnderThisKey,
}

impl Commit<'_> {
    /// The person, new or changed since they were read.
    pub(crate) fn person(self, person: &Person) -> Self {
        match person.version {
            0 => self.create(CLAIM, Table::Access, &person.item()),
            version => self.replace(CLAIM, Table::Access, &person.item(), version),
        }
    }

    /// The person's places in the lists of the team, as their roles were and as they are.
    fn places_in_team(mut self, person: &Person, before: &Roles) -> Self {
        let claim = claim(&person.email);
        for role in Role::TEAM {
            let list = team_list(role);
            let key = [("key", list.as_str())];
            self = match (before.has(role), person.roles.has(role)) {
                (false, true) => self.add_to_set("team", Table::Access, &key, MEMBERS, &claim),
                (true, false) if role == Role::Organizer => self.take_from_set(
                    LAST_ORGANIZER,
                    Table::Access,
                    &key,
                    (MEMBERS, std::slice::from_ref(&claim)),
                    true,
                ),
                (true, false) => {
                    self.take_from_set("team", Table::Access, &key, (MEMBERS, std::slice::from_ref(&claim)), false)
                }
                (false, false) | (true, true) => self,
            };
        }
        self
    }
}

impl Store {
    /// The person with this address.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn person(&self, email: &Email) -> Result<Option<Person>> {
        let item: Option<PersonItem> = self.get(Table::Access, &[("key", &claim(email))]).await?;
        Ok(item.map(Person::from))
    }

    /// Whether the first organizer was let in.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn first_organizer_is_invited(&self) -> Result<bool> {
        Ok(self.get::<FirstItem>(Table::Access, &[("key", FIRST_ORGANIZER)]).await?.is_some())
    }

    /// Lets the first organizer in, once (no office has a way in otherwise). True when this call did it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn invite_first_organizer(&self, email: &Email, language: &str) -> Result<bool> {
        let mut person = match self.person(email).await? {
            Some(person) => person,
            None => Person::new(PersonId::new(self.new_id()), email, language),
        };
        let before = (person.version > 0).then(|| print(&person.item())).flatten();
        person.roles = person.roles.with(Role::Organizer);
        let first = FirstItem { key: FIRST_ORGANIZER.to_owned(), person: person.id };
        let invited = self
            .commit()
            .create("first organizer", Table::Access, &first)
            .person(&person)
            .add_to_set("team", Table::Access, &[("key", &team_list(Role::Organizer))], MEMBERS, &claim(email))
            .audit(Entry {
                subject: &format!("person#{}", person.id),
                by: Actor::Operator,
                what: "invite the first organizer",
                before,
                after: print(&person.item()),
            })
            .send()
            .await;
        match invited {
            Ok(()) => {
                self.end_sessions_of(person.id).await?;
                Ok(true)
            }
            Err(Error::Conflict("first organizer")) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Everybody in the team, each once, in no particular order.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn team(&self) -> Result<Vec<Person>> {
        let mut claims = std::collections::BTreeSet::new();
        for role in Role::TEAM {
            let item: Option<TeamItem> = self.get(Table::Access, &[("key", &team_list(role))]).await?;
            claims.extend(item.map(|item| item.members).unwrap_or_default());
        }
        let mut team = Vec::new();
        for claim in claims {
            let item: Option<PersonItem> = self.get(Table::Access, &[("key", &claim)]).await?;
            team.extend(item.map(Person::from).filter(|person| person.roles.has_any(&Role::TEAM)));
        }
        Ok(team)
    }

    /// Brings somebody into the team, with a letter that tells them, once for each key. What else they are to the program
    /// stays as it is.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn invite(
        &self,
        key: Uuid,
        invitation: &Invitation,
        language: &str,
        by: PersonId,
        letter: impl Fn(&Person) -> Draft,
    ) -> Result<Invited> {
        let form = InvitationItem { key: format!("invitation#{key}"), posted: print(invitation) };
        // A few rounds, because another change of the same person may come between reading and writing.
        for _ in 0..4 {
            if let Some(there) = self.get::<InvitationItem>(Table::Access, &[("key", &form.key)]).await? {
                let same = there.posted == form.posted;
                return Ok(if same { Invited::Done } else { Invited::AnotherUnderThisKey });
            }
            let known = self.person(&invitation.email).await?;
            let mut person =
                known.clone().unwrap_or_else(|| Person::new(PersonId::new(self.new_id()), &invitation.email, language));
            let before = person.roles.clone();
            person.roles = Roles::of(before.iter().chain(invitation.roles.of_team().iter()));
            if person.roles == before {
                return Ok(Invited::HereAlready);
            }
            let written = self
                .commit()
                .create("invitation", Table::Access, &form)
                .person(&person)
                .places_in_team(&person, &before)
                .letter(&letter(&person))
                .audit(Entry {
                    subject: &format!("person#{}", person.id),
                    by: Actor::Person(by),
                    what: "invite into the team",
                    before: known.as_ref().and_then(|known| print(&known.item())),
                    after: print(&person.item()),
                })
                .send()
                .await;
            match written {
                Ok(()) => {
                    self.end_sessions_of(person.id).await?;
                    return Ok(Invited::Done);
                }
                Err(Error::Conflict("invitation" | CLAIM | LETTER)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(CLAIM))
    }

    /// The same change with the end of this person's sessions in it. Not only afterwards: cut off in between, somebody
    /// would go on with a role they no longer have.
    pub(crate) async fn ending_sessions_of<'a>(&self, person: PersonId, commit: Commit<'a>) -> Result<Commit<'a>> {
        let sessions = self.sessions_of(person).await?;
        Ok(sessions
            .iter()
            .take(SESSIONS_AT_ONCE)
            .fold(commit, |commit, session| commit.remove("session", Table::Access, &[("key", session)])))
    }

    /// Gives somebody these roles of the team in place of those they had, and ends their sessions (requirement S4). What
    /// else they are to the program stays as it is.
    ///
    /// # Errors
    /// [`Error::Conflict`]: [`LAST_ORGANIZER`] when nobody would be left to run the office, else when the person has
    /// changed since they were read (requirement N3).
    pub async fn change_team_roles(&self, person: &Person, team: &Roles, by: PersonId) -> Result<()> {
        let changed = Person { roles: person.roles.clone().with_team(team), ..person.clone() };
        if changed.roles == person.roles {
            return Ok(());
        }
        let commit = self.commit().person(&changed).places_in_team(&changed, &person.roles);
        self.ending_sessions_of(person.id, commit)
            .await?
            .audit(Entry {
                subject: &format!("person#{}", person.id),
                by: Actor::Person(by),
                what: if changed.roles.has_any(&Role::TEAM) {
                    "change roles in the team"
                } else {
                    "take out of the team"
                },
                before: print(&person.item()),
                after: print(&changed.item()),
            })
            .send()
            .await?;
        self.end_sessions_of(person.id).await
    }

    /// Everybody who leads a user group, in no particular order (clause O10).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn group_leaders(&self) -> Result<Vec<Person>> {
        let list: Option<TeamItem> = self.get(Table::Access, &[("key", &team_list(Role::GroupLeader))]).await?;
        let mut leaders = Vec::new();
        for claim in list.map(|list| list.members).unwrap_or_default() {
            let item: Option<PersonItem> = self.get(Table::Access, &[("key", &claim)]).await?;
            leaders.extend(item.map(Person::from).filter(|person| person.roles.has(Role::GroupLeader)));
        }
        Ok(leaders)
    }

    /// Writes down that somebody leads a user group. What else they are to the program stays as it is; nobody is
    /// written to. The same again changes nothing.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn lead_a_group(&self, leader: &Leader, language: &str, by: PersonId) -> Result<()> {
        // A few rounds, because another change of the same person may come between reading and writing.
        for _ in 0..4 {
            let known = self.person(&leader.email).await?;
            let before =
                known.clone().unwrap_or_else(|| Person::new(PersonId::new(self.new_id()), &leader.email, language));
            let mut person = before.clone();
            person.name = person.name.or_else(|| Some(leader.name.to_string()));
            person.roles = person.roles.with(Role::GroupLeader);
            person.leads = Some(leader.group.clone());
            if person == before {
                return Ok(());
            }
            let list = team_list(Role::GroupLeader);
            let written = self
                .commit()
                .person(&person)
                .add_to_set("leaders", Table::Access, &[("key", &list)], MEMBERS, &claim(&person.email))
                .audit(Entry {
                    subject: &format!("person#{}", person.id),
                    by: Actor::Person(by),
                    what: "lead a user group",
                    before: known.as_ref().and_then(|known| print(&known.item())),
                    after: print(&person.item()),
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(()),
                Err(Error::Conflict(CLAIM)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(CLAIM))
    }

    /// Writes down that somebody leads their user group no more.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the person has changed since they were read (requirement N3).
    pub async fn lead_no_group(&self, person: &Person, by: PersonId) -> Result<()> {
        let changed = Person { roles: person.roles.clone().without(Role::GroupLeader), leads: None, ..person.clone() };
        let (list, claim) = (team_list(Role::GroupLeader), claim(&person.email));
        self.commit()
            .person(&changed)
            .take_from_set("leaders", Table::Access, &[("key", &list)], (MEMBERS, std::slice::from_ref(&claim)), false)
            .audit(Entry {
                subject: &format!("person#{}", person.id),
                by: Actor::Person(by),
                what: "lead no user group",
                before: print(&person.item()),
                after: print(&changed.item()),
            })
            .send()
            .await
    }
}
