//! Identifiers: a type for each, so that one can never be passed for another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Names what `uuid` names.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The identifier's 128 bits.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// One person, whatever they are to the program: applicant, ambassador, organizer.
    PersonId
);
id!(
    /// One application.
    ApplicationId
);
id!(
    /// One ambassador.
    AmbassadorId
);
id!(
    /// One activity, from its plan to its report.
    ActivityId
);
id!(
    /// One file somebody posted.
    FileId
);
id!(
    /// One contribution of somebody of the community.
    ContributionId
);
id!(
    /// One ambassador call, or one onboarding session.
    SlotId
);
id!(
    /// One request for funds.
    FundingId
);
id!(
    /// One invoice of a request for funds.
    InvoiceId
);
id!(
    /// One batch of payments.
    BatchId
);
id!(
    /// One time that somebody asked for something that is made while they wait.
    JobId
);
