//! Recording who came, taking it back, and sending an excuse.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    attendance::{
        self, Entry, EntryRefusal, Excuse, ExcuseRefusal, ExcuseWithdrawRefusal, Record,
        RecordRefusal, RecordWithdraw, RecordWithdrawRefusal, Recorded, WithdrawEntry,
        WithdrawEntryRefusal, Withdrawn,
    },
    bulk::Bulk,
    id::{AttendanceId, MemberId},
};

use super::{Attendance, types::AttendanceState};
use crate::graphql::{
    bulk::BulkMode,
    id::{asker, read, read_some, write},
    payload::{UserError, payload},
};

payload! {
    /// What came of recording who came.
    AttendanceRecordPayload refused by RecordRefusal {
        /// What came of each record, in the order given.
        results: Vec<AttendanceRecordResult>
    }
}
payload! {
    /// What came of taking back what is recorded.
    AttendanceRecordWithdrawPayload refused by RecordWithdrawRefusal {
        /// What came of each attendance, in the order given.
        results: Vec<AttendanceRecordWithdrawResult>
    }
}
payload! {
    /// What came of sending an excuse.
    AttendanceExcusePayload refused by ExcuseRefusal {
        /// The excuse.
        attendance: Attendance
    }
}

payload! {
    /// What came of taking an excuse back.
    AttendanceExcuseWithdrawPayload refused by ExcuseWithdrawRefusal {
        /// The identifier of the excuse that is gone.
        deleted_attendance_id: ID
    }
}

/// What came of one record.
#[derive(SimpleObject)]
pub struct AttendanceRecordResult {
    /// Which one, counted from 0.
    index: i32,
    /// The attendance as it is now; null when nothing is recorded.
    attendance: Option<Attendance>,
    /// Why it was refused; empty when it was recorded.
    user_errors: Vec<UserError<EntryRefusal>>,
}

impl AttendanceRecordResult {
    fn of(recorded: Recorded) -> Self {
        let index = i32::try_from(recorded.index).unwrap_or(i32::MAX);
        Self {
            index,
            attendance: recorded.attendance.map(Attendance::of),
            user_errors: recorded.refusal.iter().map(UserError::of).collect(),
        }
    }
}

/// What came of taking back one attendance.
#[derive(SimpleObject)]
pub struct AttendanceRecordWithdrawResult {
    /// Which one, counted from 0.
    index: i32,
    /// The identifier of the attendance that is gone; null when it was refused or only tried.
    deleted_attendance_id: Option<ID>,
    /// The attendance as it is now; null when nothing is recorded under its identifier.
    attendance: Option<Attendance>,
    /// Why it was refused; empty when it was taken back.
    user_errors: Vec<UserError<WithdrawEntryRefusal>>,
}

impl AttendanceRecordWithdrawResult {
    fn of(withdrawn: Withdrawn) -> Self {
        let index = i32::try_from(withdrawn.index).unwrap_or(i32::MAX);
        Self {
            index,
            deleted_attendance_id: withdrawn.gone.map(write),
            attendance: withdrawn.attendance.map(Attendance::of),
            user_errors: withdrawn.refusal.iter().map(UserError::of).collect(),
        }
    }
}

/// What is recorded of one person.
#[derive(InputObject)]
pub struct AttendanceEntryInput {
    /// Whom, registered or not.
    member_id: ID,
    /// Whether they came.
    state: AttendanceState,
    /// Why not; an excuse needs one.
    reason: Option<String>,
    /// The revision of the attendance that you looked at, 0 when there was none; another one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
}

/// Who came to what.
#[derive(InputObject)]
pub struct AttendanceRecordInput {
    /// To which event.
    event_id: ID,
    /// To which session; nothing means the event as a whole.
    session_id: Option<ID>,
    /// Who came, and who did not: at most 100.
    records: Vec<AttendanceEntryInput>,
    /// What happens to the others when one cannot be done.
    #[graphql(default)]
    mode: BulkMode,
    /// Whether nothing is written: each result says what would be refused, and shows what is recorded now.
    #[graphql(default)]
    dry_run: bool,
}

/// An attendance as you looked at it.
#[derive(InputObject)]
pub struct AttendanceWithdrawEntryInput {
    /// Which attendance; who is recorded anew has another one.
    attendance_id: ID,
    /// The revision that you looked at; another one is refused as STALE_REVISION.
    expected_revision: i32,
}

