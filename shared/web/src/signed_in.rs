//! Being signed in as an argument type: a handler that takes `SignedIn<Organizer>` cannot be reached by anyone else.

use crate::problem::Problem;
use axum::extract::FromRequestParts;
use http::request::Parts;
use program::{AmbassadorId, ApplicationId, PersonId, Role, Roles};
use std::marker::PhantomData;
use store::access::Session;

/// A part somebody plays in the program, with what it gives them a record of.
pub trait Part {
    /// The roles that let somebody play it: one of them is enough.
    const ROLES: &'static [Role];
    /// What their own record is found by.
    type Id: Copy + Send;
    /// Their own record's identifier; none in a session that says they play this part and not by which record.
    fn id(session: &Session) -> Option<Self::Id>;
}

/// The part of an applicant.
#[derive(Clone, Copy, Debug)]
pub struct Applicant;
/// The part of an ambassador.
#[derive(Clone, Copy, Debug)]
pub struct Ambassador;
/// The part of a reviewer.
#[derive(Clone, Copy, Debug)]
pub struct Reviewer;
/// The part of an organizer.
#[derive(Clone, Copy, Debug)]
pub struct Organizer;
/// The part of anybody in the team: an organizer, a reviewer or a treasurer.
#[derive(Clone, Copy, Debug)]
pub struct Team;

/// The part of whoever sees the program's money: an organizer or a treasurer.
#[derive(Clone, Copy, Debug)]
pub struct Purse;
/// The part of a treasurer.
#[derive(Clone, Copy, Debug)]
pub struct Treasurer;

impl Part for Purse {
    const ROLES: &'static [Role] = &Role::PURSE;
    type Id = PersonId;
    fn id(session: &Session) -> Option<PersonId> {
        Some(session.person)
    }
}

impl Part for Treasurer {
    const ROLES: &'static [Role] = &[Role::Treasurer];
    type Id = PersonId;
    fn id(session: &Session) -> Option<PersonId> {
        Some(session.person)
    }
}

impl Part for Applicant {
    const ROLES: &'static [Role] = &[Role::Applicant];
    type Id = ApplicationId;
    fn id(session: &Session) -> Option<ApplicationId> {
        session.application
    }
}

impl Part for Ambassador {
    const ROLES: &'static [Role] = &[Role::Ambassador];
    type Id = AmbassadorId;
    fn id(session: &Session) -> Option<AmbassadorId> {
        session.ambassador
    }
}

impl Part for Reviewer {
    const ROLES: &'static [Role] = &[Role::Reviewer];
    type Id = PersonId;
    fn id(session: &Session) -> Option<PersonId> {
        Some(session.person)
    }
}

impl Part for Organizer {
    const ROLES: &'static [Role] = &[Role::Organizer];
    type Id = PersonId;
    fn id(session: &Session) -> Option<PersonId> {
        Some(session.person)
    }
}

impl Part for Team {
    const ROLES: &'static [Role] = &Role::TEAM;
    type Id = PersonId;
    fn id(session: &Session) -> Option<PersonId> {
        Some(session.person)
    }
}

/// Somebody who is signed in and plays this part.
#[derive(Clone, Debug)]
pub struct SignedIn<P: Part> {
    /// Who they are.
    pub person: PersonId,
    /// What their own record is found by.
    pub id: P::Id,
    part: PhantomData<P>,
}

impl<P: Part, S: Sync> FromRequestParts<S> for SignedIn<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let session = parts.extensions.get::<Session>().ok_or(Problem::SignIn)?;
        if !session.roles.has_any(P::ROLES) {
            return Err(Problem::Forbidden);
        }
        let id = P::id(session).ok_or(Problem::Forbidden)?;
        Ok(Self { person: session.person, id, part: PhantomData })
    }
}

/// Where somebody with these roles starts: the part with the most to do comes first.
pub fn home_of(roles: &Roles) -> &'static str {
    if roles.has(Role::Organizer) {
        "/team"
    } else if roles.has(Role::Reviewer) {
        "/team/applications"
    } else if roles.has(Role::Treasurer) {
        "/team/funding"
    } else if roles.has(Role::Ambassador) {
        "/me"
    } else if roles.has(Role::Applicant) {
        "/apply/status"
    } else {
        "/"
    }
}
