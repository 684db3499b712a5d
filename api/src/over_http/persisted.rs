//! Documents known by their hash: sent once and then named, or listed by the operator.
//!
//! The protocol is the one that Apollo's and urql's clients speak: `extensions.persistedQuery`
//! with `version: 1` and `sha256Hash`. A hash without its text is looked up; the text found is
//! judged by the guard like any other.

use std::{
    collections::{HashMap, VecDeque},
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::Value;
use sha2::{Digest as _, Sha256};

use crate::guard::{Code, Refusal};

/// At most this many documents are remembered.
const DOCUMENTS: usize = 512;
/// Longer ones are answered and not remembered: together they stay within a few megabytes.
const TEXT_BYTES: usize = 8 * 1024;

/// Which documents are answered, and how one is found by its hash.
#[derive(Debug)]
pub(super) enum Documents {
    /// Everyone's; those that came with their hash are remembered for a while.
    Any(Mutex<Remembered>),
    /// Only those that the operator lists.
    Listed(HashMap<String, Arc<str>>),
}

/// Documents by their hash; the oldest makes room for the newest.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    by_hash: HashMap<String, Arc<str>>,
    order: VecDeque<String>,
}

impl Default for Documents {
    fn default() -> Self {
        Self::Any(Mutex::default())
    }
}

impl Documents {
    /// Only these.
    pub(super) fn listed(texts: impl IntoIterator<Item = String>) -> Self {
        let texts = texts.into_iter().map(|text| (hash(&text), Arc::from(text)));
        Self::Listed(texts.collect())
    }

    /// The text that a request asks for by text, by hash or by both.
    pub(super) fn text(
        &self,
        query: Option<String>,
        named: Option<&str>,
    ) -> Result<Arc<str>, Refusal> {
        match (query, named) {
            (None, None) => Err(Refusal::new(Code::BadRequest, "guard-query-missing")),
            (None, Some(named)) => self.find(named).ok_or_else(|| {
                // These very words are what clients wait for.
                Refusal::said(Code::PersistedQueryNotFound, "PersistedQueryNotFound")
            }),
            (Some(query), named) => {
                if named.is_some_and(|named| named != hash(&query)) {
                    let key = "guard-hash-mismatch";
                    return Err(Refusal::new(Code::PersistedQueryHashMismatch, key));
                }
                match self {
                    Self::Listed(texts) if !texts.contains_key(&hash(&query)) => {
                        Err(Refusal::new(Code::DocumentNotListed, "guard-not-listed"))
                    }
                    _ => Ok(Arc::from(query)),
                }
            }
        }
    }

    fn find(&self, named: &str) -> Option<Arc<str>> {
        match self {
            Self::Any(kept) => {
                let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.by_hash.get(named).cloned()
            }
            Self::Listed(texts) => texts.get(named).cloned(),
        }
    }

    /// Remembers a text that came with its hash, once the guard has let it through.
    pub(super) fn remember(&self, named: Option<&str>, text: &Arc<str>) {
        let (Self::Any(kept), Some(named)) = (self, named) else { return };
        if text.len() > TEXT_BYTES {
            return;
        }
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.by_hash.insert(named.to_owned(), Arc::clone(text)).is_some() {
            return;
        }
        kept.order.push_back(named.to_owned());
        if kept.order.len() > DOCUMENTS
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.by_hash.remove(&oldest);
        }
    }
}

/// The hash that a request's extensions name.
pub(super) fn named(extensions: &HashMap<String, Value>) -> Result<Option<String>, Refusal> {
    let Some(Value::Object(persisted)) = extensions.get("persistedQuery") else { return Ok(None) };
    let version = persisted.get("version").and_then(|version| match version {
        Value::Number(number) => number.as_u64(),
        _ => None,
    });
    if version != Some(1) {
        return Err(Refusal::new(Code::BadRequest, "guard-persisted-version"));
    }
    match persisted.get("sha256Hash") {
        Some(Value::String(hash))
            if hash.len() == 64 && hash.bytes().all(|sign| sign.is_ascii_hexdigit()) =>
        {
            Ok(Some(hash.to_ascii_lowercase()))
        }
        _ => Err(Refusal::new(Code::BadRequest, "guard-hash-malformed")),
    }
}

/// The SHA-256 of a text, in hexadecimal.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut written, byte| {
        // Writing to a string does not fail.
        let _ = write!(written, "{byte:02x}");
        written
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{DOCUMENTS, Documents, TEXT_BYTES, hash};
    use crate::guard::Code;

    #[test]
    fn the_oldest_makes_room_and_a_long_text_is_not_kept() {
        let documents = Documents::default();
        let texts: Vec<String> = (0..=DOCUMENTS).map(|number| format!("{{ f{number} }}")).collect();
        for text in &texts {
            documents.remember(Some(&hash(text)), &Arc::from(text.as_str()));
        }
        let long = "x".repeat(TEXT_BYTES + 1);
        documents.remember(Some(&hash(&long)), &Arc::from(long.as_str()));

        let code = |text: &str| documents.text(None, Some(&hash(text))).err().map(|no| no.code);
        assert_eq!(code(&texts[0]), Some(Code::PersistedQueryNotFound));
        assert_eq!(code(&long), Some(Code::PersistedQueryNotFound));
        assert_eq!(code(&texts[1]), None);
    }

    #[test]
    fn a_list_answers_its_own_documents_and_no_others() {
        let documents = Documents::listed(["{ viewer { __typename } }".to_owned()]);
        let other = "{ networks(first: 1) { nodes { id } } }".to_owned();
        documents.remember(Some(&hash(&other)), &Arc::from(other.as_str()));

        let listed = "{ viewer { __typename } }".to_owned();
        assert!(documents.text(None, Some(&hash(&listed))).is_ok());
        assert!(documents.text(Some(listed), None).is_ok());
        let code = |query: Option<String>, named: Option<&str>| {
            documents.text(query, named).err().map(|no| no.code)
        };
        assert_eq!(code(Some(other.clone()), None), Some(Code::DocumentNotListed));
        assert_eq!(code(None, Some(&hash(&other))), Some(Code::PersistedQueryNotFound));
    }
}
