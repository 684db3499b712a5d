//! Someone's browser: it keeps cookies, sends forms, follows what they lead to, and runs no script.

use std::collections::BTreeMap;

use poem::http::{HeaderMap, StatusCode, header};

use super::{App, Person};

/// Someone's browser, with its cookies.
pub(crate) struct Browser<'a> {
    app: &'a App,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Shown {
    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        let words = &as_typed(words);
        assert!(self.body.contains(words), "does not say « {words} »: {}", self.body);
    }

    #[track_caller]
    pub(crate) fn is_silent_about(&self, words: &str) {
        let words = &as_typed(words);
        assert!(!self.body.contains(words), "says « {words} »: {}", self.body);
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn of_nobody(app: &'a App) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    pub(crate) fn of(app: &'a App, person: &Person) -> Self {
        let cookies = [("maillage".to_owned(), person.token.clone())].into();
        Self { app, cookies }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Shown {
        self.send(self.app.client.get(path)).await
    }

    /// Opens what a form led to; the part after `#` stays in the browser.
    pub(crate) async fn follow(&mut self, shown: &Shown) -> Shown {
        let path = shown.leads_to().split('#').next().unwrap().to_owned();
        self.get(&path).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        self.post_from("same-origin", path, form).await
    }

    /// Looks at what an act for several people would come to, and confirms it as the page offers it.
    pub(crate) async fn confirm(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        let typed = || form.iter().copied().filter(|(name, _)| !["step", "seen"].contains(name));
        let look: Vec<_> = typed().chain([("step", "preview")]).collect();
        let look = self.post(path, &look).await;
        let Some((_, seen)) = look.body.split_once("name=\"seen\" value=\"") else {
            panic!("offers nothing to confirm: {}", look.body);
        };
        let seen = seen.split('"').next().unwrap().replace("&#38;", "&");
        let confirmed: Vec<_> = typed().chain([("step", "do"), ("seen", seen.as_str())]).collect();
        self.post(path, &confirmed).await
    }

    pub(crate) async fn post_from(
        &mut self,
        site: &str,
        path: &str,
        form: &[(&str, &str)],
    ) -> Shown {
        let body: String = form
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = self
            .app
            .client
            .post(path)
            .header("sec-fetch-site", site)
            .content_type("application/x-www-form-urlencoded")
            .body(body);
        self.send(request).await
    }

    async fn send(
        &mut self,
        request: poem::test::TestRequestBuilder<'_, impl poem::Endpoint>,
    ) -> Shown {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() {
            request
        } else {
            request.header(header::COOKIE, cookies.join("; "))
        };
        let response = request.send().await.0;
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        // Spreadsheets are handed out too.
        let body = String::from_utf8_lossy(&body.into_bytes().await.unwrap()).into_owned();
        let body = as_typed(&body);
        Shown { status: parts.status, headers: parts.headers, body }
    }
}

/// Words are compared as they are typed; how they are set has tests of its own.
pub(crate) fn as_typed(words: &str) -> String {
    words.replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2060}', "")
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
