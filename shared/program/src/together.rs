//! Organizing something together: whom an ambassador names is asked, and says yes or no (clause M6).
//!
//! One of them plans and reports; for whoever said yes it counts too, once.

use serde::{Deserialize, Serialize};

/// What somebody said who was named as organizing an activity too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// Nothing yet.
    Asked,
    /// Yes: it counts for them too.
    Yes,
    /// No.
    No,
    /// They are no longer named.
    Removed,
}

/// They are not named, or no longer, so there is nothing to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("they are not named")]
pub struct NotNamed;

impl Together {
    /// They answer; as long as they are named, they can think again.
    ///
    /// # Errors
    /// [`NotNamed`].
    pub fn answer(self, yes: bool) -> Result<Self, NotNamed> {
        match (self, yes) {
            (Self::Removed, _) => Err(NotNamed),
            (Self::Asked | Self::Yes | Self::No, true) => Ok(Self::Yes),
            (Self::Asked | Self::Yes | Self::No, false) => Ok(Self::No),
        }
    }

    /// The owner names them, perhaps once more: what they said stands, unless they had been taken off.
    #[must_use]
    pub fn named(self) -> Self {
        match self {
            Self::Removed => Self::Asked,
            said @ (Self::Asked | Self::Yes | Self::No) => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_named_can_say_yes_and_no_and_think_again_and_nobody_else_can() {
        for said in [Together::Asked, Together::Yes, Together::No] {
            assert_eq!(said.answer(true), Ok(Together::Yes));
            assert_eq!(said.answer(false), Ok(Together::No));
            assert_eq!(said.named(), said);
        }
        assert_eq!(Together::Removed.answer(true), Err(NotNamed));
        assert_eq!(Together::Removed.answer(false), Err(NotNamed));
        assert_eq!(Together::Removed.named(), Together::Asked);
    }
}
