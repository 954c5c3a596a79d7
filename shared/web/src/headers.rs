//! The headers every answer carries, errors included (requirement S7), and the one log line a request leaves (S13).

use crate::office::Office;
use axum::RequestExt as _;
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, header};
use watch::{Errand, What, is_an_id};

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

/// Leaves one line a request, with the route's pattern instead of its address, which may hold a secret. What the gateway
/// calls the request stays with whatever comes of it.
pub async fn tell(mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    if method == Method::GET && route.starts_with("/assets/") {
        return next.run(request).await;
    }
    let parts = request.extract_parts::<RawPathParams>().await.ok();
    let ids: Vec<_> =
        parts.iter().flatten().filter(|(_, id)| is_an_id(id)).map(|(of, id)| (of, id.to_owned())).collect();
    let errand = Errand::of(request.headers().get("x-amzn-trace-id").and_then(|trace| trace.to_str().ok()));
    let response = errand.run(next.run(request)).await;
    let status = response.status().as_u16();
    errand.tell(&What::Request { method: method.as_str(), route: &route, ids: &ids, status });
    response
}
