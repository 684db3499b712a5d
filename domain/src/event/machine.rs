//! How an event goes from a draft to its end: a pure function.

use super::State;

/// What moves an event on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Open it to its audience, for the first time or again after it was put off.
    Publish,
    /// Put it off.
    Postpone,
    /// Say that it will not take place.
    Cancel,
    /// Say that it has taken place.
    Finish,
}

/// The state after this step; none when the step makes no sense in this state.
pub const fn after(state: State, step: Step) -> Option<State> {
    match (state, step) {
        (State::Draft | State::Postponed, Step::Publish) => Some(State::Published),
        (State::Published, Step::Postpone) => Some(State::Postponed),
        (State::Published | State::Postponed, Step::Cancel) => Some(State::Cancelled),
        // A draft was perhaps held all the same: nobody is asked to a day that is over.
        (State::Draft | State::Published, Step::Finish) => Some(State::Done),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};
    use sea_orm::Iterable as _;

    use super::*;

    const STEPS: [Step; 4] = [Step::Publish, Step::Postpone, Step::Cancel, Step::Finish];

    #[test]
    fn a_put_off_event_is_published_again() {
        let put_off = after(State::Published, Step::Postpone);

        assert_eq!(put_off, Some(State::Postponed));
        assert_eq!(after(State::Postponed, Step::Publish), Some(State::Published));
    }

    #[test]
    fn a_draft_is_published_or_was_held_all_the_same() {
        let possible: Vec<_> =
            STEPS.into_iter().filter(|step| after(State::Draft, *step).is_some()).collect();

        assert_eq!(possible, [Step::Publish, Step::Finish]);
    }

    #[test]
    fn what_is_over_stays_over() {
        for step in STEPS {
            assert_eq!(after(State::Cancelled, step), None);
            assert_eq!(after(State::Done, step), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_becomes_a_draft_again_and_only_what_was_published_is_put_off_or_cancelled(
            steps in prop::collection::vec(select(&STEPS[..]), 0..20),
        ) {
            let mut state = State::Draft;
            let mut was_published = false;
            for step in steps {
                let before = state;
                state = after(state, step).unwrap_or(state);
                was_published |= state == State::Published;
                prop_assert!(state == before || state != State::Draft);
                prop_assert!(matches!(state, State::Draft | State::Done) || was_published);
                prop_assert!(state == before || before != State::Done && before != State::Cancelled);
            }
            prop_assert!(State::iter().any(|known| known == state));
        }
    }
}
