//! Connections: pages of a list with cursors, checked before anything is read.

use async_graphql::{Context, Error, ErrorExtensions, Lookahead, Object, OutputType, Result, TypeName};
use domain::Word;
use persistence::{Cursor, Page, PageRequest};

use crate::graphql::Code;

/// The largest page.
const MOST: i32 = 100;
/// What is said of a cursor that was not given by the list.
const FOREIGN: &str = "This cursor does not belong to this list.";

/// Where a page stands in its list. Cursors are written when they are asked for.
#[derive(Clone, Debug)]
pub struct PageInfo {
    has_next: bool,
    has_previous: bool,
    start: Option<Cursor>,
    end: Option<Cursor>,
}

impl PageInfo {
    /// Where a page stands.
    pub fn of<R>(page: &Page<R>) -> Self {
        let cursor = |(cursor, _): &(Cursor, R)| cursor.clone();
        Self {
            has_next: page.has_next,
            has_previous: page.has_previous,
            start: page.items.first().map(cursor),
            end: page.items.last().map(cursor),
        }
    }
}

/// Where a page stands in its list.
#[Object]
impl PageInfo {
    /// Whether the list goes on after this page.
    async fn has_next_page(&self) -> bool {
        self.has_next
    }

    /// Whether something comes before this page.
    async fn has_previous_page(&self) -> bool {
        self.has_previous
    }

    /// The cursor of the first item.
    async fn start_cursor(&self) -> Option<String> {
        self.start.as_ref().map(Cursor::to_string)
    }

    /// The cursor of the last item.
    async fn end_cursor(&self) -> Option<String> {
        self.end.as_ref().map(Cursor::to_string)
    }
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
pub struct Edge<T: OutputType + TypeName> {
    node: T,
    cursor: Cursor,
}

/// One item of a list, with its cursor.
#[Object(name_type)]
impl<T: OutputType + TypeName> Edge<T> {
    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }

    /// Its place in the list, from which to read on.
    async fn cursor(&self) -> String {
        self.cursor.to_string()
    }
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
        let page_info = PageInfo::of(&page);
        let edges = page.items.into_iter().map(|(cursor, row)| Edge { node: row.into(), cursor }).collect();
        Self { edges, page_info }
    }
}

/// Declares the fields of an object that are connections and take nothing but which page is wanted: the four arguments are
/// said here. What each gives stands in brackets.
macro_rules! connections {
    ($(#[doc = $of:literal])+ impl $object:ident {$(
        $(#[doc = $about:literal])+
        fn $name:ident(&$self:ident, $ctx:ident, $wanted:ident) -> [$($gives:tt)+] $body:block
    )+}) => {
        $(#[doc = $of])+
        #[async_graphql::Object]
        impl $object {$(
            $(#[doc = $about])+
            async fn $name(
                &$self,
                $ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
                #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
                #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
                #[graphql(desc = "The cursor to end before.")] before: Option<String>,
            ) -> $($gives)+ {
                let $wanted = $crate::graphql::page::Wanted { first, after, last, before };
                $body
            }
        )+}
    };
}
pub(in crate::graphql) use connections;
