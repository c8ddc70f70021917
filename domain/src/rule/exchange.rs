//! Why we say no of time, offers and requests.

macro_rules! exchange {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// All of England has been searched already; there is nowhere wider to look.
            SearchedEverywhere = "searched_everywhere" from "DOMAIN A2",
            /// This area of expertise is not in the taxonomy.
            ExpertiseUnknown = "expertise_unknown" from "DOMAIN A8",
            /// There are not enough free half-days in these half-terms.
            CapacityShort = "capacity_short" from "DOMAIN C26",
            /// Capacity cannot be set below what is already reserved or committed.
            CapacityBelowUse = "capacity_below_use" from "DOMAIN C26",
            /// The half-days of the half-terms do not add up to the half-days proposed.
            AllocationUneven = "allocation_uneven" from "SETTLED 5",
            /// Only the school's own head raises, changes or takes back its request; its coordinator may draft it.
            RequestNotYours = "request_not_yours" from "DOMAIN A11",
            /// State at least one objective: for which pupils, by which measure, by when.
            ObjectiveMissing = "objective_missing" from "DOMAIN A12",
            /// State two or three key needs and do them well: four is the most.
            ObjectivesTooMany = "objectives_too_many" from "DOMAIN A12",
            /// A fourth objective needs a reason.
            FourthObjectiveNeedsReason = "fourth_objective_needs_reason" from "DOMAIN A12" unless reasoned,
            /// An objective cannot be due before support may begin.
            ObjectiveTooEarly = "objective_too_early" from "DOMAIN D52",
            /// Support is for a time: the window may span at most three years.
            WindowTooLong = "window_too_long" from "DOMAIN C38",
            /// Your alliance has given this work-stream up: it takes no new requests.
            WorkstreamEnded = "workstream_ended" from "DOMAIN B17",
            /// A request is unmet only once all of England has been searched.
            UnmetBeforeNational = "unmet_before_national" from "DOMAIN A2",
        }
    };
}

pub(super) use exchange;
