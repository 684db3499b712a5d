//! Doing many things at once: all or nothing, as far as possible, or only to see what would come of it.

/// What happens to the others when one of many cannot be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// They are done.
    #[default]
    BestEffort,
    /// They are not done either.
    AllOrNothing,
}

/// How many things at once are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// What happens to the others when one cannot be done.
    pub mode: Mode,
    /// Whether nothing is written and nobody told: the answer says what would come of it.
    pub is_dry_run: bool,
}

impl Bulk {
    /// Whether the rest is held back because some cannot be done.
    pub fn holds_back(self, some_cannot: bool) -> bool {
        self.mode == Mode::AllOrNothing && some_cannot
    }
}
