// What an answer says, in sentences: the answer itself stands beside, and somebody may have changed what is asked for. So a
// sentence that lacks one of its words is left out.

export const said = (texts, ...values) =>
  values.every((it) => it !== undefined && it !== null) ? String.raw({ raw: texts }, ...values) : null;

export const many = (count, one, more = `${one}s`) => (count === undefined ? undefined : `${count} ${count === 1 ? one : more}`);
export const pounds = (pence) =>
  pence === undefined || pence === null
    ? pence
    : (pence / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
const halfDays = (count) => many(count, "half-day");
const day = (instant) =>
  instant && new Date(instant).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
const away = (metres) =>
  metres === undefined || metres === null ? metres : metres < 950 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
// The sentence that speaks most for a candidate.
const reason = (candidate) => [...(candidate.parts ?? [])].sort((one, other) => other.contribution - one.contribution)[0]?.sentence;

export function offers(data) {
  const found = data.offers?.edges ?? [];
  if (found.length === 0) return ["No offer is that near. Raise withinKm in the variables to look further."];
  return found.slice(0, 3).map(
    ({ distanceMetres, node }) => said`“${node?.title}”, ${node?.school?.name}: ${away(distanceMetres)} away`,
  );
}

export const request = ({ requestSupport }) => [
  said`“${requestSupport?.request?.title}” asks for ${halfDays(requestSupport?.request?.halfDays)}`,
];

export function candidates({ supportRequest }) {
  if (!supportRequest) return ["That request is not here, or not yours to see."];
  const { candidates: best = [], excluded = [], excludedBy = [] } = supportRequest.candidates ?? {};
  const out = excludedBy.reduce((sum, { offers }) => sum + offers, 0);
  return [
    ...best.slice(0, 3).map((it) => said`${it.rank}. ${it.school?.name}, ${it.score} points. ${reason(it)}`),
    said`${many(out, "offer is", "offers are")} excluded, each by a rule.`,
    said`For example ${excluded[0]?.school?.name}: ${excluded[0]?.rules?.[0]?.sentence}`,
  ];
}

export const waitingIn = ({ viewer }) => viewer?.acting?.alliance?.workList?.nodes ?? [];

export function waiting(data, kept) {
  const found = waitingIn(data);
  const next = found.find(({ id }) => id === kept.request) ?? (kept.request ? undefined : found[0]);
  if (found.length === 0) return ["No request waits."];
  return [
    said`Next: “${next?.title}”, ${next?.school?.name}, ${halfDays(next?.halfDays)}`,
    ...(next?.response?.reasons ?? []).map(({ sentence }) => said`${sentence}`),
  ];
}

export function run({ runMatch }) {
  const best = runMatch?.run?.shortlist?.candidates ?? [];
  if (best.length === 0) return ["Nobody in England can meet it as it stands."];
  return [said`${many(best.length, "candidate")}; first is ${best[0].school?.name} with ${best[0].score} points`];
}

export const proposal = ({ proposeSupport: { proposal: it } }) => [
  said`${it?.home?.name} would give ${halfDays(it?.halfDays)} to ${it?.host?.name}`,
  said`Both may answer until ${day(it?.respondBy)}`,
];

export const planned = ({ acceptProposal }) => [
  said`Its terms are to be agreed by ${day(acceptProposal?.proposal?.deployment?.agreeBy)}`,
];

export const begun = ({ agreeDeployment }) => [said`${halfDays(agreeDeployment?.deployment?.promised)} are promised`];

export const confirmed = ({ confirmVisit }) => [
  said`${halfDays(confirmVisit?.visit?.deployment?.promised)} of what was agreed are still to come`,
];

function tally(school, sum, name, before) {
  if (!school?.reciprocity) return ["This ledger is for the school's own people and the brokers of its alliances."];
  const moved = before === undefined ? "" : `; ${halfDays(sum - before)} more than when the terms were signed`;
  return [said`${school.name} has ${name} ${halfDays(sum)} in all${moved}`];
}

export const received = ({ school }, kept) => tally(school, school?.reciprocity?.received, "received", kept.received);
export const given = ({ school }, kept) => tally(school, school?.reciprocity?.given, "given", kept.given);
