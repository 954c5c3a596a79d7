//! Files people posted: where they lie, what they are, and which were not taken and why.
//!
//! A file is posted straight to the bucket, and the bucket says so; only then it is looked at and recorded here. The
//! record's key is the file's, so that an event told twice records it once. A file that was taken is kept where nobody
//! can post to, because the form it came by works for an hour. Its fingerprint is claimed in the transaction that
//! records it: the same file counts once in the whole program (clause R8). Start at [`Store::record_evidence`].

use crate::audit::{Actor, Entry, print};
use crate::files::Safety;
use crate::{Error, Query, Result, Secret, Store, tables::Table};
use chrono::{DateTime, Utc};
use program::evidence::{Document, KEPT, MOST_FILES, NotTaken, PREVIEWS, Purpose, Subject, UploadKey, folders_of};
use program::{AmbassadorId, FileId, FundingId, PersonId};
use serde::{Deserialize, Serialize};

/// The most refusals that are remembered of one subject; the oldest makes room.
const MOST_REFUSALS: usize = 20;
/// How often a record is tried while others are written about the same subject.
const TRIES: usize = 8;

/// A file somebody posted, as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    subject: String,
    /// Which file.
    pub file_id: FileId,
    /// Whose it is.
    pub ambassador: AmbassadorId,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is, or why it was not taken.
    pub found: Found,
    /// When it was looked at.
    pub at: DateTime<Utc>,
    version: u64,
}

/// What a posted file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A document, kept.
    Taken(Kept),
    /// Something that is not kept.
    NotTaken(NotTaken),
}

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What it is.
    pub document: Document,
    /// Its fingerprint.
    pub sha256: String,
    /// Whether there is a small picture of it.
    pub has_preview: bool,
    /// Whether the fingerprint is claimed by this file; a photo that others took too is claimed by the first.
    #[serde(default)]
    claims: bool,
}

impl Kept {
    /// A file of this fingerprint.
    pub fn new(document: Document, sha256: String, has_preview: bool) -> Self {
        Self { document, sha256, has_preview, claims: false }
    }
}

/// What comes of asking for a file.
#[derive(Debug)]
pub enum Lent {
    /// A link to it, for a few minutes.
    Link(Secret),
    /// It is lent to nobody now.
    Withheld(Safety),
}

/// The fingerprint of a file: SHA-256 in hexadecimal.
pub fn fingerprint(content: &[u8]) -> String {
    crate::secret::hash(content)
}

/// Where a file that was taken lies.
pub fn kept_key(file: FileId) -> String {
    format!("{KEPT}{file}")
}

/// Where the small picture of a file lies.
pub fn preview_key(file: FileId) -> String {
    format!("{PREVIEWS}{file}")
}

/// That a fingerprint stands for a file already.
#[derive(Debug, Serialize, Deserialize)]
struct Claim {
    subject: String,
    file_id: String,
    held_by: FileId,
    ambassador: AmbassadorId,
    purpose: Purpose,
}

/// Whose turn it is to write about a subject, so that two files at once are counted one after the other.
#[derive(Debug, Serialize, Deserialize)]
struct Turn {
    subject: String,
    file_id: String,
    version: u64,
}

const CLAIM: &str = "claim";
const TURN: &str = "turn";

fn claimed(sha256: &str) -> String {
    format!("sha256#{sha256}")
}

fn turns(subject: Subject) -> String {
    format!("turn#{subject}")
}

impl Evidence {
    /// The document; none where the file was not taken.
    pub fn document(&self) -> Option<&Document> {
        self.kept().map(|kept| &kept.document)
    }

    /// What is known of a file that was taken.
    pub fn kept(&self) -> Option<&Kept> {
        match &self.found {
            Found::Taken(kept) => Some(kept),
            Found::NotTaken(_) => None,
        }
    }

    /// A short-lived link to the file, under a name of ours, or why there is none now; nothing where the file was not taken.
    ///
    /// # Errors
    /// When the bucket cannot be asked, or the link cannot be signed.
    pub async fn lent(&self, store: &Store) -> Result<Option<Lent>> {
        let Some(document) = self.document() else { return Ok(None) };
        let key = kept_key(self.file_id);
        match store.files().safety(&key).await? {
            Safety::Safe => {}
            why => return Ok(Some(Lent::Withheld(why))),
        }
        let what = match self.purpose {
            Purpose::Photo(_) => "photo",
            Purpose::Invoice { .. } => "invoice",
            Purpose::Use(_) => "evidence",
        };
        let name = format!("{what}-{}.{}", self.file_id, document.content.ending());
        Ok(Some(Lent::Link(store.files().link(&key, &name).await?)))
    }

