//! Members' Markdown as HTML that can do no harm: no HTML of their own, no picture, plain links.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Renders it below the page's own headings. What is written as HTML shows as it was typed.
pub(crate) fn to_html(text: &str) -> String {
    let mut out = String::new();
    let safe = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(safe);
    html::push_html(&mut out, safe);
    out
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
    use super::to_html;

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
    fn headings_stand_below_those_of_the_page() {
        assert_eq!(to_html("# Charte").trim(), "<h3>Charte</h3>");
    }
}
