//! The rules of an ambassador program, as pure functions of values.
//!
//! **What it is for.** What an application, an ambassador, an activity, a full report, a quarter and a standing *are*,
//! which changes are allowed, and what a program's settings say. Start reading at [`settings`] (what a program may
//! choose), then [`standing`] (what the quarter's end decides about a report, never about a person).
//!
//! **What it may not know.** No input or output, no clock, no randomness, no async: the day, the instant and the ids
//! are arguments. It knows no sentence a person reads either; a broken rule is a variant, and `words` words it.

pub mod activity;
pub mod ambassador;
pub mod appeal;
pub mod application;
pub mod batch;
pub mod benefit;
pub mod calendar;
pub mod check_in;
pub mod comparison;
pub mod continent;
pub mod contribution;
pub mod country;
pub mod draft_review;
pub mod email;
pub mod evidence;
pub mod feedback;
pub mod form;
pub mod funding;
pub mod id;
pub mod inactivity;
pub mod invoice;
pub mod language;
pub mod ledger;
pub mod link;
pub mod money;
pub mod nomination;
pub mod pause;
pub mod payment_details;
pub mod people;
pub mod proposal;
pub mod question;
pub mod readiness;
pub mod remark;
pub mod reminder;
pub mod report;
pub mod review;
pub mod settings;
pub mod slot;
pub mod spread;
pub mod standing;
pub mod statement;
pub mod territory;
pub mod text;
pub mod together;
pub mod tranche;
pub mod zone;

pub use activity::{Activity, ActivityState, Place};
pub use ambassador::{Ambassador, AmbassadorState};
pub use application::{Application, ApplicationState, Column, Decision, Face, Outcome};
pub use batch::Batch;
pub use benefit::{Benefit, Benefits};
pub use calendar::{Calendar, Counting, Period, Quarter};
pub use comparison::Comparison;
pub use continent::Continent;
pub use contribution::{Contribution, ContributionKind};
pub use country::Country;
pub use email::Email;
pub use feedback::Feedback;
pub use form::{Form, Problem, Problems};
pub use funding::{Funding, FundingKind, FundingState, Way};
pub use id::{
    ActivityId, AmbassadorId, ApplicationId, BatchId, ContributionId, FileId, FundingId, InvoiceId, JobId, PersonId,
    SlotId,
};
pub use language::Language;
pub use ledger::{Book, Booking};
pub use link::Link;
pub use money::{Currency, Money, Rate, Sums};
pub use nomination::Nomination;
pub use pause::Pause;
pub use payment_details::PaymentDetails;
pub use people::{Role, Roles};
pub use proposal::{Proposal, ProposalId};
pub use question::{Question, QuestionKind};
pub use remark::{Remark, Side};
pub use report::{Answer, Field, FieldKey, Missing, Report};
pub use review::{Criterion, Review, Score};
pub use settings::{Kind, Settings};
pub use slot::{Slot, SlotDetails, SlotKind};
pub use standing::{Judgement, Reason, Standing};
pub use territory::{Load, LoadDelta, Loads, Split, Territory};
pub use together::Together;
pub use tranche::{Round, Tranche};
pub use zone::Zone;
