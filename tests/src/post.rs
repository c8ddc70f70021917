//! A mail server on loopback, which behaves as a test wishes.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How a mail server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It takes every letter.
    Willing,
    /// It refuses every addressee, by this status.
    Refusing(u16),
    /// It ends the conversation as soon as there is one.
    HangingUp,
    /// It takes the letter, and ends the conversation without saying so.
    Forgetful,
    /// It never says anything.
    Silent,
}

/// A mail server.
pub struct MailServer {
    /// Its address.
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    taken: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl MailServer {
    /// Starts a willing one.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("smtp://{}", listener.local_addr().expect("it listens"));
        let (mood, taken) = (Arc::new(Mutex::new(Mood::Willing)), Arc::<Mutex<Vec<String>>>::default());
        let (its_mood, its_taken) = (mood.clone(), taken.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mood = *its_mood.lock().expect("no holder can panic");
                let taken = its_taken.clone();
                // Whoever hangs up on it is no fault of its own.
                tokio::spawn(async move { converse(stream, mood, &taken).await.ok() });
            }
        });
        Self { url, mood, taken, task }
    }

    /// Has it behave otherwise from the next conversation on.
    pub fn is_now(&self, mood: Mood) {
        *self.mood.lock().expect("no holder can panic") = mood;
    }

    /// The letters that it took, as they were sent, in order.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().expect("no holder can panic").clone()
    }
}

/// One conversation.
async fn converse(stream: TcpStream, mood: Mood, taken: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    match mood {
        Mood::HangingUp => return Ok(()),
        Mood::Silent => {
            // Until the other side loses patience.
            stream.read_line(&mut String::new()).await?;
            return Ok(());
        }
        Mood::Willing | Mood::Refusing(_) | Mood::Forgetful => {}
    }
    stream.write_all(b"220 post.test\r\n").await?;
    let mut line = String::new();
    while {
        line.clear();
        stream.read_line(&mut line).await? > 0
    } {
        let said = match (line.get(..4).unwrap_or_default(), mood) {
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await?;
                let letter = letter(&mut stream).await?;
                taken.lock().expect("no holder can panic").push(letter);
                if mood == Mood::Forgetful {
                    return Ok(());
                }
                "250 taken\r\n".to_owned()
            }
            ("RCPT", Mood::Refusing(code)) => format!("{code} not {}\r\n", line.trim()),
            ("QUIT", _) => return stream.write_all(b"221 bye\r\n").await,
            _ => "250 post.test\r\n".to_owned(),
        };
        stream.write_all(said.as_bytes()).await?;
    }
    Ok(())
}

/// A letter, up to the dot that ends it.
async fn letter(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let (mut letter, mut line) = (String::new(), String::new());
    while stream.read_line(&mut line).await? > 0 && line != ".\r\n" {
        letter.push_str(&line);
        line.clear();
    }
    Ok(letter)
}
