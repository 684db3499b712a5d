//! The listener: takes connections, and takes them back from those who only hold them.
//!
//! Without it a head that arrives one byte a minute keeps a connection for ever, and so does a
//! client that never reads its answer.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use poem::{
    http::uri::Scheme,
    listener::Acceptor,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, Sleep},
};

/// How long a connection may keep us waiting.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first byte of a request to the first byte of its answer.
    pub request: Duration,
    /// Without a byte in either direction.
    pub silence: Duration,
    /// Connections at one time; more wait in the queue of the system.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            silence: Duration::from_secs(90),
            connections: 4_096,
        }
    }
}

/// Accepts connections over TCP.
#[derive(Debug)]
pub struct Patient {
    listener: TcpListener,
    address: std::net::SocketAddr,
    patience: Patience,
    free: Arc<Semaphore>,
}

impl Patient {
    /// Listens at an address.
    pub async fn bind(address: impl ToSocketAddrs, patience: Patience) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let free = Arc::new(Semaphore::new(patience.connections));
        Ok(Self { listener, address, patience, free })
    }

    /// Where it listens, with the port that was found if none was asked for.
    pub fn address(&self) -> std::net::SocketAddr {
        self.address
    }
}

impl Acceptor for Patient {
    type Io = Connection;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![LocalAddr(self.address.into())]
    }

    async fn accept(&mut self) -> io::Result<(Connection, LocalAddr, RemoteAddr, Scheme)> {
        let place = Arc::clone(&self.free).acquire_owned().await.map_err(io::Error::other)?;
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // Answers are small and complete: waiting to fill a packet only delays them.
                    if stream.set_nodelay(true).is_err() {
                        continue; // gone already
                    }
                    let connection = Connection::new(stream, self.patience, place);
                    let local = LocalAddr(self.address.into());
                    return Ok((connection, local, RemoteAddr(peer.into()), Scheme::HTTP));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: trying at once would only burn time.
                    tracing::warn!(%error, "cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }
}

/// A connection with a deadline.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    patience: Patience,
    deadline: Pin<Box<Sleep>>,
    is_receiving: bool,
    _place: OwnedSemaphorePermit,
}

impl Connection {
    fn new(stream: TcpStream, patience: Patience, place: OwnedSemaphorePermit) -> Self {
        let deadline = Box::pin(tokio::time::sleep(patience.request));
        Self { stream, patience, deadline, is_receiving: false, _place: place }
    }

    fn received(&mut self) {
        // Further bytes of the same request do not move its deadline.
        if !self.is_receiving {
            self.is_receiving = true;
            self.deadline.as_mut().reset(Instant::now() + self.patience.request);
        }
    }

    fn answered(&mut self) {
        self.is_receiving = false;
        self.deadline.as_mut().reset(Instant::now() + self.patience.silence);
    }

    fn give_up<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        std::task::ready!(self.deadline.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        match read {
            Poll::Ready(Ok(())) if buffer.filled().len() > before => self.received(),
            Poll::Ready(_) => {}
            Poll::Pending => return self.give_up(cx),
        }
        // A client that never pauses is never found waiting.
        if self.is_receiving && self.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.after_write(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.after_write(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Connection {
    fn after_write(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(count)) if count > 0 => self.answered(),
            Poll::Ready(_) => {}
            Poll::Pending => return self.give_up(cx),
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use poem::{Route, Server, get, handler};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    use super::{Patience, Patient};

    #[handler]
    fn hello() -> &'static str {
        "hello"
    }

    async fn serve(connections: usize) -> std::net::SocketAddr {
        let patience = Patience {
            request: Duration::from_millis(300),
            silence: Duration::from_millis(600),
            connections,
        };
        let listener = Patient::bind("127.0.0.1:0", patience).await.unwrap();
        let address = listener.address();
        tokio::spawn(Server::new_with_acceptor(listener).run(Route::new().at("/", get(hello))));
        address
    }

    async fn ask(stream: &mut TcpStream) -> String {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut buffer = [0; 1_024];
        let count = stream.read(&mut buffer).await.unwrap();
        String::from_utf8_lossy(&buffer[..count]).into_owned()
    }

    /// How long until the server hangs up.
    async fn hangs_up_after(stream: &mut TcpStream) -> Duration {
        let began = Instant::now();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        began.elapsed()
    }

    #[tokio::test]
    async fn a_head_that_drips_is_cut_off() {
        let mut stream = TcpStream::connect(serve(9).await).await.unwrap();
        let began = Instant::now();
        stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        while stream.write_all(b"a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert!(began.elapsed() < Duration::from_secs(3));
        }
    }

    #[tokio::test]
    async fn a_connection_serves_again_and_ends_when_it_falls_silent() {
        let mut stream = TcpStream::connect(serve(9).await).await.unwrap();
        for _ in 0..3 {
            assert!(ask(&mut stream).await.ends_with("hello"));
            // Longer than one request may take, shorter than a silence.
            tokio::time::sleep(Duration::from_millis(350)).await;
        }
        assert!(hangs_up_after(&mut stream).await < Duration::from_secs(3));
    }

    #[tokio::test]
    async fn who_says_nothing_at_all_makes_room_for_the_next() {
        let address = serve(1).await;
        let silent = TcpStream::connect(address).await.unwrap();
        let mut next = TcpStream::connect(address).await.unwrap();
        assert!(ask(&mut next).await.ends_with("hello"));
        drop(silent);
    }
}
