//! All that is kept about a person, as they read it: one file that opens in any browser.

use askama::Template;
use chrono::NaiveDate;
use locales::text;
use serde_json::{Map, Value};

use crate::{change, words};

/// The parts of the document, in the order of reading, with the keys of their titles.
const PARTS: &[(&str, &str)] = &[
    ("profile", "personal-part-profile"),
    ("memberships", "personal-part-memberships"),
    ("employments", "personal-part-employments"),
    ("employer_managers", "personal-part-employer-managers"),
    ("invitations", "personal-part-invitations"),
    ("join_requests", "personal-part-join-requests"),
    ("event_invitations", "personal-part-event-invitations"),
    ("registrations", "personal-part-registrations"),
    ("session_choices", "personal-part-session-choices"),
    ("answers", "personal-part-answers"),
    ("attendances", "personal-part-attendances"),
    ("signatures", "personal-part-signatures"),
    ("letters", "personal-part-letters"),
    ("refused_letters", "personal-part-refused-letters"),
    ("identities", "personal-part-identities"),
    ("email_changes", "personal-part-email-changes"),
    ("sign_ins", "personal-part-sign-ins"),
    ("calendar_feeds", "personal-part-calendar-feeds"),
    ("tokens", "personal-part-tokens"),
    ("audit_lines", "personal-part-audit-lines"),
];

/// What is kept, in the order of reading, with the keys of what it is called.
const FIELDS: &[(&str, &str)] = &[
    ("at", "personal-field-at"),
    ("action", "personal-field-action"),
    ("actor", "personal-field-actor"),
    ("door", "personal-field-door"),
    ("event", "personal-field-event"),
    ("session", "change-field-session"),
    ("charter", "personal-field-charter"),
    ("version", "personal-field-version"),
    ("network", "personal-field-network"),
    ("employer", "change-field-employer"),
    ("starts_at", "change-field-starts-at"),
    ("title", "change-field-title"),
    ("name", "change-field-name"),
    ("first_name", "change-field-first-name"),
    ("last_name", "change-field-last-name"),
    ("email", "change-field-email"),
    ("phone", "change-field-phone"),
    ("profile_kind", "change-field-profile-kind"),
    ("job_title", "change-field-job-title"),
    ("siret", "change-field-siret"),
    ("rna", "change-field-rna"),
    ("role", "change-field-role"),
    ("local_role", "change-field-local-role"),
    ("side", "change-field-side"),
    ("kind", "change-field-kind"),
    ("category", "personal-field-category"),
    ("prompt", "change-field-prompt"),
    ("value", "personal-field-value"),
    ("is_sensitive", "change-field-is-sensitive"),
    ("attends", "change-field-attends"),
    ("state", "change-field-state"),
    ("status", "change-field-status"),
    ("origin", "change-field-origin"),
    ("word", "personal-field-word"),
    ("reason", "change-field-reason"),
    ("refusal_reason", "personal-field-refusal-reason"),
    ("ending", "change-field-ending"),
    ("ending_reason", "personal-field-ending-reason"),
    ("may_train", "personal-field-may-train"),
    ("skills", "personal-field-skills"),
    ("visibility", "personal-field-visibility"),
    ("is_administrator", "personal-field-is-administrator"),
    ("issuer", "change-field-issuer"),
    ("subject", "personal-field-subject"),
    ("hint", "personal-field-hint"),
    ("scopes", "change-field-scopes"),
    ("authenticated_by", "change-field-authenticated-by"),
    ("body_hash", "personal-field-body-hash"),
    ("started_on", "change-field-started-on"),
    ("ended_on", "change-field-ended-on"),
    ("created_at", "personal-field-created-at"),
    ("recorded_at", "personal-field-recorded-at"),
    ("signed_at", "personal-field-signed-at"),
    ("linked_at", "personal-field-linked-at"),
    ("sent_at", "personal-field-sent-at"),
    ("state_changed_at", "personal-field-state-changed-at"),
    ("decided_at", "personal-field-decided-at"),
    ("answered_at", "personal-field-answered-at"),
    ("used_at", "personal-field-used-at"),
    ("last_used_at", "personal-field-last-used-at"),
    ("last_seen_at", "personal-field-last-seen-at"),
    ("expires_at", "change-field-expires-at"),
    ("expires_on", "change-field-expires-on"),
    ("erased_after", "personal-field-erased-after"),
    ("ended_at", "personal-field-ended-at"),
    ("revoked_at", "personal-field-revoked-at"),
    ("archived_at", "personal-field-archived-at"),
    ("told", "personal-field-told"),
    ("changes", "personal-field-changes"),
    ("request_id", "personal-field-request-id"),
];

