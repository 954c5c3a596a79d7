//! Running a function's routes on AWS Lambda behind an HTTP API.

use crate::office::Office;
use crate::origin::{Front, NetworkOrigin};
use crate::routes::Routes;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use lambda_http::request::RequestContext;
use program::statement::BYTE_ORDER_MARK;

/// Reads the settings of the environment, and answers requests until the environment ends.
///
/// # Errors
/// When a setting is missing, or the runtime stops.
pub async fn run(routes: Routes) -> Result<(), lambda_http::Error> {
    let office = Office::from_env()?;
    lambda_http::run(router(routes, office)).await
}

/// The routes with the visitor's address taken from the gateway's request; each request leaves its line as AWS reads it.
pub fn router(routes: Routes, office: Office) -> Router {
    router_behind(Front::none(), routes, office)
}

/// The same for what people who are not signed in ask for, whose visitors are counted: what stands before the gateway says
/// who they are.
pub fn router_behind(front: Front, routes: Routes, office: Office) -> Router {
    watch::on_lambda(routes.function());
    routes.router(office).layer(from_fn_with_state(front, from_gateway))
}

async fn from_gateway(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    if let Some(RequestContext::ApiGatewayV2(context)) = request.extensions().get::<RequestContext>()
        && let Some(caller) = context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok())
    {
        let visitor = front.visitor(caller, request.headers());
        request.extensions_mut().insert(NetworkOrigin::of(visitor));
    }
    keeping_its_mark(next.run(request).await).await
}

/// What carries text from here to the gateway takes a byte order mark off its beginning, so a file of text that begins with
/// one is given a second.
async fn keeping_its_mark(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let begins =
        |name, so: &str| head.headers.get(name).is_some_and(|value| value.as_bytes().starts_with(so.as_bytes()));
    if !begins(header::CONTENT_DISPOSITION, "attachment") || !begins(header::CONTENT_TYPE, "text/") {
        return Response::from_parts(head, body);
    }
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        // Nothing at all is better than part of a file that looks whole.
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let bytes = match bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        true => [BYTE_ORDER_MARK.as_bytes(), &*bytes].concat().into(),
        false => bytes,
    };
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrives at the gateway of an answer.
    async fn arrives(headers: [(header::HeaderName, &str); 2], body: &str) -> Vec<u8> {
        let answer = keeping_its_mark((headers, body.to_owned()).into_response()).await;
        lambda_http::IntoResponse::into_response(answer).await.body().as_ref().to_vec()
    }

    /// X3
    #[tokio::test]
    async fn a_file_of_text_arrives_at_the_gateway_as_it_was_made() {
        let attached = (header::CONTENT_DISPOSITION, "attachment; filename=\"payments.csv\"");
        for body in ["\u{feff}request,payee", "request,payee", ""] {
            let text = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
            assert_eq!(arrives([text, attached.clone()], body).await, body.as_bytes(), "{body:?}");
            let bytes = (header::CONTENT_TYPE, "application/zip");
            assert_eq!(arrives([bytes, attached.clone()], body).await, body.as_bytes(), "{body:?}");
        }
    }
}
