//! Every mutation that is done leaves a line in the trail: looked at wherever a story does one.

use std::{collections::BTreeMap, sync::Mutex};

use serde_json::Value;

use super::{Answer, App};
use crate::outside::database;

/// Which mutations a story has done, and whether one of each kind has left a line. A second one may
/// find that everything is so already.
#[derive(Default)]
pub(crate) struct Trail(Mutex<BTreeMap<String, bool>>);

impl Drop for Trail {
    fn drop(&mut self) {
        let Ok(done) = self.0.get_mut() else { return };
        let silent: Vec<_> = done.iter().filter(|(_, has_line)| !**has_line).collect();
        let is_told = silent.is_empty() || std::thread::panicking();
        assert!(is_told, "done, and no line in the trail: {silent:?}");
    }
}

impl App {
    /// How many lines there are before this document, when it is a mutation that does more than to
    /// look. They are counted beside the server, whose statements are counted.
    pub(super) async fn lines_before(&self, document: &str, variables: &Value) -> Option<usize> {
        let is_look =
            document.contains("dryRun") || variables.to_string().contains("\"dryRun\":true");
        let is_change = document.trim_start().starts_with("mutation") && !is_look;
        // The trail is written in one way for both databases.
        let is_counted = is_change && self.database.url().starts_with("sqlite");
        // One story hides the trail, to see what comes of it.
        let is_there = "sqlite_schema where name = 'audit_line'";
        if !is_counted || database::count(self.database.url(), is_there).await == 0 {
            return None;
        }
        Some(self.lines().await)
    }

    /// Keeps which mutations were done, and whether that left lines.
    pub(super) async fn keep_trail(&self, before: usize, answer: &Answer) {
        let Some(payloads) = answer.body["data"].as_object() else { return };
        let done = payloads.iter().filter(|(_, payload)| is_done(payload));
        let done: Vec<_> = done.map(|(name, _)| name.clone()).collect();
        if done.is_empty() {
            return;
        }
        let has_line = self.lines().await > before;
        let mut kept = self.trail.0.lock().unwrap();
        for name in done {
            *kept.entry(name).or_default() |= has_line;
        }
    }

    async fn lines(&self) -> usize {
        database::count(self.database.url(), "audit_line").await
    }
}

/// Whether nothing was refused; of many, whether one was done.
fn is_done(payload: &Value) -> bool {
    let is_accepted = |one: &Value| one["userErrors"].as_array().is_some_and(Vec::is_empty);
    let of_many = payload["results"].as_array().map(|all| all.iter().any(is_accepted));
    let is_sent = |one: &Value| one["outcome"] == "INVITED";
    let of_list = payload["entries"].as_array().map(|all| all.iter().any(is_sent));
    is_accepted(payload) && of_many.or(of_list).unwrap_or(true)
}
