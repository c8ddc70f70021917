// The story in order. Each step has its words, who takes it, the values that it starts with, and what its answer gives to
// the steps that follow.

import acceptForHome from "./accept_for_home.graphql";
import acceptForHost from "./accept_for_host.graphql";
import { broker } from "./asked.js";
import confirmNeed from "./confirm_need.graphql";
import confirmVisit from "./confirm_visit.graphql";
import { inDays } from "./days.js";
import declareForHome from "./declare_for_home.graphql";
import declareForHost from "./declare_for_host.graphql";
import findHelp from "./find_help.graphql";
import propose from "./propose.graphql";
import raiseRequest from "./raise_request.graphql";
import recordVisit from "./record_visit.graphql";
import seeCandidates from "./see_candidates.graphql";
import seeGiven from "./see_given.graphql";
import seeReceived from "./see_received.graphql";
import signForAlliance from "./sign_for_alliance.graphql";
import signForHome from "./sign_for_home.graphql";
import signForHost from "./sign_for_host.graphql";
import { MATHS, agreementTerms, requestTerms } from "./terms.js";
import * as told from "./told.js";
import waitingRequests from "./waiting_requests.graphql";

// Where somebody looks who has no school of their own.
const LONDON = { latitude: 51.5074, longitude: -0.1278 };

// Who takes a step: the school, once it is known, and the demonstration's mailbox of somebody who may.
const asker = ({ hostUrn, hostName, hostMailbox }) =>
  hostUrn ? { urn: hostUrn, name: hostName, mailbox: hostMailbox ?? `head.${hostUrn}` } : { mailbox: "head" };
const giver = ({ homeUrn, homeName }) =>
  homeUrn ? { urn: homeUrn, name: homeName, mailbox: `head.${homeUrn}` } : { mailbox: "partner" };

