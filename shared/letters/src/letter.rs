//! The letters there are.

use crate::funding::{FundingNews, FundingSums};
use chrono::NaiveDate;
use program::activity::{Help, Span};
use program::draft_review::Round;
use program::settings::Contact;
use program::{
    ActivityId, AmbassadorId, ApplicationId, Benefit, ContributionKind, FundingId, Judgement, Place, Quarter, Reason,
    Roles, Sums, appeal,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Every letter the office sends. Its JSON is what waits in the outbox, so it never holds a secret link.
///
/// Only reminders can be unsubscribed from (requirement P5): each of the others answers something its reader did, or, as
/// the check-in and the quarter's result do, belongs to the role itself and stops with a pause or with stepping down
/// (clause R4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Thanks for applying, and asks whether the address is the applicant's.
    Receipt {
        /// The applicant's name.
        name: String,
        /// What the link will confirm.
        application: ApplicationId,
    },
    /// Somebody applied once more from this address: what is here stands (clause R2).
    AlreadyApplied {
        /// The application that is here, which the link leads to and confirms.
        application: ApplicationId,
    },
    /// A form was put aside, and this leads back to it.
    DraftSaved {
        /// The application it is to become.
        application: ApplicationId,
    },
    /// An application came in from another site with something missing, and this leads to the form as it came.
    FormIncomplete {
        /// The application it is to become.
        application: ApplicationId,
    },
    /// Brings the link to follow one's application with, to somebody who asked for it (clause R1).
    StatusLink,
    /// Brings the link to sign in with (requirement S1).
    SignIn {
        /// The hash that binds the link to the browser it was asked from. Never shown.
        browser: String,
    },
    /// Brings somebody into the team: what their roles let them do, and where to sign in.
    TeamInvitation {
        /// The roles of the team they have now.
        roles: Roles,
    },
    /// Accepted: welcome, handbook and first steps (clause M1).
    Welcome {
        /// The new ambassador's name.
        name: String,
        /// Why, in the team's words (clause D3).
        words: Option<String>,
        /// Where the handbook is.
        handbook: Option<String>,
    },
    /// Not this time, and the application stays for later rounds (clause O2).
    KeptInPool {
        /// The applicant's name.
        name: String,
        /// Why, in the team's words (clause D3).
        words: Option<String>,
    },
    /// Not accepted.
    Declined {
        /// The applicant's name.
        name: String,
        /// Why, in the team's words (clause D3).
        words: Option<String>,
    },
    /// What is recorded for the quarter so far and what is open (clause M7).
    CheckIn {
        /// The ambassador's name.
        name: String,
        /// The quarter.
        quarter: Quarter,
        /// Its last day.
        ends_on: NaiveDate,
        /// The last day a full report counts for it (clause R6).
        counts_until: NaiveDate,
        /// How many full reports count so far.
        full: u32,
        /// How many the program hopes for.
        goal: u32,
        /// Everything recorded, and what each still lacks (clause R5).
        reasons: Vec<Reason>,
    },
    /// How the quarter ended, with every reason (clause R5). A description, never a verdict on a person (clause M11).
    QuarterResult {
        /// The ambassador's name.
        name: String,
        /// The quarter.
        quarter: Quarter,
        /// What it shows.
        judgement: Judgement,
        /// Somebody to talk to, where the settings name somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<Contact>,
    },
    /// What is still open of a quarter that closes soon (clause R4).
    Reminder {
        /// The ambassador's name.
        name: String,
        /// Whose reminders its link turns off.
        ambassador: AmbassadorId,
        /// The quarter.
        quarter: Quarter,
        /// The last day a full report counts for it (clause R6).
        counts_until: NaiveDate,
        /// How many full reports count so far.
        full: u32,
        /// How many the program hopes for.
        goal: u32,
        /// Everything recorded, and what each still lacks (clause R5).
        reasons: Vec<Reason>,
        /// Whether there is a report to complete; otherwise it asks to share something.
        to_complete: bool,
    },
    /// Something that comes with goals that were met or with time (clauses M15, M16).
    Benefit {
        /// The ambassador's name.
        name: String,
        /// What it is.
        benefit: Benefit,
        /// Whether the office takes requests for funds; otherwise whoever would like some answers the letter.
        #[serde(default)]
        takes_requests: bool,
    },
    /// What an ambassador wrote about a closed quarter has arrived (clause R5).
    AppealReceived {
        /// The ambassador's name.
        name: String,
        /// The quarter.
        quarter: Quarter,
    },
    /// What a person of the team decided about a closed quarter (clause R5).
    AppealAnswered {
        /// The ambassador's name.
        name: String,
        /// The quarter.
        quarter: Quarter,
        /// What was decided.
        verdict: appeal::Verdict,
        /// Why, in that person's words.
        words: Option<String>,
        /// What the quarter shows now.
        judgement: Judgement,
    },
    /// Somebody proposed its reader as an ambassador (clause O5).
    Nominated {
        /// The reader's name, as it was given.
        name: String,
        /// Who proposed them.
        by: String,
        /// Why, in that person's words; plain text without a web address.
        words: String,
    },
    /// Thanks for proposing somebody. It says nothing about them (requirement S2).
    NominationThanks {
        /// The name of who proposed.
        name: String,
    },
    /// Thanks for something done for the community (clause D5).
    ContributionThanks {
        /// The name that was given.
        name: String,
        /// What it was.
        kind: ContributionKind,
        /// When it was.
        on: NaiveDate,
        /// Whether the address is an ambassador's, who can report it as an activity.
        ambassador: bool,
    },
    /// The team asks something about an activity; it is answered on its page.
    Question {
        /// The ambassador's name.
        name: String,
        /// Which activity.
        activity: ActivityId,
        /// Its title.
        title: String,
        /// What is asked.
        question: String,
    },
    /// An ambassador asks for funds, to whoever decides about it (clause O7).
    FundingAsked {
        /// The ambassador's name.
        by: String,
        /// What the request is called.
        title: String,
        /// What is asked for.
        sums: Sums,
        /// The day it is needed.
        needed_on: NaiveDate,
        /// Which request.
        request: FundingId,
    },
    /// The team asks something about a request for funds; it is answered on its page.
    FundingQuestion {
        /// The ambassador's name.
        name: String,
        /// What the request is called.
        title: String,
        /// What is asked.
        question: String,
        /// Which request.
        request: FundingId,
    },
    /// What became of a request for funds, with the sums side by side.
    FundingNews {
        /// The ambassador's name.
        name: String,
        /// What the request is called.
        title: String,
        /// What became of it.
        news: FundingNews,
        /// Why, in the team's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// What was asked for, approved, handed in and paid.
        sums: FundingSums,
        /// Which request.
        request: FundingId,
    },
    /// An ambassador plans something large, to the organizers at once (clause M20).
    LargePlan {
        /// The ambassador's name.
        by: String,
        /// What it is called.
        title: String,
        /// From when to when.
        when: Span,
        /// Where.
        place: Place,
        /// What help is wanted.
        help: Help,
        /// Whose activity.
        ambassador: AmbassadorId,
        /// Which.
        activity: ActivityId,
    },
    /// Another ambassador named its reader as organizing something together.
    OrganizedTogether {
        /// The reader's name.
        name: String,
        /// Who named them.
        by: String,
        /// What it is called.
        title: String,
        /// From when to when.
        when: Span,
        /// Where.
        place: Place,
        /// Which activity.
        activity: ActivityId,
    },
    /// The team read a draft (clause M21).
    DraftReviewed {
        /// The author's name.
        name: String,
        /// What the activity is called.
        title: String,
        /// In which review.
        round: Round,
        /// Whether it is ready, as far as this review goes.
        ready: bool,
        /// What the reviewer wrote.
        words: Option<String>,
        /// Which activity.
        activity: ActivityId,
    },
    /// A pause is over: glad to have its reader back (clause C3).
    BackFromPause {
        /// The ambassador's name.
        name: String,
        /// The first day after it.
        on: NaiveDate,
    },
    /// The team marked a pause for its reader (clause C3).
    PauseMarked {
        /// The ambassador's name.
        name: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day, when known.
        until: Option<NaiveDate>,
    },
    /// Thanks to somebody who stepped down (clause O11).
    SteppedDown {
        /// Their name.
        name: String,
        /// Since when they were an ambassador.
        since: NaiveDate,
    },
    /// The team ended the term.
    TermEnded {
        /// The name of who was an ambassador.
        name: String,
        /// Since when.
        since: NaiveDate,
        /// Why, in the team's words to them.
        words: Option<String>,
    },
    /// Somebody who had left is an ambassador again (clause O11).
    AmbassadorAgain {
        /// Their name.
        name: String,
        /// The team's words to them.
        words: Option<String>,
    },
    /// The team's answer to somebody who would like to return, and does not now.
    ReturnAnswered {
        /// Their name.
        name: String,
        /// The team's words to them.
        words: Option<String>,
    },
    /// The engagement summary, to whom the settings name for it.
    Summary {
        /// The quarter.
        quarter: Quarter,
        /// What it leads with.
        figures: Figures,
        /// Whether the workbook comes with the letter; when it does not, the quarter's page has it.
        attached: bool,
    },
    /// How a month within a quarter went, to whom the settings name for the engagement summary.
    Glance {
        /// The month, by its first day.
        month: NaiveDate,
        /// The quarter it is in.
        quarter: Quarter,
        /// What it came to so far.
        figures: GlanceFigures,
    },
}

