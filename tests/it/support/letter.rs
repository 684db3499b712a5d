//! What leaves and what time brings about, in a story.

use std::sync::Arc;

use mail::{Deliverer, Mailbox, Parcel};
use maillage::worker::Worker;

use super::App;

impl App {
    /// Sends every letter that is due, and gives them in the order in which they were written: a
    /// worker sends ten at once, so that they arrive in any.
    pub(crate) async fn delivered(&self) -> Vec<Parcel> {
        let mailbox = Mailbox::default();
        let worker = self.worker(Arc::new(mailbox.clone()));
        while worker.send_due().await.unwrap() > 0 {}
        let mut parcels: Vec<_> = mailbox.letters().into_iter().map(|kept| kept.parcel).collect();
        parcels.sort_by_cached_key(written_as);
        parcels
    }

    /// Does what the passing of time brings about.
    pub(crate) async fn time_passes(&self, by: chrono::TimeDelta) {
        self.clock.advance(by);
        self.worker(Arc::new(Mailbox::default())).run_jobs().await;
    }

    /// A worker whose letters go this way.
    pub(crate) fn worker(&self, deliverer: Arc<dyn Deliverer>) -> Worker {
        Worker::with(&self.server, Some(deliverer)).unwrap()
    }
}

/// The letter's Message-ID, which grows with time as every identifier of ours.
fn written_as(parcel: &Parcel) -> String {
    let headers = parcel.headers();
    let own = headers.lines().find(|line| line.starts_with("Message-ID: "));
    own.expect("every letter has its Message-ID").to_owned()
}
