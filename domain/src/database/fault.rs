//! What a fault of the database means to whoever asked: too much was asked, or it is away.

use std::borrow::Cow;

use sea_orm::{DbErr, RuntimeErr};

/// What PostgreSQL and SQLite call a statement that was given up.
const GIVEN_UP: [&str; 2] = ["57014", "9"];

/// How PostgreSQL's codes begin when it is away, has no room, or gave way to others: the connection
/// is lost, resources are missing, the server goes down or comes up, only reading is possible, two
/// changes stood in each other's way.
const AWAY: [&str; 7] = ["08", "53", "57P", "25006", "40001", "40P01", "55P03"];

/// The like for SQLite, whose longer codes have these in their last eight bits: another process
/// holds the file, memory is missing, the file cannot be written, read or opened, the disk is full.
const AWAY_ON_SQLITE: [i32; 7] = [5, 6, 7, 8, 10, 13, 14];

/// Whether the database gave a statement up because it took too long.
pub fn took_too_long(error: &anyhow::Error) -> bool {
    causes(error).filter_map(code).any(|code| GIVEN_UP.contains(&&*code))
}

/// Whether the database is away or cannot write for now, so that asking again later may do.
pub fn is_away(error: &anyhow::Error) -> bool {
    causes(error).any(|cause| match cause {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
            matches!(**inner, sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed)
                || code(cause).is_some_and(|code| is_code_of_absence(&code))
        }
        _ => false,
    })
}

fn causes(error: &anyhow::Error) -> impl Iterator<Item = &DbErr> {
    error.chain().filter_map(|cause| cause.downcast_ref())
}

fn code(error: &DbErr) -> Option<Cow<'_, str>> {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) =
        error
    else {
        return None;
    };
    inner.as_database_error()?.code()
}

/// PostgreSQL's codes have five signs; SQLite's are numbers, all below ten thousand.
fn is_code_of_absence(code: &str) -> bool {
    if code.len() == 5 {
        return AWAY.iter().any(|beginning| code.starts_with(beginning));
    }
    code.parse::<i32>().is_ok_and(|code| AWAY_ON_SQLITE.contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::is_code_of_absence;

    #[test]
    fn a_full_disk_and_a_server_that_goes_down_are_absences_and_a_wrong_is_not() {
        // 778 is a write that failed, 2067 a unique constraint, 1 an unknown table.
        for code in ["13", "10", "778", "5", "261", "53100", "57P01", "08006", "40P01"] {
            assert!(is_code_of_absence(code), "{code}");
        }
        for code in ["9", "1", "19", "2067", "57014", "23505", "42P01", "XX000", ""] {
            assert!(!is_code_of_absence(code), "{code}");
        }
    }
}
