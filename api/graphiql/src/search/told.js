// What the answers about a search say, in sentences.

import { many, said } from "../story/told.js";

const listed = ({ viewer }) => viewer?.acting?.alliance?.workList?.nodes ?? [];
const inWords = (stage) => stage?.toLowerCase().replaceAll("_", " ");

// A request for which nobody is looked for yet, and no visit was asked for.
export const unsearched = (data) => listed(data).find((it) => it.status === "TRIAGED" && !it.auditVisit);
// Whether an answer to a referral is waited for: until then it may be another alliance's to search.
const isReferred = (it) => it.referrals?.some(({ status }) => status === "SENT");

// A request that can still be searched farther.
export const searched = (data) =>
  listed(data).find((it) => it.status === "MATCHING" && it.stage !== "NATIONAL" && !isReferred(it));

// Another request, which waits for nobody else's answer.
export function referable(data) {
  const others = listed(data).filter((it) => it !== unsearched(data) && it !== searched(data));
  return others.find((it) => !isReferred(it));
}

export function searches(data) {
  const [first, farther] = [unsearched(data), searched(data)];
  return [
    said`${many(listed(data).length, "request has", "requests have")} nobody proposed yet`,
    first && said`Confirmed, and not searched: “${first.title}”, ${first.school?.name}`,
    farther && said`Searched as far as ${inWords(farther.stage)}: “${farther.title}”, ${farther.school?.name}`,
  ];
}

export function widened({ widenMatch }) {
  const { stage, shortlist } = widenMatch?.run ?? {};
  return [said`Looked as far as ${inWords(stage)}: ${many(shortlist?.candidates?.length, "candidate")}`];
}

export const desk = ({ viewer }) => [said`You broker for ${viewer?.acting?.alliance?.name}`];

export const referred = ({ referRequest }) => [
  referRequest?.referral?.status === "SENT" ? "It waits for an answer." : said`It stands at ${referRequest?.referral?.status}`,
];

export function accepted({ acceptReferral }) {
  const { title, school } = acceptReferral?.referral?.request ?? {};
  return [said`“${title}”, ${school?.name}`];
}

export const approved = ({ approvePlacement }) => [
  said`${approvePlacement?.proposal?.home?.name} for ${approvePlacement?.proposal?.host?.name}`,
];
