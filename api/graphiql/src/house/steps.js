// What a broker settles for the alliance: its policy, its rates, who is asked to join, and the grants that it keeps.

import { broker } from "../story/asked.js";
import { academicYear } from "../story/days.js";
import askSchoolIn from "./ask_school_in.graphql";
import evidenceMatch from "./evidence_match.graphql";
import openGrant from "./open_grant.graphql";
import releaseYear from "./release_year.graphql";
import seeAlliance from "./see_alliance.graphql";
import seeNeighbourhood from "./see_neighbourhood.graphql";
import setRates from "./set_rates.graphql";
import settlePolicy from "./settle_policy.graphql";
import * as told from "./told.js";

// A programme of 2002 to 2006, whose rules are kept as data: a network of six schools or more, with a university.
const NETWORKS = "networked-learning-communities";

export const steps = [
  {
    name: "SeeAlliance",
    title: "See what your alliance has settled",
    who: ["BROKER"],
    as: broker,
    about: "Its policy, what it charges for a day, its schools, and the grants that it keeps.",
    result: "your alliance is shown.",
    told: told.alliance,
    query: seeAlliance,
    variables: () => ({ year: academicYear() }),
    keeps: {
      alliance: "viewer.acting.alliance.id",
      leadUrn: "viewer.acting.alliance.leadSchool.urn",
      leadName: "viewer.acting.alliance.leadSchool.name",
      workstreams: "viewer.acting.alliance.policy.workstreams",
      grantee: (data) => told.grantee(data, NETWORKS)?.id,
    },
  },
  {
    name: "SettlePolicy",
    title: "Settle what your alliance holds to",
    who: ["BROKER"],
    as: broker,
    needs: ["alliance"],
    about: "How long schools have to answer, whose consent is asked for, and what the alliance works at, beside what holds nationally. What was agreed before stays as it was.",
    result: "the new version holds from today on.",
    told: told.policy,
    query: settlePolicy,
    variables: (kept) => ({
      alliance: kept.alliance,
      responseDays: 7,
      paidConsents: ["CHAIR_OF_GOVERNORS"],
      workstreams: kept.workstreams?.length ? kept.workstreams : ["School-to-school support"],
      figuresShown: "MEMBERS",
    }),
  },
  {
    name: "SetRates",
    title: "Say what a day costs",
    who: ["BROKER"],
    as: broker,
    about: "350 pounds a day, of which 50 are for brokering, in pence. What was agreed before keeps its price.",
    result: "the card holds for the academic year.",
    told: told.rates,
    query: setRates,
    variables: () => ({
      year: academicYear(),
      rates: { day: 35_000, fee: { kind: "FIXED", amount: 5_000, place: "INSIDE" }, hours: 5, included: "Travel within 30 miles." },
    }),
  },
  {
    name: "SeeNeighbourhood",
    title: "Find a school that is no member yet",
    who: ["BROKER"],
    as: broker,
    needs: ["leadUrn"],
    about: "Schools within 30 km of the one that leads your alliance, and whom you have asked already.",
    result: "the schools are listed.",
    told: told.neighbourhood,
    query: seeNeighbourhood,
    variables: (kept) => ({ leadUrn: kept.leadUrn, withinKm: 30 }),
    keeps: { school: (data, kept) => told.outsider(data, kept)?.id },
  },
  {
    name: "AskSchoolIn",
    title: "Ask that school to join",
    who: ["BROKER"],
    as: broker,
    needs: ["school"],
    about: "Nobody is enrolled by others: its own head accepts, or declines, or leaves it unanswered.",
    result: "the school's head is told.",
    told: told.invitation,
    query: askSchoolIn,
    variables: (kept) => ({ school: kept.school }),
  },
  {
    name: "OpenGrant",
    title: "Open a grant",
    who: ["BROKER"],
    as: broker,
    needs: ["grantee"],
    about: "Enters a grant of a national programme of twenty years ago, as its rules were. Whatever stands against it by them is told at once.",
    result: "the grant is open; its years wait.",
    told: told.grant,
    query: openGrant,
    variables: (kept) => ({
      programme: NETWORKS,
      grantee: kept.grantee,
      startsOn: "2003-09-01",
      application: {
        member: "NETWORK",
        stage: "RUNNING",
        focus: "OTHER",
        partners: ["UNIVERSITY"],
        schools: Array.from({ length: 6 }, () => ({ phase: "PRIMARY", hasPrimaryPupils: true })),
      },
    }),
    keeps: { grant: "openGrant.grant.id", toMatch: "openGrant.grant.toMatch" },
  },
  {
    name: "EvidenceMatch",
    title: "Write down what others put beside it",
    who: ["BROKER"],
    as: broker,
    needs: ["grant"],
    about: "The programme asks that others match each year. Until the year is released it may be put right.",
    result: "the first year is matched.",
    query: evidenceMatch,
    variables: (kept) => ({
      grant: kept.grant,
      number: 1,
      amount: kept.toMatch ?? null,
      evidence: "The authority's letter of that year.",
    }),
  },
  {
    name: "ReleaseYear",
    title: "Release a year's money",
    who: ["BROKER"],
    as: broker,
    needs: ["grant"],
    about: "Once a year has begun and was matched. From then on support may be paid from it; the next year waits for its review.",
    result: "the money of the first year can be spent.",
    told: told.released,
    query: releaseYear,
    variables: (kept) => ({ grant: kept.grant, number: 1 }),
  },
];
