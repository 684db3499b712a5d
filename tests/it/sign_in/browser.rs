//! A browser without scripts: keeps cookies, posts forms, and shows what came back.

use std::collections::BTreeMap;

use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, Method, StatusCode, Uri, header};
use poem::{Endpoint, Request, Response};
use url::form_urlencoded;

use super::site::Site;

/// One person's browser at one site.
pub(crate) struct Browser<'a> {
    endpoint: &'a BoxEndpoint<'static, Response>,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn at(site: &'a Site) -> Self {
        Self { endpoint: &site.endpoint, cookies: BTreeMap::new() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Shown {
        self.send(Request::builder().method(Method::GET).uri(uri(path)).finish()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        self.post_from("same-origin", path, form).await
    }

    /// Posts a form as a page of some other relation to the site would.
    pub(crate) async fn post_from(
        &mut self,
        relation: &str,
        path: &str,
        form: &[(&str, &str)],
    ) -> Shown {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(uri(path))
            .header("sec-fetch-site", relation)
            .content_type("application/x-www-form-urlencoded")
            .body(body);
        self.send(request).await
    }

    async fn send(&mut self, mut request: Request) -> Shown {
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.endpoint.get_response(request).await;
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = body.into_string().await.unwrap();
        Shown { status: parts.status, headers: parts.headers, body }
    }
}

fn uri(path: &str) -> Uri {
    path.parse().unwrap()
}

impl Shown {
    /// Where a redirection leads.
    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location
            .unwrap_or_else(|| panic!("no redirection: {} {}", self.status, self.body))
            .to_str()
            .unwrap()
    }

    /// The flags under which a cookie was set.
    pub(crate) fn set_cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find(|value| value.starts_with(&format!("{name}=")))
    }
}
