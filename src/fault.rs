//! What a fault is to whoever asked by HTTP: something broke, or is away and may be asked again soon.

use api::guard::{Code, Refusal};
use domain::{
    database::{is_away, took_too_long},
    error::Halt,
};
use poem::http::StatusCode;

/// The status of a page that a fault kept from being shown.
pub(crate) fn status_of(fault: &anyhow::Error) -> StatusCode {
    if is_away(fault) || took_too_long(fault) {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// The refusal of a request to the API for which something broke before it was read.
pub(crate) fn refusal(halt: &Halt, key: &'static str) -> Refusal {
    match halt {
        Halt::Fault(fault) if is_away(fault) => Refusal::new(Code::Unavailable, "away"),
        _ => Refusal::new(Code::Internal, key),
    }
}
