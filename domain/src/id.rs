//! Identifiers: UUIDv7 inside, opaque and typed outside in the `TypeID` form (`member_01h…`).

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

/// What an identifier names.
pub trait Kind: Send + Sync + 'static {
    /// The word before the underscore.
    const PREFIX: &'static str;
}

/// The identifier of one thing of a kind.
pub struct Id<K: Kind>(pub Uuid, PhantomData<fn() -> K>);

/// Not an identifier of that kind.
#[derive(Debug, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct NotAnId;

impl<K: Kind> Id<K> {
    /// A new identifier, after all that were made before it.
    pub fn new() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that makes identifiers")]
        Self(Uuid::now_v7(), PhantomData)
    }

    /// Names the row with this key.
    pub const fn of(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The key inside.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K: Kind> Default for Id<K> {
    fn default() -> Self {
        Self::new()
    }
}
impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K: Kind> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> From<Uuid> for Id<K> {
    fn from(uuid: Uuid) -> Self {
        Self::of(uuid)
    }
}
impl<K: Kind> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Self {
        id.0
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = DynamicType::new(K::PREFIX).map_err(|_| fmt::Error)?;
        TypeSafeId::from_type_and_uuid(kind, self.0).fmt(f)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (prefix, key) = parse_any(text).ok_or(NotAnId)?;
        (prefix == K::PREFIX).then_some(Self::of(key)).ok_or(NotAnId)
    }
}
impl<K: Kind> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Splits an outside identifier into the word and the key, whatever its kind.
pub fn parse_any(text: &str) -> Option<(String, Uuid)> {
    let id: TypeSafeId<DynamicType> = text.parse().ok()?;
    Some((id.type_prefix().to_owned(), id.uuid()))
}

/// Writes an outside identifier from its word and key.
pub fn write_any(prefix: &str, key: Uuid) -> Option<String> {
    let kind = DynamicType::new(prefix).ok()?;
    Some(TypeSafeId::from_type_and_uuid(kind, key).to_string())
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $prefix:literal => $id:ident;)*) => {$(
        $(#[$doc])*
        pub enum $kind {}
        impl Kind for $kind {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $id = Id<$kind>;
    )*};
}

kinds! {
    /// An answer on the audit trail.
    AuditLineKind = "audit" => AuditLineId;
    /// A person's presence.
    AttendanceKind = "attendance" => AttendanceId;
    /// A charter.
    CharterKind = "charter" => CharterId;
    /// A published text of a charter.
    CharterVersionKind = "charterversion" => CharterVersionId;
    /// A new address that waits to be confirmed.
    EmailChangeKind = "emailchange" => EmailChangeId;
    /// A link to sign in.
    EmailLinkKind = "emaillink" => EmailLinkId;
    /// An employer.
    EmployerKind = "employer" => EmployerId;
    /// Someone who acts for an employer.
    EmployerManagerKind = "manager" => EmployerManagerId;
    /// A member at an employer.
    EmploymentKind = "employment" => EmploymentId;
    /// An event.
    EventKind = "event" => EventId;
    /// An invitation to an event.
    EventInvitationKind = "eventinvitation" => EventInvitationId;
    /// An identity at a provider.
    IdentityKind = "identity" => IdentityId;
    /// An identity that waits for confirmation.
    IdentityConfirmationKind = "confirmation" => IdentityConfirmationId;
    /// An invitation to a network or an employer.
    InvitationKind = "invitation" => InvitationId;
    /// A request to join a network.
    JoinRequestKind = "joinrequest" => JoinRequestId;
    /// A letter in the outbox.
    LetterKind = "letter" => LetterId;
    /// A person.
    MemberKind = "member" => MemberId;
    /// A person in a network, from a date to a date.
    MembershipKind = "membership" => MembershipId;
    /// A network.
    NetworkKind = "network" => NetworkId;
    /// A place where the public is received.
    PlaceKind = "place" => PlaceId;
    /// A question put to those who register.
    QuestionKind = "question" => QuestionId;
    /// A member for an event.
    RegistrationKind = "registration" => RegistrationId;
    /// An item of an agenda.
    SessionKind = "session" => SessionId;
    /// The choice of a session.
    SessionChoiceKind = "choice" => SessionChoiceId;
    /// A signature under a charter.
    SignatureKind = "signature" => SignatureId;
    /// A browser that is signed in.
    SignInSessionKind = "signin" => SignInSessionId;
    /// A third-party tool's key.
    TokenKind = "token" => TokenId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_only_as_its_own_kind() {
        let id = MemberId::new();

        assert_eq!(id.to_string().parse::<MemberId>().ok(), Some(id));
        assert!(id.to_string().parse::<EventId>().is_err());
        assert!("member_not-an-id".parse::<MemberId>().is_err());
    }
}