export const steps = [
  {
    name: "FindHelp",
    title: "Find help near my school",
    who: ["HEAD", "COORDINATOR"],
    as: asker,
    about: "Looks for offers about mathematics near your school, the nearest first. Distance leaves nobody out: change withinKm to look further.",
    result: "the offers are listed, the nearest first.",
    told: told.offers,
    query: findHelp,
    variables: (kept, who) => ({
      near: { ...(who?.acting?.school ? { urn: who.acting.school.urn } : LONDON), withinKm: 50 },
      expertise: [MATHS],
      keyStages: ["KS2"],
    }),
  },
  {
    name: "RaiseRequest",
    title: "Ask for support",
    who: ["HEAD"],
    as: asker,
    about: "Raises a request with one objective. Only the brokers of your alliances read it, or, without an alliance, those of the national pool.",
    result: "the request is raised; your alliance's brokers see it now.",
    told: told.request,
    query: raiseRequest,
    variables: () => ({ terms: requestTerms() }),
    keeps: { request: "requestSupport.request.id" },
    keepsOfViewer: ({ person, acting }) => ({
      hostUrn: acting.school.urn,
      hostName: acting.school.name,
      hostMailbox: person.email.split("@")[0],
    }),
  },
  {
    name: "SeeCandidates",
    title: "See who could help, and why",
    who: ["HEAD", "BROKER"],
    as: asker,
    needs: ["request"],
    about: "Ranks every offer in England that could meet the request. Each part of a score has its sentence; so has each exclusion.",
    result: "the best five are listed with their reasons, and some that are excluded with theirs.",
    told: told.candidates,
    query: seeCandidates,
    variables: (kept) => ({ request: kept.request }),
  },
  {
    name: "WaitingRequests",
    title: "See what waits for a broker",
    who: ["BROKER"],
    as: broker,
    about: "Lists the requests of your alliance's schools that nobody has read yet, in the order in which they are due: who gives is answered sooner.",
    result: "the requests that wait are listed, each with its time and the reasons for it.",
    told: told.waiting,
    query: waitingRequests,
    keeps: { request: (data, kept) => kept.request ?? told.waitingIn(data)[0]?.id },
  },
  {
    name: "ConfirmNeed",
    title: "Confirm the need and match",
    who: ["BROKER"],
    as: broker,
    needs: ["request"],
    about: "Confirms the need and runs the matching, which widens from the school's own group to all of England until there are enough candidates.",
    result: "the run is kept, so that it can be looked up and replayed.",
    told: told.run,
    query: confirmNeed,
    variables: (kept) => ({ request: kept.request }),
    keeps: {
      run: "runMatch.run.id",
      offer: "runMatch.run.shortlist.candidates.0.offer.id",
    },
  },
  {
    name: "Propose",
    title: "Propose the best candidate",
    who: ["BROKER"],
    as: broker,
    needs: ["request", "offer"],
    about: "Proposes the offer that came first. It binds nobody until both heads have accepted.",
    result: "both schools are asked, and the time is held for them.",
    told: told.proposal,
    query: propose,
    variables: (kept) => ({
      request: kept.request,
      offer: kept.offer,
      run: kept.run,
      message: "You have not worked together yet, and both of you wrote about year 4. Would this suit you?",
    }),
    keeps: {
      proposal: "proposeSupport.proposal.id",
      homeUrn: "proposeSupport.proposal.home.urn",
      homeName: "proposeSupport.proposal.home.name",
      hostUrn: "proposeSupport.proposal.host.urn",
      hostName: "proposeSupport.proposal.host.name",
    },
  },
  {
    name: "AcceptForHome",
    title: "Accept, for the school that gives",
    who: ["HEAD"],
    as: giver,
    needs: ["proposal"],
    about: "The head of the specialist's home school agrees to lend them. Nobody else can agree for that school.",
    result: "one side has accepted.",
    query: acceptForHome,
    variables: (kept) => ({ proposal: kept.proposal }),
  },
  {
    name: "AcceptForHost",
    title: "Accept, for the school that asked",
    who: ["HEAD"],
    as: asker,
    needs: ["proposal"],
    about: "The head of the school that asked agrees as well.",
    result: "both sides have accepted: a deployment is planned.",
    told: told.planned,
    query: acceptForHost,
    variables: (kept) => ({ proposal: kept.proposal }),
    keeps: { deployment: "acceptProposal.proposal.deployment.id" },
  },
  {
    name: "DeclareForHost",
    title: "Declare interests, for the school that asked",
    who: ["HEAD"],
    as: asker,
    needs: ["deployment"],
    about: "Declares that no interest of the school stands behind the support. Both schools do before they sign.",
    result: "your school has declared.",
    query: declareForHost,
    variables: (kept) => ({ deployment: kept.deployment }),
    keeps: { version: "declareConflict.deployment.version" },
  },
  {
    name: "SignForHost",
    title: "Agree the terms, for the school that asked",
    who: ["HEAD"],
    as: asker,
    needs: ["deployment", "version"],
    about: "Writes down the outcome, what is done for it, what is given in return, and how the support ends; and signs that. What changed since it was read is not signed.",
    result: "your school has signed.",
    query: signForHost,
    variables: (kept) => ({
      deployment: kept.deployment,
      version: kept.version,
      terms: agreementTerms(),
    }),
    keeps: {
      received: "agreeDeployment.deployment.host.reciprocity.received",
      version: "agreeDeployment.deployment.version",
    },
  },
  {
    name: "SignForAlliance",
    title: "Agree the terms, for the alliance",
    who: ["BROKER"],
    as: broker,
    needs: ["deployment"],
    about: "A broker without a post at either school signs the same terms. Until then the other head cannot agree to them.",
    result: "the alliance has signed.",
    query: signForAlliance,
    variables: (kept) => ({ deployment: kept.deployment, version: kept.version }),
    keeps: { version: "agreeForAlliance.deployment.version" },
  },
  {
    name: "DeclareForHome",
    title: "Declare interests and read the terms, for the school that gives",
    who: ["HEAD"],
    as: giver,
    needs: ["deployment"],
    about: "Declares that no interest of the school stands behind the support, and reads what its head is asked to sign.",
    result: "your school has declared, and the terms are shown.",
    query: declareForHome,
    variables: (kept) => ({ deployment: kept.deployment }),
    keeps: { version: "declareConflict.deployment.version" },
  },
  {
    name: "SignForHome",
    title: "Agree and begin, for the school that gives",
    who: ["HEAD"],
    as: giver,
    needs: ["deployment", "version"],
    about: "The second head's signature agrees what was read and promises the half-days. Then the work begins.",
    result: "the deployment is agreed and has begun.",
    told: told.begun,
    query: signForHome,
    variables: (kept) => ({ deployment: kept.deployment, version: kept.version }),
    keeps: { given: "startDeployment.deployment.home.reciprocity.given" },
  },
  {
    name: "RecordVisit",
    title: "Record a visit",
    who: ["HEAD", "COORDINATOR", "SPECIALIST"],
    as: giver,
    needs: ["deployment"],
    about: "The school that gives writes down what was done. Name no pupil.",
    result: "the visit waits for the other school to confirm it.",
    query: recordVisit,
    variables: (kept) => ({
      deployment: kept.deployment,
      visitedOn: inDays(0),
      mode: "IN_PERSON",
      halfDays: 1,
      note: "Taught together in two classes, then planned the next three lessons.",
    }),
    keeps: { visit: "recordVisit.visit.id", visitVersion: "recordVisit.visit.version" },
  },
  {
    name: "ConfirmVisit",
    title: "Confirm the visit",
    who: ["HEAD", "COORDINATOR"],
    as: asker,
    needs: ["visit"],
    about: "The school that received it says that it took place as written. One half-day moves in the ledger.",
    result: "the visit is confirmed, and the ledger has moved.",
    told: told.confirmed,
    query: confirmVisit,
    variables: (kept) => ({ visit: kept.visit, version: kept.visitVersion }),
  },
  {
    name: "SeeReceived",
    title: "See the ledger of the school that asked",
    who: ["HEAD", "COORDINATOR"],
    as: asker,
    about: "Its two tallies, what is promised, and the entries behind them: one half-day more is received.",
    result: "the tallies and their entries are shown.",
    told: told.received,
    query: seeReceived,
    variables: (kept, who) => ({ urn: kept.hostUrn ?? who?.acting?.school?.urn ?? null }),
  },
  {
    name: "SeeGiven",
    title: "See the ledger of the school that gave",
    who: ["HEAD", "COORDINATOR"],
    as: giver,
    about: "The other side of the same half-day. A school sees its own ledger, and a broker those of the alliance.",
    result: "the tallies and their entries are shown.",
    told: told.given,
    query: seeGiven,
    variables: (kept, who) => ({ urn: kept.homeUrn ?? who?.acting?.school?.urn ?? null }),
  },
];
