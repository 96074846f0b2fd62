//! Who is at the other end of the line: the address to count log-ins by, and whether the browser came by https.

use crate::config::Config;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address of the client. Behind a proxy it is the last one in `X-Forwarded-For`, which the proxy itself wrote; those before it may be
/// made up. An IPv6 client is known by its /64, since it can take any address in that.
pub(crate) fn address(parts: &Parts, config: &Config) -> IpAddr {
    let forwarded = if config.behind_proxy { last_forwarded(&parts.headers) } else { None };
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    match forwarded.or(connected).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            address.to_ipv4_mapped().map_or_else(|| IpAddr::V6((address.to_bits() >> 64 << 64).into()), IpAddr::V4)
        }
    }
}

/// Whether the cookie of a session must be kept to https.
pub(crate) fn by_https(headers: &HeaderMap, config: &Config) -> bool {
    let forwarded = headers.get(FORWARDED_PROTO).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"https"));
    config.always_https || (config.behind_proxy && forwarded)
}

fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(from: &str, forwarded: Option<&str>) -> Parts {
        let mut request = Request::builder().uri("/");
        if let Some(forwarded) = forwarded {
            request = request.header(FORWARDED_FOR, forwarded).header(FORWARDED_PROTO, "https");
        }
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(from.parse().expect("an address"), 1)));
        parts
    }

    fn seen(from: &str, forwarded: Option<&str>, behind_proxy: bool) -> String {
        address(&parts(from, forwarded), &Config { behind_proxy, ..Config::default() }).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_from_a_proxy_only() {
        assert_eq!(seen("10.0.0.1", Some("1.1.1.1, 203.0.113.9"), true), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", Some("203.0.113.9"), false), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", Some("nonsense"), true), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        assert_eq!(seen("2001:db8:1:2:3:4:5:6", None, false), "2001:db8:1:2::");
        assert_eq!(seen("::ffff:192.0.2.1", None, false), "192.0.2.1");
    }

    #[test]
    fn https_is_known_from_the_proxy_or_the_setting() {
        let headers = parts("10.0.0.1", Some("203.0.113.9")).headers;
        assert!(by_https(&headers, &Config { behind_proxy: true, ..Config::default() }));
        assert!(!by_https(&headers, &Config::default()));
        assert!(by_https(&HeaderMap::new(), &Config { always_https: true, ..Config::default() }));
    }
}
