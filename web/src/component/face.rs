//! A person's initials, where there is no photo.

use askama::Template;

/// Initials in a circle; the name stands beside it, so nobody hears them.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<span class=\"face\" aria-hidden=\"true\">{{ initials }}</span>",
    ext = "html"
)]
pub struct Face {
    initials: String,
}

impl Face {
    /// The initials of the first and the last word of a name; two names joined by a hyphen are one.
    pub fn of(name: &str) -> Self {
        let mut parts = name.split(' ').filter_map(|part| part.chars().next());
        let first = parts.next();
        let last = parts.next_back();
        let initials = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
        Self { initials }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_initials_are_the_first_and_the_last() {
        assert!(Face::of("Ana de la Tour").to_string().contains(">AT<"));
        assert!(Face::of("Jeanne Kergoat-Lune").to_string().contains(">JK<"));
        assert!(Face::of("Anne-Marie Roux").to_string().contains(">AR<"));
        assert!(Face::of("élise").to_string().contains(">É<"));
        assert!(Face::of("").to_string().contains("><"));
    }
}
