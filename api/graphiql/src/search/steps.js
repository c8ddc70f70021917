// What a broker does beside the straight way: a visit before the search, a wider search, another alliance, a second broker.

import { broker, head, neighbour, second } from "../story/asked.js";
import { inDays } from "../story/days.js";
import { requestTerms } from "../story/terms.js";
import acceptReferral from "./accept_referral.graphql";
import approvePlacement from "./approve_placement.graphql";
import askForAuditVisit from "./ask_for_audit_visit.graphql";
import askForOwnSchool from "./ask_for_own_school.graphql";
import declineReferral from "./decline_referral.graphql";
import recordAuditVisit from "./record_audit_visit.graphql";
import referOn from "./refer_on.graphql";
import referToThem from "./refer_to_them.graphql";
import seeOtherDesk from "./see_other_desk.graphql";
import seeSearches from "./see_searches.graphql";
import * as told from "./told.js";
import widenSearch from "./widen_search.graphql";

export const steps = [
  {
    name: "SeeSearches",
    title: "See what is searched for",
    who: ["BROKER"],
    as: broker,
    about: "Lists the requests for which nobody is proposed: how far each was searched, and to whom it was handed.",
    result: "they are listed.",
    told: told.searches,
    query: seeSearches,
    keeps: {
      unsearched: (data) => told.unsearched(data)?.id,
      searched: (data) => told.searched(data)?.id,
      referable: (data) => told.referable(data)?.id,
    },
  },
  {
    name: "AskForAuditVisit",
    title: "Have the school seen first",
    who: ["BROKER"],
    as: broker,
    needs: ["unsearched"],
    about: "Where it is not clear what would help, somebody sees the school before anybody is looked for. The search waits until they have, or until you do without (waiveAuditVisit).",
    result: "the visit is asked for, and the search waits.",
    query: askForAuditVisit,
    variables: (kept) => ({
      unsearched: kept.unsearched,
      plannedOn: inDays(0),
      purpose: "To see two lessons, and to speak with those who teach them.",
    }),
    keeps: { auditVisit: "askForAuditVisit.auditVisit.id" },
  },
  {
    name: "RecordAuditVisit",
    title: "Write down what was found",
    who: ["BROKER"],
    as: broker,
    needs: ["auditVisit"],
    about: "The school reads it. Whoever came was with its own staff all the time. From then on somebody can be looked for.",
    result: "the visit was held, and the search may begin.",
    query: recordAuditVisit,
    variables: (kept) => ({
      auditVisit: kept.auditVisit,
      heldOn: inDays(0),
      way: "ACCOMPANIED",
      finding: "The scheme is followed; what is missing is time to plan together.",
    }),
  },
  {
    name: "WidenSearch",
    title: "Look farther",
    who: ["BROKER"],
    as: broker,
    needs: ["searched"],
    about: "One stage farther than before: from the own group to neighbouring alliances, the region, and all of England. Only after that may a request be called unmet.",
    result: "the run is kept, with how far it looked.",
    told: told.widened,
    query: widenSearch,
    variables: (kept) => ({ searched: kept.searched }),
  },
  {
    name: "SeeOtherDesk",
    title: "Sit down at another alliance's desk",
    who: ["BROKER"],
    as: neighbour,
    about: "Whoever brokers for a neighbour: requests are handed to them, and by them.",
    result: "the other alliance is known.",
    told: told.desk,
    query: seeOtherDesk,
    keeps: { otherAlliance: "viewer.acting.alliance.id", otherStreams: "viewer.acting.alliance.policy.workstreams" },
  },
  {
    name: "ReferToThem",
    title: "Refer a request to that alliance",
    who: ["BROKER"],
    as: broker,
    needs: ["referable", "otherAlliance"],
    about: "They have a week to answer; until then, and if they do not, your alliance keeps it.",
    result: "the other alliance is told, and until when.",
    query: referToThem,
    variables: (kept) => ({
      referable: kept.referable,
      otherAlliance: kept.otherAlliance,
      reason: "You have two leaders of mathematics, and we have none with time.",
    }),
    keeps: { referral: "referRequest.referral.id" },
  },
  {
    name: "DeclineReferral",
    title: "Decline it, for the other alliance",
    who: ["BROKER"],
    as: neighbour,
    needs: ["referral"],
    about: "By a neutral code. The request is where it was, and nothing is held against anybody.",
    result: "the first alliance is told.",
    query: declineReferral,
    variables: (kept) => ({ referral: kept.referral, reason: "CAPACITY" }),
  },
  {
    name: "ReferOn",
    title: "Refer a request to everybody",
    who: ["BROKER"],
    as: broker,
    needs: ["referable"],
    about: "Where nobody of your own has time: hands the request to the brokers of all of England. There is no day for their answer.",
    result: "the request is handed on; your alliance hears who takes it.",
    told: told.referred,
    query: referOn,
    variables: (kept) => ({ referable: kept.referable, reason: "Nobody near has the time this term." }),
    keeps: { referral: "referRequest.referral.id" },
  },
  {
    name: "AcceptReferral",
    title: "Take it on, for the other alliance",
    who: ["BROKER"],
    as: neighbour,
    needs: ["referral"],
    about: "The other alliance brokers it from then on, with clocks and work-streams of its own. Yours goes on reading it.",
    result: "the other alliance brokers the request.",
    told: told.accepted,
    query: acceptReferral,
    variables: (kept) => ({ referral: kept.referral, ...(kept.otherStreams?.[0] && { workstream: kept.otherStreams[0] }) }),
  },
  {
    name: "AskForOwnSchool",
    title: "Ask for the broker's own school",
    who: ["HEAD"],
    as: ({ leadUrn, leadName }) => head(leadUrn, leadName),
    about: "The broker of the demonstration works at the school that leads the alliance, which “See what your alliance has settled” finds. What is proposed for that school waits for a second broker.",
    result: "the request is raised. Confirm the need and propose somebody, as in the story above, and come back.",
    query: askForOwnSchool,
    variables: () => ({ terms: requestTerms() }),
    keeps: { request: "requestSupport.request.id" },
  },
  {
    name: "ApprovePlacement",
    title: "Approve it, as a second broker",
    who: ["BROKER"],
    as: second,
    needs: ["proposal"],
    about: "Nobody places the own school's people, or people at the own school, without a colleague who has no post at either.",
    result: "both heads' words can confirm it now.",
    told: told.approved,
    query: approvePlacement,
    variables: (kept) => ({ proposal: kept.proposal }),
  },
];
