//! Routes as data: each declared once, with who may use it (requirement S6).

use crate::{guard, guest, headers, office::Office, problem::Problem};
use axum::Router;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use http::Method;
use program::{Role, Roles};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever has this role; it opens everybody's records.
    Any(Role),
    /// Whoever has a role of the team: organizers, reviewers and treasurers.
    Team,
    /// Whoever sees the program's money: treasurers and organizers.
    Purse,
    /// Whoever has this role, and for them only what is their own: another's record is not found.
    Own(Role),
    /// A service that signs what it sends with a secret it shares with the office; the handler checks the signature.
    Signed,
}

impl Who {
    /// Whether somebody who is signed in with these roles may.
    pub fn admits(self, roles: &Roles) -> bool {
        match self {
            Self::Anyone | Self::Signed => true,
            Self::Team => roles.has_any(&Role::TEAM),
            Self::Purse => roles.has_any(&Role::PURSE),
            Self::Any(role) | Self::Own(role) => roles.has(role),
        }
    }
}

/// One route of one function.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path, with `{parts}` in braces.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    /// The function it belongs to.
    pub function: &'static str,
    /// Whether pages of the sites the settings name may post to it.
    pub hosted: bool,
    handler: MethodRouter<Office>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?} → {}", self.method, self.path, self.who, self.function)
    }
}

/// The routes of one function, or of several put together.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    function: &'static str,
    all: Vec<Route>,
}

impl Routes {
    /// The routes of `function`, none yet.
    pub fn of(function: &'static str) -> Self {
        Self { function, all: Vec::new() }
    }

    /// A page, which changes nothing.
    #[must_use]
    pub fn get<H: Handler<T, Office>, T: 'static>(self, path: &'static str, who: Who, handler: H) -> Self {
        self.route(Method::GET, path, who, get(handler))
    }

    /// A change.
    #[must_use]
    pub fn post<H: Handler<T, Office>, T: 'static>(self, path: &'static str, who: Who, handler: H) -> Self {
        self.route(Method::POST, path, who, post(handler))
    }

    /// A change that pages of the sites the settings name may ask for too (requirement S5).
    #[must_use]
    pub fn post_hosted<H: Handler<T, Office>, T: 'static>(self, path: &'static str, who: Who, handler: H) -> Self {
        let mut routes = self.post(path, who, handler);
        if let Some(route) = routes.all.last_mut() {
            route.hosted = true;
        }
        routes
    }

    fn route(mut self, method: Method, path: &'static str, who: Who, handler: MethodRouter<Office>) -> Self {
        self.all.push(Route { method, path, who, function: self.function, hosted: false, handler });
        self
    }

    /// The function they belong to, where they are of one.
    pub(crate) fn function(&self) -> &'static str {
        self.function
    }

    /// These and `others`.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.all.extend(others.all);
        self
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.all.iter()
    }

    /// The router: every route behind its guard, every answer with the headers it needs, every problem a page.
    pub fn router(self, office: Office) -> Router {
        let paths = self.all.iter().filter(|route| route.hosted).map(|route| route.path).collect();
        let door = guest::Door { office: office.clone(), paths };
        let routed = self.all.into_iter().fold(Router::new(), |router, route| {
            let guarded = route.handler.route_layer(from_fn_with_state(route.who, guard::admit));
            router.route(route.path, guarded)
        });
        routed
            .fallback(async || Problem::NotFound)
            .method_not_allowed_fallback(async || Problem::Method)
            .layer(from_fn_with_state(office.clone(), guard::same_site))
            .layer(from_fn_with_state(office.clone(), guard::recognize))
            .layer(from_fn(crate::problem::catch_panics))
            .layer(from_fn_with_state(office.clone(), crate::problem::dress))
            .layer(from_fn_with_state(door, guest::welcome))
            .layer(from_fn_with_state(office.clone(), headers::protect))
            .layer(from_fn(headers::tell))
            .with_state(office)
    }
}
