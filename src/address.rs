//! From which address a request comes, and whose word about it is taken.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use poem::Request;

/// Whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrustedProxy {
    /// Nobody's: the server is reached without a proxy.
    Nobody,
    /// That of a peer on a loopback address.
    Loopback,
    /// That of a peer on a loopback or a private address.
    #[default]
    Private,
    /// That of these.
    These(Vec<IpAddr>),
}

/// Not a way to name proxies.
#[derive(Debug)]
pub struct NotAProxy;

impl FromStr for TrustedProxy {
    type Err = NotAProxy;

    fn from_str(text: &str) -> Result<Self, NotAProxy> {
        Ok(match text {
            "none" => Self::Nobody,
            "loopback" => Self::Loopback,
            "private" => Self::Private,
            list => Self::These(
                list.split(',')
                    .map(|address| address.trim().parse().map_err(|_| NotAProxy))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

impl TrustedProxy {
    fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        match self {
            Self::Nobody => false,
            Self::Loopback => peer.is_loopback(),
            Self::Private => {
                peer.is_loopback()
                    || match peer {
                        IpAddr::V4(ip) => ip.is_private(),
                        IpAddr::V6(ip) => ip.is_unique_local(),
                    }
            }
            Self::These(known) => known.contains(&peer),
        }
    }
}

/// Who asks, as limits count them. Behind a proxy of ours, the address that the proxy saw; anyone
/// else's word about their address is not taken.
pub fn client_of(request: &Request) -> String {
    let peer = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
    let trusted = request.data::<TrustedProxy>().unwrap_or(&TrustedProxy::Nobody);
    client(peer, request.header("x-forwarded-for"), trusted)
}

fn client(peer: Option<IpAddr>, forwarded: Option<&str>, trusted: &TrustedProxy) -> String {
    let forwarded = forwarded
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match (peer, forwarded) {
        (Some(peer), Some(client)) if trusted.trusts(peer) => network_of(client),
        (Some(peer), _) => network_of(peer),
        (None, _) => "unknown".to_owned(),
    }
}

/// One household has 2^64 addresses of the newer kind: they count as one.
fn network_of(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x?}", &ip.segments()[..4]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_cannot_pass_for_another_by_a_header() {
        let from = |peer: &str, forwarded, trusted: &str| {
            client(peer.parse().ok(), Some(forwarded), &trusted.parse().unwrap())
        };

        assert_eq!(from("203.0.113.9", "198.51.100.1", "private"), "203.0.113.9");
        assert_eq!(from("127.0.0.1", "192.0.2.7, 198.51.100.1", "private"), "198.51.100.1");
        assert_eq!(from("10.0.0.4", "198.51.100.1", "loopback"), "10.0.0.4");
        assert_eq!(from("127.0.0.1", "198.51.100.1", "none"), "127.0.0.1");
        assert_eq!(from("203.0.113.9", "198.51.100.1", "::1, 203.0.113.9"), "198.51.100.1");
        assert!("everybody".parse::<TrustedProxy>().is_err());
    }

    #[test]
    fn a_household_counts_once() {
        let of = |text: &str| network_of(text.parse().unwrap());

        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
