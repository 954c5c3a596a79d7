//! Asking for a letter with a link by typing an address: anybody may, so it is limited, and only `mailer` looks up whether
//! there is anybody to get it (requirements S2, S10).

use crate::office::Office;
use crate::origin::NetworkOrigin;
use crate::problem::Problem;
use crate::view::View;
use program::{Email, Form, Problems};
use store::applications::letter_id_for;
use store::outbox::Draft;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// Its name in limits and in the ids of letters.
    pub what: &'static str,
    /// Where its form goes.
    pub action: &'static str,
}

impl Asking {
    /// Puts the wish into the outbox, whoever's address it names. The letter is made from its id and the address; what is
    /// wrong with the form is for the page to show.
    ///
    /// # Errors
    /// [`Problem::TooMany`] for one address or one network origin, or when the store cannot be asked.
    pub async fn queue(
        self,
        office: &Office,
        view: &View,
        origin: NetworkOrigin,
        typed: &Form,
        letter: impl FnOnce(String, &Email) -> Draft,
    ) -> Result<Result<(), Problems>, Problem> {
        let email = match Email::parse(typed.get("email")) {
            Ok(email) => email,
            Err(problem) => {
                let mut problems = Problems::default();
                problems.add("email", problem);
                return Ok(Err(problems));
            }
        };
        let (store, limits) = (office.store(), view.settings().limits);
        let (by_address, by_origin) = (format!("{}-address", self.what), format!("{}-origin", self.what));
        let calm = store.within_limit(&by_address, &email.key(), limits.sign_ins_per_address).await?
            & store.within_limit(&by_origin, &origin.to_string(), limits.sign_ins_per_origin).await?;
        if !calm {
            return Err(Problem::TooMany { action: self.action.to_owned(), typed: typed.clone() });
        }
        // A form with a key, sent again, is the same wish (requirement N1).
        let key = typed.get("key").parse::<uuid::Uuid>().ok().filter(|key| !key.is_nil());
        let what = format!("{}/{}", self.what, key.unwrap_or_else(|| store.new_id()));
        let id = if key.is_some() { letter_id_for(&what, &email) } else { what };
        match store.queue(&letter(id, &email)).await {
            Ok(()) | Err(store::Error::Conflict(_)) => Ok(Ok(())),
            Err(error) => Err(error.into()),
        }
    }
}
