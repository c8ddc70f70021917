//! How letters leave the service: by a mail server, into a folder, or not at all. The only file that speaks SMTP.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::identity::LetterFault;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{AsyncTransport, Tokio1Executor};
use persistence::identity::letter::Letter;

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Settings {
    /// To a mail server, by its address and in the name of a sender, with so long for each letter.
    Server {
        /// The address, which may hold a password.
        url: String,
        /// Who writes.
        from: Mailbox,
        /// How long one letter may take.
        wait: Duration,
    },
    /// Into a folder, a file each, for trying things out.
    Folder {
        /// The folder.
        path: PathBuf,
        /// Who writes.
        from: Mailbox,
    },
    /// Nowhere: they wait until there is a setting.
    Nowhere,
}

/// What takes the letters.
pub struct Mail {
    way: Way,
    /// The domain of this service, for the names of letters.
    domain: String,
}

enum Way {
    Server { server: AsyncSmtpTransport<Tokio1Executor>, from: Mailbox, wait: Duration },
    Folder { path: PathBuf, from: Mailbox },
    Nowhere,
}

impl Mail {
    /// Makes ready what the settings name; nothing is reached yet.
    pub fn of(settings: &Settings, public_url: &str) -> Result<Self, smtp::Error> {
        let host = public_url.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
        let domain = host.filter(|host| !host.is_empty()).unwrap_or("lateral").to_owned();
        let way = match settings.clone() {
            Settings::Server { url, from, wait } => Way::Server { server: server_of(&url, &domain)?, from, wait },
            Settings::Folder { path, from } => Way::Folder { path, from },
            Settings::Nowhere => Way::Nowhere,
        };
        Ok(Self { way, domain })
    }

    /// Whether letters go anywhere.
    pub const fn goes_out(&self) -> bool {
        !matches!(self.way, Way::Nowhere)
    }

    /// Sends a letter. However often it is sent, it bears the same name, by which a mailbox knows it again.
    pub async fn send(&self, it: &Letter) -> Result<(), LetterFault> {
        match &self.way {
            Way::Server { server, from, wait } => {
                let message = self.message(it, from)?;
                let sent = tokio::time::timeout(*wait, Box::pin(server.send(message))).await;
                sent.map_err(|_| LetterFault::TimedOut)?.map(drop).map_err(|error| fault_of(&error))
            }
            Way::Folder { path, from } => {
                let (message, file) = (self.message(it, from)?.formatted(), format!("{}.eml", it.id.simple()));
                let path = path.clone();
                let written = tokio::task::spawn_blocking(move || write(&path, &file, &message)).await;
                written.ok().and_then(Result::ok).ok_or(LetterFault::Folder)
            }
            Way::Nowhere => Err(LetterFault::Unreachable),
        }
    }

    fn message(&self, it: &Letter, from: &Mailbox) -> Result<Message, LetterFault> {
        let address = it.email.parse().map_err(|_| LetterFault::Address)?;
        let mut message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, address))
            .subject(&it.subject)
            .date(SystemTime::from(it.created_at.0.utc()))
            .message_id(Some(format!("<{}@{}>", it.id.simple(), self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(it.body.clone())
            .map_err(|_| LetterFault::Address)?;
        // So that no mailbox answers that its owner is away (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(message)
    }
}

/// A mail server by its address, to which this service is known by its domain.
fn server_of(url: &str, domain: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, smtp::Error> {
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
    Ok(server.hello_name(ClientId::Domain(domain.to_owned())).build())
}

/// What an error means for the letter. What the server said may hold the address, and goes nowhere.
fn fault_of(error: &smtp::Error) -> LetterFault {
    match error.status().map(u16::from) {
        // Of the mailbox; any other refusal may be of the sender, the password or the server, and can be put right.
        Some(550..=553 | 501 | 511 | 521) => LetterFault::Refused,
        Some(_) => LetterFault::Unwilling,
        None if error.is_timeout() => LetterFault::TimedOut,
        None => LetterFault::Unreachable,
    }
}

/// Writes a letter into the folder, for its owner's eyes only, in place of one of the same name.
fn write(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (path, half_written) = (folder.join(name), folder.join(format!("{name}.new")));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half_written)?;
    file.write_all(message)?;
    fs::rename(half_written, path)
}
