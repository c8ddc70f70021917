//! The reviewed lines: of each table its records, ground and purpose; of each column its class, whose it is, and its fate.

use std::sync::LazyLock;

use domain::Word;
use domain::identity::{DataClass, LawfulBasis, RecordClass};

/// What a table is kept for.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Among which records it is, and so for how long it is kept.
    pub records: RecordClass,
    /// On which ground what is personal in it is kept.
    pub basis: LawfulBasis,
    /// What for, in words.
    pub purpose: &'static str,
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its class.
    pub class: DataClass,
    /// Whose it is and what becomes of it when they are erased; nothing where it is nobody's.
    pub of: Option<(Lead, Fate)>,
}

/// How a row leads to the person whose data a column of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The column of the row from which to go.
    from: &'static str,
    /// Where that leads, unless it is the person: a table, its column with the same value, and its column with the person.
    by: Option<(&'static str, &'static str, &'static str)>,
}

/// What becomes of a column when the person is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays: without the name it says no more whose it was.
    Keep,
    /// It is taken away.
    Null,
    /// A sentence takes the place of the words.
    Blank,
    /// An empty list takes the place of what was listed.
    Empty,
    /// What everybody is called who was erased takes the place of the name.
    Name,
    /// An address that reaches nobody takes the place of the address.
    Address,
    /// The whole row is deleted.
    Row,
}

/// Every table, in order.
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
        let read = |line| table(line).expect("a test reads every line of tables.txt");
        include_str!("tables.txt").lines().map(read).collect()
    });
    &TABLES
}

/// Every column, in the order of tables and names.
pub fn columns() -> &'static [Column] {
    static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
        let read = |line| Column::read(line).expect("a test reads every line of columns.txt");
        include_str!("columns.txt").lines().map(read).collect()
    });
    &COLUMNS
}

impl Column {
    /// Reads a line of the list; nothing where it says too little or too much.
    pub fn read(line: &'static str) -> Option<Self> {
        let mut words = line.split(' ');
        let (table, name) = words.next()?.split_once('.')?;
        let class = DataClass::read(words.next()?)?;
        let of = match class {
            DataClass::Personal | DataClass::Words | DataClass::Secret => {
                Some((lead(words.next()?)?, fate(words.next()?)?))
            }
            DataClass::Technical | DataClass::Public | DataClass::Organisational => None,
        };
        words.next().is_none().then_some(Self { table, name, class, of })
    }
}

impl Lead {
    /// The condition under which a row, called `it`, leads to the person whose id is the first value.
    pub fn condition(self) -> String {
        let Self { from, by } = self;
        match by {
            None => format!("it.{from} = $1"),
            Some((table, key, person)) => {
                format!("it.{from} IN (SELECT lead.{key} FROM {table} AS lead WHERE lead.{person} = $1)")
            }
        }
    }
}

/// The names of the columns of a table whose ids are the rows' own.
pub(super) fn has_id(table: &str) -> bool {
    columns().iter().any(|it| it.table == table && it.name == "id")
}

fn table(line: &'static str) -> Option<Table> {
    let mut words = line.splitn(4, ' ');
    let name = words.next()?;
    let (records, basis) = (RecordClass::read(words.next()?)?, LawfulBasis::read(words.next()?)?);
    Some(Table { name, records, basis, purpose: words.next()? })
}

fn lead(word: &'static str) -> Option<Lead> {
    let Some((from, by)) = word.split_once('>') else { return Some(Lead { from: word, by: None }) };
    let (place, person) = by.split_once('>')?;
    let (table, key) = place.split_once('.')?;
    Some(Lead { from, by: Some((table, key, person)) })
}

fn fate(word: &str) -> Option<Fate> {
    Some(match word {
        "keep" => Fate::Keep,
        "null" => Fate::Null,
        "blank" => Fate::Blank,
        "empty" => Fate::Empty,
        "name" => Fate::Name,
        "address" => Fate::Address,
        "row" => Fate::Row,
        _ => return None,
    })
}
