//! Who is here, whether they may, and whether the request comes from our own pages (requirements S4 to S6).

use crate::guest::{Guest, Unasked};
use crate::office::Office;
use crate::problem::Problem;
use crate::routes::Who;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method, header};
use store::Secret;
use store::access::Session;

/// Reads the session the request carries, once, and lends it to everything behind.
///
/// # Errors
/// When the store cannot be asked.
pub async fn recognize(State(office): State<Office>, mut request: Request, next: Next) -> Result<Response, Problem> {
    if !request.uri().path().starts_with("/assets/")
        && let Some(token) = session_token(request.headers(), &office)
        && let Some(session) = office.store().session(&token).await?
    {
        request.extensions_mut().insert(session);
    }
    Ok(next.run(request).await)
}

/// Lets whoever may use the route through.
///
/// # Errors
/// [`Problem::SignIn`] without a session, [`Problem::Forbidden`] with one that lacks the role.
pub async fn admit(State(who): State<Who>, request: Request, next: Next) -> Result<Response, Problem> {
    if !matches!(who, Who::Anyone | Who::Signed) {
        let session = request.extensions().get::<Session>().ok_or(Problem::SignIn)?;
        if !who.admits(&session.roles) {
            return Err(Problem::Forbidden);
        }
    }
    Ok(next.run(request).await)
}

/// Refuses a change asked for by another site's page.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`. What says neither is no browser,
/// and carries nobody's session unless they gave it to it. A [`Guest`] has been let in already, without a session.
///
/// # Errors
/// [`Problem::CrossSite`]; [`Problem::Unexpected`] when nobody could tell whether the other site is let in.
pub async fn same_site(State(office): State<Office>, request: Request, next: Next) -> Result<Response, Problem> {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let guest = request.extensions().get::<Guest>().is_some();
    if changes && !guest && !is_same_site(request.headers(), office.public_url().origin()) {
        return Err(match request.extensions().get::<Unasked>() {
            Some(_) => Problem::Unexpected(anyhow::anyhow!("nobody could tell whether this site may post here")),
            None => Problem::CrossSite,
        });
    }
    Ok(next.run(request).await)
}

fn is_same_site(headers: &HeaderMap, ours: &str) -> bool {
    match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), _) => matches!(site.as_bytes(), b"same-origin" | b"none"),
        (None, Some(origin)) => origin.as_bytes() == ours.as_bytes(),
        (None, None) => true,
    }
}

/// The name of the session's cookie: bound to this host where the office has TLS.
pub fn session_cookie(office: &Office) -> &'static str {
    if office.public_url().is_secure() { "__Host-session" } else { "session" }
}

/// The name of the cookie that binds a sign-in link to the browser that asked for it.
pub fn browser_cookie(office: &Office) -> &'static str {
    if office.public_url().is_secure() { "__Host-browser" } else { "browser" }
}

/// The session token this request carries.
pub fn session_token(headers: &HeaderMap, office: &Office) -> Option<Secret> {
    cookie(headers, session_cookie(office)).map(Secret::new)
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty() && value.len() <= 200)
        .map(|(_, value)| value.to_owned())
}

/// A `Set-Cookie` value with everything a cookie of ours needs; an empty value takes the cookie away.
pub fn set_cookie(office: &Office, name: &str, value: &str, seconds: i64) -> String {
    let secure = if office.public_url().is_secure() { "; Secure" } else { "" };
    let seconds = if value.is_empty() { 0 } else { seconds };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S5
    #[test]
    fn a_change_from_another_site_is_refused_by_either_header() {
        let ours = "https://office.example.org";
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            is_same_site(&headers, ours)
        };
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[("sec-fetch-site", "none")]));
        assert!(check(&[("origin", ours)]));
        assert!(check(&[]));
        assert!(!check(&[("sec-fetch-site", "cross-site"), ("origin", ours)]));
        assert!(!check(&[("sec-fetch-site", "same-site")]));
        assert!(!check(&[("origin", "https://evil.example")]));
        assert!(!check(&[("origin", "null")]));
    }
}
