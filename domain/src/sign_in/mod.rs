//! Signing in: by a provider's identity or by a link in a letter, and the session that follows.
//!
//! An identity is a pair of issuer and subject. An address is never one: it only ever asks its
//! owner, by letter, to confirm.

mod acting;
mod confirmation;
mod demonstration;
mod email_change;
mod email_link;
mod identity;
mod known;
mod own;
mod session;

use chrono::{DateTime, TimeDelta, Utc};

use crate::id::MemberId;

pub use acting::{ActAs, ActAsEndRefusal, ActAsStartRefusal, Acting, act_as, acting, stop_acting};
pub use confirmation::{LinkIdentity, confirm_identity, confirmation_token, find_confirmation};
pub use demonstration::{Person, people};
pub use email_change::{
    EmailChange, EmailChangeConfirmRefusal, EmailChangeRequestRefusal, confirm_email_change,
    email_change_token, find_email_change, request_email_change, waiting_email_change,
};
pub use email_link::{
    FoundLink, RequestLink, email_link_token, find_email_link, request_email_link, use_email_link,
};
pub use identity::{Identity, vouch_in_demonstration, with_identity};
pub use own::{OpenSession, RevokeRefusal, open_sessions, revoke_session};
pub use session::{
    Closed, How, close_session, close_sessions_of, note_use, open_session, session_lasts,
};

/// How long a link in a letter may be used.
pub const LINK_LASTS: TimeDelta = TimeDelta::minutes(15);

/// Someone proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who it is.
    pub member: MemberId,
    /// Whether they are met for the first time.
    pub is_new: bool,
}

crate::refusals! {
    /// Why a proof of identity signs nobody in.
    SignIn: pub enum Refusal {
        /// A letter was sent to the address: its owner has to confirm from this browser.
        ConfirmationSent => "CONFIRMATION_SENT",
        /// The provider gives no address, and the identity was never met.
        EmailMissing => "EMAIL_MISSING",
        /// The text is not an email address.
        MalformedEmail => "MALFORMED_EMAIL" on "email",
        /// The member was archived.
        MemberArchived => "MEMBER_ARCHIVED",
        /// There is no such link.
        LinkUnknown => "LINK_UNKNOWN",
        /// The link was used before.
        LinkUsed => "LINK_USED",
        /// The link is too old.
        LinkExpired => "LINK_EXPIRED",
        /// The address typed in another browser is not the one that the link was sent to.
        OtherAddress => "OTHER_ADDRESS" on "email",
        /// The identity is to be confirmed in the browser that met it.
        OtherBrowser => "OTHER_BROWSER",
    }
}

/// Whether the link of a letter still opens: it is single-use, and for a time.
fn still_open(
    used_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if used_at.is_some() {
        return Err(Refusal::LinkUsed);
    }
    if expires_at <= now {
        return Err(Refusal::LinkExpired);
    }
    Ok(())
}
