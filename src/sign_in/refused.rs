//! Why somebody was not signed in by a provider, each reason with its code.

use openidconnect::{ClaimsVerificationError, SignatureVerificationError};

/// A sign-in that did not happen.
///
/// The text is for the log; pages are written from [`Refused::code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the provider cannot be reached: {0}")]
    ProviderUnreachable(String),
    #[error("the provider took too long to answer")]
    ProviderTooSlow,
    #[error("the provider's description of itself is wrong: {0}")]
    ProviderMisdescribed(String),
    #[error("this browser did not start a sign-in, or its cookie was lost")]
    NotStarted,
    #[error("the sign-in was started too long ago")]
    StartedTooLongAgo,
    #[error("the state that came back is not the one we sent")]
    StateMismatch,
    #[error("the answer comes from another issuer: {0}")]
    IssuerMixedUp(String),
    #[error("the provider promises to name itself in its answer and did not")]
    IssuerUnnamed,
    #[error("the person declined, or the provider did not let them in: {0}")]
    Declined(String),
    #[error("the provider answers with an error: {0}")]
    ProviderError(String),
    #[error("the answer holds no code")]
    CodeMissing,
    #[error("the provider refuses the code: {0}")]
    CodeRefused(String),
    #[error("the provider's token answer cannot be read: {0}")]
    TokenUnreadable(String),
    #[error("the provider gave no id token")]
    IdTokenMissing,
    #[error("the id token is for another issuer: {0}")]
    IdTokenIssuer(String),
    #[error("the id token is for another client: {0}")]
    IdTokenAudience(String),
    #[error("the id token answers another request: {0}")]
    IdTokenNonce(String),
    #[error("the id token is out of date: {0}")]
    IdTokenExpired(String),
    #[error("the id token is not signed as it must be: {0}")]
    IdTokenSignature(String),
    #[error("the id token does not belong to the access token")]
    IdTokenHash,
    #[error("the id token is not usable: {0}")]
    IdTokenInvalid(String),
    #[error("the person was not authenticated strongly enough: {0}")]
    AssuranceTooLow(String),
    #[error("the user information is refused or unreadable: {0}")]
    UserInformationUnreadable(String),
    #[error("the user information is not signed as it must be: {0}")]
    UserInformationSignature(String),
    #[error("the user information was not made for us: {0}")]
    UserInformationMisdirected(String),
    #[error("the user information is about somebody else")]
    UserInformationSubject,
}

impl Refused {
    /// The stable name of the reason, for pages, logs and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnreachable(_) => "provider_unreachable",
            Self::ProviderTooSlow => "provider_too_slow",
            Self::ProviderMisdescribed(_) => "provider_misdescribed",
            Self::NotStarted => "not_started",
            Self::StartedTooLongAgo => "started_too_long_ago",
            Self::StateMismatch => "state_mismatch",
            Self::IssuerMixedUp(_) => "issuer_mixed_up",
            Self::IssuerUnnamed => "issuer_unnamed",
            Self::Declined(_) => "declined",
            Self::ProviderError(_) => "provider_error",
            Self::CodeMissing => "code_missing",
            Self::CodeRefused(_) => "code_refused",
            Self::TokenUnreadable(_) => "token_unreadable",
            Self::IdTokenMissing => "id_token_missing",
            Self::IdTokenIssuer(_) => "id_token_issuer",
            Self::IdTokenAudience(_) => "id_token_audience",
            Self::IdTokenNonce(_) => "id_token_nonce",
            Self::IdTokenExpired(_) => "id_token_expired",
            Self::IdTokenSignature(_) => "id_token_signature",
            Self::IdTokenHash => "id_token_hash",
            Self::IdTokenInvalid(_) => "id_token_invalid",
            Self::AssuranceTooLow(_) => "assurance_too_low",
            Self::UserInformationUnreadable(_) => "user_information_unreadable",
            Self::UserInformationSignature(_) => "user_information_signature",
            Self::UserInformationMisdirected(_) => "user_information_misdirected",
            Self::UserInformationSubject => "user_information_subject",
        }
    }

    /// The reason behind what the verifier of id tokens says.
    pub(super) fn by_id_token(error: ClaimsVerificationError) -> Self {
        use ClaimsVerificationError as Error;
        match error {
            Error::Expired(detail) => Self::IdTokenExpired(detail),
            Error::InvalidAudience(detail) => Self::IdTokenAudience(detail),
            Error::InvalidIssuer(detail) => Self::IdTokenIssuer(detail),
            Error::InvalidNonce(detail) => Self::IdTokenNonce(detail),
            Error::SignatureVerification(detail) => Self::IdTokenSignature(detail.to_string()),
            other => Self::IdTokenInvalid(other.to_string()),
        }
    }

    /// Whether the verifier lacks the key: the provider may have renewed its keys since we read them.
    pub(super) const fn is_unknown_key(error: &ClaimsVerificationError) -> bool {
        matches!(
            error,
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
            )
        )
    }
}
