//! Saying no to a charter; its leads are told.

use serde_json::json;

use super::{Signature, State, asked, sign::Occasion};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Halt, Outcome},
    id::{CharterVersionId, EmployerId, SignatureId},
    outbox::{Letter, Told},
    refusals,
    text::is_blank,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Refuse {
    /// The version that was read.
    pub version: CharterVersionId,
    /// The employer for whom; none for oneself.
    pub employer: Option<EmployerId>,
    /// Why, if the person says so.
    pub reason: Option<String>,
}

refusals! {
    /// Why a charter may not be refused.
    CharterRefuse: pub enum RefuseRefusal {
        /// The charter is closed, or its network is.
        CharterArchived => "CHARTER_ARCHIVED" on "charterVersionId",
        /// A newer version is to be answered instead.
        NotCurrent => "NOT_CURRENT" on "charterVersionId",
        /// The charter does not ask this side to sign.
        SideNotAsked => "SIDE_NOT_ASKED" on "employerId",
        /// The person is no member of the network or below, or the employer employs none.
        NotConcerned => "NOT_CONCERNED" on "charterVersionId",
        /// It is signed: what was given is taken back by a withdrawal.
        SignedAlready => "SIGNED_ALREADY" on "charterVersionId",
        /// It is refused already.
        AlreadyRefused => "ALREADY_REFUSED" on "charterVersionId",
    }
}

/// Refuses the current version. One may sign it later all the same.
pub async fn refuse(ctx: &Context, ask: Refuse) -> Outcome<Signature, RefuseRefusal> {
    let tx = ctx.begin().await?;
    let occasion = Occasion::load(ctx, &tx, ask.version, ask.employer).await?;

    if occasion.is_archived {
        return Err(RefuseRefusal::CharterArchived.into());
    }
    if !occasion.is_current {
        return Err(RefuseRefusal::NotCurrent.into());
    }
    if !occasion.is_side_asked() {
        return Err(RefuseRefusal::SideNotAsked.into());
    }
    let network = occasion.charter.network_id;
    if !asked::is_asked(ctx, &*tx, network, occasion.side, occasion.holder).await? {
        return Err(RefuseRefusal::NotConcerned.into());
    }
    if occasion.is_covered(&tx, ctx.today()).await? {
        return Err(RefuseRefusal::SignedAlready.into());
    }
    let is_refused = Sql::new(
        "select 1 as one from signature where charter_version_id = ? and side = ? \
         and coalesce(member_id, employer_id) = ? and state = 'refused'",
        binds![occasion.version.id, in_words(&occasion.side), occasion.holder],
    );
    if is_refused.exists(&*tx).await? {
        return Err(RefuseRefusal::AlreadyRefused.into());
    }

    let row = occasion.write(ctx, &tx, State::Refused, said(ask.reason)).await?;

    let id = SignatureId::of(row.id);
    let line = Line::new("charter.refuse", id).within(network).about(row.charter_id);
    let line = line.on_behalf_of(row.signed_by_id).changing(json!({
        "version": ask.version.to_string(), "side": in_words(&row.side),
    }));
    tx.audit(ctx, line).await?;
    tell_leads(ctx, &tx, network, id).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// A reason, when there is one.
pub(super) fn said(reason: Option<String>) -> Option<String> {
    reason.map(|reason| reason.trim().to_owned()).filter(|reason| !is_blank(reason))
}

/// Tells the leads of the charter's network that someone does not sign, or no longer.
pub(super) async fn tell_leads(
    ctx: &Context,
    tx: &Transaction,
    network: uuid::Uuid,
    signature: SignatureId,
) -> Result<(), Halt> {
    let letters = asked::leads(ctx, &**tx, network)
        .await?
        .into_iter()
        .map(|to| {
            Letter::new(Told::CharterUnsigned { signature }, to, &signature.to_string())
                .within(network)
        })
        .collect();
    tx.tell_all(ctx, letters).await?;
    Ok(())
}
