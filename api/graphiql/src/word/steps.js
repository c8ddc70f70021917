// When a word is missing or two words differ: governors who are asked to consent, a visit that is disputed, support that ends
// before its time.

import { broker, head } from "../story/asked.js";
import { inDays } from "../story/days.js";
import { agreementTerms } from "../story/terms.js";
import disputeVisit from "./dispute_visit.graphql";
import giveConsent from "./give_consent.graphql";
import seePlanned from "./see_planned.graphql";
import seeRunning from "./see_running.graphql";
import settleVisit from "./settle_visit.graphql";
import stopSupport from "./stop_support.graphql";
import * as told from "./told.js";
import withholdConsent from "./withhold_consent.graphql";
import writePaidTerms from "./write_paid_terms.graphql";
import writeVisitDown from "./write_visit_down.graphql";

const governor = () => ({ mailbox: "governor" });
const giver = ({ gaveUrn, gaveName }) => head(gaveUrn, gaveName, "partner");
const receiver = ({ receivedUrn, receivedName }) => head(receivedUrn, receivedName);

export const steps = [
  {
    name: "SeePlanned",
    title: "See what is planned",
    who: ["GOVERNOR"],
    as: governor,
    about: "What both heads have accepted and nobody has agreed yet, by when it is to be agreed, and whose consent it waits for.",
    result: "what is planned is listed.",
    told: told.planned,
    query: seePlanned,
    keeps: { planned: (data) => told.next(data)?.id, plannedVersion: (data) => told.next(data)?.version },
  },
  {
    name: "WritePaidTerms",
    title: "Write terms that are paid for",
    who: ["BROKER"],
    as: broker,
    needs: ["planned", "plannedVersion"],
    about: "350 pounds a day, of which 50 are for brokering. The policy of the demonstration's alliance asks the governors of a school that pays.",
    result: "the terms are written, and whose word they wait for is told.",
    told: told.waits,
    query: writePaidTerms,
    variables: (kept) => ({
      planned: kept.planned,
      plannedVersion: kept.plannedVersion,
      terms: agreementTerms({ kind: "DAY_RATE", dayRate: 35_000, brokerage: 5_000 }),
    }),
    keeps: { plannedVersion: "draftTerms.deployment.version" },
  },
  {
    name: "WithholdConsent",
    title: "Say not yet, as a governor",
    who: ["GOVERNOR"],
    as: governor,
    needs: ["planned"],
    about: "With a reason, which both schools and the alliance read. Until the work begins a consent may be given after all, or taken back.",
    result: "both schools and the alliance are told.",
    query: withholdConsent,
    variables: (kept) => ({
      planned: kept.planned,
      kind: "CHAIR_OF_GOVERNORS",
      reason: "The budget is before the governors on Thursday.",
    }),
    keeps: { plannedVersion: "withholdConsent.deployment.version" },
  },
  {
    name: "GiveConsent",
    title: "Consent, as a governor",
    who: ["GOVERNOR"],
    as: governor,
    needs: ["planned", "plannedVersion"],
    about: "To what was read: if the terms change, the consent ends and is asked for anew. The second head's signature waits for it.",
    result: "the heads can agree to it.",
    told: told.consented,
    query: giveConsent,
    variables: (kept) => ({ planned: kept.planned, plannedVersion: kept.plannedVersion, kind: "CHAIR_OF_GOVERNORS" }),
    keeps: { plannedVersion: "giveConsent.deployment.version" },
  },
  {
    name: "SeeRunning",
    title: "See the support that is under way",
    who: ["BROKER"],
    as: broker,
    about: "With what is still to come of it, and the visits about which the two schools do not agree.",
    result: "it is listed.",
    told: told.running,
    query: seeRunning,
    keeps: {
      disputable: (data) => told.disputable(data)?.id,
      gaveUrn: (data) => told.disputable(data)?.home?.urn,
      gaveName: (data) => told.disputable(data)?.home?.name,
      receivedUrn: (data) => told.disputable(data)?.host?.urn,
      receivedName: (data) => told.disputable(data)?.host?.name,
    },
  },
  {
    name: "WriteVisitDown",
    title: "Write a visit down",
    who: ["HEAD", "COORDINATOR"],
    as: giver,
    needs: ["disputable"],
    about: "For the school that gives. Name no pupil.",
    result: "the visit waits for the other school.",
    query: writeVisitDown,
    variables: (kept) => ({
      disputable: kept.disputable,
      visitedOn: inDays(0),
      mode: "REMOTE",
      halfDays: 1,
      note: "Planned the next three lessons together.",
    }),
    keeps: { disputed: "recordVisit.visit.id", disputedVersion: "recordVisit.visit.version" },
  },
  {
    name: "DisputeVisit",
    title: "Say that it was otherwise",
    who: ["HEAD"],
    as: receiver,
    needs: ["disputed", "disputedVersion"],
    about: "Within a week, by a code and in words. The school that gave corrects the record or takes it back, or a broker settles it.",
    result: "the other school and the broker are told.",
    query: disputeVisit,
    variables: (kept) => ({
      disputed: kept.disputed,
      disputedVersion: kept.disputedVersion,
      reason: "OTHER_LENGTH",
      words: "It was an hour, and no half-day.",
    }),
    keeps: { disputedVersion: "disputeVisit.visit.version" },
  },
  {
    name: "SettleVisit",
    title: "Settle it, as the broker",
    who: ["BROKER"],
    as: broker,
    needs: ["disputed", "disputedVersion"],
    about: "A broker without a post at either school says whether it stands. What stands moves in the ledger as if it were confirmed.",
    result: "both schools are told, with the reason.",
    told: told.settled,
    query: settleVisit,
    variables: (kept) => ({
      disputed: kept.disputed,
      disputedVersion: kept.disputedVersion,
      outcome: "STANDS",
      reason: "Both diaries show the whole morning.",
    }),
  },
  {
    name: "StopSupport",
    title: "End it before its time",
    who: ["BROKER", "HEAD"],
    as: broker,
    needs: ["disputable"],
    about: "By a neutral code and with a reason. What was given stays given, what was promised is given up, and the request returns to the search.",
    result: "the support is stopped.",
    told: told.stopped,
    query: stopSupport,
    variables: (kept) => ({ disputable: kept.disputable, code: "NEED_CHANGED", reason: "The two teachers teach another year now." }),
  },
];
