// Roles in the words of a school, not of a schema.

const ROLES = {
  HEAD: "Head teacher",
  COORDINATOR: "Coordinator",
  SPECIALIST: "Specialist leader",
  BROKER: "Alliance broker",
  GOVERNOR: "Governor",
  TRUST_OFFICER: "Trust officer",
  QA_ASSESSOR: "Quality assessor",
  ANALYST: "National analyst",
  AUDITOR: "Auditor",
  OPERATOR: "Operator",
};

export const roleName = (role) => ROLES[role] ?? role;

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

export const roleNames = (roles) => either.format(roles.map(roleName));

export const placeName = (membership) => membership.school?.name ?? membership.alliance?.name ?? "England";

export const inWords = (membership) => `${roleName(membership.role)}, ${placeName(membership)}`;
