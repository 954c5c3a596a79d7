//! What a signed-in person may be to the program; one person may be several (clause O10).

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing a person is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Has applied, and may follow their own application.
    Applicant,
    /// Carries the program; sees and changes only what is theirs.
    Ambassador,
    /// Runs the program; sees everybody's records.
    Organizer,
}

impl Role {
    /// Every role, for tables and tests that must miss none.
    pub const ALL: [Role; 3] = [Role::Applicant, Role::Ambassador, Role::Organizer];
}

/// The roles of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// These roles.
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// Whether `role` is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// The same and `role`.
    #[must_use]
    pub fn with(mut self, role: Role) -> Self {
        self.0.insert(role);
        self
    }

    /// The same without `role`.
    #[must_use]
    pub fn without(mut self, role: Role) -> Self {
        self.0.remove(&role);
        self
    }

    /// True for nobody's roles.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }
}
