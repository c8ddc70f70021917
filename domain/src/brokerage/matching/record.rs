//! The record of a run: everything that went into it, as canonical bytes, so that it can be run again and give the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Id;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::canon::{Canon, canon};
use crate::brokerage::matching::giver::{Designated, Free};
use crate::brokerage::matching::question::{Credit, Past, Question, Wishes};
use crate::brokerage::matching::{
    Asked, Candidate, Context, Excluded, Giver, Home, Most, Part, Policy, Ranking, Reach, Term, TermTree, WordSet, rank,
};
use crate::directory::{Expertise, GridPoint, School};

/// What the bytes of an input begin with: their format and its version.
const INPUT: u64 = u64::from_be_bytes(*b"LATMTCI4");
/// What those of an input began with that was kept before posts counted: all the same, but for the posts at the end.
const INPUT_WITHOUT_POSTS: u64 = u64::from_be_bytes(*b"LATMTCI3");
/// What those began with that were kept before kinds counted: without the kinds either.
const INPUT_WITHOUT_KINDS: u64 = u64::from_be_bytes(*b"LATMTCI2");
/// What the bytes of a ranking begin with.
const RANKING: u64 = u64::from_be_bytes(*b"LATMTCR1");

/// Everything that went into a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The version of the policy.
    pub policy: i32,
    /// The seed of the draw.
    pub seed: u64,
    /// The stage that was reached.
    pub stage: MatchStage,
    /// How much was told.
    pub most: Most,
    /// The request.
    pub question: Question,
    /// The taxonomy.
    pub terms: TermTree,
    /// The offers in view at that stage, by id.
    pub givers: Vec<Giver>,
}

impl Input {
    /// Runs the matching and keeps what was in view at the stage that it reached.
    pub fn taken<'g>(
        policy: &Policy,
        terms: &TermTree,
        question: Question,
        givers: impl Iterator<Item = &'g Giver> + Clone,
        (seed, reach, most): (u64, Reach, Most),
    ) -> (Self, Ranking) {
        let asked = Asked::new(policy, terms, &question);
        let ranking = rank(&asked, givers.clone(), seed, reach, most);
        let stage = ranking.stage;
        let givers = givers.filter(|giver| asked.beside(giver).stage() <= stage).cloned().collect();
        (Self { policy: policy.version(), seed, stage, most, question, terms: terms.clone(), givers }, ranking)
    }

    /// Runs it again. The policy must be the one of its version.
    pub fn run(&self, policy: &Policy) -> Ranking {
        let asked = Asked::new(policy, &self.terms, &self.question);
        rank(&asked, &self.givers, self.seed, Reach::To(self.stage), self.most)
    }

    /// Its canonical bytes: the order of the offers makes no difference.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        INPUT.put(&mut to);
        (self.policy, self.seed).put(&mut to);
        self.stage.put(&mut to);
        self.most.put(&mut to);
        self.question.put(&mut to);
        self.terms.nodes().to_vec().put(&mut to);
        // A school with several offers is written once.
        let homes: BTreeMap<Id<School>, &Home> = self.givers.iter().map(|it| (it.home.school, &*it.home)).collect();
        homes.values().map(|home| Home::clone(home)).collect::<Vec<_>>().put(&mut to);
        let mut givers: Vec<&Giver> = self.givers.iter().collect();
        givers.sort_unstable_by_key(|giver| giver.offer);
        u32::try_from(givers.len()).unwrap_or(u32::MAX).put(&mut to);
        for giver in &givers {
            put_giver(giver, &self.terms, &mut to);
        }
        self.question.kind.put(&mut to);
        givers.iter().for_each(|giver| giver.kind.put(&mut to));
        self.question.posts.put(&mut to);
        givers.iter().for_each(|giver| giver.supports.put(&mut to));
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        let (kinds, posts) = match u64::take(from)? {
            INPUT => (true, true),
            INPUT_WITHOUT_POSTS => (true, false),
            INPUT_WITHOUT_KINDS => (false, false),
            _ => return None,
        };
        let (policy, seed) = Canon::take(from)?;
        let stage = Canon::take(from)?;
        let most = Canon::take(from)?;
        let mut question: Question = Canon::take(from)?;
        let terms = TermTree::new(Vec::<(Id<Expertise>, Option<Id<Expertise>>)>::take(from)?);
        let homes = Vec::<Home>::take(from)?;
        let homes: BTreeMap<_, _> = homes.into_iter().map(|home| (home.school, Arc::new(home))).collect();
        let taken = (0..u32::take(from)?).map(|_| take_giver(from, &terms, &homes)).collect::<Option<_>>();
        let mut givers: Vec<Giver> = taken?;
        if kinds {
            question.kind = Canon::take(from)?;
            for giver in &mut givers {
                giver.kind = Canon::take(from)?;
            }
        }
        if posts {
            question.posts = Canon::take(from)?;
            for giver in &mut givers {
                giver.supports = Canon::take(from)?;
            }
        }
        from.is_empty().then_some(Self { policy, seed, stage, most, question, terms, givers })
    }
}

