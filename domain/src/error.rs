//! How an operation says no: refused by the rules, denied by the policy, or broken.

use std::fmt;

use chrono::NaiveDate;

use crate::id::{Id, Kind};

/// What an operation returns: the thing, or why not.
pub type Outcome<T, R> = Result<T, Error<R>>;

/// Why an operation did not take place.
#[derive(Debug)]
pub enum Error<R> {
    /// The rules say no, and the person can do something about it.
    Refused(Vec<R>),
    /// The question could not be answered at all.
    Halted(Halt),
}

/// What ends an operation or a read before the rules are asked.
#[derive(Debug)]
pub enum Halt {
    /// This asker may not.
    Denied(Denied),
    /// What was asked makes no sense as such: a page size, a cursor.
    Unreadable(Unreadable),
    /// Something broke; logged once, with the chain of causes.
    Fault(anyhow::Error),
}

/// Why this asker may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in.
    Anonymous,
    /// May know of it, may not do it; says what would be needed.
    Forbidden(Needs),
    /// Not there, or not to be known.
    Hidden,
}

/// What would be needed to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Needs {
    /// The federation's administrators only.
    Administrator,
    /// A lead of the network or of one above it.
    Lead,
    /// A lead or organiser of the network or of one above it.
    Organiser,
    /// A lead or organiser of the network itself; a role above does not do.
    Team,
    /// A member of the network.
    Membership,
    /// A manager of the employer, or a lead of a network of its staff.
    Manager,
    /// The person themselves.
    Oneself,
    /// A scope that the token does not have.
    Scope,
    /// A network outside the token's subtree.
    Subtree,
}

/// A request that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// `first` or `last` is missing, or both are given, or not from 1 to 100.
    PageSizeOutOfRange,
    /// The cursor is not one of ours, or belongs to another list or order.
    BadCursor,
}

/// One answer of an operation's closed list of refusals.
pub trait Reason: fmt::Debug + Send + Sync + 'static {
    /// The operation's name in the schema, such as `EventPublish`.
    const OPERATION: &'static str;
    /// Every code with what it means.
    const CODES: &'static [(&'static str, &'static str)];

    /// The stable code of this refusal.
    fn code(&self) -> &'static str;
    /// The input field that it is about, as a path.
    fn field(&self) -> Option<&'static str>;
    /// What its words need to know.
    fn arguments(&self) -> Vec<(&'static str, Argument)>;
}

/// A fact that the words of a refusal name. What somebody typed is text, whatever it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// What was typed, a name, a state, an identifier.
    Text(String),
    /// A number, by which plurals are chosen.
    Number(i64),
    /// A day, which each language says in its own way.
    Day(NaiveDate),
}

impl Argument {
    /// As the words of a language take it.
    pub fn told<'a, V>(&'a self) -> V
    where
        V: From<&'a str> + From<i64> + From<NaiveDate>,
    {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Day(day) => (*day).into(),
        }
    }
}

/// As programs read it.
impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}
impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<&&'static str> for Argument {
    fn from(text: &&'static str) -> Self {
        Self::Text((*text).to_owned())
    }
}
impl<K: Kind> From<&Id<K>> for Argument {
    fn from(id: &Id<K>) -> Self {
        Self::Text(id.to_string())
    }
}
impl From<&i32> for Argument {
    fn from(number: &i32) -> Self {
        Self::Number((*number).into())
    }
}
impl From<&i64> for Argument {
    fn from(number: &i64) -> Self {
        Self::Number(*number)
    }
}
impl From<&usize> for Argument {
    fn from(number: &usize) -> Self {
        Self::Number(i64::try_from(*number).unwrap_or(i64::MAX))
    }
}
impl From<&NaiveDate> for Argument {
    fn from(day: &NaiveDate) -> Self {
        Self::Day(*day)
    }
}

/// Says no with all the reasons together, if there is one.
pub(crate) fn refuse_with<R>(reasons: Vec<R>) -> Result<(), Error<R>> {
    if reasons.is_empty() { Ok(()) } else { Err(Error::Refused(reasons)) }
}

impl<R: Reason> From<R> for Error<R> {
    fn from(reason: R) -> Self {
        Self::Refused(vec![reason])
    }
}
impl<R> From<Halt> for Error<R> {
    fn from(halt: Halt) -> Self {
        Self::Halted(halt)
    }
}
impl<R> From<Denied> for Error<R> {
    fn from(denied: Denied) -> Self {
        Self::Halted(Halt::Denied(denied))
    }
}
impl<R> From<sea_orm::DbErr> for Error<R> {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Halted(error.into())
    }
}
impl<R> From<anyhow::Error> for Error<R> {
    fn from(error: anyhow::Error) -> Self {
        Self::Halted(Halt::Fault(error))
    }
}
impl From<Denied> for Halt {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}
impl From<Unreadable> for Halt {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}
impl From<sea_orm::DbErr> for Halt {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Fault(anyhow::Error::new(error).context("asking the database"))
    }
}
impl From<anyhow::Error> for Halt {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}
impl From<Halt> for anyhow::Error {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Fault(error) => error,
            other => anyhow::anyhow!("{other:?}"),
        }
    }
}

/// Writes an operation's closed list of refusals: the enum, its codes, their fields and arguments.
///
/// ```
/// domain::refusals! {
///     /// Why a registration may be refused.
///     EventPublish: pub enum Refusal {
///         /// The event is over.
///         Over => "EVENT_OVER",
///         /// Another event has that title.
///         Taken { title: String } => "TITLE_TAKEN" on "title",
///         /// Of several fields, one is too long.
///         TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
///     }
/// }
/// ```
#[macro_export]
macro_rules! refusals {
    (
        $(#[$outer:meta])*
        $operation:ident: pub enum $name:ident {
            $(
                #[doc = $doc:literal]
                $variant:ident $({ $($argument:ident: $type:ty),* $(,)? })? => $code:literal $(on $field:literal)? $(at $path:ident)?
            ),* $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $(
                #[doc = $doc]
                $variant $({ $(#[doc = "What the words need to know."] $argument: $type),* })?
            ),*
        }

        impl $crate::error::Reason for $name {
            const OPERATION: &'static str = stringify!($operation);
            const CODES: &'static [(&'static str, &'static str)] =
                &[$(($code, $doc.trim_ascii())),*];

            fn code(&self) -> &'static str {
                match self { $(Self::$variant $({ $($argument: _),* })? => $code),* }
            }

            fn field(&self) -> Option<&'static str> {
                #[expect(clippy::match_same_arms, reason = "one line for each refusal")]
                #[allow(unfulfilled_lint_expectations, clippy::allow_attributes, reason = "some lists have one refusal")]
                match self {
                    $(Self::$variant { $($path,)? .. } => {
                        let field: &[&'static str] = &[$($field)? $(*$path)?];
                        field.first().copied()
                    }),*
                }
            }

            fn arguments(&self) -> Vec<(&'static str, $crate::error::Argument)> {
                #[expect(clippy::match_same_arms, reason = "one line for each refusal")]
                #[allow(unfulfilled_lint_expectations, clippy::allow_attributes, reason = "some lists have one refusal")]
                match self {
                    $(Self::$variant $({ $($argument),* })? => {
                        vec![$($((stringify!($argument), $crate::error::Argument::from($argument))),*)?]
                    }),*
                }
            }
        }
    };
}
