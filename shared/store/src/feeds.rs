//! Links to calendar feeds (clause M22). A calendar program cannot sign in, so its link is the secret: only its hash is
//! kept, each person has one at most, and a new one ends the old one.

use crate::activities::SHARDS;
use crate::audit::{Actor, Entry};
use crate::{Error, Query, Result, Secret, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::{ActivityId, AmbassadorId, Calendar, Email, PersonId, Quarter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose calendar a feed is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reader")]
pub enum FeedReader {
    /// An ambassador's own.
    Ambassador {
        /// Whose.
        ambassador: AmbassadorId,
    },
    /// The team's, as long as this person is in it.
    Team {
        /// By what address the person is found.
        email: Email,
    },
}

impl FeedReader {
    /// Its name in keys.
    fn name(&self) -> &'static str {
        match self {
            Self::Ambassador { .. } => "ambassador",
            Self::Team { .. } => "team",
        }
    }
}

/// A feed that a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Whose calendar it is.
    pub reader: FeedReader,
    /// The language it is in.
    pub language: String,
}

#[derive(Serialize, Deserialize)]
struct FeedItem {
    key: String,
    #[serde(flatten)]
    reader: FeedReader,
    language: String,
}

/// Which link of a person is good: one item a person and kind of feed.
#[derive(Serialize, Deserialize)]
struct FeedLinkItem {
    key: String,
    feed: String,
    made_at: DateTime<Utc>,
    version: u64,
}

fn link_key(reader: &FeedReader, person: PersonId) -> String {
    format!("feed-of#{}#{person}", reader.name())
}

fn feed_key(token: &Secret) -> String {
    format!("feed#{}", token.hash())
}

/// The part of a transaction that says which link is good.
const LINK: &str = "link";

impl Store {
    /// Makes a person's link to a feed and ends the one they had. The secret is given out here and never again.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn make_feed_link(&self, feed: &Feed, person: PersonId) -> Result<Secret> {
        let key = link_key(&feed.reader, person);
        // Two presses of one button meet here; each makes a link, and the later one is good.
        for _ in 0..8 {
            let token = Secret::token();
            let before: Option<FeedLinkItem> = self.get(Table::Access, &[("key", &key)]).await?;
            let item = FeedItem { key: feed_key(&token), reader: feed.reader.clone(), language: feed.language.clone() };
            let version = before.as_ref().map_or(0, |before| before.version);
            let link = FeedLinkItem {
                key: key.clone(),
                feed: item.key.clone(),
                made_at: self.clock().now(),
                version: version + 1,
            };
            let commit = self.commit().create("feed", Table::Access, &item);
            let commit = match &before {
                None => commit.create(LINK, Table::Access, &link),
                Some(before) => commit.replace(LINK, Table::Access, &link, version).remove(
                    "old feed",
                    Table::Access,
                    &[("key", &before.feed)],
                ),
            };
            let written = commit
                .audit(Entry {
                    subject: &format!("person#{person}"),
                    by: Actor::Person(person),
                    what: "make a calendar link",
                    before: None,
                    after: None,
                })
                .send()
                .await;
            match written {
                Ok(()) => return Ok(token),
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Conflict(LINK))
    }

    /// When this person's link to their feed was made; none where they have none.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn feed_link_made_at(&self, reader: &FeedReader, person: PersonId) -> Result<Option<DateTime<Utc>>> {
        let link: Option<FeedLinkItem> = self.get(Table::Access, &[("key", &link_key(reader, person))]).await?;
        Ok(link.map(|link| link.made_at))
    }

    /// The feed this token leads to; none when it is unknown or another one took its place.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn feed(&self, token: &Secret) -> Result<Option<Feed>> {
        let item: Option<FeedItem> = self.get(Table::Access, &[("key", &feed_key(token))]).await?;
        Ok(item.map(|item| Feed { reader: item.reader, language: item.language }))
    }

    /// How often each activity of an ambassador was written, which a calendar tells newer from older by.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activity_versions_of(&self, ambassador: AmbassadorId) -> Result<ActivityVersions> {
        let id = ambassador.to_string();
        let rows: Vec<VersionRow> = self.all(Query::of(Table::Activities, ("ambassador_id", &id))).await?;
        Ok(ActivityVersions::of(rows))
    }

    /// The same for the activities of a quarter.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn activity_versions_in(&self, quarter: Quarter, calendar: &Calendar) -> Result<ActivityVersions> {
        let mut rows = Vec::new();
        for (name, number) in
            calendar.names_of(quarter).into_iter().flat_map(|name| (0..SHARDS).map(move |n| (name, n)))
        {
            let partition = format!("{name}#{number}");
            let query = Query::of(Table::Activities, ("quarter_shard", &partition)).index("by_quarter");
            rows.extend(self.all::<VersionRow>(query).await?);
        }
        Ok(ActivityVersions::of(rows))
    }
}

/// What a calendar needs of an activity's item beyond the activity itself.
#[derive(Deserialize)]
struct VersionRow {
    activity_id: String,
    #[serde(default)]
    version: u64,
}

/// How often activities were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityVersions(BTreeMap<String, u64>);

impl ActivityVersions {
    fn of(rows: Vec<VersionRow>) -> Self {
        Self(rows.into_iter().map(|row| (row.activity_id, row.version)).collect())
    }

    /// How often this one was changed since it was shared.
    pub fn changes_of(&self, activity: ActivityId) -> u64 {
        self.0.get(&activity.to_string()).map_or(0, |version| version.saturating_sub(1))
    }
}
