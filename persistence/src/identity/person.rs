//! The table of people.

use domain::identity::{Person, PersonStatus, SuspensionReason};
use domain::text::{Email, Name};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, values};

const COLUMNS: &str = "id, name, email, suspended_at, erased_at, version";

#[derive(FromQueryResult)]
struct Row {
    id: Key<Person>,
    name: String,
    email: String,
    suspended_at: Option<At>,
    erased_at: Option<At>,
    version: i32,
}

impl TryFrom<Row> for Person {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = |_| DbError::broken("a person's name or address does not pass its own rule");
        Ok(Self {
            id: row.id.0,
            name: Name::new(&row.name).map_err(unreadable)?,
            email: Email::new(&row.email).map_err(unreadable)?,
            status: match row {
                Row { erased_at: Some(_), .. } => PersonStatus::Erased,
                Row { suspended_at: Some(_), .. } => PersonStatus::Suspended,
                _ => PersonStatus::Active,
            },
            version: row.version,
        })
    }
}

/// Writes a new person.
pub async fn insert(tx: &Tx, it: &Person) -> Result<(), DbError> {
    let sql = "INSERT INTO person (id, name, email, version, created_at) VALUES ($1, $2, $3, $4, $5)";
    let (name, email) = (it.name.as_str(), it.email.as_str());
    tx.run(sql, values![Key(it.id), name, email, it.version, At(tx.now())]).await.map(drop)
}

/// The person, for changing.
pub async fn lock(tx: &Tx, id: Id<Person>) -> Result<Option<Person>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE id = $1 FOR UPDATE");
    tx.row::<Row>(&sql, values![Key(id)]).await?.map(Person::try_from).transpose()
}

/// The person who is known by an address, for changing.
pub async fn lock_by_email(tx: &Tx, email: &Email) -> Result<Option<Person>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE email = $1 FOR UPDATE");
    tx.row::<Row>(&sql, values![email.as_str()]).await?.map(Person::try_from).transpose()
}

/// The person, if the scope sees them.
pub async fn find(db: &Db, seen: &domain::access::Scope, id: Id<Person>) -> Result<Option<Person>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE id = $1");
    db.row_for::<Row>(seen, &sql, values![Key(id)]).await?.map(Person::try_from).transpose()
}

/// Those of these people whom the scope sees.
pub async fn of_ids(db: &Db, seen: &domain::access::Scope, ids: Vec<Id<Person>>) -> Result<Vec<Person>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE id = ANY($1)");
    let rows = db.rows_for::<Row>(seen, &sql, values![Keys(ids)]).await?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Writes whether the person may sign in, and why not, under the next version.
pub async fn save_status(tx: &Tx, it: &mut Person, why: Option<SuspensionReason>) -> Result<(), DbError> {
    let suspended_at = (it.status == PersonStatus::Suspended).then(|| At(tx.now()));
    let why = why.filter(|_| suspended_at.is_some()).map(Text);
    let sql = "UPDATE person SET suspended_at = $2, suspend_reason = $3, version = version + 1 WHERE id = $1";
    tx.run(sql, values![Key(it.id), suspended_at, why]).await?;
    it.version += 1;
    Ok(())
}

/// Writes that the person was erased, under the next version: nobody signs in as them any more.
pub async fn save_erased(tx: &Tx, it: &mut Person) -> Result<(), DbError> {
    let sql = "UPDATE person SET erased_at = $2, signed_out_at = $2, suspended_at = coalesce(suspended_at, $2), \
               version = version + 1 WHERE id = $1";
    tx.run(sql, values![Key(it.id), At(tx.now())]).await?;
    (it.status, it.version) = (PersonStatus::Erased, it.version + 1);
    Ok(())
}

/// Writes the hash of a new password.
pub async fn set_password(tx: &Tx, id: Id<Person>, hash: String) -> Result<(), DbError> {
    tx.run("UPDATE person SET password_hash = $2 WHERE id = $1", values![Key(id), hash]).await.map(drop)
}

/// Refuses, from now on, every token of an outside issuer that is older than this transaction.
pub async fn sign_out(tx: &Tx, id: Id<Person>) -> Result<(), DbError> {
    tx.run("UPDATE person SET signed_out_at = $2 WHERE id = $1", values![Key(id), At(tx.now())]).await.map(drop)
}

/// What a sign-in is compared with.
#[derive(Debug)]
pub struct Credentials {
    /// Who it is.
    pub person: Id<Person>,
    /// The hash of the password; `None` where there is none yet.
    pub password_hash: Option<String>,
    /// When the person was suspended.
    pub suspended_at: Option<Timestamp>,
}

/// What a sign-in with this address is compared with. Nobody reads it but the sign-in.
pub async fn credentials(db: &Db, email: &Email) -> Result<Option<Credentials>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Key<Person>,
        password_hash: Option<String>,
        suspended_at: Option<At>,
    }
    let sql = "SELECT id, password_hash, suspended_at FROM person WHERE email = $1";
    let row = db.row_for::<Row>(&crate::scope::service(), sql, values![email.as_str()]).await?;
    Ok(row.map(|it| Credentials {
        person: it.id.0,
        password_hash: it.password_hash,
        suspended_at: it.suspended_at.map(|at| at.0),
    }))
}

/// The hash of a person's password, inside the transaction that is about to change it.
pub async fn password_hash(tx: &Tx, id: Id<Person>) -> Result<Option<String>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        password_hash: Option<String>,
    }
    let row = tx.row::<Row>("SELECT password_hash FROM person WHERE id = $1", values![Key(id)]).await?;
    Ok(row.and_then(|it| it.password_hash))
}
