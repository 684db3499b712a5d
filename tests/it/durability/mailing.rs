//! Letters that leave from workers that are killed, or that work side by side.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use domain::{
    clock::Clock,
    context::{Context, Door, House},
    database::Db,
    id::EventId,
    outbox::{self, Letter, Recipient, Told},
    secret::SecretKey,
};

use super::wanted_by;
use crate::{
    outside::{
        database,
        peer::Peer,
        server::{Server, Settings},
        settle,
    },
    support::database::{Kind, Own},
};

const LETTERS: usize = 120;

/// How many letters one worker may have in its hands at once.
const IN_FLIGHT: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_lost_or_told_anew_when_the_worker_is_killed_on_sqlite() {
    killed_while_mailing(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_lost_or_told_anew_when_the_worker_is_killed_on_postgresql() {
    killed_while_mailing(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_no_letter_twice_on_sqlite() {
    two_workers(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_no_letter_twice_on_postgresql() {
    two_workers(Kind::Postgres).await;
}

async fn killed_while_mailing(kind: Kind) {
    let own = Own::new(kind).await;
    let peer = Peer::start(Duration::from_millis(8));
    let settings = Settings::new(own.url(), &peer);
    tell(own.url()).await;

    let mut kills = 0;
    while waiting(own.url()).await > 0 {
        let mut worker = Server::start(&settings, "worker");
        let before = peer.taken().len();
        // Killed in the middle of its work: a few letters after its first.
        until("the worker sends", &mut worker, || peer.taken().len() > before + kills % 7).await;
        if kills < 12 {
            worker.kill();
            kills += 1;
            // What it had in its hands comes back when the lease ends; here we do not wait for it.
            database::rows(
                own.url(),
                "update outbox set locked_until = created_at where state = 'pending'",
            )
            .await;
        } else {
            finished(own.url(), &mut worker).await;
        }
    }

    assert!(kills >= 3, "too quick to be killed: {kills} times");
    let letters = peer.by_message_id();
    assert_eq!(letters.len(), LETTERS, "a letter that is sent again keeps its Message-ID");
    for (message_id, sent) in &letters {
        let same: BTreeSet<_> = sent.iter().collect();
        assert_eq!(same.len(), 1, "{message_id} is one letter to one person");
    }
    let people: BTreeSet<_> = peer.taken().into_iter().map(|letter| letter.to).collect();
    assert_eq!(people.len(), LETTERS);
    let repeats = peer.taken().len() - LETTERS;
    assert!(repeats <= kills * IN_FLIGHT, "only what was in flight came again, not {repeats}");
    assert_eq!(database::count(own.url(), "outbox where state = 'sent'").await, LETTERS);
}

async fn two_workers(kind: Kind) {
    let own = Own::new(kind).await;
    let peer = Peer::start(Duration::from_millis(4));
    let settings = Settings::new(own.url(), &peer);
    tell(own.url()).await;

    let mut one = Server::start(&settings, "worker");
    let mut other = Server::start(&settings, "worker");
    finished(own.url(), &mut one).await;
    assert!(other.is_alive(), "the other worker ended by itself");
    drop((one, other));

    let letters = peer.by_message_id();
    assert_eq!(letters.len(), LETTERS);
    assert_eq!(peer.taken().len(), LETTERS, "no letter twice");
    assert_eq!(
        database::count(own.url(), "outbox where state = 'sent' and attempts = 1").await,
        LETTERS
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_receipt_was_lost_is_sent_again_as_itself() {
    let own = Own::new(Kind::Sqlite).await;
    let peer = Peer::start(Duration::ZERO);
    let settings = Settings::new(own.url(), &peer);
    tell(own.url()).await;
    peer.cut_after(3);

    let mut worker = Server::start(&settings, "worker");
    until("every letter came once", &mut worker, || peer.taken().len() >= LETTERS).await;
    while database::count(own.url(), "outbox where state = 'pending' and last_error is null").await
        > 0
    {
        assert!(worker.is_alive(), "the worker ended by itself");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // The pause before the next try is over.
    database::rows(own.url(), "update outbox set due_at = created_at where state = 'pending'")
        .await;
    finished(own.url(), &mut worker).await;
    drop(worker);

    let letters = peer.by_message_id();
    assert_eq!(letters.len(), LETTERS, "a letter that is sent again keeps its Message-ID");
    assert_eq!(peer.taken().len(), LETTERS + 3, "only those whose receipt was lost came again");
}

#[tokio::test]
async fn a_letter_whose_lease_ended_is_left_to_the_worker_that_took_it() {
    let own = Own::new(Kind::Sqlite).await;
    let clock = Clock::still(Clock::Machine.now());
    let ctx = tell_by(own.url(), clock.clone()).await;
    let slow = outbox::claim(&ctx, "slow", 2).await.unwrap();

    clock.advance(TimeDelta::minutes(4));
    assert!(outbox::hold(&ctx, "slow", slow[0].id).await.unwrap(), "the lease begins anew");
    clock.advance(TimeDelta::minutes(4));
    let quick = outbox::claim(&ctx, "quick", 200).await.unwrap();

    let taken: BTreeSet<_> = quick.iter().map(|letter| letter.id.uuid()).collect();
    assert!(!taken.contains(&slow[0].id.uuid()), "what is held stays in one hand");
    assert!(taken.contains(&slow[1].id.uuid()), "what waited too long is taken over");
    assert!(!outbox::hold(&ctx, "slow", slow[1].id).await.unwrap(), "the slow one leaves it");
    assert!(outbox::hold(&ctx, "quick", slow[1].id).await.unwrap());
}

/// Writes one letter to each of many people.
async fn tell(url: &str) {
    tell_by(url, Clock::Machine).await;
}

async fn tell_by(url: &str, clock: Clock) -> Context {
    let crowd = settle(url, wanted_by(LETTERS)).await;
    let db = Db::open(url).await.unwrap();
    let ctx = Context::of_the_house(
        House { db, clock, secret: SecretKey::new("unused here") },
        Door::Command,
    );
    let letters: Vec<_> = (0..LETTERS)
        .map(|number| {
            let to = Recipient {
                member_id: Some(crowd.members[number]),
                email: format!("personne{number}@example.org"),
            };
            Letter::new(Told::InvitedToEvent { event: EventId::of(crowd.events[0]) }, to, "once")
        })
        .collect();
    let tx = ctx.begin().await.unwrap();
    let told = tx.tell_all(&ctx, letters).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told, LETTERS as u64);
    ctx
}

async fn waiting(url: &str) -> usize {
    database::count(url, "outbox where state = 'pending'").await
}

async fn finished(url: &str, worker: &mut Server) {
    let began = Instant::now();
    while waiting(url).await > 0 {
        assert!(worker.is_alive(), "the worker ended by itself");
        assert!(began.elapsed() < Duration::from_mins(1), "letters still wait after a minute");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn until(what: &str, worker: &mut Server, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(worker.is_alive(), "the worker ended by itself");
        assert!(began.elapsed() < Duration::from_mins(1), "in a minute still not: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
