//! Cuts bytes into rows of quoted cells, in bounded memory, and says where a row that cannot be read begins.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use domain::directory::register::RowFault;
use encoding_rs::WINDOWS_1252;

/// The most bytes that a row may have: a real one has some hundreds.
const LARGEST: usize = 256 * 1024;
const CHUNK: usize = 64 * 1024;

/// One row's cells.
pub struct Cells<'b> {
    bytes: &'b [u8],
    at: &'b [(Range<usize>, bool)],
}

impl<'b> Cells<'b> {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there are none: a blank line.
    pub fn is_empty(&self) -> bool {
        matches!(self.at, [(only, _)] if only.is_empty())
    }

    /// The text of one. The register is windows-1252; a cell that is well-formed UTF-8 beyond ASCII is taken as that,
    /// since no name in windows-1252 reads so by chance.
    pub fn text(&self, position: usize) -> Cow<'b, str> {
        let Some((range, doubled)) = self.at.get(position) else { return Cow::Borrowed("") };
        let bytes = &self.bytes[range.clone()];
        let text = std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode(bytes).0, Cow::Borrowed);
        if *doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { text }
    }
}

/// What stands on the next lines.
pub enum Found<'b> {
    /// A row.
    Row(Cells<'b>),
    /// The last row, without the end of its line: all of it, or what a cut left over.
    Unended {
        /// Its cells.
        cells: Cells<'b>,
        /// Whether it ends in the closing quote of a cell, so that this cell at least is whole.
        quoted: bool,
    },
    /// Something that is no row; reading goes on after it.
    Fault(RowFault),
    /// A row that the end of the file cuts off.
    CutOff,
    /// The end.
    End,
}

/// The rows of a file, one after the other.
pub struct Rows<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Where in the buffer the row begins that is read next.
    start: usize,
    line: u64,
    next_line: u64,
    ended: bool,
    /// Whether the packing of the file ends before the file does.
    packing_cut_off: bool,
    cells: Vec<(Range<usize>, bool)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    CellBegins,
    Plain,
    Quoted,
    QuoteSeen,
}

enum Scan {
    Row { until: usize, next: usize },
    Unended { quoted: bool },
    Broken,
    TooLarge,
    CutOff,
    Nothing,
}

