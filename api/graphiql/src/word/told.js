// What the answers about words that are missing, or that differ, say in sentences.

import { many, pounds, said } from "../story/told.js";

const between = (it) => said`${it?.home?.name} for ${it?.host?.name}`;
const listed = ({ deployments }) => deployments?.nodes ?? [];

// What can still be agreed.
export const next = (data) => listed(data).find(({ agreeBy }) => new Date(agreeBy) > new Date());

export const planned = (data) => [
  next(data) ? said`Next: ${between(next(data))}` : "Nothing is planned that can still be agreed.",
];

export const waits = ({ draftTerms }) => [
  said`${pounds(draftTerms?.deployment?.price?.gross)} in all`,
  said`${many(draftTerms?.deployment?.consentsAsked?.filter(({ given }) => !given).length, "consent is", "consents are")} waited for`,
];

export const consented = ({ giveConsent }) => [
  giveConsent?.deployment?.consentsAsked?.every(({ given }) => given) ? "No consent is missing." : "Another consent is missing.",
];

// What goes on as it was agreed, in a way in which a visit can be written down today.
export function disputable(data) {
  const today = new Date().toISOString().slice(0, 10);
  const goesOn = ({ departure, promised, terms }) => !departure && promised > 0 && terms?.startsOn <= today && terms.endsOn >= today;
  return listed(data).find((it) => it.kind === "SUPPORT" && !it.stagePlan && goesOn(it));
}

export const running = (data) => [
  said`${many(listed(data).length, "deployment is", "deployments are")} under way`,
  disputable(data) ? said`Next: ${between(disputable(data))}` : "None of them is such that a visit can be written down today.",
];

export const settled = ({ settleVisit }) => [
  said`${many(settleVisit?.visit?.deployment?.promised, "half-day")} of what was agreed are still to come`,
];

export const stopped = ({ stopDeployment }) => [
  stopDeployment?.deployment?.request?.status === "MATCHING" ? "The request is searched again." : null,
];