    /// What is known of the file, where somebody looks for malware; one that was not taken cannot be lent either way.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn safety(&self, store: &Store) -> Result<Safety> {
        match self.kept() {
            Some(_) => store.files().safety(&kept_key(self.file_id)).await,
            None => Ok(Safety::NotScanned),
        }
    }

    /// The small picture of the file, a JPEG; none where there is none.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn preview(&self, store: &Store) -> Result<Option<Vec<u8>>> {
        match self.kept().is_some_and(|kept| kept.has_preview) {
            true => Ok(store.files().get(&preview_key(self.file_id)).await?.map(|(_, bytes)| bytes)),
            false => Ok(None),
        }
    }

    /// Where it was posted.
    fn upload_key(&self) -> UploadKey {
        UploadKey { ambassador: self.ambassador, purpose: self.purpose, file: self.file_id }
    }
}

impl Store {
    /// Records what a posted file turned out to be, and gives what is on record: that may be from before, and a file that
    /// would do may not be taken for what else there is.
    ///
    /// # Errors
    /// When the store cannot be asked, or others keep writing about the same subject.
    pub async fn record_evidence(&self, key: UploadKey, found: Found) -> Result<Evidence> {
        let subject = key.purpose.subject();
        let mut tried = 0;
        loop {
            if let Some(there) = self.evidence(subject, key.file).await? {
                return Ok(there);
            }
            let files = self.evidence_of(subject).await?;
            let found = match &found {
                Found::Taken(kept) => self.weighed(&key, kept.clone(), &files).await?,
                other => other.clone(),
            };
            match self.write_evidence(key, found, &files).await {
                // Somebody wrote about the same subject or the same file at the same moment.
                Err(Error::Conflict(_)) if tried < TRIES => tried += 1,
                Err(error) => return Err(error),
                Ok(evidence) => return Ok(evidence),
            }
        }
    }

    /// A file that would do, beside what is here already.
    async fn weighed(&self, key: &UploadKey, mut kept: Kept, files: &[Evidence]) -> Result<Found> {
        let alike = |evidence: &&Evidence| evidence.purpose == key.purpose && evidence.kept().is_some();
        if files.iter().filter_map(Evidence::kept).any(|there| there.sha256 == kept.sha256) {
            return Ok(Found::NotTaken(NotTaken::SentBefore));
        }
        if files.iter().filter(alike).count() >= MOST_FILES {
            return Ok(Found::NotTaken(NotTaken::TooMany));
        }
        let fingerprint = claimed(&kept.sha256);
        match self.get::<Claim>(Table::Evidence, &[("subject", &fingerprint), ("file_id", CLAIM)]).await? {
            None => kept.claims = true,
            // Whoever was there together may show the same picture; nobody is paid for it.
            Some(claim) if !claim.purpose.is_for_money() && !key.purpose.is_for_money() => kept.claims = false,
            Some(claim) if claim.ambassador == key.ambassador => {
                return Ok(Found::NotTaken(NotTaken::CountsFor(claim.purpose.subject())));
            }
            Some(_) => return Ok(Found::NotTaken(NotTaken::Anothers)),
        }
        Ok(Found::Taken(kept))
    }

    async fn write_evidence(&self, key: UploadKey, found: Found, files: &[Evidence]) -> Result<Evidence> {
        let subject = key.purpose.subject();
        let item = Evidence {
            subject: subject.to_string(),
            file_id: key.file,
            ambassador: key.ambassador,
            purpose: key.purpose,
            found,
            at: self.clock().now(),
            version: 1,
        };
        let mut commit = self.taking_turns(subject).await?.create("evidence", Table::Evidence, &item);
        let what = match &item.found {
            Found::Taken(kept) => {
                if kept.claims {
                    commit = commit.create(
                        CLAIM,
                        Table::Evidence,
                        &Claim {
                            subject: claimed(&kept.sha256),
                            file_id: CLAIM.to_owned(),
                            held_by: key.file,
                            ambassador: key.ambassador,
                            purpose: key.purpose,
                        },
                    );
                }
                "add a file"
            }
            Found::NotTaken(_) => {
                let refused = files.iter().filter(|file| file.kept().is_none());
                if refused.clone().count() >= MOST_REFUSALS
                    && let Some(oldest) = refused.min_by_key(|file| (file.at, file.file_id))
                {
                    let file = oldest.file_id.to_string();
                    commit =
                        commit.remove("oldest", Table::Evidence, &[("subject", &item.subject), ("file_id", &file)]);
                }
                "refuse a file"
            }
        };
        commit
            .audit(Entry { subject: &item.subject, by: Actor::Bucket, what, before: None, after: print(&item) })
            .send()
            .await?;
        Ok(item)
    }