impl<R: Read> Rows<R> {
    /// Begins at the start of a file.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            start: 0,
            line: 1,
            next_line: 1,
            ended: false,
            packing_cut_off: false,
            cells: Vec::new(),
        }
    }

    /// The first bytes, without reading past them.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        if self.buffer.is_empty() {
            self.fill()?;
        }
        Ok(&self.buffer[self.start..])
    }

    /// Leaves out some of the first bytes.
    pub fn skip(&mut self, bytes: usize) {
        self.start += bytes;
    }

    /// The line on which the row that was found last begins, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Whether nothing follows.
    pub fn is_at_end(&mut self) -> io::Result<bool> {
        Ok(self.start == self.buffer.len() && !self.fill()?)
    }

    /// Finds the next row.
    pub fn find(&mut self) -> io::Result<Found<'_>> {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.line = self.next_line;
        Ok(match self.scan()? {
            Scan::Row { until, next } => {
                self.pass(next);
                Found::Row(Cells { bytes: &self.buffer[..until], at: &self.cells })
            }
            Scan::Broken => {
                self.pass_line()?;
                Found::Fault(RowFault::QuotesBroken)
            }
            Scan::TooLarge => Found::Fault(RowFault::RowTooLarge),
            Scan::CutOff => Found::CutOff,
            Scan::Unended { .. } | Scan::Nothing if self.packing_cut_off => Found::CutOff,
            Scan::Unended { quoted } => {
                self.pass(self.buffer.len());
                Found::Unended { cells: Cells { bytes: &self.buffer, at: &self.cells }, quoted }
            }
            Scan::Nothing => Found::End,
        })
    }

    fn scan(&mut self) -> io::Result<Scan> {
        self.cells.clear();
        let (mut state, mut cell, mut doubled, mut at) = (State::CellBegins, 0, false, 0);
        loop {
            if at == self.buffer.len() {
                if at >= LARGEST {
                    return self.pass_large(state);
                }
                if !self.fill()? {
                    return Ok(self.end(state, cell, doubled, at));
                }
            }
            let byte = self.buffer[at];
            match (state, byte) {
                (State::Quoted, b'"') => state = State::QuoteSeen,
                (State::Quoted, _) => {}
                (State::QuoteSeen, b'"') => {
                    doubled = true;
                    state = State::Quoted;
                }
                (State::CellBegins, b'"') => {
                    state = State::Quoted;
                    cell = at + 1;
                }
                (_, b',' | b'\n' | b'\r') => {
                    let until = if state == State::QuoteSeen { at - 1 } else { at };
                    self.cells.push((cell..until, doubled));
                    if byte != b',' {
                        return self.row(at, byte);
                    }
                    (state, cell, doubled) = (State::CellBegins, at + 1, false);
                }
                (State::QuoteSeen, _) => return Ok(Scan::Broken),
                (State::CellBegins, _) => state = State::Plain,
                (State::Plain, _) => {}
            }
            at += 1;
        }
    }

    fn row(&mut self, until: usize, end: u8) -> io::Result<Scan> {
        let mut next = until + 1;
        if end == b'\r' {
            if next == self.buffer.len() {
                self.fill()?;
            }
            next += usize::from(self.buffer.get(next) == Some(&b'\n'));
        }
        Ok(Scan::Row { until, next })
    }

    /// What the end of the file makes of what was read so far.
    fn end(&mut self, state: State, cell: usize, doubled: bool, at: usize) -> Scan {
        match state {
            State::Quoted => Scan::CutOff,
            State::CellBegins if self.cells.is_empty() => Scan::Nothing,
            _ => {
                let quoted = state == State::QuoteSeen;
                self.cells.push((cell..at - usize::from(quoted), doubled));
                Scan::Unended { quoted }
            }
        }
    }

    /// Reads past a row that is too large to be kept, to where its quotes say that it ends.
    fn pass_large(&mut self, mut state: State) -> io::Result<Scan> {
        loop {
            self.next_line += lines(&self.buffer);
            self.buffer.clear();
            if !self.fill()? {
                return Ok(Scan::CutOff);
            }
            for (at, byte) in self.buffer.iter().enumerate() {
                state = match (state, byte) {
                    (State::Quoted, b'"') => State::QuoteSeen,
                    (State::Quoted, _) | (State::QuoteSeen, b'"') => State::Quoted,
                    (_, b'\n') => {
                        self.pass(at + 1);
                        return Ok(Scan::TooLarge);
                    }
                    (_, b',') => State::CellBegins,
                    (State::CellBegins, b'"') => State::Quoted,
                    _ => State::Plain,
                };
            }
        }
    }

    /// Goes on after the line on which a broken row begins: one lost quote must not swallow the rows that follow.
    fn pass_line(&mut self) -> io::Result<()> {
        let end = loop {
            if let Some(at) = self.buffer.iter().position(|byte| *byte == b'\n') {
                break at + 1;
            }
            if !self.fill()? {
                break self.buffer.len();
            }
        };
        self.pass(end);
        Ok(())
    }

    fn pass(&mut self, bytes: usize) {
        self.next_line += lines(&self.buffer[..bytes]);
        self.start = bytes;
    }

    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let before = self.buffer.len();
        match Read::by_ref(&mut self.reader).take(CHUNK as u64).read_to_end(&mut self.buffer) {
            Ok(read) => self.ended = read < CHUNK,
            // What was unpacked before the end is in the buffer, and is read first.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                (self.ended, self.packing_cut_off) = (true, true);
            }
            Err(error) => return Err(error),
        }
        Ok(self.buffer.len() > before)
    }
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
