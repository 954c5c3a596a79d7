//! Running a function's routes on AWS Lambda behind an HTTP API.

use crate::office::Office;
use crate::origin::{Front, NetworkOrigin};
use crate::routes::Routes;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
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
    next.run(request).await
}
