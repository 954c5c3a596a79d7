//! The one door other sites may use: posting a form to a route that says so, from an origin the settings name
//! (requirement S5).
//!
//! Whoever comes through it is nobody: cookies are taken off before anything looks at them.

use crate::office::Office;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use std::convert::Infallible;
use std::sync::Arc;

/// A request that a page of another site sent, which the settings let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest(());

/// A request from another site while the settings could not be asked whether they let it in: that is no reason to refuse
/// it, only to answer that something went wrong here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unasked(());

/// What the door needs to know.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    /// The office behind it.
    pub(crate) office: Office,
    /// The paths it leads to.
    pub(crate) paths: Arc<[&'static str]>,
}

/// Marks a guest's request as one, and lets the guest's page read the answer.
pub(crate) async fn welcome(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let Some(origin) = origin_of(&door, &request) else { return next.run(request).await };
    match is_named(&door.office, &origin).await {
        Ok(true) => {}
        Ok(false) => return next.run(request).await,
        Err(problem) => {
            tracing::error!(error = ?problem, "the settings could not be asked which sites may post here");
            request.extensions_mut().insert(Unasked(()));
            return next.run(request).await;
        }
    }
    if request.method() == Method::OPTIONS {
        let allowed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, idempotency-key"),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ];
        return readable(origin, (StatusCode::NO_CONTENT, allowed).into_response());
    }
    request.headers_mut().remove(header::COOKIE);
    request.extensions_mut().insert(Guest(()));
    readable(origin, next.run(request).await)
}

/// The origin of a request that comes to one of the door's paths and from no page of ours.
fn origin_of(door: &Door, request: &Request) -> Option<HeaderValue> {
    let asks = matches!(*request.method(), Method::POST | Method::OPTIONS);
    let origin = request.headers().get(header::ORIGIN)?;
    let fits = asks && door.paths.contains(&request.uri().path()) && *origin != *door.office.public_url().origin();
    fits.then(|| origin.clone())
}

/// Whether the settings name this origin.
async fn is_named(office: &Office, origin: &HeaderValue) -> Result<bool, Problem> {
    match office.settings().await {
        Ok(settings) => Ok(settings.settings.hosted.origins.iter().any(|named| *origin == *named.as_str())),
        Err(Problem::NotOpen) => Ok(false),
        Err(problem) => Err(problem),
    }
}

fn readable(origin: HeaderValue, mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    response
}

/// Whether this request is a guest's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromElsewhere(pub bool);

impl<S: Sync> FromRequestParts<S> for FromElsewhere {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Guest>().is_some()))
    }
}
