//! The headers every answer carries, errors included (requirement S7), and the one log line a request leaves (S13).

use crate::office::Office;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, header};
use std::time::Instant;

/// What a page of ours may load and where its forms may go: itself, and nothing else.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; object-src 'none'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the protecting headers; those a handler has set already stand.
pub async fn protect(State(office): State<Office>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let mut add = |name: HeaderName, value: &'static str| {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "same-origin");
    add(header::X_FRAME_OPTIONS, "DENY");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    // Nearly every page is somebody's; what may be kept says so itself.
    add(header::CACHE_CONTROL, "no-store");
    if office.public_url().is_secure() {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// Leaves one line a request, with the route's pattern instead of its address, which may hold a secret.
pub async fn tell(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if method == Method::GET && route.starts_with("/assets/") {
        tracing::debug!(http.method = %method, http.route = route, http.status = status, duration_ms = millis, "answered");
    } else {
        tracing::info!(http.method = %method, http.route = route, http.status = status, duration_ms = millis, "answered");
    }
    response
}
