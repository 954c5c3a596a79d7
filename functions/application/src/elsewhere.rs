//! Applications from forms on other sites, and from programs (requirement S5): the same parser and the same rules; only
//! the answer goes back another way.

use crate::taking::{Refusal, Taken, refusal, take, too_many};
use crate::{apply, drafts};
use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use program::{ApplicationId, Form, Problems};
use serde_json::json;
use store::applications::KeyOf;
use store::secret::id_of;
use web::{NetworkOrigin, Office, Posted, Problem, View};

/// The most characters of problems an address carries; the form they lead to has them all.
const MOST_IN_ADDRESS: usize = 1_500;

/// Takes in what another site's page or a program sent.
pub(crate) async fn submit(
    office: &Office,
    view: &View,
    origin: NetworkOrigin,
    headers: &HeaderMap,
    posted: Posted,
) -> Result<Response, Problem> {
    let typed = posted.typed.0;
    let under = under(office, headers, &typed);
    let taken = match refusal(office, view, &typed).await? {
        Some(refusal) => Taken::Refused(refusal),
        None => match too_many(office, view, origin).await? {
            Some(refusal) => Taken::Refused(refusal),
            None => take(office, view, view.words, &typed, under).await?,
        },
    };
    if posted.as_json {
        return Ok(in_json(view, &taken));
    }
    match (&view.settings().hosted.return_to, taken) {
        (Some(page), Taken::Sent) => Ok(back(page, &[("application", "sent")])),
        (Some(page), Taken::Refused(refusal)) => {
            Ok(back(page, &[("application", refusal.name()), ("message", &refusal.sentence(view))]))
        }
        (Some(page), Taken::Wrong(problems)) => back_to_check(office, view, page, &typed, &problems).await,
        (None, Taken::Sent) => Ok(Redirect::to("/apply/sent").into_response()),
        (None, Taken::Refused(refusal)) => Err(refusal.problem(view, typed)),
        (None, Taken::Wrong(problems)) => Ok(apply::wrong(view, &with_key_of_its_own(office, &typed).1, &problems)),
    }
}

/// The application's id, and whose key it comes from. A key of another site's is not told apart from another applicant's by
/// chance alone, so it counts together with the address: whoever writes one key into a page for everybody gets one record
/// each all the same. A key in the header is a program's, which made it for this request.
fn under(office: &Office, headers: &HeaderMap, typed: &Form) -> (ApplicationId, KeyOf) {
    let header = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let (key, key_of) = header.map_or((typed.get("key"), KeyOf::AnotherSite), |key| (key, KeyOf::Program));
    let id = match key.trim() {
        "" => office.store().new_id(),
        key => id_of(&format!("elsewhere\n{key}\n{}", typed.get("email").trim().to_lowercase())),
    };
    (ApplicationId::new(id), key_of)
}

/// The form as it goes on with us, under a key nobody else has: one written into a page for everybody would show people
/// each other's forms, as long as they give no address.
fn with_key_of_its_own(office: &Office, typed: &Form) -> (ApplicationId, Form) {
    let id = ApplicationId::new(office.store().new_id());
    let mut form = typed.clone();
    form.set("key", id.uuid().to_string());
    (id, form)
}

/// Sends the browser back with what is wrong, and with a way on to the form as it was typed.
async fn back_to_check(
    office: &Office,
    view: &View,
    page: &str,
    typed: &Form,
    problems: &Problems,
) -> Result<Response, Problem> {
    let (id, typed) = with_key_of_its_own(office, typed);
    if !drafts::keep_what_came(office, view, id, &typed, None).await? {
        // Too large to be kept, so our own page holds it.
        return Ok(apply::wrong(view, &typed, problems));
    }
    let link = drafts::link(office, id).await?;
    let mut said = vec![("application", "check".to_owned()), ("continue", link)];
    let mut length = 0;
    for (field, problem) in problems.iter() {
        let problem = format!("{field}:{}", view.words.problem(problem));
        length += problem.chars().count();
        if length <= MOST_IN_ADDRESS {
            said.push(("problems", problem));
        }
    }
    let said: Vec<_> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(back(page, &said))
}

/// To the other site's page, with what it is to be told.
fn back(page: &str, said: &[(&str, &str)]) -> Response {
    let (page, fragment) = page.split_once('#').map_or((page, None), |(page, fragment)| (page, Some(fragment)));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
    let join = if page.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    Redirect::to(&format!("{page}{join}{query}{fragment}")).into_response()
}

/// The answer to a program.
pub(crate) fn in_json(view: &View, taken: &Taken) -> Response {
    match taken {
        Taken::Sent => (StatusCode::ACCEPTED, Json(json!({ "application": "sent" }))).into_response(),
        Taken::Refused(refusal) => {
            let status = match refusal {
                Refusal::TooMany => StatusCode::TOO_MANY_REQUESTS,
                Refusal::NotOpenYet | Refusal::Closed | Refusal::Trap | Refusal::AnotherUnderThisKey => {
                    StatusCode::CONFLICT
                }
            };
            (status, Json(json!({ "message": refusal.sentence(view) }))).into_response()
        }
        Taken::Wrong(problems) => {
            let problem = |(field, problem): (&str, &program::Problem)| json!({ "field": field, "problem": view.words.problem(problem) });
            let problems: Vec<_> = problems.iter().map(problem).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": problems }))).into_response()
        }
    }
}
