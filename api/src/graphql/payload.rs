//! What a mutation answers: the thing, or the reasons why not, each with its own closed list of codes.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, SimpleObject, TypeName, Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use domain::error::Reason;

use super::words;

/// A code of an operation's closed list; the domain's refusals are its values.
pub struct Code<R> {
    code: &'static str,
    operation: PhantomData<fn() -> R>,
}

impl<R: Reason> OutputType for Code<R> {
    fn type_name() -> Cow<'static, str> {
        format!("{}ErrorCode", R::OPERATION).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| MetaType::Enum {
            name: Self::type_name().into_owned(),
            description: Some("Why it was refused. The list may grow.".to_owned()),
            enum_values: R::CODES
                .iter()
                .map(|(code, meaning)| {
                    let mut value = MetaEnumValue::new(*code);
                    value.description = Some((*meaning).to_owned());
                    ((*code).to_owned(), value)
                })
                .collect::<IndexMap<_, _>>(),
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: Some(std::any::type_name::<Self>()),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Enum(async_graphql::Name::new(self.code)))
    }
}

/// One reason why it was refused.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct UserError<R: Reason> {
    /// What programs read; never translated.
    code: Code<R>,
    /// The input field that it is about, as a path.
    field: Option<Vec<String>>,
    /// What people read, in the language of the answer.
    message: String,
    /// The facts behind the message: the state that stands in the way, the revision of today, who
    /// has the number already.
    details: Vec<UserErrorDetail>,
}

/// A fact behind a refusal: `revision` is `7`, `employer` is a name and `id` its identifier.
#[derive(SimpleObject)]
pub struct UserErrorDetail {
    /// Which fact; the names that a code comes with may grow, and never change.
    name: String,
    /// The fact: a number, a state, an identifier, or words.
    value: String,
}

impl<R: Reason> TypeName for UserError<R> {
    fn type_name() -> Cow<'static, str> {
        format!("{}UserError", R::OPERATION).into()
    }
}

impl<R: Reason> UserError<R> {
    /// The reason in words.
    pub(crate) fn of(reason: &R) -> Self {
        Self {
            code: Code { code: reason.code(), operation: PhantomData },
            field: reason.field().map(|path| path.split('.').map(str::to_owned).collect()),
            message: words::refusal(reason),
            details: reason
                .arguments()
                .into_iter()
                // Of several fields it is one: that is told above.
                .filter(|(name, _)| *name != "field")
                .map(|(name, value)| UserErrorDetail {
                    name: camel_case(name),
                    value: value.to_string(),
                })
                .collect(),
        }
    }
}

/// A name as the schema writes it.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut written = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        written.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        written.push_str(letters.as_str());
    }
    written
}

/// Whether one of the reasons is that somebody else was faster.
pub(crate) fn is_stale<R: Reason>(reasons: &[R]) -> bool {
    reasons.iter().any(|reason| reason.code() == "STALE_REVISION")
}

/// Writes a mutation's payload: `payload!(/// Doc. NetworkCreatePayload refused by Refusal { /// Doc. network: Network });`
///
/// With `or current` before the thing, a stale edit answers with the thing as it is now, beside
/// the refusal: whoever was slower sees at once what the other one wrote.
macro_rules! payload {
    (
        $(#[$doc:meta])*
        $name:ident refused by $refusal:ty {
            $(#[$field_doc:meta])* or current $field:ident: $type:ty
        }
    ) => {
        $crate::graphql::payload::payload! {
            $(#[$doc])*
            $name refused by $refusal {
                $(#[$field_doc])*
                /// After `STALE_REVISION`, the thing as it is now.
                $field: $type
            }
        }

        impl $name {
            /// The outcome of an edit, wrapped; `current` is asked only when the edit was stale.
            async fn of_edit<T>(
                ctx: &async_graphql::Context<'_>,
                outcome: domain::error::Outcome<T, $refusal>,
                wrap: impl FnOnce(T) -> $type,
                current: impl Future<Output = async_graphql::Result<Option<$type>>>,
            ) -> async_graphql::Result<Option<Self>> {
                let is_stale = matches!(
                    &outcome,
                    Err(domain::error::Error::Refused(reasons))
                        if $crate::graphql::payload::is_stale(reasons)
                );
                let mut payload = Self::of(ctx, outcome, wrap)?;
                if let Some(payload) = payload.as_mut().filter(|_| is_stale) {
                    payload.$field = current.await?;
                }
                Ok(payload)
            }
        }
    };
    (
        $(#[$doc:meta])*
        $name:ident refused by $refusal:ty { $(#[$field_doc:meta])* $field:ident: $type:ty }
    ) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$field_doc])*
            $field: Option<$type>,
            /// Why it was refused; empty when it was done.
            user_errors: Vec<$crate::graphql::payload::UserError<$refusal>>,
        }

        impl $name {
            /// The outcome of the operation, wrapped. Nullable as a field: that one of several is not
            /// allowed takes nothing away from the others.
            fn of<T>(
                ctx: &async_graphql::Context<'_>,
                outcome: domain::error::Outcome<T, $refusal>,
                wrap: impl FnOnce(T) -> $type,
            ) -> async_graphql::Result<Option<Self>> {
                match outcome {
                    Ok(thing) => Ok(Some(Self { $field: Some(wrap(thing)), user_errors: Vec::new() })),
                    Err(domain::error::Error::Refused(reasons)) => Ok(Some(Self {
                        $field: None,
                        user_errors: reasons
                            .iter()
                            .map($crate::graphql::payload::UserError::of)
                            .collect(),
                    })),
                    Err(domain::error::Error::Halted(halt)) => Err($crate::graphql::error::halted(
                        $crate::graphql::id::asker(ctx),
                        &halt,
                    )),
                }
            }
        }
    };
}
pub(crate) use payload;

/// A field that may be absent, null or given.
pub(crate) fn patch<T>(field: async_graphql::MaybeUndefined<T>) -> domain::patch::Patch<T> {
    match field {
        async_graphql::MaybeUndefined::Undefined => domain::patch::Patch::Keep,
        async_graphql::MaybeUndefined::Null => domain::patch::Patch::Put(None),
        async_graphql::MaybeUndefined::Value(value) => domain::patch::Patch::Put(Some(value)),
    }
}
