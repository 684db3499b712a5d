//! Members' Markdown as HTML that can do no harm: no HTML of their own, no picture, plain links.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Renders it below the page's own headings. What is written as HTML shows as it was typed.
pub(crate) fn to_html(text: &str) -> String {
    let mut out = String::new();
    let safe = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(safe);
    html::push_html(&mut out, safe);
    out
}

/// The first paragraph that stands by itself, in plain words: no heading, list, table or quotation.
pub(crate) fn first_words(text: &str) -> Option<String> {
    let mut words = String::new();
    let (mut depth, mut is_inside) = (0_usize, false);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => is_inside = true,
            Event::End(TagEnd::Paragraph) if is_inside => {
                if !words.trim().is_empty() {
                    return Some(words.trim().to_owned());
                }
                is_inside = false;
                words.clear();
            }
            Event::Start(_) if !is_inside => depth += 1,
            Event::End(_) if !is_inside => depth = depth.saturating_sub(1),
            Event::Text(piece) | Event::Code(piece) if is_inside => words.push_str(&piece),
            Event::SoftBreak | Event::HardBreak if is_inside => words.push(' '),
            _ => {}
        }
    }
    None
}

fn safe(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // A picture would come from another host; its words stay.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_plain(&dest_url) { dest_url } else { CowStr::Borrowed("") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Heading { level, classes, .. }) => {
            Event::Start(Tag::Heading { level: below(level), id: None, classes, attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        other => other,
    })
}

/// Whether a link does nothing but lead somewhere.
fn is_plain(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|address| matches!(address.scheme(), "https" | "http" | "mailto" | "tel"))
}

/// The page has its own title and sections.
const fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::{first_words, to_html};

    #[test]
    fn what_is_written_as_html_shows_as_it_was_typed() {
        let html = to_html("Bonjour <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n");

        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("<img"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn a_link_leads_somewhere_and_does_nothing_else() {
        let html = to_html(
            "[ici](https://exemple.fr/) [là](javascript:alert(1)) ![vue](https://x.fr/a.png)",
        );

        assert!(html.contains("href=\"https://exemple.fr/\""), "{html}");
        assert!(!html.contains("javascript:"), "{html}");
        assert!(!html.contains("<img") && html.contains("vue"), "{html}");
    }

    #[test]
    fn the_first_words_are_those_of_the_first_paragraph_without_its_marks() {
        let text = "# Titre\n\n- un\n- deux\n\nLe réseau de l’**inclusion\nnumérique**, [ici](https://exemple.fr/).\n\nEncore.";

        let words = first_words(text);
        assert_eq!(words.as_deref(), Some("Le réseau de l’inclusion numérique, ici."));
        assert_eq!(first_words("# Titre seul\n"), None);
    }

    #[test]
    fn headings_stand_below_those_of_the_page() {
        assert_eq!(to_html("# Charte").trim(), "<h3>Charte</h3>");
    }
}
