//! The way to the next and the previous page of a list.

use askama::Template;
use domain::page::Page;

/// How many there are, and the way to the pages beside this one.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "pager.html")]
pub struct Pager {
    label: Option<&'static str>,
    count: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// The pager of this page of a list, at this path, with the filters that the address keeps.
    pub fn of<T>(page: &Page<T>, path: &str, kept: &[(&str, &str)]) -> Self {
        Self::among("", page, path, kept)
    }

    /// The same for one of several lists on a page: the names of its cursors begin with this word.
    pub fn among<T>(word: &str, page: &Page<T>, path: &str, kept: &[(&str, &str)]) -> Self {
        let way = |name: &str, cursor: Option<&String>| {
            let cursor = cursor?;
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
            query.append_pair(&format!("{word}{name}"), cursor);
            Some(format!("{path}?{}", query.finish()))
        };
        Self {
            label: None,
            count: None,
            previous: way("before", cursor_of(page.items.first(), page.has_previous)),
            next: way("after", cursor_of(page.items.last(), page.has_next)),
        }
    }

    /// With a name of its own, where several lists on a page have their ways.
    #[must_use]
    pub const fn named(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// With ways that lead to where the list stands in its page.
    #[must_use]
    pub fn down_to(mut self, anchor: &str) -> Self {
        for way in [&mut self.previous, &mut self.next].into_iter().flatten() {
            way.push('#');
            way.push_str(anchor);
        }
        self
    }

    /// With the number of all, in words.
    #[must_use]
    pub fn counting(mut self, count: String) -> Self {
        self.count = Some(count);
        self
    }
}

fn cursor_of<T>(item: Option<&(String, T)>, goes_on: bool) -> Option<&String> {
    item.filter(|_| goes_on).map(|(cursor, _)| cursor)
}
