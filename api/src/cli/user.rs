//! `lateral user`: lets the first operator in, and helps when nobody else can.

use std::io::Read;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, Subcommand};
use domain::access::Role;
use domain::directory::Urn;
use domain::identity::{Password, Person, PersonStatus, Place, PlaceKind, SuspensionReason};
use domain::text::{Email, Name};
use domain::{Id, Word};
use persistence::identity::{letter, person};

use crate::app::identity::{self, Entry, data_export};
use crate::app::{App, Caller};
use crate::cli::{Failure, refused};

/// What to do about people.
#[derive(Subcommand)]
pub enum User {
    /// Enters somebody with a role, and prints a code with which to set the first password.
    Create(Create),
    /// Keeps somebody from signing in, and ends their sign-ins.
    Suspend {
        /// The address by which the person signs in.
        #[arg(long)]
        email: String,
    },
    /// Lets somebody sign in again.
    Reinstate {
        /// The address by which the person signs in.
        #[arg(long)]
        email: String,
    },
    /// Prints everything that is kept about somebody who asked and cannot sign in, as JSON, and says how long that took. Make
    /// sure that it is they who ask: the records tell only that it was done here.
    Data {
        /// The address by which the person is known.
        #[arg(long)]
        email: String,
    },
    /// Prints the letters that wait to be sent, and those that were given up. The former hold secrets: show them to nobody
    /// else.
    Letters,
}

/// Whom to enter.
#[derive(Args)]
pub struct Create {
    /// The address by which the person will sign in.
    #[arg(long)]
    email: String,
    /// The person's name; by default what stands before the @.
    #[arg(long)]
    name: Option<String>,
    /// The role, such as operator, head or broker.
    #[arg(long)]
    role: String,
    /// The URN of the school at which the role is held.
    #[arg(long)]
    school: Option<i32>,
    /// The id of the alliance at which the role is held.
    #[arg(long)]
    alliance: Option<String>,
    /// The last day on which the role allows anything, such as 2027-03-31; an auditor's always has one.
    #[arg(long)]
    until: Option<chrono::NaiveDate>,
    /// Reads the password from standard input, in place of making a code.
    #[arg(long)]
    password_stdin: bool,
}

/// Runs the command.
pub async fn run(app: Arc<App>, what: User) -> Result<(), Failure> {
    match what {
        User::Create(wanted) => create(&app, wanted).await,
        User::Suspend { email } => set_standing(&app, &email, PersonStatus::Suspended).await,
        User::Reinstate { email } => set_standing(&app, &email, PersonStatus::Active).await,
        User::Data { email } => data(&app, &email).await,
        User::Letters => {
            for it in letter::waiting(app.db(), app.clock.now()).await? {
                println!("To: {}\nSubject: {}\n\n{}\n---", it.email, it.subject, it.body);
            }
            for it in letter::given_up(app.db()).await? {
                println!(
                    "To: {}\nSubject: {}\n\nGiven up on {} after {} tries: {}.\n---",
                    it.email,
                    it.subject,
                    it.failed_at.0.day(),
                    it.tries,
                    it.fault.0.as_str(),
                );
            }
            Ok(())
        }
    }
}

async fn create(app: &App, wanted: Create) -> Result<(), Failure> {
    let email = Email::new(&wanted.email).map_err(told)?;
    let name = wanted.name.unwrap_or_else(|| email.as_str().split('@').next().unwrap_or_default().to_owned());
    let name = Name::new(&name).map_err(told)?;
    let role = Role::read(&wanted.role).ok_or_else(|| format!("\"{}\" is none of: {}", wanted.role, roles()))?;
    app.refresh_directory().await?;
    let place = place(app, role, wanted.school, wanted.alliance.as_deref())?;
    let hash = if wanted.password_stdin { Some(hash_of_stdin(app, &email).await?) } else { None };
    let until =
        wanted.until.map(|day| domain::Timestamp::new(day.and_time(chrono::NaiveTime::MIN).and_utc()).plus_days(1));
    role.check_until(until, app.clock.now()).map_err(told)?;
    let caller = Caller::service("lateral user create");
    let entry = Entry { name, email, password_hash: hash, role, place, until };
    let newcomer = identity::enter(app, &caller, entry).await.map_err(refused)?;
    println!("{} is {} from now on ({})", newcomer.person.email.as_str(), role.as_str(), newcomer.person.id);
    if let Some(secret) = newcomer.secret {
        println!(
            "To set the first password, within a day: open {}/graphiql, choose \"Set a new password\" and give this \
             code, which is shown only here:\n{secret}",
            app.config.public_url
        );
    }
    Ok(())
}

fn place(app: &App, role: Role, school: Option<i32>, alliance: Option<&str>) -> Result<Place, Failure> {
    let place = match (role.held_at(), school, alliance) {
        (PlaceKind::School, Some(urn), None) => {
            let snapshot = app.snapshot();
            let listed = Urn::new(urn).and_then(|urn| snapshot.schools.by_urn(urn));
            Place::School(listed.ok_or_else(|| format!("the register has no school {urn}"))?.school.id)
        }
        (PlaceKind::Alliance, None, Some(id)) => {
            let id = id.parse::<Id<_>>().map_err(|_| format!("\"{id}\" is not the id of an alliance"))?;
            app.snapshot().alliances.get(id).ok_or_else(|| format!("there is no alliance {id}"))?;
            Place::Alliance(id)
        }
        (PlaceKind::National, None, None) => Place::National,
        (PlaceKind::School, ..) => return Err("this role needs --school URN, and no --alliance".into()),
        (PlaceKind::Alliance, ..) => return Err("this role needs --alliance ID, and no --school".into()),
        (PlaceKind::National, ..) => return Err("this role is national: it takes no --school and no --alliance".into()),
    };
    Ok(place)
}

async fn hash_of_stdin(app: &App, email: &Email) -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().take(4_096).read_to_string(&mut text)?;
    let password = Password::new(text.trim_end_matches(['\r', '\n']), email).map_err(told)?;
    app.gate.hasher.hash(password).await.map_err(|_| "the password could not be hashed".into())
}

async fn data(app: &App, email: &str) -> Result<(), Failure> {
    let begun = Instant::now();
    let content = data_export::told(app, &Caller::service("lateral user data"), known(app, email).await?).await;
    println!("{}", content.map_err(refused)?);
    eprintln!("gathered in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The person who is known by an address.
async fn known(app: &App, email: &str) -> Result<Id<Person>, Failure> {
    let known = person::credentials(app.db(), &Email::new(email).map_err(told)?).await?;
    Ok(known.ok_or_else(|| format!("nobody is known by {email}"))?.person)
}

async fn set_standing(app: &App, email: &str, to: PersonStatus) -> Result<(), Failure> {
    let (caller, known) = (Caller::service("lateral user"), known(app, email).await?);
    let person =
        identity::set_standing(app, &caller, known, (to, SuspensionReason::NotStated), None).await.map_err(refused)?;
    println!("{} is {} from now on", person.email.as_str(), person.status.as_str());
    Ok(())
}

fn roles() -> String {
    Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
}

fn told(no: domain::rule::Rejected) -> Failure {
    no.message().to_owned().into()
}