impl Ranking {
    /// Its canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        RANKING.put(&mut to);
        self.put(&mut to);
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != RANKING {
            return None;
        }
        let ranking = Self::take(from)?;
        from.is_empty().then_some(ranking)
    }
}

canon! {
    GridPoint { easting, northing }
    Context { phase, size, rural, deprivation, special }
    Home { school, place, region, context, teaches, trust, alliances }
    Credit { by_term, cannot_give, guaranteed }
    Past { school, together, lately }
    Wishes { exclude_neighbours, allow_same_trust, one_off, designation }
    Designated { scheme, from, until }
    Part { reason, value, weight }
    Candidate { offer, school, specialist, stage, score, parts }
    Excluded { offer, school, stage, broken }
    Ranking { stage, found, refused, candidates, excluded }
}

impl Canon for Question {
    fn put(&self, to: &mut Vec<u8>) {
        let Self { request, today, asker, neighbours, expertise, key_stages, modes, half_days, .. } = self;
        let Self { window, urgency, travel_wish, credit, isolation, past, interests, wishes, .. } = self;
        (*request, *today).put(to);
        asker.put(to);
        neighbours.put(to);
        expertise.put(to);
        (*key_stages, *modes).put(to);
        half_days.put(to);
        window.put(to);
        urgency.put(to);
        travel_wish.put(to);
        credit.put(to);
        isolation.put(to);
        past.put(to);
        interests.put(to);
        wishes.put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            request: Canon::take(from)?,
            today: Canon::take(from)?,
            asker: Canon::take(from)?,
            // Said at the end of the input, where formats differ, like the posts.
            kind: None,
            posts: WordSet::of([]),
            neighbours: Canon::take(from)?,
            expertise: Canon::take(from)?,
            key_stages: Canon::take(from)?,
            modes: Canon::take(from)?,
            half_days: Canon::take(from)?,
            window: Canon::take(from)?,
            urgency: Canon::take(from)?,
            travel_wish: Canon::take(from)?,
            credit: Canon::take(from)?,
            isolation: Canon::take(from)?,
            past: Canon::take(from)?,
            interests: Canon::take(from)?,
            wishes: Canon::take(from)?,
        })
    }
}

impl Canon for Most {
    fn put(&self, to: &mut Vec<u8>) {
        for count in [self.candidates, self.excluded] {
            u32::try_from(count).unwrap_or(u32::MAX).put(to);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let mut count = || usize::try_from(u32::take(from)?).ok();
        Some(Self { candidates: count()?, excluded: count()? })
    }
}

impl Canon for Free {
    fn put(&self, to: &mut Vec<u8>) {
        self.first().put(to);
        self.iter().collect::<Vec<_>>().put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let first = Canon::take(from)?;
        Some(Self::new(first, Vec::take(from)?))
    }
}

/// The canonical bytes of an offer, but for its school, its kind and whom it supports.
pub(super) fn put_giver(giver: &Giver, terms: &TermTree, to: &mut Vec<u8>) {
    let Giver { offer, specialist, home, status, expertise, key_stages, modes, format, free, travel_minutes, .. } =
        giver;
    let Giver { confirmed_on, completed, stated, jobs, designations, released, assured, .. } = giver;
    offer.put(to);
    specialist.put(to);
    home.school.put(to);
    status.put(to);
    expertise.iter().filter_map(|term| terms.id(*term)).collect::<Vec<_>>().put(to);
    key_stages.put(to);
    modes.put(to);
    format.put(to);
    free.put(to);
    travel_minutes.put(to);
    confirmed_on.put(to);
    (*completed, *stated).put(to);
    jobs.put(to);
    designations.to_vec().put(to);
    (*released, *assured).put(to);
}

fn take_giver(from: &mut &[u8], terms: &TermTree, homes: &BTreeMap<Id<School>, Arc<Home>>) -> Option<Giver> {
    let (offer, specialist) = (Canon::take(from)?, Canon::take(from)?);
    let home = homes.get(&Id::take(from)?)?.clone();
    let status = Canon::take(from)?;
    let expertise: Option<Box<[Term]>> = Vec::take(from)?.into_iter().map(|id| terms.term(id)).collect();
    let (key_stages, modes, format) = (Canon::take(from)?, Canon::take(from)?, Canon::take(from)?);
    let (free, travel_minutes, confirmed_on) = (Canon::take(from)?, Canon::take(from)?, Canon::take(from)?);
    let (completed, stated) = Canon::take(from)?;
    let (jobs, designations) = (Canon::take(from)?, Vec::take(from)?.into_boxed_slice());
    let (released, assured) = Canon::take(from)?;
    Some(Giver {
        offer,
        specialist,
        home,
        status,
        // Said at the end of the input, where formats differ, like whom they support.
        kind: None,
        supports: None,
        expertise: expertise?,
        key_stages,
        modes,
        format,
        free,
        travel_minutes,
        confirmed_on,
        completed,
        stated,
        jobs,
        designations,
        released,
        assured,
    })
}
