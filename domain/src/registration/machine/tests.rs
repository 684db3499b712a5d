//! Random sequences against what must always hold: never one place too many, never one lost, nobody overtaken.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;

/// What people and time do to an event.
#[derive(Clone, Debug)]
enum Deed {
    Register(u8),
    Approve(u8),
    Decline(u8),
    Cancel(u8),
    Accept(u8),
    Refuse(u8),
    Wait(i64),
    Resize(Option<i64>),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let person = 0..12_u8;
    let deed = prop_oneof![
        5 => person.clone().prop_map(Deed::Register),
        2 => person.clone().prop_map(Deed::Approve),
        1 => person.clone().prop_map(Deed::Decline),
        3 => person.clone().prop_map(Deed::Cancel),
        3 => person.clone().prop_map(Deed::Accept),
        1 => person.prop_map(Deed::Refuse),
        2 => (1..40_i64).prop_map(Deed::Wait),
        1 => prop_oneof![Just(None), (0..6_i64).prop_map(Some)].prop_map(Deed::Resize),
    ];
    prop::collection::vec(deed, 1..80)
}

/// An event as the tables hold it.
struct Hall {
    capacity: Option<i64>,
    needs_approval: bool,
    people: BTreeMap<u8, (At, i64)>,
    next_rank: i64,
    now: DateTime<Utc>,
}

impl Hall {
    fn count(&self, is_counted: impl Fn(State) -> bool) -> i64 {
        let count = self.people.values().filter(|(at, _)| is_counted(at.state)).count();
        i64::try_from(count).unwrap()
    }

    fn places(&self) -> Places {
        Places {
            capacity: self.capacity,
            held: self.count(holds_place),
            waiting: self.count(|state| state == State::Waitlisted),
        }
    }

    fn line(&self) -> Vec<u8> {
        let mut line: Vec<_> = self
            .people
            .iter()
            .filter(|(_, (at, _))| at.state == State::Waitlisted)
            .map(|(person, (_, rank))| (*rank, *person))
            .collect();
        line.sort_unstable();
        line.into_iter().map(|(_, person)| person).collect()
    }

    fn take(&mut self, person: u8, step: Step) -> Result<Next, Impossible> {
        let known = self.people.get(&person).copied();
        let next = next(known.map(|(at, _)| at), step)?;
        let rank = match (step, known) {
            (Step::Register { .. }, _) | (_, None) => {
                self.next_rank += 1;
                self.next_rank
            }
            (_, Some((_, rank))) => rank,
        };
        self.people.insert(person, (next.at, rank));
        Ok(next)
    }

    fn offer(&mut self) -> Vec<u8> {
        let count = usize::try_from(self.places().to_offer()).unwrap();
        let first: Vec<_> = self.line().into_iter().take(count).collect();
        for person in &first {
            let until = self.now + TimeDelta::hours(24);
            self.take(*person, Step::Offer { until }).unwrap();
        }
        first
    }

    fn lapse(&mut self) {
        let now = self.now;
        for person in 0..12 {
            // Only offers whose time is over go.
            let _ = self.take(person, Step::Lapse { now });
        }
    }

    fn carry_out(&mut self, deed: &Deed) {
        let (has_room, needs_approval, now) =
            (self.places().has_room(), self.needs_approval, self.now);
        // What is impossible changes nothing.
        let _ = match *deed {
            Deed::Register(person) => {
                self.take(person, Step::Register { needs_approval, has_room })
            }
            Deed::Approve(person) => self.take(person, Step::Approve { has_room }),
            Deed::Decline(person) => self.take(person, Step::Decline),
            Deed::Cancel(person) => self.take(person, Step::Cancel),
            Deed::Accept(person) => self.take(person, Step::Accept { now }),
            Deed::Refuse(person) => self.take(person, Step::Refuse),
            Deed::Wait(hours) => {
                self.now += TimeDelta::hours(hours);
                self.lapse();
                return;
            }
            Deed::Resize(capacity) => {
                self.capacity = capacity;
                return;
            }
        };
    }
}

