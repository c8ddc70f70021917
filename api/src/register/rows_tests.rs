//! Rows that are cut as they should be, and files that are not.

use super::rows::{Cells, Found, Rows};

/// Reads a whole file: rows as their cells joined by strokes, all else by its name; each with its line.
fn read(bytes: &[u8]) -> Vec<(u64, String)> {
    let mut rows = Rows::new(bytes);
    let mut found = Vec::new();
    loop {
        let it = match rows.find().unwrap() {
            Found::Row(cells) => joined(&cells),
            Found::Unended { cells, quoted } => format!("{} … {quoted}", joined(&cells)),
            Found::Fault(fault) => format!("{fault:?}"),
            Found::CutOff => "CutOff".to_owned(),
            Found::End => return found,
        };
        let cut_off = it == "CutOff";
        found.push((rows.line(), it));
        if cut_off {
            return found;
        }
    }
}

fn joined(cells: &Cells<'_>) -> String {
    (0..cells.len()).map(|at| cells.text(at)).collect::<Vec<_>>().join("|")
}

fn texts(bytes: &[u8]) -> Vec<String> {
    read(bytes).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn quoted_and_plain_cells_are_read_with_every_end_of_line() {
    assert_eq!(texts(b"\"a\",1,\"\"\r\nb,2,\n\"c, d\",,3\n"), ["a|1|", "b|2|", "c, d||3"]);
}

#[test]
fn quotes_are_doubled_within_quotes_and_lines_may_break_there() {
    assert_eq!(texts(b"\"say \"\"ah\"\"\",\"two\nlines\"\nnext\r"), ["say \"ah\"|two\nlines", "next"]);
}

#[test]
fn lines_are_counted_from_one_through_breaks_within_cells() {
    let lines: Vec<_> = read(b"h\n\"two\nlines\"\nlast\n").into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [1, 2, 4]);
}

#[test]
fn windows_and_utf8_letters_are_both_read() {
    assert_eq!(texts(b"St Joseph\x92s,\"Si\xe2n\"\n"), ["St Joseph’s|Siân"]);
    assert_eq!(texts("St Joseph’s,\"Siân\"\n".as_bytes()), ["St Joseph’s|Siân"]);
}

#[test]
fn a_lost_quote_costs_its_own_row_only() {
    let file = b"\"1\",\"Ash,\"x\"\n\"2\",\"Elm\"\n\"3\",\"Oak\"\n";
    assert_eq!(texts(file), ["QuotesBroken", "2|Elm", "3|Oak"]);
    let at_the_end = b"\"1\",\"Ash\n\"2\",\"Elm\"\n\"3\",\"Oak\"\n";
    assert_eq!(texts(at_the_end), ["QuotesBroken", "2|Elm", "3|Oak"]);
}

#[test]
fn a_file_that_ends_within_quotes_is_cut_off() {
    assert_eq!(read(b"a,b\n\"c\",\"d").last(), Some(&(2, "CutOff".to_owned())));
}

#[test]
fn a_last_row_without_the_end_of_its_line_is_told_apart() {
    for (file, row) in
        [("a,12", "a|12 … false"), ("a,", "a| … false"), ("a,\"b\"", "a|b … true"), ("\"a\",b", "a|b … false")]
    {
        assert_eq!(texts(file.as_bytes()), [row]);
    }
}

#[test]
fn a_giant_cell_is_refused_and_what_follows_is_read() {
    let mut file = b"1,\"".to_vec();
    file.extend(std::iter::repeat_n(b'x', 5_000_000));
    file.extend(b"\"\n2,b\n");
    assert_eq!(read(&file), [(1, "RowTooLarge".to_owned()), (2, "2|b".to_owned())]);
}

#[test]
fn a_giant_cell_that_never_ends_is_cut_off() {
    let mut file = b"1,\"".to_vec();
    file.extend(std::iter::repeat_n(b'x', 1_000_000));
    assert_eq!(texts(&file), ["CutOff"]);
}

#[test]
fn nothing_is_found_in_nothing() {
    assert!(read(b"").is_empty());
}

#[test]
fn rows_are_whole_across_every_boundary_of_a_read() {
    let row = format!("\"{}\",2\r\n", "x".repeat(1_021));
    let file = row.repeat(500);
    assert!(texts(file.as_bytes()).iter().all(|it| it.len() == 1_023));
    assert_eq!(read(file.as_bytes()).last().map(|it| it.0), Some(500));
}
