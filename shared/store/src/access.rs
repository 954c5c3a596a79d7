//! Ways in: sign-in tokens, sessions, and limits against floods (requirements S1, S4, S10).

use crate::commit::{Result, unexpected};
use crate::drafts::DRAFT_LASTS;
use crate::people::Person;
use crate::{Error, Secret, Store, secret, tables::Table};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use chrono::{DateTime, Duration, Utc};
use program::{AmbassadorId, ApplicationId, Email, PersonId, Roles};
use serde::{Deserialize, Serialize};

/// How long a sign-in link works.
pub const SIGN_IN_LASTS: Duration = Duration::minutes(10);
/// How long the link of a receipt letter works.
pub const CONFIRM_LASTS: Duration = Duration::days(30);
/// How long a link to follow one's application, or to turn reminders off, works.
pub const FOLLOW_LASTS: Duration = Duration::days(400);
/// A session ends after this long without a request.
pub const IDLE: Duration = Duration::hours(12);
/// A session ends after this long whatever happens.
pub const SESSION_LASTS: Duration = Duration::days(14);
/// Last seen is written at most this often.
const SEEN_EVERY: Duration = Duration::minutes(15);

/// What a secret link lets its holder do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "purpose")]
pub enum Purpose {
    /// Confirm the address of an application.
    Confirm {
        /// Which.
        application: ApplicationId,
    },
    /// Sign in, from the browser that asked.
    SignIn {
        /// Whose address was given.
        email: Email,
        /// The hash of what that browser holds.
        browser: String,
    },
    /// See who proposed one, and say no (clause O5).
    Nominated {
        /// The hash of the nominee's address.
        nominee: String,
    },
    /// See where an application stands, change it and take it back (clause R1).
    Follow {
        /// Which.
        application: ApplicationId,
    },
    /// Turn off an ambassador's reminders (clause R4).
    Reminders {
        /// Whose.
        ambassador: AmbassadorId,
    },
    /// Go on with a form that was put aside.
    Draft {
        /// The application it is to become.
        application: ApplicationId,
    },
}

#[derive(Serialize, Deserialize)]
struct TokenItem {
    key: String,
    #[serde(flatten)]
    purpose: Purpose,
    until: DateTime<Utc>,
    expires_at: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct SessionItem {
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
    began_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    expires_at: i64,
}

/// A signed-in person, as one read of their session tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub person: PersonId,
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
}

impl Session {
    /// What the person is called: their name, or their address until they gave one.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(self.email.as_str())
    }
}

#[derive(Serialize, Deserialize)]
struct SessionsItem {
    key: String,
    #[serde(default)]
    sessions: Vec<String>,
}

/// The set of a person's sessions in their [`SessionsItem`].
const SESSIONS: &str = "sessions";

fn session_key(token: &Secret) -> String {
    format!("session#{}", token.hash())
}

fn sessions_key(person: PersonId) -> String {
    format!("sessions#{person}")
}

fn token_key(token: &Secret) -> String {
    format!("token#{}", token.hash())
}

