//! Connections: pages of a list with cursors, checked before anything is read.

use async_graphql::{Context, Error, ErrorExtensions, Lookahead, Object, OutputType, Result, SimpleObject, TypeName};
use domain::Word;
use persistence::{Cursor, Page, PageRequest};

use crate::graphql::Code;

/// The largest page.
const MOST: i32 = 100;
/// What is said of a cursor that was not given by the list.
const FOREIGN: &str = "This cursor does not belong to this list.";

/// Where a page stands in its list.
#[derive(Clone, Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether the list goes on after this page.
    pub has_next_page: bool,
    /// Whether something comes before this page.
    pub has_previous_page: bool,
    /// The cursor of the first item.
    pub start_cursor: Option<String>,
    /// The cursor of the last item.
    pub end_cursor: Option<String>,
}

/// Which page of a list is wanted: `first` with `after`, or `last` with `before`.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// How many items from the start or after a cursor.
    pub first: Option<i32>,
    /// The cursor to begin after.
    pub after: Option<String>,
    /// How many items from the end or before a cursor.
    pub last: Option<i32>,
    /// The cursor to end before.
    pub before: Option<String>,
}

impl Wanted {
    /// Checks the arguments of a connection, for a list with this name that is in the order of time.
    pub fn by_time(self, list: &'static str) -> Result<PageRequest> {
        let page = self.of(list)?;
        if page.from.as_ref().is_some_and(|cursor| !cursor.is_instant()) {
            return Err(bad(FOREIGN));
        }
        Ok(page)
    }

    /// Checks the arguments of a connection, for a list with this name and order.
    pub fn of(self, list: &'static str) -> Result<PageRequest> {
        let (size, backward, from) = match (self.first, self.last) {
            (Some(first), None) if self.before.is_none() => (first, false, self.after),
            (None, Some(last)) if self.after.is_none() => (last, true, self.before),
            _ => return Err(bad("Give either first, with or without after, or last, with or without before.")),
        };
        if !(1..=MOST).contains(&size) {
            return Err(refused(Code::PageSizeOutOfRange, "A page has 1 to 100 items."));
        }
        let read = |text: String| Cursor::read(list, &text).ok_or_else(|| bad(FOREIGN));
        let from = from.map(read).transpose()?;
        Ok(PageRequest { size: size.unsigned_abs(), backward, from })
    }
}

/// Whether a field is asked of the items of the connection that is being resolved, by whichever way to them.
pub fn asks_of_items(ctx: &Context<'_>, field: &str) -> bool {
    let (page, asked) = (ctx.look_ahead(), |items: Lookahead<'_>| items.field(field).exists());
    asked(page.field("nodes")) || asked(page.field("edges").field("node"))
}

/// An error of the input, as a query shows it.
pub fn bad(message: &str) -> Error {
    refused(Code::BadUserInput, message)
}

/// An error of the input that has a code of its own, such as a limit that was passed.
pub fn refused(code: Code, message: &str) -> Error {
    Error::new(message).extend_with(|_, it| it.set("code", code.shout()))
}

/// One item of a list, with its cursor.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct Edge<T: OutputType + TypeName> {
    /// The item.
    pub node: T,
    /// Its place in the list, from which to read on.
    pub cursor: String,
}

impl<T: OutputType + TypeName> TypeName for Edge<T> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Edge", <T as TypeName>::type_name()).into()
    }
}

/// A page of a list.
pub struct Connection<T: OutputType + TypeName> {
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
}

/// A page of a list.
#[Object(name_type)]
impl<T: OutputType + TypeName> Connection<T> {
    /// The items with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The items alone, for whoever needs no cursor of each.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }
}

impl<T: OutputType + TypeName> TypeName for Connection<T> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Connection", <T as TypeName>::type_name()).into()
    }
}

impl<T: OutputType + TypeName> Connection<T> {
    /// Shapes a page.
    pub fn of<R: Into<T>>(page: Page<R>) -> Self {
        let edges: Vec<Edge<T>> =
            page.items.into_iter().map(|(cursor, row)| Edge { node: row.into(), cursor: cursor.to_string() }).collect();
        let page_info = PageInfo {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { edges, page_info }
    }
}
