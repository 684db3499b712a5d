//! What leaves and what time brings about, in a story.

use std::sync::Arc;

use mail::{Deliverer, Mailbox, Parcel};
use maillage::worker::Worker;

use super::App;

impl App {
    /// Sends every letter that is due, and gives them, the oldest first.
    pub(crate) async fn delivered(&self) -> Vec<Parcel> {
        let mailbox = Mailbox::default();
        let worker = self.worker(Arc::new(mailbox.clone()));
        while worker.send_due().await.unwrap() > 0 {}
        mailbox.letters().into_iter().rev().map(|kept| kept.parcel).collect()
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
