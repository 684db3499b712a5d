//! Identifiers of things that exist, for documents that are made up and yet must meet something.

use std::collections::HashMap;

use uuid::Uuid;

use super::{App, Kind};
use crate::outside::database::rows;

/// The input fields that name a thing, the word before its identifier's underscore, its table.
const KNOWN: [(&[&str], &str, &str); 21] = [
    (&["attendanceId"], "attendance", "attendance"),
    (&["charterId"], "charter", "charter"),
    (&["charterVersionId"], "charterversion", "charter_version"),
    (&["employerId"], "employer", "employer"),
    (&["eventId"], "event", "event"),
    (&["hostId", "networkId", "parentId", "toNetworkId"], "network", "network"),
    (&["invitationId"], "invitation", "invitation"),
    (&["joinRequestId"], "joinrequest", "join_request"),
    (&["managerId", "employerManagerId"], "manager", "employer_manager"),
    (&["employmentId"], "employment", "employment"),
    (&["keptId", "duplicateId", "memberId"], "member", "member"),
    (&["letterId"], "letter", "outbox"),
    (&["membershipId"], "membership", "membership"),
    (&["placeId"], "place", "place"),
    (&["questionId"], "question", "question"),
    (&["registrationId"], "registration", "registration"),
    (&["sessionChoiceId", "choiceId"], "choice", "session_choice"),
    (&["sessionId"], "session", "session"),
    (&["signatureId"], "signature", "signature"),
    (&["signInSessionId"], "signin", "sign_in_session"),
    (&["tokenId"], "token", "token"),
];

impl App {
    /// One existing thing for each input field that names one.
    pub(crate) async fn existing(&self) -> HashMap<&'static str, String> {
        let all = self.all_existing(1).await;
        let mut existing: HashMap<_, _> =
            all.into_iter().map(|(field, mut ids)| (field, ids.remove(0))).collect();
        existing.insert("email", "quelquun@exemple.test".to_owned());
        existing.insert("addresses", "quelquun@exemple.test".to_owned());
        existing
    }

    /// The newest existing things for each input field that names one: so many, but at least one;
    /// where there is nothing, an identifier of nothing.
    pub(crate) async fn all_existing(&self, at_most: usize) -> HashMap<&'static str, Vec<String>> {
        let url = &self.server.config.database_url;
        let id = match self.kind() {
            Kind::Sqlite => "hex(id)",
            Kind::Postgres => "cast(id as text)",
        };
        let mut existing = HashMap::new();
        for (fields, prefix, table) in KNOWN {
            let statement = format!("select {id} from {table} order by id desc limit {at_most}");
            let mut found: Vec<Uuid> =
                rows(url, &statement).await.iter().map(|row| row[0].parse().unwrap()).collect();
            if found.is_empty() {
                found.push(Uuid::now_v7());
            }
            let ids: Vec<_> =
                found.into_iter().map(|id| domain::id::write_any(prefix, id).unwrap()).collect();
            for field in fields {
                existing.insert(*field, ids.clone());
            }
        }
        existing
    }

    /// Which database this is.
    pub(crate) fn kind(&self) -> Kind {
        if self.server.config.database_url.starts_with("sqlite:") {
            Kind::Sqlite
        } else {
            Kind::Postgres
        }
    }
}
