//! What time brings about, and that it is the worker who does so.

use std::{fs, path::Path};

use maillage::worker::JOBS;

/// Each job, and a story in which nothing but the worker brings its effect about: its file, its name.
const STORIES: [(&str, &str, &str); 11] = [
    ("offers-over", "letter/place.rs", "an_offer_that_is_over_says_what_becomes_of_it_and_no_more"),
    (
        "answers-forgotten",
        "registration/answer.rs",
        "sensitive_answers_stay_between_the_person_and_the_organisers_and_are_forgotten",
    ),
    ("invitation-reminders", "invitation.rs", "nobody_is_reminded_at_night"),
    (
        "invitations-over",
        "invitation.rs",
        "a_link_that_was_replaced_taken_back_declined_or_too_old_opens_nothing",
    ),
    (
        "signatures-over",
        "charter/signature.rs",
        "the_past_says_who_was_covered_whatever_happened_since",
    ),
    (
        "charter-newcomers",
        "charter/letter.rs",
        "whoever_comes_after_the_publication_is_asked_and_so_is_who_signs_for_their_employer",
    ),
    (
        "charter-reminders",
        "charter/letter.rs",
        "renewal_is_recalled_30_and_7_days_before_once_and_by_day",
    ),
    ("reminders", "letter/reminder.rs", "quiet_hours_are_those_where_the_event_is"),
    ("expired-cleared", "personal.rs", "what_served_its_time_is_cleared_with_one_line"),
    (
        "unseen-members",
        "personal.rs",
        "who_was_not_seen_for_three_years_is_asked_then_closed_then_erased",
    ),
    (
        "idempotency-forgotten",
        "idempotency.rs",
        "a_key_is_forgotten_after_a_week_and_may_serve_again",
    ),
];

#[test]
fn each_job_has_a_story_in_which_the_worker_does_it() {
    let jobs: Vec<_> = JOBS.iter().map(|job| job.name).collect();
    assert_eq!(jobs, STORIES.map(|(job, ..)| job), "every job has its line in STORIES");

    for (job, file, name) in STORIES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(file);
        let text = fs::read_to_string(path).unwrap();
        let opening = format!("{name}(app: App) {{");
        let story = text.split("    async fn ").find(|story| story.starts_with(&opening));
        let story = story.unwrap_or_else(|| panic!("{job}: {file} does not tell {name}"));
        assert!(story.contains(".time_passes("), "{job}: the worker has no part in {name}");
    }
}
