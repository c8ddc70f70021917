//! A market that comes in row by row: each row is checked against what is there already, so that whatever is wrong is told with
//! its own line, and nothing is kept that a hostile file could make large.

use crate::brokerage::matching::interchange::{Layout, Meta, Night, Reason, RequestRow, SpecialistRow, Table};
use crate::brokerage::matching::plan::{MOST_SEATS, Pairing};

/// The rows of a market so far. First all requests, then all specialists, then all pairs.
#[derive(Clone, Debug)]
pub struct Incoming {
    meta: Meta,
    requests: Vec<RequestRow>,
    specialists: Vec<SpecialistRow>,
    seats: usize,
    slots: u64,
    pairs: Vec<Vec<Pairing>>,
    edges: usize,
    /// Request and weight, and specialist, of the last pair.
    last: Option<(i64, i64, i64)>,
    /// For each specialist, the last request that named them, and nought for none: requests count from one here.
    named: Vec<u32>,
}

impl Incoming {
    /// Begins with what is said of the market as a whole.
    pub fn new(meta: Meta) -> Self {
        let (requests, specialists, pairs, named) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { meta, requests, specialists, seats: 0, slots: 0, pairs, edges: 0, last: None, named }
    }

    /// Takes the next row of a table: a line, without its end.
    pub fn take(&mut self, layout: Layout, line: &[u8]) -> Result<(), Reason> {
        let (taken, of, said) = self.counted(layout.table);
        if taken == layout.table.most_rows() {
            return Err(Reason::TooManyRows { most: taken });
        }
        if taken as u64 == said {
            return Err(Reason::NotAsMany { of, said, found: said + 1 });
        }
        let row = layout.numbers(line)?;
        if layout.table != Table::Edges && row[0] != taken as i64 {
            return Err(Reason::NotTheRow { expected: taken, found: row[0] });
        }
        match layout.table {
            Table::Requests => self.request(RequestRow::of(&row)),
            Table::Specialists => {
                let row = SpecialistRow::of(&row);
                self.slots += u64::from(row.capacity);
                self.specialists.push(row);
                self.named.push(0);
                Ok(())
            }
            Table::Edges => self.edge(row[0], row[1], row[2]),
        }
    }

    /// Says that a table is at its end.
    pub fn end(&self, table: Table) -> Result<(), Reason> {
        let (taken, of, said) = self.counted(table);
        let found = taken as u64;
        match self.meta.slots {
            _ if found != said => Err(Reason::NotAsMany { of, said, found }),
            Some(said) if table == Table::Specialists && said != self.slots => {
                Err(Reason::NotAsMany { of: "slots", said, found: self.slots })
            }
            _ => Ok(()),
        }
    }

    /// The market, once every table is at its end.
    pub fn night(self) -> Night {
        Night::of((self.meta.seed, self.meta.fair), self.requests, self.specialists, self.pairs)
    }

    /// How many rows of a table came, of what, and how many were said to come.
    const fn counted(&self, table: Table) -> (usize, &'static str, u64) {
        match table {
            Table::Requests => (self.requests.len(), "requests", self.meta.requests),
            Table::Specialists => (self.specialists.len(), "specialists", self.meta.specialists),
            Table::Edges => (self.edges, "edges", self.meta.edges),
        }
    }

    fn request(&mut self, row: RequestRow) -> Result<(), Reason> {
        self.seats += row.seats as usize;
        if self.seats > MOST_SEATS {
            return Err(Reason::TooManySeats { most: MOST_SEATS });
        }
        self.requests.push(row);
        self.pairs.push(Vec::new());
        Ok(())
    }

    fn edge(&mut self, request: i64, specialist: i64, weight: i64) -> Result<(), Reason> {
        let Some(pairs) = self.pairs.get_mut(request as usize) else {
            return Err(Reason::NotThere { column: "request", id: request, of: self.requests.len() });
        };
        let Some(named) = self.named.get_mut(specialist as usize) else {
            return Err(Reason::NotThere { column: "specialist", id: specialist, of: self.specialists.len() });
        };
        // Requests stand together, so whoever was named for this one was named last for it; if they do not stand together,
        // that is told of the first pair that stands apart.
        if std::mem::replace(named, request as u32 + 1) == request as u32 + 1 {
            return Err(Reason::Twice { request, specialist });
        }
        let place = (request, -weight, specialist);
        if self.last.replace(place).is_some_and(|last| last > place) {
            return Err(Reason::Unsorted);
        }
        pairs.push(Pairing { specialist: specialist as u32, weight });
        self.edges += 1;
        Ok(())
    }
}
