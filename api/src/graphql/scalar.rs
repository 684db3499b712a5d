//! Scalars with a format of their own, each with the address of its definition.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike as _, NaiveDate};

use crate::guard::value::YEARS;

/// A day, without a time or a zone: `2026-12-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day, without a time or a zone: `2026-12-10`.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse()
            .ok()
            .filter(|day: &NaiveDate| YEARS.contains(&day.year()))
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a day such as 2026-12-10"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub struct Document(pub serde_json::Value);

/// Any JSON value.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Document {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// Words that only leave the server: inputs take plain strings, so that what is wrong with them
/// comes back as user errors, together.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident at $url:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub String);

        $(#[$doc])*
        #[Scalar(specified_by_url = $url)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    )*};
}

words! {
    /// An email address.
    EmailAddress at "https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1";
    /// A telephone number in the E.164 form: `+33241000000`.
    PhoneNumber at "https://www.itu.int/rec/T-REC-E.164";
    /// A web address.
    Url at "https://url.spec.whatwg.org/";
    /// Words in Markdown.
    Markdown at "https://spec.commonmark.org/";
    /// A time zone of the IANA database: `Europe/Paris`.
    TimeZone at "https://www.iana.org/time-zones";
    /// A commune's code in INSEE's official geographic code (code commune): `49007`.
    InseeCode at "https://www.insee.fr/fr/information/2560452";
    /// An establishment's number in the French register (SIRET): 14 digits.
    Siret at "https://www.insee.fr/fr/metadonnees/definition/c1841";
    /// An association's number in the French register (RNA): W and nine digits.
    Rna at "https://www.associations.gouv.fr/le-rna-repertoire-national-des-associations.html";
}
