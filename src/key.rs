//! The idempotency key that a request holds, until what became of the request is known.

use std::time::Duration;

use domain::{
    context::Context,
    idempotency::{self, Held},
};

/// How often letting go of a key is tried again, with pauses that double: somewhat more than an hour.
const TRIES: u32 = 12;

/// A key in the hands of the first request that came with it.
///
/// Dropped, because the client is gone, it is what [`Key::fail`] makes of it.
pub(crate) struct Key {
    ctx: Context,
    held: Option<Held>,
}

impl Key {
    /// The key that this request took hold of.
    pub(crate) fn new(ctx: &Context, held: Held) -> Self {
        Self { ctx: ctx.clone(), held: Some(held) }
    }

    /// Keeps the answer, for whoever comes with the key again.
    pub(crate) async fn keep(mut self, answer: &str) {
        let Some(held) = &self.held else { return };
        match idempotency::keep(&self.ctx, held, answer).await {
            Ok(()) => self.held = None,
            Err(halt) => tracing::error!(?halt, "keeping the answer of an idempotency key"),
        }
    }

    /// The request may come again.
    pub(crate) async fn let_go(mut self) {
        if let Some(held) = self.held.take() {
            let_go(self.ctx.clone(), held).await;
        }
    }

    /// The request failed: it may come again, unless something of it is certain, or may be. Then the
    /// key stays held, so that nothing is done twice.
    pub(crate) async fn fail(mut self) {
        if let Some(held) = self.held.take()
            && !self.ctx.end_changes()
        {
            let_go(self.ctx.clone(), held).await;
        }
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        if let Some(held) = self.held.take()
            && !self.ctx.end_changes()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(let_go(self.ctx.clone(), held));
        }
    }
}

/// Lets go of a key. What kept the change from being written may keep this from it too: then it is
/// tried again, beside the answer.
async fn let_go(ctx: Context, held: Held) {
    let Err(halt) = idempotency::release(&ctx, &held).await else { return };
    tracing::warn!(?halt, "an idempotency key cannot be let go of yet");
    tokio::spawn(async move {
        for tried in 0..TRIES {
            tokio::time::sleep(Duration::from_secs(1 << tried)).await;
            if idempotency::release(&ctx, &held).await.is_ok() {
                return;
            }
        }
        tracing::error!("an idempotency key stays held by a request that did nothing");
    });
}
