// A broker's own work beside the story: what is under way, reviewed, signed off, followed up, closed and settled. Each step finds
// what it needs in what the alliance has.

import { broker } from "../story/asked.js";
import { inDays, monthAgo, yearBegan } from "../story/days.js";
import closeSupport from "./close_support.graphql";
import lookAgain from "./look_again.graphql";
import planFollowUp from "./plan_follow_up.graphql";
import reviewHalfWay from "./review_half_way.graphql";
import seeMonth from "./see_month.graphql";
import seeServiceLevels from "./see_service_levels.graphql";
import seeUnderWay from "./see_under_way.graphql";
import signOff from "./sign_off.graphql";
import * as told from "./told.js";

// One answer for each outcome that both heads signed.
const ratings = (outcomes, rag, details) =>
  Array.from({ length: outcomes ?? 1 }, (_, index) => ({ outcome: index + 1, rag, details }));

export const steps = [
  {
    name: "SeeUnderWay",
    title: "See what is under way",
    who: ["BROKER"],
    as: broker,
    about: "Lists the support that your alliance brokers: what goes on, what is done, and what both sides have spoken about.",
    result: "what is under way is listed by where it stands.",
    told: told.underWay,
    query: seeUnderWay,
    keeps: {
      running: (data) => told.running(data)?.id,
      runningOutcomes: (data) => told.running(data)?.terms?.outcomes?.length,
      written: (data) => told.written(data)?.id,
      evaluated: (data) => told.evaluated(data)?.id,
      evaluatedOutcomes: (data) => told.evaluated(data)?.terms?.outcomes?.length,
    },
  },
  {
    name: "ReviewHalfWay",
    title: "Review support half-way",
    who: ["BROKER", "HEAD"],
    as: broker,
    needs: ["running"],
    about: "The protocol's four questions, and red, amber or green for each outcome that was agreed. It goes on, or its last day is set.",
    result: "the review is written; both schools are told.",
    told: told.reviewed,
    query: reviewHalfWay,
    variables: (kept) => ({
      running: kept.running,
      heldOn: inDays(0),
      working: "Yes: teachers plan together and say so.",
      appropriate: "It is what was asked for.",
      changes: "The visits move to mornings, when the group is taught.",
      nextSteps: "Two more visits; the subject leader leads the second.",
      ratings: ratings(kept.runningOutcomes, "AMBER", "The latest check shows more pupils at the expected standard."),
      decision: "CONTINUE",
    }),
  },
  {
    name: "SignOff",
    title: "Sign off what was written",
    who: ["BROKER"],
    as: broker,
    needs: ["written"],
    about: "The head of the school that received has written the final review, and the specialist a self-evaluation. Whoever has a post at one of the two schools cannot sign.",
    result: "the alliance has signed.",
    told: told.signed,
    query: signOff,
    variables: (kept) => ({ written: kept.written }),
  },
  {
    name: "PlanFollowUp",
    title: "Plan the follow-up",
    who: ["BROKER", "HEAD"],
    as: broker,
    needs: ["evaluated"],
    about: "Sets the day on which somebody looks at what has lasted: some months later, and here today, so that the next step can be tried.",
    result: "the day is set.",
    query: planFollowUp,
    variables: (kept) => ({ evaluated: kept.evaluated, on: inDays(0) }),
  },
  {
    name: "LookAgain",
    title: "Look at what has lasted",
    who: ["BROKER", "HEAD"],
    as: broker,
    needs: ["evaluated"],
    about: "Two questions: what has lasted, and what is needed. Closing without this asks for a reason.",
    result: "what has lasted is written down.",
    query: lookAgain,
    variables: (kept) => ({
      evaluated: kept.evaluated,
      heldOn: inDays(0),
      way: "ACCOMPANIED",
      lasting: "The routines are in every classroom of the year group.",
      needed: "Nothing that the school cannot do itself.",
      ratings: ratings(kept.evaluatedOutcomes, "GREEN", "Books and pupils' own words show it."),
    }),
  },
  {
    name: "CloseSupport",
    title: "Close it",
    who: ["BROKER"],
    as: broker,
    needs: ["evaluated"],
    about: "Closes the support after its follow-up. What it came to stays, and a case study can be drafted from it.",
    result: "the support is closed.",
    query: closeSupport,
    variables: (kept) => ({ evaluated: kept.evaluated }),
  },
  {
    name: "SeeMonth",
    title: "See what a month came to",
    who: ["BROKER"],
    as: broker,
    about: "The alliance's statement of last month, line by line and as a file for a spreadsheet, and its ledger since the academic year began. A month is closed from the tenth day of the next.",
    result: "the statement and the ledger are shown, in pence.",
    told: told.month,
    query: seeMonth,
    variables: () => ({ month: monthAgo(), yearBegan: yearBegan() }),
  },
  {
    name: "SeeServiceLevels",
    title: "See what was done in time",
    who: ["BROKER"],
    as: broker,
    about: "Five times run: until a request is read, until somebody is named for it, until both schools answer, until those who will work together meet, and until a visit is written down. What is missed is told to its broker first, then to all of the alliance, then to the brokers of all alliances.",
    result: "the times are counted, with what was missed.",
    told: told.levels,
    query: seeServiceLevels,
    variables: () => ({ from: yearBegan(), until: inDays(0) }),
  },
];