impl Store {
    /// Mints a secret link's token; only its hash is kept.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn mint(&self, purpose: &Purpose) -> Result<Secret> {
        let lasts = match purpose {
            Purpose::Confirm { .. } => CONFIRM_LASTS,
            Purpose::SignIn { .. } => SIGN_IN_LASTS,
            Purpose::Nominated { .. } => program::nomination::LASTS,
            Purpose::Follow { .. } | Purpose::Reminders { .. } => FOLLOW_LASTS,
            Purpose::Draft { .. } => DRAFT_LASTS,
        };
        let token = Secret::token();
        let until = self.clock().now() + lasts;
        let item = TokenItem { key: token_key(&token), purpose: purpose.clone(), until, expires_at: until.timestamp() };
        self.commit().create("token", Table::Access, &item).send().await?;
        Ok(token)
    }

    /// What this token is for; none when it is unknown, used or past its time, whatever the table still holds (N8).
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn token(&self, token: &Secret) -> Result<Option<Purpose>> {
        let item: Option<TokenItem> = self.get(Table::Access, &[("key", &token_key(token))]).await?;
        Ok(item.filter(|item| self.clock().now() < item.until).map(|item| item.purpose))
    }

    /// Uses up a sign-in token and begins a session; none when somebody used it first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_in(&self, token: &Secret, person: &Person) -> Result<Option<Secret>> {
        let session = Secret::token();
        let key = token_key(token);
        let begun = self.begin(&session, person).consume("token", Table::Access, &[("key", &key)]).send().await;
        match begun {
            Ok(()) => Ok(Some(session)),
            Err(Error::Conflict("token")) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Begins a session without a link, for the demo office's one-click sign-in.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_in_without_link(&self, person: &Person) -> Result<Secret> {
        let session = Secret::token();
        self.begin(&session, person).send().await?;
        Ok(session)
    }

    fn begin(&self, session: &Secret, person: &Person) -> crate::commit::Commit<'_> {
        let now = self.clock().now();
        let key = session_key(session);
        let item = SessionItem {
            key: key.clone(),
            person: person.id,
            email: person.email.clone(),
            name: person.name.clone(),
            language: person.language.clone(),
            roles: person.roles.clone(),
            application: person.application,
            ambassador: person.ambassador,
            began_at: now,
            seen_at: now,
            expires_at: (now + SESSION_LASTS).timestamp(),
        };
        self.commit().create("session", Table::Access, &item).add_to_set(
            "sessions",
            Table::Access,
            &[("key", &sessions_key(person.id))],
            SESSIONS,
            &key,
        )
    }

    /// Who holds this session: one consistent read, and a write at most every quarter of an hour.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn session(&self, token: &Secret) -> Result<Option<Session>> {
        let key = session_key(token);
        let Some(item) = self.get::<SessionItem>(Table::Access, &[("key", &key)]).await? else { return Ok(None) };
        let now = self.clock().now();
        if now >= item.seen_at + IDLE || now >= item.began_at + SESSION_LASTS {
            return Ok(None);
        }
        if now >= item.seen_at + SEEN_EVERY {
            self.seen(&key, now).await?;
        }
        Ok(Some(Session {
            person: item.person,
            email: item.email,
            name: item.name,
            language: item.language,
            roles: item.roles,
            application: item.application,
            ambassador: item.ambassador,
        }))
    }

    /// Conditional on the session still being there, so that a sign-out meanwhile is not undone. While another change of it
    /// is at work, this one is left to the next request.
    async fn seen(&self, key: &str, now: DateTime<Utc>) -> Result<()> {
        let updated = self
            .db
            .update_item()
            .table_name(self.table(Table::Access))
            .key("key", AttributeValue::S(key.to_owned()))
            .update_expression("SET seen_at = :now")
            .condition_expression("attribute_exists(#key)")
            .expression_attribute_names("#key", "key")
            .expression_attribute_values(":now", AttributeValue::S(now.to_rfc3339()))
            .send()
            .await;
        match updated {
            Err(error)
                if error.as_service_error().is_some_and(|error| {
                    error.is_conditional_check_failed_exception() || error.is_transaction_conflict_exception()
                }) =>
            {
                Ok(())
            }
            Err(error) => Err(unexpected(error)),
            Ok(_) => Ok(()),
        }
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_out(&self, token: &Secret) -> Result<()> {
        self.commit().remove("session", Table::Access, &[("key", &session_key(token))]).send().await
    }

    /// Ends every session of a person, because what they are to the program has changed.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn end_sessions_of(&self, person: PersonId) -> Result<()> {
        for sessions in self.sessions_of(person).await?.chunks(50) {
            let mut commit = self.commit();
            for session in sessions {
                commit = commit.remove("session", Table::Access, &[("key", session)]);
            }
            // These and no others: one begun since they were read stays in the list, to be ended with the next change.
            let key = sessions_key(person);
            commit
                .take_from_set("sessions", Table::Access, &[("key", &key)], (SESSIONS, sessions), false)
                .send()
                .await?;
        }
        Ok(())
    }

    /// The keys of every session a person may have.
    pub(crate) async fn sessions_of(&self, person: PersonId) -> Result<Vec<String>> {
        let item = self.get::<SessionsItem>(Table::Access, &[("key", &sessions_key(person))]).await?;
        Ok(item.map(|item| item.sessions).unwrap_or_default())
    }

    /// Counts one more of `what` by `who` in this window of ten minutes; true while it is within `limit`.
    ///
    /// Who is kept as a hash only. The count is in the store, so that two instances share it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn within_limit(&self, what: &str, who: &str, limit: u32) -> Result<bool> {
        const WINDOW: i64 = 600;
        let now = self.clock().now().timestamp();
        let key = format!("throttle#{what}#{}#{}", secret::hash(who.as_bytes()), now / WINDOW);
        let updated = self
            .db
            .update_item()
            .table_name(self.table(Table::Access))
            .key("key", AttributeValue::S(key))
            .update_expression("ADD #count :one SET expires_at = :end")
            .expression_attribute_names("#count", "count")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":end", AttributeValue::N(((now / WINDOW + 1) * WINDOW).to_string()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(unexpected)?;
        let count = updated
            .attributes
            .and_then(|attributes| attributes.get("count")?.as_n().ok()?.parse::<u64>().ok())
            .unwrap_or(u64::MAX);
        Ok(count <= u64::from(limit))
    }
}
