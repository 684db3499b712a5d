//! Whether a signature covers a day: pure rules, told from the past as from the present.
//!
//! A day is judged by its end: who signs in the morning is covered that day, who withdraws in the
//! afternoon is not.

use chrono::{NaiveDate, TimeDelta};

/// What the question needs to know of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The number of the version that was signed.
    pub number: i32,
    /// The day on which it was signed.
    pub signed_on: NaiveDate,
    /// The day on which it was taken back or ended.
    pub ended_on: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub expires_on: Option<NaiveDate>,
}

/// What the question needs to know of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The version's number.
    pub number: i32,
    /// The day on which it was published.
    pub since: NaiveDate,
    /// Whether those who signed an older version must sign again.
    pub asks_again: bool,
    /// Whether it asks the volunteer's signature.
    pub asks_volunteer: bool,
    /// Whether it asks the host structure's signature.
    pub asks_structure: bool,
}

/// The rules in force on a day: those of the newest version.
pub fn rule_on(rules: &[Rule], on: NaiveDate) -> Option<&Rule> {
    rules.iter().filter(|rule| rule.since <= on).max_by_key(|rule| rule.number)
}

/// The first day on which a signature no longer covers: it expires, is ended, or a newer version
/// asks everyone again. None is without end.
pub fn until(signed: &Signed, rules: &[Rule]) -> Option<NaiveDate> {
    let asked_again = rules
        .iter()
        .filter(|rule| rule.asks_again && rule.number > signed.number)
        .map(|rule| rule.since);
    asked_again.chain(signed.ended_on).chain(signed.expires_on).min()
}

/// For how many days at most, before it runs out, a signature may be given anew.
const RENEWABLE_DAYS: i64 = 30;

/// The first day on which a signature may be given anew: in its last 30 days, and never in the first
/// half of its time.
pub fn renewable_from(signed_on: NaiveDate, expires_on: NaiveDate) -> NaiveDate {
    let half = (expires_on - signed_on).num_days() / 2;
    expires_on - TimeDelta::days(half.min(RENEWABLE_DAYS))
}

/// Which of these signatures covers that day: of several, the one that covers longest.
pub fn covers(signatures: &[Signed], rules: &[Rule], on: NaiveDate) -> Option<usize> {
    let held = |signed: &Signed| {
        signed.signed_on <= on && until(signed, rules).is_none_or(|until| until > on)
    };
    signatures
        .iter()
        .enumerate()
        .filter(|(_, signed)| held(signed))
        .max_by_key(|(_, signed)| {
            (until(signed, rules).unwrap_or(NaiveDate::MAX), signed.number, signed.signed_on)
        })
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(offset)
    }

    fn signed(number: i32, on: u64) -> Signed {
        Signed { number, signed_on: day(on), ended_on: None, expires_on: None }
    }

    fn rule(number: i32, since: u64, asks_again: bool) -> Rule {
        Rule { number, since: day(since), asks_again, asks_volunteer: true, asks_structure: false }
    }

    #[test]
    fn a_signature_covers_from_its_day_to_the_day_before_it_expires() {
        let signatures = [Signed { expires_on: Some(day(20)), ..signed(1, 10) }];
        let rules = [rule(1, 0, true)];

        let covered: Vec<_> =
            (0..30).filter(|on| covers(&signatures, &rules, day(*on)).is_some()).collect();

        assert_eq!(covered, (10..20).collect::<Vec<_>>());
    }

    #[test]
    fn a_signature_is_given_anew_in_its_last_thirty_days_and_not_in_its_first_half() {
        let opens = [(365, 335), (61, 31), (60, 30), (31, 16), (30, 15)];
        for (end, expected) in opens {
            assert_eq!(renewable_from(day(0), day(end)), day(expected), "{end} days");
        }
    }

    #[test]
    fn a_version_that_asks_again_ends_the_cover_and_one_that_informs_does_not() {
        let signatures = [signed(1, 1)];

        let asked_again = [rule(1, 0, true), rule(2, 5, true)];
        let informed = [rule(1, 0, true), rule(2, 5, false)];
        let both = [rule(1, 0, true), rule(2, 5, false), rule(3, 8, true)];

        assert_eq!(until(&signatures[0], &asked_again), Some(day(5)));
        assert_eq!(until(&signatures[0], &informed), None);
        assert_eq!(until(&signatures[0], &both), Some(day(8)));
        assert_eq!(covers(&signatures, &both, day(7)), Some(0));
        assert_eq!(covers(&signatures, &both, day(8)), None);
    }

    #[test]
    fn what_is_signed_and_taken_back_the_same_day_covers_nothing() {
        let signatures = [Signed { ended_on: Some(day(3)), ..signed(1, 3) }];

        assert_eq!(covers(&signatures, &[rule(1, 0, true)], day(3)), None);
    }

    #[test]
    fn of_two_signatures_the_one_that_covers_longest_is_named() {
        let signatures = [
            Signed { expires_on: Some(day(30)), ..signed(1, 1) },
            Signed { expires_on: Some(day(60)), ..signed(1, 25) },
        ];

        assert_eq!(covers(&signatures, &[rule(1, 0, true)], day(10)), Some(0));
        assert_eq!(covers(&signatures, &[rule(1, 0, true)], day(26)), Some(1));
    }

    fn some_signed() -> impl Strategy<Value = Signed> {
        let later = || proptest::option::of(0_u64..60);
        (1_i32..4, 0_u64..60, later(), later()).prop_map(|(number, on, ended, expires)| Signed {
            number,
            signed_on: day(on),
            ended_on: ended.map(|after| day(on + after)),
            expires_on: expires.map(|after| day(on + after)),
        })
    }

    fn some_rules() -> impl Strategy<Value = Vec<Rule>> {
        proptest::collection::vec((0_u64..40, any::<bool>()), 1..4).prop_map(|versions| {
            let mut since = 0;
            let numbered = (1_i32..).zip(versions);
            numbered
                .map(|(number, (after, asks_again))| {
                    since += after;
                    rule(number, since, asks_again)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn cover_is_one_stretch_of_days(signed in some_signed(), rules in some_rules()) {
            let signatures = [signed];
            let days: Vec<bool> =
                (0..200).map(|on| covers(&signatures, &rules, day(on)).is_some()).collect();
            let changes = days.windows(2).filter(|pair| pair[0] != pair[1]).count();

            prop_assert!(changes <= 2);
            prop_assert!(days.iter().zip(0..).all(|(is_covered, on)| !is_covered
                || (signatures[0].signed_on <= day(on)
                    && until(&signatures[0], &rules).is_none_or(|until| day(on) < until))));
        }

        #[test]
        fn one_more_signature_never_takes_cover_away(
            mut signatures in proptest::collection::vec(some_signed(), 0..4),
            one_more in some_signed(),
            rules in some_rules(),
            on in 0_u64..120,
        ) {
            let before = covers(&signatures, &rules, day(on)).is_some();
            signatures.push(one_more);
            let after = covers(&signatures, &rules, day(on)).is_some();

            prop_assert!(!before || after);
        }

        #[test]
        fn a_new_version_changes_nothing_before_its_day(
            signatures in proptest::collection::vec(some_signed(), 0..4),
            mut rules in some_rules(),
            on in 0_u64..120,
            after in 1_u64..40,
        ) {
            let before = covers(&signatures, &rules, day(on)).is_some();
            rules.push(rule(9, on + after, true));

            prop_assert_eq!(covers(&signatures, &rules, day(on)).is_some(), before);
        }
    }
}
