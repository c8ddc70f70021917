// What the answers about an alliance say, in sentences.

import { many, pounds, said } from "../story/told.js";

const own = ({ viewer }) => viewer?.acting?.alliance;

// A member that has no grant of a programme here.
export function grantee(data, programme) {
  const { members, grants } = own(data) ?? {};
  const has = (school) => grants?.nodes?.some((it) => it.programme === programme && it.school?.id === school.id);
  return members?.nodes?.map((it) => it.school).findLast((school) => school && !has(school));
}

// A school that is no member, and was not asked.
export function outsider({ schools, allianceInvitations }, kept) {
  const asked = allianceInvitations?.nodes?.map((it) => it.school?.id) ?? [];
  const isMember = (school) => school.alliances?.some(({ id }) => id === kept.alliance);
  return schools?.nodes?.find((school) => !isMember(school) && !asked.includes(school.id));
}

export function alliance(data) {
  const it = own(data);
  if (!it) return ["You act for no alliance."];
  return [
    said`${it.name}, led by ${it.leadSchool?.name}`,
    said`Schools have ${many(it.policy?.responseDays, "day")} to answer a proposal`,
    said`${many(it.grants?.nodes?.length, "grant is", "grants are")} kept here`,
  ];
}

export const policy = ({ setAlliancePolicy }) => [said`Version ${setAlliancePolicy?.alliance?.policy?.version} of the policy`];

export function rates({ setRateCard }) {
  const { gross, brokerage, net } = setRateCard?.rateCard?.day ?? {};
  return [said`${pounds(gross)} a day: ${pounds(net)} to the school that gives, ${pounds(brokerage)} to the alliance`];
}

export function neighbourhood(data, kept) {
  const found = outsider(data, kept);
  return [found ? said`${found.name}, ${found.town ?? "nearby"}, is no member` : "Every school near by is a member, or was asked."];
}

export const invitation = ({ inviteSchool }) => [said`${inviteSchool?.invitation?.school?.name} is asked`];

export const grant = ({ openGrant }) => [
  said`For ${openGrant?.grant?.school?.name}: ${many(openGrant?.grant?.years?.length, "year")}, the first of ${pounds(openGrant?.grant?.years?.[0]?.pays)}`,
];

export const released = ({ releaseGrantYear }) => [
  said`${pounds(releaseGrantYear?.grant?.years?.[0]?.pays)} can be spent`,
];
