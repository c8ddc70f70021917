//! A line between the service and something that it needs, which a test can cut or freeze.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Whole,
    Frozen,
    Cut,
}

/// A line that can be cut. It ends when dropped.
pub struct Proxy {
    /// Where it begins.
    pub address: SocketAddr,
    line: Arc<watch::Sender<Line>>,
    running: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// A line to an address, such as `127.0.0.1:6379`.
    pub async fn to(address: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let own = listener.local_addr().expect("it has an address");
        let line = Arc::new(watch::Sender::new(Line::Whole));
        let (told, far) = (Arc::clone(&line), address.to_owned());
        let running = tokio::spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                lines.spawn(carry(near, far.clone(), told.subscribe()));
            }
        });
        Self { address: own, line, running }
    }

    /// Hangs up on everybody, and on whoever calls.
    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    /// Lets nothing through any more, and says nothing about it.
    pub fn freeze(&self) {
        self.line.send_replace(Line::Frozen);
    }

    /// Lets new lines through again.
    pub fn mend(&self) {
        self.line.send_replace(Line::Whole);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn carry(mut near: TcpStream, far: String, mut line: watch::Receiver<Line>) {
    let state = *line.borrow_and_update();
    if state == Line::Whole {
        let Ok(mut far) = TcpStream::connect(far).await else { return };
        tokio::select! {
            _ = copy_bidirectional(&mut near, &mut far) => return,
            _ = line.changed() => {}
        }
    }
    // Frozen: the line stays open until something else is decided. Cut: it ends here.
    while *line.borrow_and_update() == Line::Frozen {
        if line.changed().await.is_err() {
            return;
        }
    }
}
