//! A letter as mail servers want it: text, HTML, calendar, and the headers of a letter that a machine sends.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use lettre::{
    Message,
    message::{
        Attachment, Body, Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use crate::{
    calendar::Calendar,
    letters::{Unsubscribe, Written},
};

/// Who letters come from.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

impl Sender {
    /// Reads `Name <address>`.
    pub fn new(text: &str) -> anyhow::Result<Self> {
        let mailbox = text.parse().with_context(|| {
            format!("{text} is not a sender such as Maillage <maillage@example.org>")
        })?;
        Ok(Self(mailbox))
    }

    /// The address alone.
    pub fn address(&self) -> String {
        self.0.email.to_string()
    }
}

/// A letter, ready to leave.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// To which address.
    pub to: String,
    /// The letter in words.
    pub written: Written,
    pub(crate) message: Message,
}

impl Parcel {
    /// Puts the letter together. The Message-ID stays the same at every attempt.
    pub fn new(
        sender: &Sender,
        to: &str,
        message_id: &str,
        written: Written,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let mut builder = Message::builder()
            .from(sender.0.clone())
            .to(Mailbox::new(None, to.parse().context("reading the recipient's address")?))
            .subject(written.subject.clone())
            .date(now.into())
            .message_id(Some(message_id.to_owned()));
        // Nobody's out-of-office answers a letter that says so (RFC 3834).
        builder = with(builder, "Auto-Submitted", "auto-generated")?;
        if let Some(Unsubscribe { one_click_url, .. }) = &written.unsubscribe {
            builder = with(builder, "List-Unsubscribe", &format!("<{one_click_url}>"))?;
            builder = with(builder, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?;
        }
        let message = builder.multipart(body(&written)?).context("putting the letter together")?;
        Ok(Self { to: to.to_owned(), written, message })
    }

    /// The letter as it goes over the wire.
    pub fn source(&self) -> String {
        String::from_utf8_lossy(&self.message.formatted()).into_owned()
    }

    /// The headers, one a line.
    pub fn headers(&self) -> String {
        self.message.headers().to_string()
    }
}

fn with(
    builder: MessageBuilder,
    name: &'static str,
    value: &str,
) -> anyhow::Result<MessageBuilder> {
    let name = HeaderName::new_from_ascii(name.to_owned()).context("naming a header")?;
    Ok(builder.raw_header(HeaderValue::new(name, value.to_owned())))
}

fn body(written: &Written) -> anyhow::Result<MultiPart> {
    let words = MultiPart::alternative()
        .singlepart(SinglePart::plain(written.text.clone()))
        .singlepart(SinglePart::html(written.html.clone()));
    let Some(Calendar { method, text }) = &written.calendar else { return Ok(words) };
    let word = method.word();
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={word}"))
        .context("naming the calendar part")?;
    let file =
        ContentType::parse("application/ics; name=\"evenement.ics\"").context("naming the file")?;
    // Calendars count on their own line breaks, which only this encoding keeps as they are.
    let bytes = Body::new_with_encoding(text.clone().into_bytes(), ContentTransferEncoding::Base64)
        .map_err(|_| anyhow::anyhow!("the calendar part cannot be encoded"))?;
    // As an alternative for those who read it in place, and as a file for those who open it.
    let words = words.singlepart(SinglePart::builder().header(kind).body(bytes.clone()));
    Ok(MultiPart::mixed()
        .multipart(words)
        .singlepart(Attachment::new("evenement.ics".to_owned()).body(bytes, file)))
}