proptest! {
    #[test]
    fn places_are_never_too_many_never_lost_and_never_out_of_turn(
        capacity in prop_oneof![Just(None), (0..5_i64).prop_map(Some)],
        needs_approval: bool,
        deeds in deeds(),
    ) {
        let now = DateTime::UNIX_EPOCH;
        let mut hall =
            Hall { capacity, needs_approval, people: BTreeMap::new(), next_rank: 0, now };
        for deed in deeds {
            let (before, line) = (hall.places().held, hall.line());
            hall.carry_out(&deed);
            let newly_seated = hall.places().held - before;
            let offered = hall.offer();

            let places = hall.places();
            if let Some(capacity) = places.capacity {
                // A hall that was made smaller may be too full, but then nobody new comes in.
                prop_assert!(places.held <= capacity.max(before), "{deed:?}: {places:?}");
            }
            prop_assert_eq!(places.to_offer(), 0, "a free place while someone waits: {:?}", deed);
            if !line.is_empty() {
                prop_assert!(newly_seated <= 0, "someone overtook the line: {:?}", deed);
            }
            let still: Vec<_> = line
                .iter()
                .filter(|person| {
                    let state = hall.people[*person].0.state;
                    state == State::Waitlisted || offered.contains(*person)
                })
                .copied()
                .collect();
            let served = offered.iter().filter(|person| line.contains(*person)).count();
            let newcomer_first = offered.len() != served && served < still.len();
            if !matches!(deed, Deed::Approve(_)) {
                prop_assert!(!newcomer_first, "a newcomer was offered a place first: {:?}", deed);
                let offered_of_line: Vec<_> =
                    offered.iter().filter(|person| line.contains(*person)).copied().collect();
                prop_assert_eq!(&offered_of_line[..], &still[..served], "not in turn");
            }
        }
    }

    #[test]
    fn an_offer_is_taken_before_its_end_or_not_at_all(minutes in -120..120_i64) {
        let until = DateTime::UNIX_EPOCH + TimeDelta::hours(48);
        let now = until + TimeDelta::minutes(minutes);
        let from = Some(At { state: State::Offered, offered_until: Some(until) });

        let accepted = next(from, Step::Accept { now });
        let lapsed = next(from, Step::Lapse { now });

        prop_assert_eq!(accepted.is_ok(), minutes < 0);
        prop_assert_eq!(lapsed.is_ok(), minutes >= 0);
    }
}

#[test]
fn every_step_from_every_state_is_decided() {
    let now = DateTime::UNIX_EPOCH;
    let states = [
        None,
        Some(State::Pending),
        Some(State::Confirmed),
        Some(State::Waitlisted),
        Some(State::Offered),
        Some(State::Declined),
        Some(State::Cancelled),
    ];
    let steps = [
        ("register", Step::Register { needs_approval: false, has_room: true }),
        ("register when full", Step::Register { needs_approval: false, has_room: false }),
        ("ask", Step::Register { needs_approval: true, has_room: true }),
        ("approve", Step::Approve { has_room: true }),
        ("approve when full", Step::Approve { has_room: false }),
        ("admit", Step::Admit),
        ("decline", Step::Decline),
        ("cancel", Step::Cancel),
        ("offer", Step::Offer { until: now }),
        ("accept", Step::Accept { now }),
        ("refuse", Step::Refuse),
        ("lapse", Step::Lapse { now: now + TimeDelta::hours(2) }),
    ];
    let offered_until = Some(now + TimeDelta::hours(1));

    let mut table = Vec::new();
    for (name, step) in steps {
        for state in states {
            if let Ok(next) = next(state.map(|state| At { state, offered_until }), step) {
                let from = state.map_or("none".to_owned(), |state| format!("{state:?}"));
                table.push(format!("{name}: {from} -> {:?}", next.at.state));
            }
        }
    }

    assert_eq!(
        table,
        [
            "register: none -> Confirmed",
            "register: Declined -> Confirmed",
            "register: Cancelled -> Confirmed",
            "register when full: none -> Waitlisted",
            "register when full: Declined -> Waitlisted",
            "register when full: Cancelled -> Waitlisted",
            "ask: none -> Pending",
            "ask: Declined -> Pending",
            "ask: Cancelled -> Pending",
            "approve: Pending -> Confirmed",
            "approve when full: Pending -> Waitlisted",
            "admit: Waitlisted -> Confirmed",
            "decline: Pending -> Declined",
            "cancel: Pending -> Cancelled",
            "cancel: Confirmed -> Cancelled",
            "cancel: Waitlisted -> Cancelled",
            "cancel: Offered -> Cancelled",
            "offer: Waitlisted -> Offered",
            "accept: Offered -> Confirmed",
            "refuse: Offered -> Declined",
            "lapse: Offered -> Declined",
        ]
    );
}
