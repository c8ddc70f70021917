// People: how somebody is designated, lent, held back for a while, and taken over by another school.

import { broker, head, partner } from "../story/asked.js";
import { inDays } from "../story/days.js";
import { MATHS } from "../story/terms.js";
import apply from "./apply.graphql";
import designate from "./designate.graphql";
import judge from "./judge.graphql";
import keepSupport from "./keep_support.graphql";
import listSpecialist from "./list_specialist.graphql";
import pauseSpecialist from "./pause_specialist.graphql";
import resumeSpecialist from "./resume_specialist.graphql";
import seeApplications from "./see_applications.graphql";
import seeColleagues from "./see_colleagues.graphql";
import seeDepartures from "./see_departures.graphql";
import seeSchemes from "./see_schemes.graphql";
import speakFor from "./speak_for.graphql";
import takeOn from "./take_on.graphql";
import takeOver from "./take_over.graphql";
import * as told from "./told.js";

const specialist = () => ({ mailbox: "specialist" });
const assessor = () => ({ mailbox: "assessor" });
const employer = ({ employerUrn, employerName }) => head(employerUrn, employerName, "partner");

// What a head fills in to lend somebody.
const profile = (name, post) => ({ name: name ?? null, post, specialisms: [MATHS], supports: [post], travelMinutes: 45 });

