//! What an update may leave out: what is not named stays, and `null` never means that by silence.

use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};

/// A field whose empty value is one like another: `null` sets it.
pub(crate) struct Emptied<T>(pub Option<T>);

/// A field that has no empty value: `null` is refused.
pub(crate) struct Given<T>(pub Option<T>);

macro_rules! may_be_left_out {
    ($name:ident $(with $bound:ident)?, $null:expr) => {
        impl<T: InputType $(+ $bound)?> InputType for $name<T> {
            type RawValueType = T::RawValueType;

            fn type_name() -> Cow<'static, str> {
                T::type_name()
            }

            fn qualified_type_name() -> String {
                T::type_name().into_owned()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                T::create_type_info(registry);
                T::type_name().into_owned()
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                match value {
                    None => Ok(Self(None)),
                    Some(Value::Null) => $null,
                    value => {
                        let value = T::parse(value).map_err(InputValueError::propagate)?;
                        Ok(Self(Some(value)))
                    }
                }
            }

            fn to_value(&self) -> Value {
                self.0.as_ref().map_or(Value::Null, T::to_value)
            }

            fn as_raw_value(&self) -> Option<&Self::RawValueType> {
                self.0.as_ref()?.as_raw_value()
            }
        }
    };
}

may_be_left_out!(Emptied with Default, Ok(Self(Some(T::default()))));
may_be_left_out!(Given, Err(InputValueError::custom("may be left out, but not null")));
