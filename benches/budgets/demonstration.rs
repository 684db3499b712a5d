//! How long each page takes to which links lead in the demonstration, for each kind of person who
//! follows them.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    net::TcpListener,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use domain::{
    clock::Clock,
    database::{Bind, Db, Sql},
    secret,
};
use maillage::page::{PAGES, TEXTS};
use reqwest::{Client, Url, header};

use crate::{
    Report, median,
    outside::{crowd::id, server::Server},
    own::{Kind, Own},
};

const TIMES: usize = 9;

/// So many addresses of one page with the same questions in them: the next ones differ in their words.
const EACH: usize = 2;

/// Who follows the links, by their address; nobody in particular first.
const PEOPLE: [(&str, Option<&str>); 6] = [
    ("nobody", None),
    ("a newcomer", Some("ombeline.passage@exemple.test")),
    ("a mediator", Some("lila.bocage@exemple.test")),
    ("a manager", Some("tanguy.serein@exemple.test")),
    ("a lead", Some("nora.vallon@exemple.test")),
    ("an administrator", Some("camille.rivage@exemple.test")),
];

/// What is no page: files, the tool for the API, and doors that sign in or out.
const NO_PAGES: [&str; 6] = ["/graphql", "/assets", "/auth/oidc", "/demo", "/metrics", "/healthz"];
const NO_ENDINGS: [&str; 5] = [".ics", ".csv", ".ods", ".json", "/html"];

pub(crate) async fn measure(report: &mut Report) {
    Report::title("Pages of the demonstration, median of the slowest address, by who asks, SQLite");
    let own = Own::new(Kind::Sqlite).await;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let listen = format!("127.0.0.1:{port}");
    let base: Url = format!("http://{listen}").parse().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .args(["serve", "--demo", "--listen", &listen])
        .env_clear()
        .env("MAILLAGE_DATABASE_URL", own.url())
        .env("MAILLAGE_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server { child };
    let client = Client::new();
    is_ready(&client, &base).await;
    let db = Db::open(own.url()).await.unwrap();

    let mut reached = HashSet::new();
    for (who, email) in PEOPLE {
        let cookie = match email {
            Some(email) => Some(format!("maillage={}", signed_in(&db, email).await)),
            None => None,
        };
        let slowest = walked(&Asker { client: &client, base: &base, cookie }).await;
        for (page, (took, address)) in slowest {
            report.at_most(&format!("{page}, {who} ({address})"), took, 50.0, "ms");
            reached.insert(page);
        }
    }
    let unseen: Vec<_> = PAGES.iter().filter(|(page, _)| !reached.contains(page)).collect();
    println!("\nNo link leads to, and not measured: {unseen:?}");
    db.close().await.unwrap();
    drop(server);
}

async fn is_ready(client: &Client, base: &Url) {
    let ready = base.join("/healthz/ready").unwrap();
    let began = Instant::now();
    while client.get(ready.clone()).send().await.is_err() {
        assert!(began.elapsed() < Duration::from_mins(1), "the demonstration is not ready");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A session of the person with this address, written straight into the table.
async fn signed_in(db: &Db, email: &str) -> String {
    let (token, now) = (secret::random_token().unwrap(), Clock::Machine.now());
    let tx = db.begin().await.unwrap();
    let written = Sql::new(
        "insert into sign_in_session (id, token_hash, member_id, authenticated_by, created_at, \
         last_used_at, expires_at) select ?, ?, member.id, 'demonstration', ?, ?, ? from member \
         where email_key = ?",
        vec![
            Bind::from(id()),
            Bind::from(secret::hash(&token)),
            Bind::from(now),
            Bind::from(now),
            Bind::from(now + TimeDelta::days(1)),
            Bind::from(email),
        ],
    );
    assert_eq!(written.run(&*tx).await.unwrap(), 1, "{email} is a person of the demonstration");
    tx.commit().await.unwrap();
    token
}

/// Someone who follows links.
struct Asker<'a> {
    client: &'a Client,
    base: &'a Url,
    cookie: Option<String>,
}

impl Asker<'_> {
    /// The page at this address, where there is one, and how long it took.
    async fn page(&self, address: &str) -> Option<(Url, String, Duration)> {
        let mut request = self.client.get(self.base.join(address).unwrap());
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let began = Instant::now();
        let answer = request.send().await.unwrap();
        let status = answer.status();
        assert!(!status.is_server_error(), "{address}: {status}");
        let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
        let is_page = kind.is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
        let url = answer.url().clone();
        // What is no page may go on for ever.
        let body = if is_page { answer.text().await.unwrap() } else { String::new() };
        (is_page && status.is_success()).then(|| (url, body, began.elapsed()))
    }
}

/// Every page that links lead to: for each, the slowest of its addresses.
async fn walked(asker: &Asker<'_>) -> BTreeMap<&'static str, (f64, String)> {
    let mut slowest: BTreeMap<&'static str, (f64, String)> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut kinds: HashMap<String, usize> = HashMap::new();
    let mut waiting: VecDeque<String> = ["/", "/design"].map(str::to_owned).into();
    while let Some(address) = waiting.pop_front() {
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let page = page_at(path);
        let mut names: Vec<_> =
            query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
        names.sort_unstable();
        let kind = format!("{}?{}", page.unwrap_or(path), names.join("&"));
        if kinds.get(&kind).is_some_and(|count| *count >= EACH) || !seen.insert(address.clone()) {
            continue;
        }
        *kinds.entry(kind).or_default() += 1;
        let Some((url, body, _)) = asker.page(&address).await else { continue };
        waiting.extend(links(&body, &url));
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            times.extend(asker.page(&address).await.map(|(_, _, took)| took));
        }
        let Some(page) = page_at(url.path()) else { continue };
        let took = median(times);
        if slowest.get(page).is_none_or(|(known, _)| *known < took) {
            slowest.insert(page, (took, address));
        }
    }
    slowest
}

/// The page at this path, among ours: the one that leaves least open.
fn page_at(path: &str) -> Option<&'static str> {
    let parts: Vec<_> = path.split('/').collect();
    let fits = |page: &&str| {
        let wanted: Vec<_> = page.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(one, part)| one.starts_with(':') || one == part)
    };
    let pages = PAGES.iter().map(|(page, _)| *page).chain(TEXTS.iter().copied());
    pages.filter(fits).min_by_key(|page| page.matches(':').count())
}

/// Where the links of a page lead, as far as there are pages of ours.
fn links(body: &str, from: &Url) -> Vec<String> {
    let anchors = body.split("<a ").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, after) = tag.split_once("href=\"")?;
        let link = after.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&");
        from.join(&link).ok()
    });
    let ours = anchors.filter(|to| to.origin() == from.origin());
    let pages = ours.filter(|to| {
        let path = to.path();
        !NO_PAGES.iter().any(|begins| path.starts_with(begins))
            && !NO_ENDINGS.iter().any(|ends| path.ends_with(ends))
            && !path.contains("/export")
    });
    let address = |to: Url| match to.query() {
        Some(query) => format!("{}?{query}", to.path()),
        None => to.path().to_owned(),
    };
    pages.map(address).collect()
}