/// The numbers the engagement summary leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How many people came to an event on average; nothing when no report tells (clause R7).
    #[serde(default)]
    pub attendees: Option<u64>,
    /// How often a post was seen on average; nothing when no report tells.
    #[serde(default)]
    pub views: Option<u64>,
    /// How many hours were given; nothing when no report tells.
    #[serde(default)]
    pub hours: Option<u64>,
    /// How many activities were held.
    pub held: u32,
    /// How many of them are reported in full.
    pub full: u32,
    /// In how many countries.
    pub countries: u32,
    /// Ambassadors with as many full reports as the program hopes for.
    pub met: u32,
    /// Ambassadors with fewer.
    pub short: u32,
    /// Ambassadors who paused.
    pub excused: u32,
    /// Ambassadors who joined during the quarter.
    pub new: u32,
}

/// What a month came to so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlanceFigures {
    /// How many people came to an event on average; nothing when no report tells (clause R7).
    pub attendees: Option<u64>,
    /// How often a post was seen on average; nothing when no report tells.
    pub views: Option<u64>,
    /// How many activities were held and reported.
    pub held: u32,
    /// How many more were planned and have no report so far.
    pub planned: u32,
    /// In how many countries.
    pub countries: u32,
}

impl Letter {
    /// The letter's kind, as it is stored, logged and counted.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Receipt { .. } => "receipt",
            Self::AlreadyApplied { .. } => "already_applied",
            Self::DraftSaved { .. } => "draft_saved",
            Self::FormIncomplete { .. } => "form_incomplete",
            Self::StatusLink => "status_link",
            Self::SignIn { .. } => "sign_in",
            Self::TeamInvitation { .. } => "team_invitation",
            Self::Welcome { .. } => "welcome",
            Self::KeptInPool { .. } => "kept_in_pool",
            Self::Declined { .. } => "declined",
            Self::CheckIn { .. } => "check_in",
            Self::QuarterResult { .. } => "quarter_result",
            Self::Reminder { .. } => "reminder",
            Self::Benefit { .. } => "benefit",
            Self::AppealReceived { .. } => "appeal_received",
            Self::AppealAnswered { .. } => "appeal_answered",
            Self::Nominated { .. } => "nominated",
            Self::NominationThanks { .. } => "nomination_thanks",
            Self::ContributionThanks { .. } => "contribution_thanks",
            Self::Question { .. } => "question",
            Self::FundingAsked { .. } => "funding_asked",
            Self::FundingQuestion { .. } => "funding_question",
            Self::FundingNews { .. } => "funding_news",
            Self::LargePlan { .. } => "large_plan",
            Self::OrganizedTogether { .. } => "organized_together",
            Self::DraftReviewed { .. } => "draft_reviewed",
            Self::BackFromPause { .. } => "back_from_pause",
            Self::PauseMarked { .. } => "pause_marked",
            Self::SteppedDown { .. } => "stepped_down",
            Self::TermEnded { .. } => "term_ended",
            Self::AmbassadorAgain { .. } => "ambassador_again",
            Self::ReturnAnswered { .. } => "return_answered",
            Self::Summary { .. } => "summary",
            Self::Glance { .. } => "glance",
        }
    }

    /// The secret link to mint when this letter is sent, if it needs one (requirement N4).
    pub fn secret(&self) -> Option<Secret> {
        match self {
            Self::Receipt { application, .. } | Self::AlreadyApplied { application } => {
                Some(Secret::Confirm(*application))
            }
            Self::DraftSaved { application } | Self::FormIncomplete { application } => {
                Some(Secret::Draft(*application))
            }
            Self::StatusLink => Some(Secret::Status),
            Self::SignIn { browser } => Some(Secret::SignIn { browser: browser.clone() }),
            Self::Nominated { .. } => Some(Secret::Nominated),
            Self::Reminder { ambassador, .. } => Some(Secret::Reminders(*ambassador)),
            Self::TeamInvitation { .. }
            | Self::Welcome { .. }
            | Self::KeptInPool { .. }
            | Self::Declined { .. }
            | Self::CheckIn { .. }
            | Self::QuarterResult { .. }
            | Self::Benefit { .. }
            | Self::AppealReceived { .. }
            | Self::AppealAnswered { .. }
            | Self::NominationThanks { .. }
            | Self::ContributionThanks { .. }
            | Self::Question { .. }
            | Self::FundingAsked { .. }
            | Self::FundingQuestion { .. }
            | Self::FundingNews { .. }
            | Self::LargePlan { .. }
            | Self::OrganizedTogether { .. }
            | Self::DraftReviewed { .. }
            | Self::BackFromPause { .. }
            | Self::PauseMarked { .. }
            | Self::SteppedDown { .. }
            | Self::TermEnded { .. }
            | Self::AmbassadorAgain { .. }
            | Self::ReturnAnswered { .. }
            | Self::Summary { .. }
            | Self::Glance { .. } => None,
        }
    }

    /// Whether its secret link is the one that unsubscribes from such letters, which its headers name too (RFC 8058).
    pub fn unsubscribes(&self) -> bool {
        matches!(self, Self::Reminder { .. })
    }

    /// Whose application its reader can follow by a second, quieter link (clause R1); none when it brings no such link.
    pub fn follows(&self) -> Option<Follow> {
        match self {
            Self::Receipt { application, .. } | Self::AlreadyApplied { application } => {
                Some(Follow::Application(*application))
            }
            Self::KeptInPool { .. } | Self::Declined { .. } => Some(Follow::OfRecipient),
            _ => None,
        }
    }
}

