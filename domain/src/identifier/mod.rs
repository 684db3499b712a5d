//! Values that name something in the world: parsed once at the door, trusted afterwards.

pub mod commune;
pub mod email;
pub mod phone;
pub mod pivot;
pub mod rna;
pub mod siret;
pub mod slug;
pub mod web_address;

pub use commune::{InseeCode, PostalCode};
pub use email::Email;
pub use phone::Phone;
pub use pivot::Pivot;
pub use rna::Rna;
pub use siret::Siret;
pub use slug::Slug;
pub use web_address::WebAddress;

/// Gives a value type its text form: display, `as_str`, and serialisation as a checked string.
macro_rules! text_form {
    ($value:ident) => {
        impl $value {
            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $value {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $value {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$value> for String {
            fn from(value: $value) -> Self {
                value.0
            }
        }

        impl TryFrom<String> for $value {
            type Error = <$value as std::str::FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}
pub(crate) use text_form;