/// Codes of a part, or of a field, with the keys of their words.
const VALUES: &[(&str, &str, &str)] = &[
    ("employer_managers", "claimed", "personal-employer-managers-claimed"),
    ("employer_managers", "confirmed", "personal-employer-managers-confirmed"),
    ("employer_managers", "refused", "personal-employer-managers-refused"),
    ("employer_managers", "ended", "personal-employer-managers-ended"),
    ("invitations", "sent", "page-invitation-sent"),
    ("invitations", "accepted", "page-invitation-accepted"),
    ("invitations", "declined", "page-invitation-declined"),
    ("invitations", "expired", "page-invitation-expired"),
    ("invitations", "revoked", "page-invitation-revoked"),
    ("join_requests", "pending", "personal-join-requests-pending"),
    ("join_requests", "approved", "personal-join-requests-approved"),
    ("join_requests", "refused", "personal-join-requests-refused"),
    ("join_requests", "withdrawn", "personal-join-requests-withdrawn"),
    ("letters", "pending", "personal-letters-pending"),
    ("letters", "sent", "personal-letters-sent"),
    ("letters", "failed", "personal-letters-failed"),
    ("letters", "skipped", "personal-letters-skipped"),
    ("actor", "you", "personal-actor-you"),
    ("actor", "administrator_as_you", "personal-actor-administrator-as-you"),
    ("actor", "system", "personal-actor-system"),
    ("actor", "someone", "personal-actor-someone"),
    ("door", "page", "personal-door-page"),
    ("door", "api", "personal-door-api"),
    ("door", "letter", "personal-door-letter"),
    ("door", "command", "personal-door-command"),
    ("door", "worker", "personal-door-worker"),
    ("visibility", "members", "personal-visibility-members"),
    ("visibility", "anybody", "personal-visibility-anybody"),
    ("visibility", "pilot", "personal-visibility-pilot"),
];

/// All that is kept about a person.
#[derive(Template)]
#[template(path = "me/kept.html")]
pub struct KeptFile<'a> {
    /// The person.
    pub name: &'a str,
    /// The day on which it was written.
    pub day: NaiveDate,
    /// What is kept.
    pub document: &'a Value,
}

struct Part {
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl KeptFile<'_> {
    /// The file as HTML, which needs nothing besides itself.
    pub fn to_html(&self) -> String {
        self.render().unwrap_or_default()
    }

    fn title(&self) -> String {
        text("personal-title", &[("name", self.name.into())])
    }

    fn about(&self) -> String {
        text("personal-about", &[("day", (&locales::date::plain(self.day)).into())])
    }

    fn nothing() -> String {
        text("personal-nothing", &[])
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        PARTS.iter().map(|(part, key)| {
            let rows = self.document.get(part).and_then(Value::as_array);
            let rows: Vec<_> = rows.into_iter().flatten().filter_map(Value::as_object).collect();
            let said = |row: &Map<String, Value>, field: &str| {
                row.get(field).and_then(|value| said(part, field, value)).unwrap_or_default()
            };
            let is_told = |field: &str| rows.iter().any(|row| !said(row, field).is_empty());
            let told: Vec<_> = FIELDS.iter().filter(|(field, _)| is_told(field)).collect();
            Part {
                title: text(key, &[]),
                headings: told.iter().map(|(_, key)| text(key, &[])).collect(),
                rows: rows
                    .iter()
                    .map(|row| told.iter().map(|(field, _)| said(row, field)).collect())
                    .collect(),
            }
        })
    }
}

/// A value in words; nothing when it is empty, or the identifier of something.
fn said(part: &str, field: &str, value: &Value) -> Option<String> {
    let list = |said: Vec<String>| Some(said.join(", ")).filter(|said| !said.is_empty());
    match value {
        Value::Null => None,
        Value::Object(entries) => list(
            entries
                .iter()
                .filter_map(|(name, value)| {
                    let said = said(part, if field == "visibility" { field } else { name }, value)?;
                    Some(format!("{} : {said}", called(field, name)?))
                })
                .collect(),
        ),
        Value::Array(values) => {
            list(values.iter().filter_map(|value| said(part, field, value)).collect())
        }
        Value::String(code) => match coded(part, field, code) {
            Some(said) => Some(said),
            None if field == "skills" => Some(words::skill(code)),
            None if field == "action" => Some(change::action(code)),
            None => change::value(field, value),
        },
        _ => change::value(field, value),
    }
}

/// What this is called, within an object of that field; nothing for what only machines read.
fn called(field: &str, name: &str) -> Option<String> {
    coded(field, field, name).or_else(|| {
        let (_, key) = FIELDS.iter().find(|(known, _)| *known == name)?;
        Some(text(key, &[]))
    })
}

fn coded(part: &str, field: &str, code: &str) -> Option<String> {
    let is_of = |of: &str| of == field || (of == part && field == "state");
    let (_, _, key) = VALUES.iter().find(|(of, known, _)| is_of(of) && *known == code)?;
    Some(text(key, &[]))
}
