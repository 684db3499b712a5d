//! What can be said about a document before it is parsed: how long it is and how deep it nests.
//!
//! The parser recurses into brackets without a limit of its own: a few kilobytes of `[[[[` end
//! the process. So brackets are counted here first, with a loop.

use super::{Code, Limits, Refusal};

/// Refuses a text that is too long, too deep or not closed.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), Refusal> {
    if text.len() > limits.text_bytes {
        return Err(Refusal::new(Code::QueryTooLarge, "guard-document-too-large")
            .with("most", limits.text_bytes));
    }
    let mut scan = Scan { rest: text.as_bytes(), depth: 0, tokens: 0 };
    while let Some(token) = scan.next_token()? {
        scan.tokens += 1;
        match token {
            Token::Open => scan.depth += 1,
            Token::Close => scan.depth = scan.depth.saturating_sub(1),
            Token::Other => {}
        }
        if scan.depth > limits.brackets {
            return Err(Refusal::new(Code::QueryTooDeep, "guard-brackets-too-deep")
                .with("most", limits.brackets));
        }
        if scan.tokens > limits.tokens {
            return Err(Refusal::new(Code::QueryTooLarge, "guard-too-many-tokens")
                .with("most", limits.tokens));
        }
    }
    Ok(())
}

enum Token {
    Open,
    Close,
    Other,
}

struct Scan<'a> {
    rest: &'a [u8],
    depth: usize,
    tokens: usize,
}

impl Scan<'_> {
    fn next_token(&mut self) -> Result<Option<Token>, Refusal> {
        loop {
            let Some(&first) = self.rest.first() else { return Ok(None) };
            match first {
                b'#' => self.skip_while(|byte| !matches!(byte, b'\n' | b'\r')),
                b'"' => {
                    self.skip_string()?;
                    return Ok(Some(Token::Other));
                }
                b'{' | b'[' | b'(' => {
                    self.skip(1);
                    return Ok(Some(Token::Open));
                }
                b'}' | b']' | b')' => {
                    self.skip(1);
                    return Ok(Some(Token::Close));
                }
                b',' | b' ' | b'\t' | b'\n' | b'\r' => self.skip(1),
                byte if is_of_a_word(byte) => {
                    self.skip_while(is_of_a_word);
                    return Ok(Some(Token::Other));
                }
                _ => {
                    self.skip(1);
                    return Ok(Some(Token::Other));
                }
            }
        }
    }

    /// An unclosed string is refused rather than skipped: the parser might read its beginning as
    /// an empty string and meet the brackets that we took for its content.
    fn skip_string(&mut self) -> Result<(), Refusal> {
        if self.rest.starts_with(b"\"\"\"") {
            self.skip(3);
            loop {
                match self.rest {
                    [b'\\', b'"', b'"', b'"', ..] => self.skip(4),
                    [b'"', b'"', b'"', ..] => {
                        self.skip(3);
                        return Ok(());
                    }
                    [_, ..] => self.skip(1),
                    [] => return Err(unclosed()),
                }
            }
        }
        self.skip(1);
        loop {
            match self.rest {
                [b'"', ..] => {
                    self.skip(1);
                    return Ok(());
                }
                [] | [b'\n' | b'\r', ..] | [b'\\'] => return Err(unclosed()),
                [b'\\', ..] => self.skip(2),
                [_, ..] => self.skip(1),
            }
        }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn skip_while(&mut self, is_inside: fn(u8) -> bool) {
        let end = self.rest.iter().position(|&byte| !is_inside(byte)).unwrap_or(self.rest.len());
        self.skip(end);
    }
}

/// Names and numbers; bytes beyond ASCII are no token of GraphQL, and count as one run.
fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || byte >= 0x80
}

fn unclosed() -> Refusal {
    Refusal::new(Code::GraphqlParseFailed, "guard-string-open")
}

#[cfg(test)]
mod tests {
    use super::{Code, Limits, check};

    fn code(text: &str) -> Option<Code> {
        check(text, &Limits::default()).err().map(|refusal| refusal.code)
    }

    #[test]
    fn brackets_count_only_outside_strings_and_comments() {
        let many = "[".repeat(200);
        assert_eq!(code(&format!("{{ a(v: {many}) }}")), Some(Code::QueryTooDeep));
        assert_eq!(code(&format!("{{ a(v: \"{many}\") }}")), None);
        assert_eq!(code(&format!("{{ a(v: \"\\\"{many}\") }}")), None);
        assert_eq!(code(&format!("{{ a(v: \"\"\"\\\"\"\" {many}\"\"\") }}")), None);
        assert_eq!(code(&format!("{{ a # {many}\n }}")), None);
        assert_eq!(code(&format!("{{ a # \r{many} }}")), Some(Code::QueryTooDeep));
    }

    #[test]
    fn a_string_that_never_ends_hides_nothing() {
        let many = "[".repeat(200);
        assert_eq!(code(&format!("{{ a(v: [\"\"\" \" {many}")), Some(Code::GraphqlParseFailed));
        assert_eq!(code(&format!("{{ a(v: \"\n{many}")), Some(Code::GraphqlParseFailed));
        assert_eq!(code("{ a(v: \"\\"), Some(Code::GraphqlParseFailed));
    }

    #[test]
    fn closing_what_was_not_opened_does_not_make_room() {
        let text = format!("{}{}", "]".repeat(500), "[".repeat(200));
        assert_eq!(code(&text), Some(Code::QueryTooDeep));
    }

    #[test]
    fn a_long_text_is_refused_by_bytes_or_by_tokens() {
        assert_eq!(code(&"a".repeat(70_000)), Some(Code::QueryTooLarge));
        assert_eq!(code(&"a ".repeat(20_000)), Some(Code::QueryTooLarge));
    }
}
