//! How a page is cut, and how its ends are named.

use persistence::{Cursor, Page, PageRequest};
use uuid::Uuid;

fn cursor(order: &i64) -> Cursor {
    Cursor { list: "test", order: *order, id: Uuid::nil() }
}

#[test]
fn a_cursor_is_read_back_by_its_own_list_only() {
    let text = cursor(&-7).to_string();
    assert_eq!(Cursor::read("test", &text), Some(cursor(&-7)));
    assert_eq!(Cursor::read("other", &text), None);
    assert_eq!(Cursor::read("test", &text[1..]), None);
    assert_eq!(Cursor::read("test", "%%%"), None);
}

#[test]
fn one_row_too_many_says_that_there_are_more() {
    let page = Page::of(&PageRequest::first(2), vec![1, 2, 3], cursor);
    assert!(page.has_next && !page.has_previous);
    assert_eq!(page.items.iter().map(|(_, row)| *row).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_page_read_backward_comes_in_the_lists_order() {
    let request = PageRequest { size: 2, backward: true, from: Some(cursor(&4)) };
    let page = Page::of(&request, vec![3, 2, 1], cursor);
    assert!(page.has_next && page.has_previous);
    assert_eq!(page.items.iter().map(|(_, row)| *row).collect::<Vec<_>>(), [2, 3]);
}
