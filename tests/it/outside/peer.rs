//! A mail server for the time of a test: it speaks SMTP on a loopback port and remembers every letter.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// One letter as the server took it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Taken {
    pub(crate) to: String,
    pub(crate) message_id: String,
    pub(crate) subject: String,
}

/// A mail server that takes everything, slowly when asked to.
pub(crate) struct Peer {
    port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    cut: Arc<AtomicUsize>,
}

impl Peer {
    /// Listens; each letter is answered only after this pause, so that a sender can die meanwhile.
    pub(crate) fn start(pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let cut = Arc::new(AtomicUsize::new(0));
        let peer = Self { port, taken: Arc::clone(&taken), cut: Arc::clone(&cut) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (taken, cut) = (Arc::clone(&taken), Arc::clone(&cut));
                // A sender that dies mid-word ends its own conversation, nobody else's.
                thread::spawn(move || converse(&stream, &taken, &cut, pause));
            }
        });
        peer
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Takes the next letters and cuts the connection before saying so.
    pub(crate) fn cut_after(&self, letters: usize) {
        self.cut.store(letters, Ordering::SeqCst);
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// How often each letter came, by its Message-ID.
    pub(crate) fn by_message_id(&self) -> BTreeMap<String, Vec<Taken>> {
        let mut letters = BTreeMap::<_, Vec<_>>::new();
        for letter in self.taken() {
            letters.entry(letter.message_id.clone()).or_default().push(letter);
        }
        letters
    }
}

fn converse(
    stream: &TcpStream,
    taken: &Mutex<Vec<Taken>>,
    cut: &AtomicUsize,
    pause: Duration,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut out = stream;
    let mut say = |words: &str| out.write_all(format!("{words}\r\n").as_bytes()).ok();
    let mut to = String::new();
    say("220 peer.test ESMTP")?;
    loop {
        let line = lines.next()?.ok()?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" => say("250-peer.test\r\n250-8BITMIME\r\n250 SMTPUTF8")?,
            "RCPT" => {
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                say("250 OK")?;
            }
            "DATA" => {
                say("354 go on")?;
                let letter = read_letter(&mut lines, &to)?;
                taken.lock().ok()?.push(letter);
                thread::sleep(pause);
                let counts_down = |left: usize| left.checked_sub(1);
                if cut.fetch_update(Ordering::SeqCst, Ordering::SeqCst, counts_down).is_ok() {
                    return None;
                }
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 OK")?,
        }
    }
}

fn read_letter(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    to: &str,
) -> Option<Taken> {
    let mut letter = Taken { to: to.to_owned(), message_id: String::new(), subject: String::new() };
    loop {
        let line = lines.next()?.ok()?;
        if line == "." {
            return Some(letter);
        }
        if let Some((name, value)) = line.split_once(": ") {
            match name.to_lowercase().as_str() {
                "message-id" if letter.message_id.is_empty() => {
                    value.clone_into(&mut letter.message_id);
                }
                "subject" if letter.subject.is_empty() => value.clone_into(&mut letter.subject),
                _ => {}
            }
        }
    }
}
