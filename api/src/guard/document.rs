//! Documents that were read before, so that a page's query is parsed once and not at every visit.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::types::ExecutableDocument;

/// At most this many documents are kept.
const DOCUMENTS: usize = 256;
/// Longer texts are read anew each time: together the kept ones stay within a few megabytes.
const TEXT_BYTES: usize = 4 * 1024;

/// Documents by their text; the oldest makes room for the newest.
#[derive(Debug, Default)]
pub(super) struct Documents(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    by_text: HashMap<Arc<str>, Arc<ExecutableDocument>>,
    order: VecDeque<Arc<str>>,
}

impl Documents {
    /// The document of that text, if it was checked before.
    pub(super) fn find(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_text.get(text).cloned()
    }

    /// Keeps a document that passed all checks that depend on its text alone.
    pub(super) fn keep(&self, text: &str, document: &Arc<ExecutableDocument>) {
        if text.len() > TEXT_BYTES {
            return;
        }
        let text: Arc<str> = Arc::from(text);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.by_text.insert(Arc::clone(&text), Arc::clone(document)).is_some() {
            return;
        }
        kept.order.push_back(text);
        if kept.order.len() > DOCUMENTS
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.by_text.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_graphql::parser::parse_query;

    use super::{DOCUMENTS, Documents};

    #[test]
    fn the_oldest_document_makes_room_for_the_newest() {
        let documents = Documents::default();
        for number in 0..=DOCUMENTS {
            let text = format!("{{ field{number} }}");
            let document = Arc::new(parse_query(&text).unwrap());
            documents.keep(&text, &document);
            documents.keep(&text, &document);
        }
        assert!(documents.find("{ field0 }").is_none());
        assert!(documents.find("{ field1 }").is_some());
        assert!(documents.find(&format!("{{ field{DOCUMENTS} }}")).is_some());
    }

    #[test]
    fn a_long_text_is_not_kept() {
        let documents = Documents::default();
        let text = format!("{{ {} }}", "a ".repeat(3_000));
        documents.keep(&text, &Arc::new(parse_query(&text).unwrap()));
        assert!(documents.find(&text).is_none());
    }
}