/// What is taken back.
#[derive(InputObject)]
pub struct AttendanceRecordWithdrawInput {
    /// Of which event.
    event_id: ID,
    /// Which attendances, of the event as a whole or of its sessions: at most 100.
    records: Vec<AttendanceWithdrawEntryInput>,
    /// What happens to the others when one cannot be done.
    #[graphql(default)]
    mode: BulkMode,
    /// Whether nothing is written: each result says what would be refused, and shows what is recorded now.
    #[graphql(default)]
    dry_run: bool,
}

/// Why you do not come.
#[derive(InputObject)]
pub struct AttendanceExcuseInput {
    /// To which event.
    event_id: ID,
    /// Why; the organisers read it.
    reason: String,
}

/// The event to which you come after all.
#[derive(InputObject)]
pub struct AttendanceExcuseWithdrawInput {
    /// Which event.
    event_id: ID,
}

/// What is done to attendances.
#[derive(Default)]
pub struct AttendanceMutation;

/// What is done to attendances.
#[Object]
impl AttendanceMutation {
    /// Records who came, many at once, from an hour before the start: for those who organise the
    /// event. Each record has a result of its own; what is wrong with one does not keep the others
    /// from being written. A later record corrects an earlier one; `attendanceRecordWithdraw` takes
    /// it back.
    async fn attendance_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who came to what.")] input: AttendanceRecordInput,
    ) -> Result<Option<AttendanceRecordPayload>> {
        let entries = input.records.into_iter().map(|record| Entry {
            // What is no identifier of a person is refused by itself, like someone unknown.
            member: record.member_id.parse().unwrap_or_else(|_| MemberId::new()),
            state: record.state.into(),
            reason: record.reason,
            expected_revision: record.expected_revision,
        });
        let asked = Record {
            event: read(ctx, &input.event_id)?,
            session: read_some(ctx, input.session_id.as_ref())?,
            entries: entries.collect(),
            bulk: Bulk { mode: input.mode.into(), is_dry_run: input.dry_run },
        };
        let outcome = attendance::record(asker(ctx), asked).await;
        AttendanceRecordPayload::of(ctx, outcome, |recorded| {
            recorded.into_iter().map(AttendanceRecordResult::of).collect()
        })
    }

    /// Takes back what is recorded, many at once, as if nobody had noted it yet: for those who may
    /// record it, and as long. Each has a result of its own; what is wrong with one does not keep the
    /// others from being taken back.
    async fn attendance_record_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is taken back.")] input: AttendanceRecordWithdrawInput,
    ) -> Result<Option<AttendanceRecordWithdrawPayload>> {
        let entries = input.records.into_iter().map(|record| WithdrawEntry {
            // What is no identifier of an attendance is refused by itself, like one of nothing.
            attendance: record.attendance_id.parse().unwrap_or_else(|_| AttendanceId::new()),
            expected_revision: record.expected_revision,
        });
        let asked = RecordWithdraw {
            event: read(ctx, &input.event_id)?,
            entries: entries.collect(),
            bulk: Bulk { mode: input.mode.into(), is_dry_run: input.dry_run },
        };
        let outcome = attendance::record_withdraw(asker(ctx), asked).await;
        AttendanceRecordWithdrawPayload::of(ctx, outcome, |withdrawn| {
            withdrawn.into_iter().map(AttendanceRecordWithdrawResult::of).collect()
        })
    }

    /// Sends your excuse, until the event ends; sent again, it changes your reason. It frees no
    /// place: `registrationCancel` does. What the team noted is not yours to change: it is refused
    /// as `ALREADY_PRESENT` or `ALREADY_RECORDED`.
    async fn attendance_excuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why you do not come.")] input: AttendanceExcuseInput,
    ) -> Result<Option<AttendanceExcusePayload>> {
        let asked = Excuse { event: read(ctx, &input.event_id)?, reason: input.reason };
        let outcome = attendance::excuse(asker(ctx), asked).await;
        AttendanceExcusePayload::of(ctx, outcome, Attendance::of)
    }

    /// Takes your excuse back, until the event ends: you come after all. What the team noted stays.
    async fn attendance_excuse_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which event.")] input: AttendanceExcuseWithdrawInput,
    ) -> Result<Option<AttendanceExcuseWithdrawPayload>> {
        let outcome = attendance::excuse_withdraw(asker(ctx), read(ctx, &input.event_id)?).await;
        AttendanceExcuseWithdrawPayload::of(ctx, outcome, write)
    }
}