export const steps = [
  {
    name: "SeeSchemes",
    title: "See what a designation asks for",
    who: ["SPECIALIST"],
    as: specialist,
    about: "Every scheme says what it asks for, from which posts, and after how long. The phase, type and grade of a school are never part of it.",
    result: "the schemes are listed.",
    told: told.schemes,
    query: seeSchemes,
    keeps: {
      ownAlliance: "viewer.acting.school.alliances.0.id",
      employerUrn: "viewer.acting.school.urn",
      employerName: "viewer.acting.school.name",
    },
  },
  {
    name: "Apply",
    title: "Apply for one",
    who: ["SPECIALIST"],
    as: specialist,
    needs: ["ownAlliance"],
    about: "Applies to be a mentor. It is the person's own: it goes with them to another school.",
    result: "the head of your school is asked to speak for you.",
    query: apply,
    variables: (kept) => ({
      scheme: "MENTOR",
      ownAlliance: kept.ownAlliance,
      specialisms: [MATHS],
      evidence: "Four years of standing beside colleagues who were new; all of them stayed.",
      leadershipMonths: 48,
    }),
    keeps: { designation: "applyForDesignation.designation.id" },
  },
  {
    name: "SpeakFor",
    title: "Speak for them, as their head",
    who: ["HEAD"],
    as: employer,
    needs: ["designation"],
    about: "A reference, and the school's consent to lend them: both or neither. For a head the governors speak.",
    result: "the alliance's assessors are asked.",
    query: speakFor,
    variables: (kept) => ({ designation: kept.designation, text: "Listens first, and keeps what is told in confidence." }),
  },
  {
    name: "SeeApplications",
    title: "See what waits to be judged",
    who: ["QA_ASSESSOR"],
    as: assessor,
    about: "Each sees what waits for them alone: assessors whom to judge; heads and governors, whom to speak for; brokers, about whom to decide.",
    result: "the applications are listed.",
    told: told.applications,
    query: seeApplications,
    keeps: {
      application: (data, kept) => told.application(data, kept)?.id,
      points: (data, kept) => told.application(data, kept)?.criteria?.points?.map(({ code }) => code),
    },
  },
  {
    name: "Judge",
    title: "Judge an application",
    who: ["QA_ASSESSOR"],
    as: assessor,
    needs: ["application"],
    about: "By every criterion, each with what shows it. Nobody judges people of their own school, and after an appeal somebody else judges.",
    result: "the brokers of the alliance decide next.",
    query: judge,
    variables: (kept) => ({
      application: kept.application,
      findings: (kept.points ?? []).map((criterion) => ({ criterion, met: true, evidence: "Told by the portfolio and a conversation." })),
    }),
  },
  {
    name: "Designate",
    title: "Designate them",
    who: ["BROKER"],
    as: broker,
    needs: ["application"],
    about: "For a time, on behalf of the alliance. Four weeks before its last day everybody is reminded.",
    result: "everybody sees the badge.",
    told: told.designated,
    query: designate,
    variables: (kept) => ({ application: kept.application, until: inDays(1000) }),
  },
  {
    name: "SeeColleagues",
    title: "See who works at your school",
    who: ["HEAD"],
    as: partner,
    about: "Who holds a role there, and whom the school lends to others already.",
    result: "they are listed.",
    told: told.colleagues,
    query: seeColleagues,
    variables: (kept, who) => ({ ownSchool: who?.acting?.school?.id ?? null, urn: who?.acting?.school?.urn ?? null }),
    keeps: {
      colleague: (data) => told.unlisted(data, "HEAD")?.id,
      colleagueName: (data) => told.unlisted(data, "HEAD")?.name,
      newcomer: (data) => told.unlisted(data, "SPECIALIST")?.id,
      newcomerName: (data) => told.unlisted(data, "SPECIALIST")?.name,
    },
  },
  {
    name: "ListSpecialist",
    title: "Lend somebody",
    who: ["HEAD"],
    as: partner,
    needs: ["colleague"],
    about: "Lists the other head of the school: thereby the school agrees to lend them. An offer in their name comes next.",
    result: "they are listed as a specialist.",
    told: told.listed,
    query: listSpecialist,
    variables: (kept) => ({ colleague: kept.colleague, ...profile(kept.colleagueName, "HEADTEACHER") }),
    keeps: { specialist: "listSpecialist.specialist.id" },
  },
  {
    name: "PauseSpecialist",
    title: "Hold them back for a while",
    who: ["HEAD", "SPECIALIST"],
    as: partner,
    needs: ["specialist"],
    about: "In a busy term. What is agreed goes on, and nothing that the school has given or stands for is lost by it.",
    result: "nobody new is sent for them.",
    query: pauseSpecialist,
    variables: (kept) => ({ specialist: kept.specialist }),
  },
  {
    name: "ResumeSpecialist",
    title: "Lend them again",
    who: ["HEAD", "SPECIALIST"],
    as: partner,
    needs: ["specialist"],
    about: "When there is time again.",
    result: "they can be proposed again.",
    query: resumeSpecialist,
    variables: (kept) => ({ specialist: kept.specialist }),
  },
  {
    name: "TakeOver",
    title: "Take somebody over from another school",
    who: ["HEAD"],
    as: partner,
    needs: ["newcomer"],
    about: "Somebody who helps other schools has taken up a role at yours. They bring what they hold and have done; what their former school consented to ends.",
    result: "your school lends them from now on.",
    told: told.taken,
    query: takeOver,
    variables: (kept) => ({ newcomer: kept.newcomer, ...profile(kept.newcomerName, "MIDDLE_LEADER") }),
  },
  {
    name: "SeeDepartures",
    title: "See which support that leaves open",
    who: ["BROKER"],
    as: broker,
    about: "What is planned or under way waits for you where its specialist has left the school that gives.",
    result: "what waits is listed.",
    told: told.departures,
    query: seeDepartures,
    keeps: { departed: (data) => told.departed(data)?.id },
  },
  {
    name: "TakeOn",
    title: "Take it on, as the new head",
    who: ["HEAD"],
    as: partner,
    needs: ["departed"],
    about: "The head of the school where the specialist works now says whether it gives what the former school gave.",
    result: "the broker is told.",
    query: takeOn,
    variables: (kept) => ({ departed: kept.departed }),
  },
  {
    name: "KeepSupport",
    title: "Say that it goes on",
    who: ["BROKER"],
    as: broker,
    needs: ["departed"],
    about: "For the alliance. Visits up to today are the former school's to be paid and credited for, later ones the new school's. Or stop it.",
    result: "it goes on, given by the new school.",
    query: keepSupport,
    variables: (kept) => ({ departed: kept.departed }),
  },
];
