//! What is wrong with a cell of a table, where, and what was done about it.

use crate::text::fold;

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the row, counted from 1.
    pub line: u64,
    /// The heading of the column, as the file has it; `None` for the row as a whole.
    pub column: Option<String>,
    /// What the column was taken for, where we call it otherwise than the file does.
    pub means: Option<String>,
    /// What the file says.
    pub value: String,
    /// Why it is wrong.
    pub reason: Reason,
    /// What was done.
    pub consequence: Consequence,
}

/// What was done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consequence {
    /// The value is kept as it is; somebody should look at it.
    Kept,
    /// The value was understood or put elsewhere; nothing is lost.
    Repaired,
    /// The row goes in without this value.
    ValueLeftOut,
    /// The row does not go in.
    RowRefused,
}

macro_rules! reasons {
    ($($(#[$meta:meta])* $reason:ident $({ $argument:ident: $type:ty })? = $code:literal;)+) => {
        /// Why a value is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum Reason {
            $(
                $(#[$meta])*
                $reason $({
                    #[doc = "What the words need to know."]
                    $argument: $type
                })?,
            )+
        }

        impl Reason {
            /// The stable word of every reason: a key for messages and for tools.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable word for this reason.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$reason $({ $argument: _ })? => $code,)+
                }
            }

            /// What its words need to know.
            pub fn argument(self) -> Option<(&'static str, u64)> {
                match self {
                    Self::Duplicate { first_line }
                    | Self::SameRecord { first_line }
                    | Self::SamePerson { first_line }
                    | Self::SaidOtherwise { first_line } => Some(("line", first_line)),
                    Self::TooLong { limit } | Self::NameTooLong { limit } => {
                        Some(("limit", limit as u64))
                    }
                    _ => None,
                }
            }
        }
    };
}

reasons! {
    /// A value is required here.
    #[error("a value is required")]
    Missing = "missing";
    /// Another line says the very same.
    #[error("line {first_line} says the same")]
    Duplicate { first_line: u64 } = "duplicate";
    /// Another line is about the same thing, and says something else of it.
    #[error("line {first_line} is about the same, and says something else")]
    SameRecord { first_line: u64 } = "same-record";
    /// Another line is about the same person.
    #[error("line {first_line} is about the same person")]
    SamePerson { first_line: u64 } = "same-person";
    /// Another line says something else of the same person, and holds.
    #[error("line {first_line} says something else of the same person, and holds")]
    SaidOtherwise { first_line: u64 } = "said-otherwise";
    /// The row has more cells than there are headings.
    #[error("the row has more cells than there are headings")]
    TooManyCells = "too-many-cells";
    /// The column is not one that is known here.
    #[error("this column is not known")]
    UnknownColumn = "unknown-column";
    /// Another column says the same.
    #[error("another column has the same meaning")]
    RepeatedColumn = "repeated-column";
    /// It is no SIRET, RNA or RIDET number, or its control digit does not match.
    #[error("this is no valid SIRET or RNA number")]
    NotAPivot = "not-a-pivot";
    /// It is no email address.
    #[error("this is no email address")]
    NotAnEmail = "not-an-email";
    /// It is no telephone number that can be called from anywhere.
    #[error("this is no telephone number")]
    NotAPhone = "not-a-phone";
    /// The cell has several telephone numbers; the first is kept.
    #[error("there are several telephone numbers, the first is kept")]
    SeveralPhones = "several-phones";
    /// The national standard carries French numbers only.
    #[error("the standard carries French telephone numbers only")]
    ForeignPhone = "foreign-phone";
    /// Nobody understands these opening hours.
    #[error("these opening hours are not understood")]
    NotHours = "not-hours";
    /// It is no day.
    #[error("this is no date")]
    NotADay = "not-a-day";
    /// It is no number, or not one that is possible here.
    #[error("these are no coordinates")]
    NotCoordinates = "not-coordinates";
    /// It is no address of a page.
    #[error("this is no web address")]
    NotAWebAddress = "not-a-web-address";
    /// It is not a value of the closed list.
    #[error("this value is not in the list")]
    NotInList = "not-in-list";
    /// It is not a value of the closed list; it was put with the free labels.
    #[error("this value is not in the list; kept as another label")]
    KeptAsOtherLabel = "kept-as-other-label";
    /// It is no postal code.
    #[error("a postal code has five digits")]
    NotAPostalCode = "not-a-postal-code";
    /// It is no INSEE code.
    #[error("this is no INSEE code")]
    NotAnInseeCode = "not-an-insee-code";
    /// No commune has this INSEE code, though those of its department are known.
    #[error("no commune has this INSEE code today")]
    NoCommune = "no-commune";
    /// The address names another commune than this INSEE code.
    #[error("the commune of the address has another INSEE code")]
    OtherCommune = "other-commune";
    /// The code had lost its first zero.
    #[error("the first zero was missing")]
    LostZero = "lost-zero";
    /// Letters that files of the standard cannot hold; they became spaces.
    #[error("the standard does not know these signs; they were taken out")]
    OddLetters = "odd-letters";
    /// It is too long; the beginning is kept.
    #[error("more than {limit} characters: the beginning is kept")]
    TooLong { limit: usize } = "too-long";
    /// It is too long to be a name.
    #[error("a name has {limit} characters at most")]
    NameTooLong { limit: usize } = "name-too-long";
    /// It is not a value that is known here.
    #[error("this value is not known")]
    Unknown = "unknown";
    /// It is no point in time.
    #[error("this is no date with its time")]
    NotAMoment = "not-a-moment";
    /// It is no number that makes sense here.
    #[error("this is no number")]
    NotANumber = "not-a-number";
    /// It ends before it begins.
    #[error("it ends before it begins")]
    EndsBeforeStart = "ends-before-start";
    /// The job is over, and nobody said on which day it began.
    #[error("this job is over, and its first day is not known")]
    NoFirstDay = "no-first-day";
    /// The person has another job at this employer on some of these days.
    #[error("the person has another job there on some of these days")]
    Overlaps = "overlaps";
    /// The person was in the network and is no longer; a file does not bring them back.
    #[error("this person has left the network; invite them")]
    HasLeft = "has-left";
    /// The person's record is closed.
    #[error("this person's record is closed")]
    Archived = "archived";
    /// It belongs to another part of the federation; the asker may not change it.
    #[error("this is known elsewhere in the federation, where you may not change it")]
    KnownElsewhere = "known-elsewhere";
    /// The person signs in and keeps their own profile; the file does not overwrite it.
    #[error("the person keeps their own profile, which says something else")]
    KeptOwn = "kept-own";
    /// Another employer has this number.
    #[error("another employer has this number")]
    NumberTaken = "number-taken";
    /// The event is published: who registered must be told of changes, which a file does not do.
    #[error("this event is already published; change it there, so that the registered are told")]
    AlreadyPublished = "already-published";
    /// Registration would open when it has closed, or when the event has begun.
    #[error("registration would open after it closes or after the event begins")]
    RegistrationOpensTooLate = "registration-opens-too-late";
    /// Registration would close, or one could cancel, after the event ends.
    #[error("registration would close, or one could cancel, after the event ends")]
    DeadlineTooLate = "deadline-too-late";
    /// An item of an agenda would begin or end outside its event.
    #[error("this would begin or end outside the event")]
    OutsideEvent = "outside-event";
    /// A session of the event would be outside its new hours.
    #[error("a session of the event would be outside its new hours")]
    SessionOutside = "session-outside";
    /// The agenda has as many items as one may have.
    #[error("an agenda has 100 items at most")]
    TooManySessions = "too-many-sessions";
    /// It is known here, and the file says nothing of it.
    #[error("the file says nothing of it")]
    NotInFile = "not-in-file";
    /// An agenda is for a day on which no event of the file begins, or several.
    #[error("no event of the file begins on this day, or more than one")]
    NoEventThatDay = "no-event-that-day";
}

