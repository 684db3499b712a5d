//! Somebody's record, closed and opened again.

use serde_json::json;

use super::{Answer, App, Person};

const CLOSE: &str = "mutation($input: MemberArchiveInput!) { memberArchive(input: $input) {
    member { name archivedAt } userErrors { code } } }";
const REOPEN: &str = "mutation($input: MemberRestoreInput!) { memberRestore(input: $input) {
    member { name archivedAt } userErrors { code } } }";

impl App {
    /// Asks as someone to close somebody's record.
    pub(crate) async fn closes_record(&self, who: &Person, whom: &Person) -> Answer {
        let input = json!({ "input": { "memberId": whom.id.to_string() } });
        self.ask(Some(who), CLOSE, input).await
    }

    /// Asks as someone to open somebody's record again.
    pub(crate) async fn reopens_record(&self, who: &Person, whom: &Person) -> Answer {
        let input = json!({ "input": { "memberId": whom.id.to_string() } });
        self.ask(Some(who), REOPEN, input).await
    }
}
