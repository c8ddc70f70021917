//! What a question needs of the columns, found once: which bits to read, and which few slots are a case of their own.

use crate::Id;
use crate::Word;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::columns::Columns;
use crate::brokerage::matching::columns::bits::Bits;
use crate::brokerage::matching::columns::spot::end;
use crate::brokerage::matching::columns::time::Window;
use crate::brokerage::matching::{Asked, Pair, Question};
use crate::directory::GridPoint;
use crate::exchange::{Mode, Offer};

/// A question, laid out over the columns.
pub struct Laid<'c, 'a> {
    pub columns: &'c Columns,
    pub asked: &'c Asked<'a>,
    /// Those who share a main area with it.
    pub universe: Bits,
    pub same_school: Bits,
    pub same_trust: Bits,
    pub declared: Bits,
    /// Those of the own group, of the neighbouring alliances, and of the region; who is in several counts in the first.
    pub own: Bits,
    pub neighbours: Bits,
    pub region: Option<&'c Bits>,
    pub key_stages: Vec<&'c Bits>,
    pub modes: Vec<&'c Bits>,
    pub posts: Vec<&'c Bits>,
    pub kind: Option<&'c Bits>,
    /// For each way of working, those who have it if it suits.
    pub there: Option<&'c Bits>,
    pub blended: Option<&'c Bits>,
    pub remote: Option<&'c Bits>,
    /// Schools that worked with the one that asks.
    pub past: Bits,
    pub here: Option<GridPoint>,
    /// The half-terms asked for.
    pub window: Window,
    /// The end at which journeys arrive.
    pub end: usize,
    /// The square of the straight line from which on schools compete no more.
    pub competing: u64,
}

impl<'c, 'a> Laid<'c, 'a> {
    /// Lays a question out.
    pub fn new(columns: &'c Columns, asked: &'c Asked<'a>, universe: Bits) -> Self {
        let question: &Question = asked.question;
        let (asker, words) = (&question.asker, columns.blocks.len());
        let set = |slots: &mut dyn Iterator<Item = &Vec<usize>>| {
            let mut bits = Bits::over(words);
            slots.flatten().for_each(|slot| bits.put(*slot, true));
            bits
        };
        let same_school = set(&mut columns.schools.get(&asker.school).into_iter());
        let of_trust = set(&mut asker.trust.iter().filter_map(|trust| columns.trusts.get(trust)));
        let mut own = set(&mut asker.alliances.iter().filter_map(|it| columns.alliances.get(it)));
        own.join(&same_school);
        own.join(&of_trust);
        let declared = &mut question.interests.iter().flat_map(|id| {
            let person = columns.people.get(&Id::from_uuid(*id));
            columns.schools.get(&Id::from_uuid(*id)).into_iter().chain(person)
        });
        let way = |mode| question.modes.has(mode).then(|| columns.modes.set(mode)).flatten();
        Self {
            columns,
            asked,
            universe,
            same_trust: if question.wishes.allow_same_trust { Bits::over(words) } else { of_trust },
            same_school,
            declared: set(declared),
            own,
            neighbours: set(&mut question.neighbours.iter().filter_map(|it| columns.alliances.get(it))),
            region: asker.region.and_then(|region| columns.regions.set(region)),
            key_stages: columns.key_stages.sets(question.key_stages),
            modes: columns.modes.sets(question.modes),
            posts: columns.supports.sets(question.posts),
            kind: question.kind.and_then(|kind| columns.kinds.set(kind)),
            there: way(Mode::InPerson),
            blended: way(Mode::Blended),
            remote: way(Mode::Remote),
            past: set(&mut question.past.iter().filter_map(|past| columns.schools.get(&past.school))),
            here: asker.place,
            window: Window::of(question),
            end: end(asker.context.rural),
            competing: u64::try_from(asked.competing_within()).unwrap_or(0).pow(2),
        }
    }

    /// Those who come into view at each stage, of one word of bits.
    pub fn stages(&self, word: usize) -> [u64; 3] {
        let own = self.own.at(word);
        let neighbours = self.neighbours.at(word) & !own;
        let region = self.region.map_or(0, |region| region.at(word)) & !own & !neighbours;
        [own, neighbours, region]
    }

    /// Those who come into view up to a stage, of one word of bits.
    pub fn until(&self, word: usize, stage: MatchStage) -> u64 {
        if stage == MatchStage::National {
            return !0;
        }
        let stages = MatchStage::ALL.iter().zip(self.stages(word));
        stages.filter(|(at, _)| **at <= stage).fold(0, |all, (_, some)| all | some)
    }

    /// The id of the offer in a slot.
    pub fn offer(&self, slot: usize) -> Id<Offer> {
        self.columns.ids[slot]
    }

    /// The request beside the offer in a slot.
    pub fn pair(&self, slot: usize) -> Option<Pair<'_>> {
        Some(self.asked.beside(self.columns.givers[slot].as_deref()?))
    }

    /// What the offer in a slot has free in the half-terms asked for; nothing if it offers no time in any.
    pub fn free(&self, slot: usize) -> Option<i32> {
        self.window.free(&self.columns.times[slot])
    }

    /// Whether some offer of a block may lie so near that the schools compete.
    pub fn near(&self, word: usize) -> bool {
        let near = |here| self.columns.blocks[word].squares(here).0 < self.competing;
        self.here.is_some_and(near)
    }
}

/// Of one word of bits, those of a set that may not be there.
pub fn at(set: Option<&Bits>, word: usize) -> u64 {
    set.map_or(0, |set| set.at(word))
}