/// How a file calls a column that we call so, and our own word where it is another.
pub(crate) fn called(ours: &str, theirs: Option<&str>) -> (String, Option<String>) {
    match theirs {
        None => (ours.to_owned(), None),
        Some(theirs) if fold(theirs) == fold(ours) => (theirs.to_owned(), None),
        Some(theirs) => (theirs.to_owned(), Some(ours.to_owned())),
    }
}

/// Gathers what is wrong with one row while its cells are read.
#[derive(Debug)]
pub(crate) struct Findings {
    line: u64,
    found: Vec<Problem>,
}

impl Findings {
    pub(crate) fn of_line(line: u64) -> Self {
        Self { line, found: Vec::new() }
    }

    pub(crate) fn note(
        &mut self,
        column: &str,
        value: &str,
        reason: Reason,
        consequence: Consequence,
    ) {
        self.found.push(Problem {
            line: self.line,
            column: (!column.is_empty()).then(|| column.to_owned()),
            means: None,
            value: value.to_owned(),
            reason,
            consequence,
        });
    }

    pub(crate) fn refuse(&mut self, column: &str, value: &str, reason: Reason) {
        self.note(column, value, reason, Consequence::RowRefused);
    }

    pub(crate) fn leave_out(&mut self, column: &str, value: &str, reason: Reason) {
        self.note(column, value, reason, Consequence::ValueLeftOut);
    }

    pub(crate) fn repair(&mut self, column: &str, value: &str, reason: Reason) {
        self.note(column, value, reason, Consequence::Repaired);
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.found.iter().any(|problem| problem.consequence == Consequence::RowRefused)
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.found
    }

    /// The same, where what was found names columns as we do: people look for their own headings.
    pub(crate) fn in_words_of<'file>(
        self,
        heading: impl Fn(&str) -> Option<&'file str>,
    ) -> Vec<Problem> {
        let mut found = self.found;
        for problem in &mut found {
            let Some(ours) = problem.column.take() else { continue };
            let (column, means) = called(&ours, heading(&ours));
            problem.column = Some(column);
            problem.means = means;
        }
        found
    }
}
