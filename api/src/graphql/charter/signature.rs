//! What a signature is, and what one is asked to sign.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    charter,
    id::{EmployerKind, SignatureKind},
    policy::Ask,
};

use super::{Charter, CharterKey, CharterVersion, VersionKey};
use crate::graphql::{
    employer::{Employer, EmployerKey},
    id::{asker, write},
    loader::load,
    member::{Member, MemberKey},
    permission::Permission,
    scalar::Date,
};

/// What someone answered to a charter (signature): given, refused, taken back or run out.
#[derive(Clone)]
pub struct Signature(Arc<charter::Signature>);

impl Signature {
    pub(crate) fn of(signature: charter::Signature) -> Self {
        Self(Arc::new(signature))
    }
}

/// What someone answered to a charter (signature): given, refused, taken back or run out.
#[Object]
impl Signature {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<SignatureKind>(self.0.id)
    }

    /// The version that was read.
    async fn version(&self, ctx: &Context<'_>) -> Result<Option<CharterVersion>> {
        load(ctx, VersionKey(self.0.version_id)).await
    }

    /// Its charter.
    async fn charter(&self, ctx: &Context<'_>) -> Result<Option<Charter>> {
        load(ctx, CharterKey(self.0.charter_id)).await
    }

    /// For whom it was given.
    async fn side(&self) -> SignatureSide {
        self.0.side.into()
    }

    /// The volunteer; null on the structure's side.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// The host structure's identifier; null on the volunteer's side.
    async fn employer_id(&self) -> Option<ID> {
        self.0.employer_id.map(write::<EmployerKind>)
    }

    /// The host structure; null on the volunteer's side, or when you may not know it.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        match self.0.employer_id {
            Some(id) => load(ctx, EmployerKey(id)).await,
            None => Ok(None),
        }
    }

    /// Whether it stands.
    async fn state(&self) -> SignatureState {
        self.0.state.into()
    }

    /// Who answered; null when you may not know them.
    async fn signed_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.signed_by_id)).await
    }

    /// How the person had proved who they are.
    async fn authenticated_by(&self) -> &str {
        &self.0.authenticated_by
    }

    /// The SHA-256 of the text that was read.
    async fn body_hash(&self) -> &str {
        &self.0.body_hash
    }

    /// Why it was refused or taken back, when the person said so.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When they answered.
    async fn signed_at(&self) -> DateTime<Utc> {
        self.0.signed_at
    }

    /// The first day on which it no longer holds; null means without end.
    async fn expires_on(&self) -> Option<Date> {
        self.0.expires_on.map(Date)
    }

    /// When it ended: refused, taken back, replaced or run out.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: SignatureAction,
    ) -> Permission {
        let ask = match (action, self.0.member_id, self.0.employer_id) {
            (SignatureAction::Withdraw, _, Some(employer)) => Ask::SignForStructure { employer },
            (SignatureAction::Withdraw, member, None) => {
                Ask::SignAsVolunteer { member: member.unwrap_or_default() }
            }
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a signature. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SignatureAction {
    /// Take it back, from now on.
    Withdraw,
}

/// For whom a charter is signed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "charter::Side")]
pub enum SignatureSide {
    /// The volunteer (bénévole).
    Volunteer,
    /// The host structure (structure d’accueil), by someone who acts for it.
    Structure,
}

/// Whether a signature stands. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "charter::State")]
pub enum SignatureState {
    /// Stands until it expires, or a new version asks again.
    Signed,
    /// The person said no.
    Refused,
    /// Taken back.
    Withdrawn,
    /// Ran out, or a newer signature took its place.
    Lapsed,
}

/// One side of a charter that waits for your signature, or has it: yours, or that of an employer
/// for whom you act.
#[derive(Clone)]
pub struct SignatureRequest(Arc<charter::Request>);

impl SignatureRequest {
    pub(crate) fn of(request: charter::Request) -> Self {
        Self(Arc::new(request))
    }
}

/// One side of a charter that waits for your signature, or has it: yours, or that of an employer
/// for whom you act.
#[Object]
impl SignatureRequest {
    /// The charter.
    async fn charter(&self, ctx: &Context<'_>) -> Result<Option<Charter>> {
        load(ctx, CharterKey(self.0.charter_id)).await
    }

    /// The version to read and sign: give its identifier to `charterSign`.
    async fn version(&self, ctx: &Context<'_>) -> Result<Option<CharterVersion>> {
        load(ctx, VersionKey(self.0.version_id)).await
    }

    /// For yourself, or for an employer.
    async fn side(&self) -> SignatureSide {
        self.0.side.into()
    }

    /// The employer's identifier, on the structure's side: give it to `charterSign`.
    async fn employer_id(&self) -> Option<ID> {
        self.0.employer_id.map(write::<EmployerKind>)
    }

    /// The host structure; null on the volunteer's side, or when you may not know it.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        match self.0.employer_id {
            Some(id) => load(ctx, EmployerKey(id)).await,
            None => Ok(None),
        }
    }

    /// Whether a signature covers today.
    async fn is_signed(&self) -> bool {
        self.0.standing.is_signed
    }

    /// The first day on which it no longer does; null means without end, or not signed.
    async fn until(&self) -> Option<Date> {
        self.0.standing.until.map(Date)
    }

    /// The signature that covers, or else the last answer.
    async fn signature(&self) -> Option<Signature> {
        self.0.standing.signature.clone().map(Signature::of)
    }
}

/// How far a request for a signature is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "charter::Asked")]
pub enum SignatureRequestState {
    /// A signature is awaited.
    ToSign,
    /// A signature covers today.
    Signed,
}
