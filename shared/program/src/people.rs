//! What a signed-in person may be to the program; one person may be several (clause O10).

use crate::email::Email;
use crate::form::{Form, Problem, Problems};
use crate::text::{Line, Name};
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
    /// Reads and scores applications for the team; decides nothing (clause R3).
    Reviewer,
    /// Runs the program; sees everybody's records.
    Organizer,
    /// Keeps the program's money: decides about requests for funds and pays, sees what is said in confidence for it.
    Treasurer,
    /// Leads a user group. It opens no page and is held to nothing (clause O10).
    GroupLeader,
}

impl Role {
    /// Every role, for tables and tests that must miss none.
    pub const ALL: [Role; 6] =
        [Role::Applicant, Role::Ambassador, Role::Reviewer, Role::Organizer, Role::Treasurer, Role::GroupLeader];

    /// The roles of the team: whoever has one of them was invited by an organizer.
    pub const TEAM: [Role; 3] = [Role::Organizer, Role::Reviewer, Role::Treasurer];

    /// The roles that see the program's money, and what is said in confidence for it.
    pub const PURSE: [Role; 2] = [Role::Organizer, Role::Treasurer];

    /// Its name in forms and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Ambassador => "ambassador",
            Self::Reviewer => "reviewer",
            Self::Organizer => "organizer",
            Self::Treasurer => "treasurer",
            Self::GroupLeader => "group_leader",
        }
    }
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

    /// The roles of the team whose boxes are ticked in a form.
    pub fn of_team_form(form: &Form) -> Self {
        Self::of(Role::TEAM.into_iter().filter(|role| form.ticked(role.name())))
    }

    /// Whether `role` is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether one of `roles` is among them.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Those of them that are roles of the team.
    #[must_use]
    pub fn of_team(&self) -> Self {
        Self::of(Role::TEAM.into_iter().filter(|role| self.has(*role)))
    }

    /// The same with `team` as the roles of the team, whatever those were before.
    #[must_use]
    pub fn with_team(self, team: &Self) -> Self {
        let others = self.iter().filter(|role| !Role::TEAM.contains(role));
        Self::of(others.chain(team.of_team().iter()))
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

/// Whom an organizer asks to join the team, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Where the letter goes.
    pub email: Email,
    /// The roles of the team they get; there is one at least.
    pub roles: Roles,
}

impl Invitation {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let email = problems.take("email", Email::parse(form.get("email")));
        let roles = Roles::of_team_form(form);
        if roles.is_empty() {
            problems.add(Role::Organizer.name(), Problem::NotAChoice);
        }
        match email {
            Some(email) if problems.is_empty() => Ok(Self { email, roles }),
            _ => Err(problems),
        }
    }
}

/// Somebody who leads a user group, as an organizer writes it down (clause O10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leader {
    /// Their name.
    pub name: Name,
    /// Their address.
    pub email: Email,
    /// What their group is called.
    pub group: Line,
}

impl Leader {
    /// Reads the form; every problem is found in one pass, in the order of the page.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(form: &Form) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("leader_name", Name::parse(form.get("leader_name")));
        let email = problems.take("leader_email", Email::parse(form.get("leader_email")));
        let group = problems.take("group", Line::parse(form.get("group")));
        match (name, email, group) {
            (Some(name), Some(email), Some(group)) => Ok(Self { name, email, group }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// O10
    #[test]
    fn a_change_in_the_team_leaves_what_else_somebody_is_as_it_was() {
        let roles = Roles::of([Role::Applicant, Role::Ambassador, Role::Reviewer]);
        let organizer = Roles::of([Role::Organizer]);
        assert_eq!(
            roles.clone().with_team(&organizer),
            Roles::of([Role::Applicant, Role::Ambassador, Role::Organizer])
        );
        assert_eq!(roles.clone().with_team(&Roles::default()), Roles::of([Role::Applicant, Role::Ambassador]));
        // What is no role of the team is not given this way.
        assert_eq!(Roles::default().with_team(&roles), Roles::of([Role::Reviewer]));
    }
}