    /// The beginning of a transaction about the files of a subject, of which only one succeeds at a moment.
    async fn taking_turns(&self, subject: Subject) -> Result<crate::commit::Commit<'_>> {
        let subject = turns(subject);
        let turn: Option<Turn> = self.get(Table::Evidence, &[("subject", &subject), ("file_id", TURN)]).await?;
        let version = turn.map_or(0, |turn| turn.version);
        let next = Turn { subject, file_id: TURN.to_owned(), version: version + 1 };
        Ok(match version {
            0 => self.commit().create(TURN, Table::Evidence, &next),
            _ => self.commit().replace(TURN, Table::Evidence, &next, version),
        })
    }

    /// How many files were posted for a request for funds that nobody has looked at yet; these were.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn arriving(&self, ambassador: AmbassadorId, request: FundingId, known: &[Evidence]) -> Result<usize> {
        let mut arriving = 0;
        for folder in folders_of(ambassador, request) {
            let keys = self.files().keys(&folder).await?;
            let files = keys.iter().filter_map(|key| key.parse::<UploadKey>().ok());
            arriving += files.filter(|key| known.iter().all(|known| known.file_id != key.file)).count();
        }
        Ok(arriving)
    }

    /// Every file posted for a subject, oldest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn evidence_of(&self, subject: Subject) -> Result<Vec<Evidence>> {
        let mut all: Vec<Evidence> = self.all(Query::of(Table::Evidence, ("subject", &subject.to_string()))).await?;
        all.sort_by_key(|evidence| (evidence.at, evidence.file_id));
        Ok(all)
    }

    /// One file posted for a subject.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn evidence(&self, subject: Subject, file: FileId) -> Result<Option<Evidence>> {
        self.get(Table::Evidence, &[("subject", &subject.to_string()), ("file_id", &file.to_string())]).await
    }

    /// Takes what is left of a posted file out of the bucket: what was posted, and what was kept of a file that was not
    /// taken in the end.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn tidy_up(&self, evidence: &Evidence) -> Result<()> {
        if evidence.kept().is_none() {
            self.files().remove(&kept_key(evidence.file_id)).await?;
            self.files().remove(&preview_key(evidence.file_id)).await?;
        }
        self.files().remove(&evidence.upload_key().to_string()).await
    }

    /// Takes a file away: the file first, then its record, so that a removal cut off between the two is done by the next.
    /// Its fingerprint is free again.
    ///
    /// # Errors
    /// When the store or the bucket cannot be asked.
    pub async fn remove_evidence(&self, evidence: &Evidence, by: PersonId) -> Result<()> {
        for key in [kept_key(evidence.file_id), preview_key(evidence.file_id), evidence.upload_key().to_string()] {
            self.files().remove(&key).await?;
        }
        let (subject, file) = (evidence.purpose.subject(), evidence.file_id.to_string());
        let named = subject.to_string();
        for _ in 0..TRIES {
            let mut commit = self.taking_turns(subject).await?.consume(
                "evidence",
                Table::Evidence,
                &[("subject", &named), ("file_id", &file)],
            );
            if let Some(kept) = evidence.kept().filter(|kept| kept.claims) {
                let claim = claimed(&kept.sha256);
                commit = commit.remove(CLAIM, Table::Evidence, &[("subject", &claim), ("file_id", CLAIM)]);
            }
            let written = commit
                .audit(Entry {
                    subject: &named,
                    by: Actor::Person(by),
                    what: "remove a file",
                    before: print(evidence),
                    after: None,
                })
                .send()
                .await;
            match written {
                Err(Error::Conflict(TURN)) => {}
                // Somebody took it away at the same moment.
                Err(Error::Conflict(_)) => return Ok(()),
                other => return other,
            }
        }
        Err(Error::Conflict(TURN))
    }
}
