//! Why we say no of scenarios, and of changes of the matching policy.

macro_rules! scenario {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// Two changes of this scenario are about the same thing.
            ScenarioChangeTwice = "scenario_change_twice" from "MATCHING 4",
            /// No request in this scenario could be met by it, so that nothing can be said of what would change.
            ScenarioOutOfReach = "scenario_out_of_reach" from "MATCHING 4",
            /// No request that waits suits this scenario: one that a broker has confirmed, of this size, whose dates take in all of its half-terms.
            ScenarioEmpty = "scenario_empty" from "SETTLED 28",
            /// This could not be reckoned to the end: its numbers are too large, or it takes longer than there is time.
            ScenarioTooLarge = "scenario_too_large" from "MATCHING 4",
            /// By these weights a single session could come before sustained work.
            PolicyOneOffNotLast = "policy_one_off_not_last" from "DOMAIN D53",
            /// Only a scenario of the nation can be put forward as a policy: one that changes nothing but weights and numbers, has been reckoned, and is shared with the whole exchange.
            PolicyWithoutScenario = "policy_without_scenario" from "MATCHING 4",
            /// The policy has changed since this was reckoned. Reckon a new scenario, so that what is approved is what was seen.
            PolicyOvertaken = "policy_overtaken" from "MATCHING 4",
            /// Another change of the policy waits for its answer.
            PolicyChangeOpen = "policy_change_open" from "MATCHING 4",
            /// Whoever put a change of the policy forward does not answer it: a second person does.
            PolicySecondPerson = "policy_second_person" from "MATCHING 4",
        }
    };
}

pub(super) use scenario;
