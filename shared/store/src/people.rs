//! People by their address: one person, one address, whatever they are to the program (clauses R2, O10).
//!
//! The item is the uniqueness claim on the address and says who the person is, in one.

use crate::audit::{Actor, Entry, print};
use crate::commit::Commit;
use crate::{Error, Result, Store, tables::Table};
use program::{AmbassadorId, ApplicationId, Email, PersonId, Role, Roles};
use serde::{Deserialize, Serialize};

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
    version: u64,
}

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
            version: item.version,
        }
    }
}

impl Person {
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
            version: self.version + 1,
        }
    }
}

fn claim(email: &Email) -> String {
    format!("email#{}", email.key())
}

/// The part of a transaction that is a person's claim on their address.
pub(crate) const CLAIM: &str = "claim";

impl Commit<'_> {
    /// The person, new or changed since they were read.
    pub(crate) fn person(self, person: &Person) -> Self {
        match person.version {
            0 => self.create(CLAIM, Table::Access, &person.item()),
            version => self.replace(CLAIM, Table::Access, &person.item(), version),
        }
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

    /// Lets the first organizer in, once (no office has a way in otherwise). True when this call did it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn invite_first_organizer(&self, email: &Email, language: &str) -> Result<bool> {
        #[derive(Serialize)]
        struct First {
            key: &'static str,
            person: PersonId,
        }
        let mut person = match self.person(email).await? {
            Some(person) => person,
            None => Person::new(PersonId::new(self.new_id()), email, language),
        };
        let before = (person.version > 0).then(|| print(&person.item())).flatten();
        person.roles = person.roles.with(Role::Organizer);
        let invited = self
            .commit()
            .create("first organizer", Table::Access, &First { key: "first-organizer", person: person.id })
            .person(&person)
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
}
