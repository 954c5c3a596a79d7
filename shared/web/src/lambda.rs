//! Running a function's routes on AWS Lambda behind an HTTP API.

use crate::office::Office;
use crate::origin::NetworkOrigin;
use crate::routes::Routes;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use lambda_http::request::RequestContext;

/// Starts the log, reads the settings of the environment, and answers requests until the environment ends.
///
/// # Errors
/// When a setting is missing, or the runtime stops.
pub async fn run(routes: Routes) -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let office = Office::from_env().await?;
    lambda_http::run(router(routes, office)).await
}

/// The routes with the visitor's address taken from the gateway's request; each request leaves its line as AWS reads it.
pub fn router(routes: Routes, office: Office) -> Router {
    watch::on_lambda(routes.function());
    routes.router(office).layer(from_fn(from_gateway))
}

async fn from_gateway(mut request: Request, next: Next) -> Response {
    if let Some(RequestContext::ApiGatewayV2(context)) = request.extensions().get::<RequestContext>()
        && let Some(address) = context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok())
    {
        request.extensions_mut().insert(NetworkOrigin::of(address));
    }
    next.run(request).await
}
