//! What the team asks about an activity, and what its ambassador answers.
//!
//! A conversation changes nothing that counts: it goes on whatever the quarter, and stays with the activity.

use crate::id::PersonId;
use crate::text::Text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who says something about an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Somebody of the team, who asks.
    Team,
    /// The ambassador whose activity it is, who answers.
    Ambassador,
}

/// A question about an activity, or an answer. Once said, it stays as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Which side it is from.
    pub side: Side,
    /// Who said it.
    pub by: PersonId,
    /// What they were called then, as far as they had told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub text: Text,
}

/// Whether the last word is a question, so that the ambassador has something to answer.
pub fn is_open(remarks: &[Remark]) -> bool {
    remarks.last().is_some_and(|remark| remark.side == Side::Team)
}
