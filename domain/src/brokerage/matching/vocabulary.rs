//! The words of matching: rules that exclude, factors that give points, and the numbers that a policy sets.

use crate::words;

words! {
    /// Why an offer cannot meet a request at all. Neither distance alone, nor an inspection, nor a price is among them
    /// (DOMAIN A1, C.5). They are tested in this order, but for the kind of work, which is tested after the expertise, and the
    /// posts, which are tested after the designation; the first that is broken is counted.
    pub enum MatchRule {
        /// The offer is not open: held back, taken back, or not confirmed for a half-term (DOMAIN A13).
        OfferNotOpen = "offer_not_open",
        /// It shares no area of expertise with the request.
        ExpertiseApart = "expertise_apart",
        /// It is the asking school's own.
        SameSchool = "same_school",
        /// Both schools belong to one trust, and the request does not allow that (DOMAIN E58).
        SameTrust = "same_trust",
        /// An interest was declared between the asking school and this school or person (DOMAIN E58).
        DeclaredInterest = "declared_interest",
        /// It covers none of the key stages asked for.
        KeyStageApart = "key_stage_apart",
        /// The two sides have no way of working in common.
        ModeApart = "mode_apart",
        /// The request needs a current designation that this person does not hold.
        DesignationMissing = "designation_missing",
        /// The home school does not release this person now (DOMAIN B15).
        NotReleased = "not_released",
        /// Every way in common means work at the school, and the safeguarding assurance for it cannot be had. Assurances are
        /// not recorded yet, so nobody is excluded by this so far.
        AssuranceMissing = "assurance_missing",
        /// The giving school competes for the same pupils, and the request asks for nobody from such a school.
        CompetingNeighbour = "competing_neighbour",
        /// Work at the school is the only way in common, and the journey is longer than the giver makes. A broker may
        /// ask the giver to lift the limit.
        JourneyTooLong = "journey_too_long",
        /// The giver offers no time in any half-term asked for.
        DatesApart = "dates_apart",
        /// Too little is free in the half-terms asked for (DOMAIN C26).
        CapacityShort = "capacity_short",
        /// It is of another kind of work than is asked for: each kind has rules of its own, of which none is passed by.
        KindApart = "kind_apart",
        /// The request names posts whose holders are to be supported, and this person does not support all of them, by the
        /// listing or by what a designation that they hold is for (DOMAIN B15).
        PostsApart = "posts_apart",
    }

    /// What points are given for. Values run from 0 to 1000 for what speaks for an offer, and from -1000 to 0 for what
    /// speaks against it (DOMAIN C.5).
    pub enum Factor {
        /// How near the offer's expertise is to what is asked, and how lately it was confirmed.
        Expertise = "expertise",
        /// How alike the two schools are: phase, size, town or country, share of disadvantage, special or not.
        Context = "context",
        /// The journey, in the best way of working in common.
        Travel = "travel",
        /// Work that was completed and confirmed by both sides, and what the offer shows; drawn to the middle where
        /// little is known.
        Evidence = "evidence",
        /// How much of the time asked for is free; the early part counts more when it is urgent.
        Availability = "availability",
        /// What the asking school has given and received. The same for every offer to one request (SETTLED 9).
        Reciprocity = "reciprocity",
        /// How cut off the asking school is. The same for every offer to one request (DOMAIN K139).
        Isolation = "isolation",
        /// What the two schools have completed together: trust comes from working together (DOMAIN K141).
        JointWork = "joint_work",
        /// The same pair again and again costs points, so that others are met too.
        Variety = "variety",
        /// The work that the giver already has: each further job costs more.
        Load = "load",
        /// The giving school competes for the same pupils.
        Neighbour = "neighbour",
        /// A single session comes after all sustained work, unless one is asked for (DOMAIN D53).
        Format = "format",
    }

    /// How near the expertise of an offer is to an area asked for (DOMAIN C.5).
    pub enum Closeness {
        /// The very area.
        Same = "same",
        /// A part of the area asked for.
        Narrower = "narrower",
        /// A wider area that holds the one asked for.
        Broader = "broader",
        /// Another part of the same main area.
        Family = "family",
    }

    /// The numbers that a policy sets beside its weights.
    pub enum Setting {
        /// Value of holding the very area asked for.
        ExpertiseSame = "expertise_same",
        /// Value of holding a part of the area asked for.
        ExpertiseNarrower = "expertise_narrower",
        /// Value of holding a wider area.
        ExpertiseBroader = "expertise_broader",
        /// Value of holding another part of the same main area.
        ExpertiseFamily = "expertise_family",
        /// Value lost for each day since the offer was confirmed.
        ExpertisePerDay = "expertise_per_day",
        /// The most that is lost for an old confirmation.
        ExpertiseMostLost = "expertise_most_lost",
        /// Value lost when the phases differ.
        ContextPhase = "context_phase",
        /// Value lost for each band of size between the schools.
        ContextSize = "context_size",
        /// Value lost between town and country.
        ContextRural = "context_rural",
        /// Value lost for each fifth of disadvantage between the schools.
        ContextDeprivation = "context_deprivation",
        /// Value lost between a special school and another.
        ContextSpecial = "context_special",
        /// The journey, in minutes, at which work at the school is worth nothing; the request's own wish comes first.
        TravelHorizon = "travel_horizon",
        /// Value of work over the network, whatever the distance.
        TravelRemote = "travel_remote",
        /// Value of work at the school when the place of a school is unknown.
        TravelUnknown = "travel_unknown",
        /// The value that is supposed where nothing is known.
        EvidenceMean = "evidence_mean",
        /// How many completed pieces of work the supposition weighs.
        EvidenceWeight = "evidence_weight",
        /// Value of one completed piece of work.
        EvidenceCompleted = "evidence_completed",
        /// Value of evidence that the offer states.
        EvidenceStated = "evidence_stated",
        /// Value of a school whose giving and receiving are even.
        ReciprocityNeutral = "reciprocity_neutral",
        /// Value for each half-day given more than received.
        ReciprocityPerHalfDay = "reciprocity_per_half_day",
        /// The part of a balance, in thousandths, that counts on from one term to the next.
        ReciprocityKept = "reciprocity_kept",
        /// Value added by the guarantee to a school that has given and now asks (DOMAIN C30).
        ReciprocityGuarantee = "reciprocity_guarantee",
        /// Value for each piece of work completed together.
        JointWorkEach = "joint_work_each",
        /// Pieces of work together in the last year that cost nothing.
        VarietyFree = "variety_free",
        /// Value lost for each further one.
        VarietyEach = "variety_each",
        /// Value lost for each job that the giver has.
        LoadEach = "load_each",
        /// Value lost for the square of their number, so that each further one costs more.
        LoadSquare = "load_square",
        /// Metres within which schools compete in town.
        NeighbourTown = "neighbour_town",
        /// Metres within which schools compete elsewhere.
        NeighbourCountry = "neighbour_country",
        /// Candidates at which a run stops widening.
        StageEnough = "stage_enough",
    }
}