/// Whose application a letter lets its reader follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// This one.
    Application(ApplicationId),
    /// The one of whoever gets the letter.
    OfRecipient,
}

/// Shows the kind and ids only, because debug output ends in logs (requirement S13).
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(self.name());
        match self {
            Self::Receipt { application, .. }
            | Self::AlreadyApplied { application }
            | Self::DraftSaved { application }
            | Self::FormIncomplete { application } => shown.field("application", application),
            Self::CheckIn { quarter, .. }
            | Self::QuarterResult { quarter, .. }
            | Self::Reminder { quarter, .. }
            | Self::AppealReceived { quarter, .. }
            | Self::AppealAnswered { quarter, .. }
            | Self::Summary { quarter, .. }
            | Self::Glance { quarter, .. } => shown.field("quarter", quarter),
            Self::Benefit { benefit, .. } => shown.field("benefit", benefit),
            Self::FundingAsked { request, .. }
            | Self::FundingQuestion { request, .. }
            | Self::FundingNews { request, .. } => shown.field("request", request),
            Self::Question { activity, .. }
            | Self::LargePlan { activity, .. }
            | Self::OrganizedTogether { activity, .. }
            | Self::DraftReviewed { activity, .. } => shown.field("activity", activity),
            Self::StatusLink
            | Self::SignIn { .. }
            | Self::TeamInvitation { .. }
            | Self::Welcome { .. }
            | Self::KeptInPool { .. }
            | Self::Declined { .. }
            | Self::Nominated { .. }
            | Self::NominationThanks { .. }
            | Self::ContributionThanks { .. }
            | Self::BackFromPause { .. }
            | Self::PauseMarked { .. }
            | Self::SteppedDown { .. }
            | Self::TermEnded { .. }
            | Self::AmbassadorAgain { .. }
            | Self::ReturnAnswered { .. } => &mut shown,
        };
        shown.finish_non_exhaustive()
    }
}

/// What a secret link does.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// Confirms the address of this application.
    Confirm(ApplicationId),
    /// Leads back to the form of this application to be.
    Draft(ApplicationId),
    /// Shows where the application of whom the letter goes to stands.
    Status,
    /// Signs in whom the letter goes to.
    SignIn {
        /// The hash of the browser it has to be opened in.
        browser: String,
    },
    /// Shows whom the letter goes to that they were proposed, and takes their answer.
    Nominated,
    /// Turns off this ambassador's reminders.
    Reminders(AmbassadorId),
}

/// Keeps the browser's hash to itself (requirement S13).
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm(application) => f.debug_tuple("Confirm").field(application).finish(),
            Self::Draft(application) => f.debug_tuple("Draft").field(application).finish(),
            Self::Status => f.write_str("Status"),
            Self::SignIn { .. } => f.debug_struct("SignIn").finish_non_exhaustive(),
            Self::Nominated => f.write_str("Nominated"),
            Self::Reminders(ambassador) => f.debug_tuple("Reminders").field(ambassador).finish(),
        }
    }
}
