// What the answers about people say, in sentences.

import { many, said } from "../story/told.js";

const waiting = ({ viewer }) => viewer?.designationsWaiting?.nodes ?? [];

export const schemes = ({ designationCriteria }) => [
  said`${many(designationCriteria?.filter((it) => !it.closedOn).length, "scheme is", "schemes are")} open to applications`,
];

// The application of before if it waits, or whichever came last.
export const application = (data, kept) => waiting(data).find(({ id }) => id === kept.designation) ?? waiting(data)[0];

export function applications(data, kept) {
  const it = application(data, kept);
  if (!it) return ["None waits for you."];
  return [said`${many(waiting(data).length, "application waits", "applications wait")}`, said`Next: ${it.scheme}, ${it.home?.name}`];
}

export const designated = ({ designate }) => [said`${designate?.designation?.standing}`];

// Somebody else with a role at the school, whom it does not lend.
export function unlisted({ viewer, memberships, school }, role) {
  const lent = school?.specialists?.nodes?.map((it) => it.name) ?? [];
  const isOther = (person) => person && person.id !== viewer?.person?.id && !lent.includes(person.name);
  const fits = (it) => it.role === role && it.status === "ACTIVE" && isOther(it.person);
  return memberships?.nodes?.find(fits)?.person;
}

export function colleagues(data) {
  const newcomer = unlisted(data, "SPECIALIST");
  return [
    said`${many(data.school?.specialists?.nodes?.length, "colleague is", "colleagues are")} lent to other schools`,
    newcomer && said`${newcomer.name} has come from another school, and is not lent by yours yet`,
  ];
}

export const listed = ({ listSpecialist }) => [said`${listSpecialist?.specialist?.name} can be lent now`];
export const taken = ({ moveSpecialist }) => [
  said`${moveSpecialist?.specialist?.name} is lent by ${moveSpecialist?.specialist?.school?.name}`,
];

// What was left last.
export function departed({ viewer }) {
  const left = ({ departure }) => new Date(departure?.leftAt ?? 0);
  return [...(viewer?.departuresWaiting?.nodes ?? [])].sort((one, other) => left(other) - left(one))[0];
}

export function departures(data) {
  const last = departed(data);
  return [last ? said`Given by ${last.departure?.from?.name} for ${last.host?.name}` : "Nothing waits."];
}
