//! Keyset pages: a stable, total order, read forwards or backwards from a cursor.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, Utc};
use domain::access::Scope;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{Db, DbError, scope, values};

/// The largest page.
pub const MOST: u32 = 100;

/// Where a page begins: the sort value and the id of the row before it, under the name of the list it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The list and its order, such as `offer.distance`: a cursor of another list is refused.
    pub list: &'static str,
    /// The sort value of the row.
    pub order: i64,
    /// The id of the row, which makes the order total.
    pub id: Uuid,
}

impl Cursor {
    /// Reads a cursor of the list; `None` if it is forged, damaged or of another list.
    pub fn read(list: &'static str, text: &str) -> Option<Self> {
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = plain.split('|');
        let (name, order, id) = (parts.next()?, parts.next()?, parts.next()?);
        if name != list || parts.next().is_some() {
            return None;
        }
        Some(Self { list, order: order.parse().ok()?, id: Uuid::try_parse(id).ok()? })
    }

    /// Whether the sort value can be an instant of this service's: one in a year of four digits.
    pub fn is_instant(&self) -> bool {
        DateTime::from_timestamp_micros(self.order).is_some_and(|at| (1..=9999).contains(&at.year()))
    }

    /// The sort value of a list that is in the order of time, as an instant.
    pub fn instant(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.order).unwrap_or_default()
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = format!("{}|{}|{}", self.list, self.order, self.id.as_simple());
        f.write_str(&URL_SAFE_NO_PAD.encode(plain))
    }
}

/// Which rows of a list are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many, 1 to [`MOST`].
    pub size: u32,
    /// Whether they are the last before the cursor rather than the first after it.
    pub backward: bool,
    /// Where to begin; without it, at the list's start, or its end when reading backward.
    pub from: Option<Cursor>,
}

impl PageRequest {
    /// The first rows of a list.
    pub const fn first(size: u32) -> Self {
        Self { size, backward: false, from: None }
    }

    /// How many rows to ask the database for: one more than wanted tells whether there are more.
    pub const fn limit(&self) -> u32 {
        self.size + 1
    }
}

/// Some rows of a list, each with its cursor, in the list's order whichever way they were read.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<(Cursor, T)>,
    /// Whether the list goes on after them.
    pub has_next: bool,
    /// Whether something comes before them.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// Makes a page of the rows that [`PageRequest::limit`] asked for, in the order in which they were read.
    pub fn of(request: &PageRequest, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > request.size as usize;
        rows.truncate(request.size as usize);
        if request.backward {
            rows.reverse();
        }
        let items = rows.into_iter().map(|row| (cursor(&row), row)).collect();
        let came_from = request.from.is_some();
        let (has_next, has_previous) = if request.backward { (came_from, more) } else { (more, came_from) };
        Self { items, has_next, has_previous }
    }

    /// Takes a page out of a whole list that is in memory, ordered by its keys.
    pub fn of_all(
        request: &PageRequest,
        mut all: Vec<T>,
        key: impl Fn(&T) -> (i64, Uuid),
        cursor: impl Fn(&T) -> Cursor,
    ) -> Self {
        all.sort_unstable_by_key(&key);
        if let Some(from) = &request.from {
            let from = (from.order, from.id);
            all.retain(|it| if request.backward { key(it) < from } else { key(it) > from });
        }
        if request.backward {
            all.reverse();
        }
        all.truncate(request.limit() as usize);
        Self::of(request, all, cursor)
    }

    /// A page of nothing, of a list that holds nothing.
    pub const fn empty() -> Self {
        Self { items: Vec::new(), has_next: false, has_previous: false }
    }

    /// The same page of something else.
    pub fn map<U>(self, mut to: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(|(cursor, row)| (cursor, to(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

/// A page of a private table: the rows that the reader may see, newest first, in one state or in any. `select` names the
/// columns and the table.
pub(crate) async fn newest<R, T>(
    db: &Db,
    seen: &Scope,
    select: &str,
    status: Option<&'static str>,
    (page, list): (&PageRequest, &'static str),
    id: impl Fn(&T) -> Uuid,
) -> Result<Page<T>, DbError>
where
    R: FromQueryResult,
    T: TryFrom<R, Error = DbError>,
{
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "{select} WHERE ($1 OR audience && $2) AND ($3::text IS NULL OR status = $3) \
         AND ($4::uuid IS NULL OR id {than} $4) ORDER BY id {way} LIMIT {}",
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![seen.is_everything(), scope::ids(seen), status, from];
    let rows: Vec<R> = db.rows_for(seen, &sql, values).await?;
    let items = rows.into_iter().map(T::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, items, |it| Cursor { list, order: 0, id: id(it) }))
}
