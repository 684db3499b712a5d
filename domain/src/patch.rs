//! Changes to fields that may be absent: what is not named is not what is emptied.

/// A change to a field that may be absent: kept, set or emptied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not named: stays as it is.
    #[default]
    Keep,
    /// Named with a value, or with nothing.
    Put(Option<T>),
}

impl<T> Patch<T> {
    /// The value after the change.
    pub fn over(self, present: Option<T>) -> Option<T> {
        match self {
            Self::Keep => present,
            Self::Put(value) => value,
        }
    }
}
