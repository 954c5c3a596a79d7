//! The letter that tells an applicant what was decided.

use letters::Letter;
use program::{Application, Outcome, Settings};
use store::applications::letter_id;
use store::outbox::{Draft, Lane};

/// The letter, told by an application whose decision is announced. Its id counts the decisions told before, so that one
/// telling can have one letter only, whatever it says (clause R2). A tranche's letters go behind those somebody waits for.
pub fn telling(settings: &Settings, application: &Application) -> Draft {
    let lane = if application.round.announces_at_once() { Lane::Now } else { Lane::Bulk };
    let id = letter_id(&format!("decision-{}", application.times_told()), application.id);
    Draft::new(id, lane, &application.submission.email, &application.language, &letter(settings, application))
}

/// What it says.
pub(crate) fn letter(settings: &Settings, application: &Application) -> Letter {
    let name = application.submission.name.to_string();
    let decision = application.decision.as_ref();
    let words = decision.and_then(|decision| decision.words.as_ref()).map(ToString::to_string);
    match decision.map(|decision| decision.outcome) {
        Some(Outcome::Accept) => Letter::Welcome { name, words, handbook: settings.handbook.clone() },
        Some(Outcome::KeepInPool) | None => Letter::KeptInPool { name, words },
        Some(Outcome::Decline) => Letter::Declined { name, words },
    }
}
