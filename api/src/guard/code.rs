//! The closed list of codes that an error outside a payload may carry.

use async_graphql::ErrorExtensions;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $status:literal;)*) => {
        /// Why a request, or a part of it, got an error and not an answer.
        ///
        /// Clients match on the name; it never changes. What a person can mend inside a mutation
        /// is not here: that is data, in the payload's `userErrors`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name as clients read it, in `extensions.code`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The HTTP status when nothing was executed.
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$variant => $status,)*
                }
            }
        }
    };
}

codes! {
    /// The request is not a GraphQL request at all.
    BadRequest = "BAD_REQUEST", 400;
    /// Several requests in one.
    BatchNotSupported = "BATCH_NOT_SUPPORTED", 400;
    /// Neither GET nor POST, or a mutation by GET.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", 405;
    /// No media type that we speak is accepted.
    NotAcceptable = "NOT_ACCEPTABLE", 406;
    /// The body is not `application/json`.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", 415;
    /// A page of another site asks with the cookies of this one.
    CrossSiteRequest = "CROSS_SITE_REQUEST", 403;
    /// Too many requests in too short a time.
    RateLimited = "RATE_LIMITED", 429;
    /// The body did not arrive in time.
    RequestTimeout = "REQUEST_TIMEOUT", 408;
    /// The text of the document does not parse.
    GraphqlParseFailed = "GRAPHQL_PARSE_FAILED", 400;
    /// The document does not fit the schema, or a variable does not fit its type.
    GraphqlValidationFailed = "GRAPHQL_VALIDATION_FAILED", 400;
    /// A document is named by its hash and not known: send it once with its text.
    PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND", 404;
    /// The hash is not that of the text beside it.
    PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH", 400;
    /// This server answers the documents of its operator's list only.
    DocumentNotListed = "DOCUMENT_NOT_LISTED", 403;
    /// No operation, or not the one that is named.
    OperationNotFound = "OPERATION_NOT_FOUND", 400;
    /// Too many bytes or tokens.
    QueryTooLarge = "QUERY_TOO_LARGE", 413;
    /// Too many levels.
    QueryTooDeep = "QUERY_TOO_DEEP", 400;
    /// Too many fields, fragments or objects asked for.
    QueryTooComplex = "QUERY_TOO_COMPLEX", 400;
    /// Too many aliases, or fields that come again under the same name.
    TooManyAliases = "TOO_MANY_ALIASES", 400;
    /// Too many directives.
    TooManyDirectives = "TOO_MANY_DIRECTIVES", 400;
    /// Too many mutations in one request, or the same one twice under one name.
    TooManyRootMutations = "TOO_MANY_ROOT_MUTATIONS", 400;
    /// The answer took too long, and was given up.
    QueryTimeout = "QUERY_TIMEOUT", 503;
    /// An argument that validation could not judge is not what it should be.
    BadUserInput = "BAD_USER_INPUT", 400;
    /// A cursor that is none of ours, or of another list.
    BadCursor = "BAD_CURSOR", 400;
    /// A page smaller than one or larger than a hundred.
    PageSizeOutOfRange = "PAGE_SIZE_OUT_OF_RANGE", 400;
    /// Nobody is signed in.
    Unauthenticated = "UNAUTHENTICATED", 401;
    /// The asker may see it, and may not do it.
    Forbidden = "FORBIDDEN", 403;
    /// It is not there, or the asker may not know of it.
    NotFound = "NOT_FOUND", 404;
    /// The same idempotency key came with another request.
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED", 422;
    /// The first request with this idempotency key is still under way.
    IdempotencyKeyInUse = "IDEMPOTENCY_KEY_IN_USE", 409;
    /// The database or another need is away; worth trying again.
    Unavailable = "UNAVAILABLE", 503;
    /// Something broke on our side.
    Internal = "INTERNAL", 500;
}

impl Code {
    /// The code of that name, if it is one of ours.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// An error for a resolver to return.
    pub fn error(self, message: impl Into<String>) -> async_graphql::Error {
        async_graphql::Error::new(message)
            .extend_with(|_, extensions| extensions.set("code", self.name()))
    }

    /// Whether the HTTP exchange itself is at fault, so that the status tells it in every dialect.
    ///
    /// What is wrong with the document is told by a status only to those who accept
    /// `application/graphql-response+json`; older clients expect 200.
    pub(crate) const fn is_of_the_exchange(self) -> bool {
        matches!(
            self,
            Self::BadRequest
                | Self::BatchNotSupported
                | Self::CrossSiteRequest
                | Self::IdempotencyKeyInUse
                | Self::IdempotencyKeyReused
                | Self::Internal
                | Self::MethodNotAllowed
                | Self::NotAcceptable
                | Self::QueryTooLarge
                | Self::RateLimited
                | Self::RequestTimeout
                | Self::Unauthenticated
                | Self::Unavailable
                | Self::UnsupportedMediaType
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Code;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| Code::named(code.name()) == Some(*code)));
    }
}
