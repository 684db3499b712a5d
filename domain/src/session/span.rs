//! The time of sessions: those that overlap cannot both be come to, and leave a choice.

use chrono::{DateTime, Utc};

/// From when until when a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

impl Span {
    /// Whether both are at the same time, if only for a part of it: who comes to one does not come to
    /// the other.
    pub fn is_beside(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// When the rounds of an agenda begin, in order, in which one still has to choose: another session is
/// beside one of theirs, and nothing is chosen at their time.
pub fn still_to_choose(agenda: &[Span], chosen: &[Span]) -> Vec<DateTime<Utc>> {
    // Each is at its own time too.
    let is_choice = |one: &Span| agenda.iter().filter(|other| other.is_beside(*one)).count() > 1;
    let is_chosen = |one: &Span| chosen.iter().any(|other| other.is_beside(*one));
    agenda
        .chunk_by(|one, other| one.starts_at == other.starts_at)
        .filter(|round| round.iter().any(is_choice) && !round.iter().any(is_chosen))
        .filter_map(|round| round.first().map(|session| session.starts_at))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn span(from: i64, until: i64) -> Span {
        let at = |hour| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::hours(hour);
        Span { starts_at: at(from), ends_at: at(until) }
    }

    #[test]
    fn sessions_that_overlap_leave_a_choice_until_one_of_them_is_chosen() {
        let (long, late, after) = (span(9, 11), span(10, 11), span(11, 12));
        let hours = |agenda: &[Span], chosen: &[Span]| {
            let open = still_to_choose(agenda, chosen).into_iter();
            open.map(|at| at.timestamp() / 3600).collect::<Vec<_>>()
        };

        assert!(long.is_beside(late) && late.is_beside(long));
        assert!(!long.is_beside(after) && !after.is_beside(late), "one follows the other");
        assert_eq!(hours(&[long, late, after], &[]), [9, 10]);
        assert!(hours(&[long, late, after], &[late]).is_empty());
        assert_eq!(hours(&[long, late, after, after], &[long]), [11]);
        assert!(hours(&[long, after], &[]).is_empty(), "everybody comes to both");
    }
}