impl MatchRule {
    /// Whether a broker may not go past it with a proposal either. Not so the journey, whose limit a broker may ask the
    /// giver to lift (SETTLED 8), nor what proposing decides by rules of its own: whether the offer is open, whose school
    /// and trust it is, and how much time is free for the work that is proposed.
    pub const fn binds_proposals(self) -> bool {
        match self {
            Self::ExpertiseApart
            | Self::DeclaredInterest
            | Self::KeyStageApart
            | Self::ModeApart
            | Self::DesignationMissing
            | Self::NotReleased
            | Self::AssuranceMissing
            | Self::CompetingNeighbour
            | Self::KindApart
            | Self::PostsApart => true,
            Self::OfferNotOpen
            | Self::SameSchool
            | Self::SameTrust
            | Self::JourneyTooLong
            | Self::DatesApart
            | Self::CapacityShort => false,
        }
    }

    /// The page from which the rule comes.
    pub const fn source(self) -> &'static str {
        match self {
            Self::OfferNotOpen => "DOMAIN A13",
            Self::SameSchool | Self::SameTrust | Self::DeclaredInterest => "DOMAIN E58",
            Self::NotReleased | Self::PostsApart => "DOMAIN B15",
            Self::DatesApart | Self::CapacityShort => "DOMAIN C26",
            Self::JourneyTooLong | Self::CompetingNeighbour => "SETTLED 8",
            Self::ExpertiseApart
            | Self::KeyStageApart
            | Self::ModeApart
            | Self::DesignationMissing
            | Self::AssuranceMissing => "DOMAIN C.5",
            Self::KindApart => "DOMAIN C.1",
        }
    }
}
