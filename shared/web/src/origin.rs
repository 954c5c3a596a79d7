//! Where a request comes from on the network, for limits against floods.

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The address a request came from: for IPv6 the network, because one visitor has all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NetworkOrigin(IpAddr);

impl NetworkOrigin {
    /// The origin of this address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            v4 => v4,
        })
    }
}

impl std::fmt::Display for NetworkOrigin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Nobody put one in when the request did not come over a network, as in a unit test of a router.
impl<S: Sync> FromRequestParts<S> for NetworkOrigin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// Takes the origin from the connection, or from `X-Forwarded-For` as far as it was written by proxies we trust.
pub async fn from_connection(
    axum::extract::State(trusted): axum::extract::State<Arc<[IpAddr]>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let visitor = visitor(peer.ip(), &forwarded(request.headers()), &trusted);
    request.extensions_mut().insert(NetworkOrigin::of(visitor));
    next.run(request).await
}

/// The stack of `infra/front.yaml` that may stand before the gateway. A secret that both were given tells its requests from
/// those that anybody sends past it; of the secret only the hash is kept.
#[derive(Clone, Debug)]
pub struct Front(Option<String>);

impl Front {
    /// The header its secret comes in. CloudFront writes it over whatever a visitor sends.
    pub const HEADER: &str = "chancery-front";

    /// Nothing stands before the gateway.
    pub fn none() -> Self {
        Self(None)
    }

    /// Reads `CHANCERY_FRONT_SECRET`, which is `none` where nothing stands before the gateway.
    ///
    /// # Errors
    /// When it is missing, or so short that it could be guessed. The text itself is not repeated (requirement S13).
    pub fn from_env() -> anyhow::Result<Self> {
        match store::required("CHANCERY_FRONT_SECRET")?.as_str() {
            "none" => Ok(Self::none()),
            secret if secret.len() >= 32 => Ok(Self::with_secret(secret)),
            _ => anyhow::bail!("the setting CHANCERY_FRONT_SECRET is neither none nor 32 characters or more"),
        }
    }

    fn with_secret(secret: &str) -> Self {
        Self(Some(store::secret::hash(secret.as_bytes())))
    }

    /// The visitor, where `caller` called the gateway: whom the front names, where it was the front, which writes at the end
    /// of `X-Forwarded-For` whom it heard from. The gateway may have added the front itself.
    pub(crate) fn visitor(&self, caller: IpAddr, headers: &HeaderMap) -> IpAddr {
        let said = headers.get(Self::HEADER).map(|secret| store::secret::hash(secret.as_bytes()));
        // Hashes are compared, so that how long it takes says nothing about the secret.
        match said.is_some() && said == self.0 {
            true => visitor(caller, &forwarded(headers), &[caller]),
            false => caller,
        }
    }
}

/// The addresses of `X-Forwarded-For`, in their order.
fn forwarded(headers: &HeaderMap) -> Vec<IpAddr> {
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).filter_map(|part| part.trim().parse().ok()).collect()
}

/// The last address in the chain that is none of our proxies'.
fn visitor(peer: IpAddr, forwarded: &[IpAddr], trusted: &[IpAddr]) -> IpAddr {
    let is_ours = |address: &IpAddr| trusted.contains(&address.to_canonical());
    if !is_ours(&peer) {
        return peer;
    }
    forwarded.iter().rev().find(|address| !is_ours(address)).copied().unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_as_far_as_trusted_proxies_wrote_it() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = [ip("10.0.0.1")];
        let forwarded = [ip("198.51.100.7"), ip("203.0.113.9")];
        assert_eq!(visitor(ip("192.0.2.1"), &forwarded, &trusted), ip("192.0.2.1"));
        assert_eq!(visitor(ip("10.0.0.1"), &forwarded, &trusted), ip("203.0.113.9"));
        assert_eq!(visitor(ip("10.0.0.1"), &[], &trusted), ip("10.0.0.1"));
    }

    /// S10
    #[test]
    fn whom_the_front_names_is_believed_of_the_front_alone() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let secret = "0123456789abcdef0123456789abcdef";
        let (front, caller, visitor) = (Front::with_secret(secret), ip("130.176.1.2"), ip("203.0.113.9"));
        let says = |secret: Option<&str>, forwarded: &str| {
            let mut headers = HeaderMap::from_iter([(http::header::FORWARDED, "for=198.51.100.1".parse().unwrap())]);
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            secret.map(|secret| headers.insert(Front::HEADER, secret.parse().unwrap()));
            headers
        };
        // What a visitor wrote stands before what the front wrote, and the gateway adds the front or does not.
        for forwarded in ["198.51.100.7, 203.0.113.9", "198.51.100.7, 203.0.113.9, 130.176.1.2", "203.0.113.9"] {
            assert_eq!(front.visitor(caller, &says(Some(secret), forwarded)), visitor, "{forwarded}");
            for secret in [None, Some(""), Some("none"), Some("0123456789abcdef0123456789abcdeF")] {
                assert_eq!(front.visitor(caller, &says(secret, forwarded)), caller, "{secret:?}");
            }
            // Where nothing stands before the gateway, no secret is the right one.
            for secret in [None, Some(""), Some("none"), Some(secret)] {
                assert_eq!(Front::none().visitor(caller, &says(secret, forwarded)), caller, "{secret:?}");
            }
        }
        assert_eq!(front.visitor(caller, &says(Some(secret), "nobody")), caller);
        assert!(!format!("{front:?}").contains(secret));
    }

    #[test]
    fn one_ipv6_network_is_one_origin() {
        let of = |text: &str| NetworkOrigin::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
