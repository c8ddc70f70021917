// What the answers to a broker's own work say, in sentences.

import { many, pounds, said } from "../story/told.js";

const named = (it) => said`${it?.home?.name} for ${it?.host?.name}`;
const hasBoth = ({ reviews, signedOffAt }) =>
  !signedOffAt && ["FINAL", "SELF_EVALUATION"].every((kind) => reviews?.nodes?.some((it) => it.kind === kind));

export const running = ({ underWay }) => underWay?.nodes?.[0];
export const written = ({ done, evaluated }) => [...(done?.nodes ?? []), ...(evaluated?.nodes ?? [])].find(hasBoth);
export const evaluated = ({ evaluated: found }) => found?.nodes?.[0];

export function underWay(data) {
  const counted = (list, words) => said`${many(data[list]?.nodes?.length, "deployment")} ${words}`;
  return [
    counted("underWay", "under way"),
    counted("done", "done, and not spoken about by both sides"),
    counted("evaluated", "spoken about by both sides"),
    written(data) ? said`To be signed off: ${named(written(data))}` : "Nothing waits for a sign-off.",
  ];
}

export const reviewed = ({ recordMidterm }) => [said`Written for ${recordMidterm?.review?.deployment?.host?.name}`];

export const signed = ({ signOffDeployment }) => [named(signOffDeployment?.deployment)];

export function month({ viewer }) {
  const { statement, ledger, name } = viewer?.acting?.alliance ?? {};
  if (!statement) return ["A statement is for the brokers of its alliance."];
  const { halfDays, credit, price } = statement.total;
  return [
    said`${name}: ${many(halfDays, "half-day")}, of which ${credit} by credit`,
    said`${pounds(price?.gross)} in all: ${pounds(price?.net)} to the schools that gave, ${pounds(price?.brokerage)} to the alliance`,
    said`Since the year began: fees of ${pounds(ledger?.feeIncome)}, subsidies of ${pounds(ledger?.subsidies)}`,
  ];
}

export function levels({ viewer }) {
  const { serviceLevels, serviceBreaches } = viewer?.acting?.alliance ?? {};
  if (!serviceLevels) return ["These are for the brokers of the alliance, as far as it shows them to nobody else."];
  return [
    ...serviceLevels.map(
      ({ level, fellDue, met }) => said`${level.toLowerCase().replaceAll("_", " ")}: ${met} of ${fellDue} in time`,
    ),
    serviceBreaches?.nodes?.length ? null : "Nothing was missed.",
  ];
}
