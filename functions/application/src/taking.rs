//! Taking an application in, whichever way it came: one parser, one transaction, and one sentence for each refusal.

use crate::home::closed;
use letters::Letter;
use program::application::Submission;
use program::text::Name;
use program::{ApplicationId, Form, Problems};
use store::Secret;
use store::applications::{Applied, Applying, KeyOf, letter_id};
use store::outbox::{Draft, Lane};
use web::{NetworkOrigin, Office, Problem, View};
use words::{Words, say};

/// What became of what was sent.
pub(crate) enum Taken {
    /// It is with us; or it was before, which only a letter tells (requirement S2).
    Sent,
    /// It is not taken.
    Refused(Refusal),
    /// Something is wrong with it.
    Wrong(Problems),
}

/// Why an application is not taken, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The intake has not been opened for the first time (clause D1).
    NotOpenYet,
    /// The intake is closed (clause O1).
    Closed,
    /// A field that people cannot see was filled in (requirement S10).
    Trap,
    /// Too many came from there in a short time (requirement S10).
    TooMany,
    /// Another form was sent under the same key (requirement N1).
    AnotherUnderThisKey,
}

impl Refusal {
    /// Its name to another site.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NotOpenYet | Self::Closed => "closed",
            Self::Trap => "trap",
            Self::TooMany => "later",
            Self::AnotherUnderThisKey => "another",
        }
    }

    /// In words.
    pub(crate) fn sentence(self, view: &View) -> String {
        match self {
            Self::NotOpenYet => say!(view.words, "readiness-soon"),
            Self::Closed => closed(view.words, &view.settings().intake),
            Self::Trap => say!(view.words, "apply-trap"),
            Self::TooMany => say!(view.words, "hosted-too-many"),
            Self::AnotherUnderThisKey => say!(view.words, "apply-another-under-key"),
        }
    }

    /// As a page of ours, which keeps what was typed.
    pub(crate) fn problem(self, view: &View, typed: Form) -> Problem {
        match self {
            Self::TooMany => Problem::TooMany { action: "/apply".to_owned(), typed },
            Self::NotOpenYet | Self::Closed | Self::Trap | Self::AnotherUnderThisKey => {
                Problem::Rule { sentence: self.sentence(view), typed }
            }
        }
    }
}

/// What stands in the way before anything is read.
pub(crate) async fn refusal(office: &Office, view: &View, typed: &Form) -> Result<Option<Refusal>, Problem> {
    let closed = not_open(office, view).await?;
    Ok(closed.or(web::forms::is_trapped(typed).then_some(Refusal::Trap)))
}

/// Whether applications are taken today; why not, otherwise.
pub(crate) async fn not_open(office: &Office, view: &View) -> Result<Option<Refusal>, Problem> {
    if !office.intake_was_opened().await? {
        return Ok(Some(Refusal::NotOpenYet));
    }
    Ok((!view.settings().intake.is_open(view.today())).then_some(Refusal::Closed))
}

/// Counts one more form from there that is to be kept.
pub(crate) async fn too_many(office: &Office, view: &View, origin: NetworkOrigin) -> Result<Option<Refusal>, Problem> {
    let limit = view.settings().limits.applications_per_origin;
    let calm = office.store().within_limit("apply", &origin.to_string(), limit).await?;
    Ok((!calm).then_some(Refusal::TooMany))
}

/// Reads the form and takes it in under this id, which comes from this key, in the language its applicant reads.
pub(crate) async fn take(
    office: &Office,
    view: &View,
    words: Words,
    typed: &Form,
    (id, key_of): (ApplicationId, KeyOf),
) -> Result<Taken, Problem> {
    let settings = view.settings();
    let submission = match Submission::parse(typed, settings) {
        Ok(submission) => submission,
        Err(problems) => return Ok(Taken::Wrong(problems)),
    };
    let applying = Applying {
        id,
        key_of,
        submission,
        language: words.locale().tag().to_owned(),
        consent_version: settings.consent.version,
        round: settings.round_on(view.today()),
        nominated_by: nominated_by(office, typed).await?,
        plus_tags_are_one: settings.plus_tags_are_one,
    };
    match office.store().apply(&applying, |id| receipt(&applying, id)).await? {
        Applied::Taken => Ok(Taken::Sent),
        Applied::AlreadyHere(application) => {
            // Told by letter, not here: whoever types an address does not learn whether it has applied.
            if let Some(there) = office.store().application(application).await? {
                // To the address we know, not to a spelling of it that somebody typed.
                let (email, language) = (&there.value.submission.email, &there.value.language);
                let letter = Letter::AlreadyApplied { application };
                // At most one a day, however often the form is sent.
                let about = format!("already/{application}/{}", view.today());
                office.store().write_once(&Draft::new(about, Lane::Now, email, language, &letter)).await?;
            }
            Ok(Taken::Sent)
        }
        Applied::AnotherUnderThisKey => Ok(Taken::Refused(Refusal::AnotherUnderThisKey)),
    }
}

/// Who proposed the applicant, when they came by the link of a nomination that still stands (clause O5).
async fn nominated_by(office: &Office, typed: &Form) -> Result<Option<Name>, Problem> {
    match typed.get("nominated") {
        "" => Ok(None),
        link => Ok(office.store().nomination(&Secret::new(link)).await?.map(|nomination| nomination.by)),
    }
}

fn receipt(applying: &Applying, id: ApplicationId) -> Draft {
    let letter = Letter::Receipt { name: applying.submission.name.to_string(), application: id };
    Draft::new(letter_id("receipt", id), Lane::Now, &applying.submission.email, &applying.language, &letter)
}
