//! The way to a mail server that nobody here wrote, which defers, refuses and hangs up.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::outbox::{self, Failure};
use mail::{Deliverer, Parcel, Smtp, Undelivered};
use serde_json::{Value, json};

use super::crowd::{change, invite, number, settle};
use crate::support::on_both;

/// npm's smtp-server, in a process of its own.
struct MailServer {
    process: Child,
    port: u16,
    lines: Mutex<mpsc::Receiver<Value>>,
}

impl MailServer {
    fn start() -> Self {
        let mut process = Command::new("node")
            .arg("smtp_server.mjs")
            .current_dir(format!("{}/tests/node", env!("CARGO_MANIFEST_DIR")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js runs");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.next().and_then(|line| line.unwrap().parse().ok());
        let port = port.expect("smtp-server did not start: `scripts/test` installs what it needs");
        let (say, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = say.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self { process, port, lines: Mutex::new(said) }
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn deliverer(&self) -> Arc<dyn Deliverer> {
        Arc::new(Smtp::new(&self.url()).unwrap())
    }

    /// The next letter that came as far as its end.
    #[track_caller]
    fn next(&self) -> Value {
        let lines = self.lines.lock().unwrap();
        lines.recv_timeout(Duration::from_secs(10)).expect("a letter comes")
    }

    fn is_quiet(&self) -> bool {
        self.lines.lock().unwrap().try_recv().is_err()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

on_both! {
    async fn a_deferred_letter_is_tried_again_as_itself_after_growing_pauses(app: App) {
        let crowd = settle(&app, 1, 0).await;
        let server = MailServer::start();
        let worker = app.worker(server.deliverer());
        invite(&app, &crowd, None, "defer-2@exemple.test").await;

        assert_eq!(worker.send_due().await.unwrap(), 1);
        let first = server.next();
        assert_eq!(first["answer"], "451");
        assert_eq!(worker.send_due().await.unwrap(), 0, "not before the pause is over");

        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(worker.send_due().await.unwrap(), 1);
        let second = server.next();
        assert_eq!(second["answer"], "451");
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(worker.send_due().await.unwrap(), 0, "the second pause is longer");

        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(worker.send_due().await.unwrap(), 1);
        let third = server.next();
        assert_eq!(third["answer"], "250");
        assert!(first["id"].as_str().unwrap().ends_with("@maillage.invalid>"), "{first}");
        assert_eq!([&second["id"], &third["id"]], [&first["id"], &first["id"]]);
        assert_eq!(number(&app, "select count(*) from outbox where state = 'sent'").await, 1);
    }

    async fn a_refused_letter_is_given_up_and_its_bounce_is_seen_by_the_lead(app: App) {
        let crowd = settle(&app, 1, 0).await;
        let server = MailServer::start();
        invite(&app, &crowd, None, "refuse@exemple.test").await;

        let worker = app.worker(server.deliverer());
        assert_eq!(worker.send_due().await.unwrap(), 1);
        app.clock.advance(TimeDelta::days(3));
        assert_eq!(worker.send_due().await.unwrap(), 0, "given up");

        let asked = "query($id: ID!, $event: ID!) { node(id: $id) { ... on Network {
            letters(first: 5, filter: { state: FAILED, eventId: $event }) {
                totalCount nodes { kind email state error attempts event { id } } } } } }";
        let variables = json!({
            "id": domain::id::NetworkId::of(crowd.root),
            "event": domain::id::EventId::of(crowd.events[0]),
        });
        let lead = app.lead_of(crowd.root.into(), "Maud").await;
        let answer = app.ask(Some(&lead), asked, variables.clone()).await;
        let letters = &answer.data()["node"]["letters"];
        assert_eq!(letters["totalCount"], 1);
        let letter = &letters["nodes"][0];
        assert_eq!(letter["email"], "refuse@exemple.test");
        assert_eq!(letter["attempts"], 1);
        let error = letter["error"].as_str().unwrap();
        assert!(error.contains("550") && error.contains("no such mailbox"), "{error}");

        let member = app.member_of(crowd.root.into(), "Noé").await;
        for (other, code) in [(Some(&member), "FORBIDDEN"), (None, "UNAUTHENTICATED")] {
            let answer = app.ask(other, asked, variables.clone()).await;
            assert_eq!(answer.code(), code);
        }
    }

    async fn a_letter_that_nobody_takes_is_tried_for_three_days_and_then_given_up(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, None, "ana@exemple.test").await;
        let began = app.clock.now();
        let doubling = (0..10).map(|doublings| TimeDelta::minutes(1 << doublings));
        let mut pauses = doubling.chain([TimeDelta::hours(12); 5]);

        let lasted = loop {
            let claimed = outbox::claim(&app.house(), "worker", 9).await.unwrap();
            assert_eq!(claimed.len(), 1, "{} after the first", app.clock.now() - began);
            let why = "451 later";
            outbox::failed(&app.house(), "worker", &claimed[0], Failure::Passing, why).await.unwrap();
            match pauses.next() {
                Some(pause) => app.clock.advance(pause),
                None => break app.clock.now() - began,
            }
        };

        assert!(lasted > TimeDelta::days(3), "{lasted}");
        let given_up = "select count(*) from outbox where state = 'failed' and attempts = 16";
        assert_eq!(number(&app, given_up).await, 1);
        app.clock.advance(TimeDelta::days(1));
        assert!(outbox::claim(&app.house(), "worker", 9).await.unwrap().is_empty());
    }

    async fn a_letter_whose_receipt_is_lost_is_sent_again_as_itself(app: App) {
        let crowd = settle(&app, 1, 0).await;
        let server = MailServer::start();
        let worker = app.worker(server.deliverer());
        invite(&app, &crowd, None, "drop-1@exemple.test").await;

        assert_eq!(worker.send_due().await.unwrap(), 1);
        let lost = server.next();
        assert_eq!(lost["answer"], "none");
        assert_eq!(number(&app, "select count(*) from outbox where state = 'pending'").await, 1);
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(worker.send_due().await.unwrap(), 1);

        let taken = server.next();
        assert_eq!(taken["answer"], "250");
        assert_eq!(taken["id"], lost["id"]);
    }

    async fn letters_wait_when_the_server_lacks_the_encryption_that_is_asked_for(app: App) {
        let crowd = settle(&app, 1, 0).await;
        let server = MailServer::start();
        let strict = Smtp::new(&format!("{}?tls=required", server.url())).unwrap();
        assert!(strict.check().await.is_err());
        assert!(Smtp::new(&server.url()).unwrap().check().await.is_ok());
        invite(&app, &crowd, None, "ana@exemple.test").await;

        app.worker(Arc::new(strict)).send_due().await.unwrap();

        assert_eq!(number(&app, "select count(*) from outbox where state = 'pending' and last_error is not null").await, 1);
        assert!(server.is_quiet(), "nothing left in clear");
    }

    async fn a_worker_that_vanished_leaves_its_letters_to_the_next(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, None, "ana@exemple.test").await;
        let claimed = outbox::claim(&app.house(), "gone", 50).await.unwrap();
        assert_eq!(claimed.len(), 1);

        assert!(app.delivered().await.is_empty(), "the lease holds");
        app.clock.advance(TimeDelta::minutes(6));

        assert_eq!(app.delivered().await.len(), 1);
        outbox::failed(&app.house(), "gone", &claimed[0], Failure::Lasting, "late").await.unwrap();
        assert_eq!(number(&app, "select count(*) from outbox where state = 'sent'").await, 1, "who lost the lease has no say");
    }

    async fn two_workers_share_the_letters_and_send_none_twice(app: App) {
        let crowd = settle(&app, 130, 0).await;
        for (number, member) in crowd.members.iter().enumerate() {
            invite(&app, &crowd, Some(*member), &format!("personne{number}@example.org")).await;
        }
        let slow = Arc::new(Slow::default());

        let drain = || async {
            let worker = app.worker(slow.clone());
            let mut count = 0;
            loop {
                match worker.send_due().await.unwrap() {
                    0 => return count,
                    sent => count += sent,
                }
            }
        };
        let (one, other) = tokio::join!(drain(), drain());

        assert_eq!(one + other, 130);
        assert!(one > 0 && other > 0, "both worked: {one} and {other}");
        let sent = slow.0.lock().unwrap();
        assert_eq!(sent.len(), 130);
        assert_eq!(sent.iter().collect::<BTreeSet<_>>().len(), 130, "no letter twice");
    }

    async fn the_health_page_tells_of_letters_that_wait_too_long(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, None, "ana@exemple.test").await;
        let response = app.client.get("/healthz/mail").send().await;
        response.assert_status_is_ok();
        response.json().await.value().object().get("pending").assert_i64(1);

        app.clock.advance(TimeDelta::minutes(16));
        app.client.get("/healthz/mail").send().await.assert_status_is_ok();
        let mut config = app.server.config.clone();
        config.smtp_url = Some(maillage::config::Secret("smtp://127.0.0.1:1".to_owned()));
        let watched = maillage::server::Server { config, ..app.server.clone() };
        let client = poem::test::TestClient::new(maillage::http::app(&watched));

        let response = client.get("/healthz/mail").send().await;

        response.assert_status(poem::http::StatusCode::SERVICE_UNAVAILABLE);
        change(&app, "update outbox set state = 'sent'", vec![]).await;
        client.get("/healthz/mail").send().await.assert_status_is_ok();
    }
}

/// Takes a while for each letter, as mail servers do.
#[derive(Default)]
struct Slow(Mutex<Vec<String>>);

#[async_trait]
impl Deliverer for Slow {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        self.0.lock().unwrap().push(parcel.to.clone());
        Ok(())
    }
}
