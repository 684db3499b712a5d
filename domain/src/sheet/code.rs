//! The codes of a commune as spreadsheets leave them: INSEE's and the post's.

use std::str::FromStr;

use super::{Reason, problem::Findings};

/// Reads a code, with the zero that a spreadsheet took from its beginning; that is reported. The
/// other code of the same commune, which the row may have beside it, tells whether there was one.
pub(crate) fn code<V: FromStr>(
    column: &str,
    text: &str,
    beside: &str,
    findings: &mut Findings,
) -> Option<V> {
    if has_four_digits(text) && may_begin_with_zero(beside) {
        findings.repair(column, text, Reason::LostZero);
        return format!("0{text}").parse().ok();
    }
    text.parse().ok()
}

/// A spreadsheet takes `01000` for a quantity and writes `1000`.
fn has_four_digits(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the code beside it, if any, begins with a zero too: `4900` beside `49023` lacks another
/// digit, and would name another place.
fn may_begin_with_zero(beside: &str) -> bool {
    beside.is_empty() || has_four_digits(beside) || beside.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::{InseeCode, PostalCode};

    #[test]
    fn a_lost_zero_is_given_back_where_the_other_code_agrees() {
        for beside in ["", "1053", "01053"] {
            let mut findings = Findings::of_line(2);
            let read: Option<PostalCode> = code("cp", "1000", beside, &mut findings);
            assert_eq!(read.unwrap().as_str(), "01000", "{beside}");
            assert_eq!(findings.into_problems()[0].reason, Reason::LostZero);
        }
    }

    #[test]
    fn a_code_that_lost_another_digit_is_given_no_zero() {
        let mut findings = Findings::of_line(2);
        for beside in ["49023", "2A004"] {
            assert_eq!(code::<PostalCode>("cp", "4900", beside, &mut findings), None, "{beside}");
        }
        assert_eq!(code::<InseeCode>("insee", "4902", "49600", &mut findings), None);
        assert_eq!(findings.into_problems(), []);
    }
}
