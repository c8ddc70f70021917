// What the worked operations ask for and agree to, in days that make sense whenever the page is opened.

import { inDays } from "./days.js";

// The taxonomy's term for mathematics: its id is the same in every database.
export const MATHS = "exp_e0000000000080008000000000000210";

const wanted = () => ({
  improvement: "They know their tables by heart and use them",
  pupilGroup: "Year 4 pupils below the expected standard",
  measure: "Share who reach 20 of 25 in the multiplication check",
  dueOn: inDays(200),
  level: "DEPARTMENT",
});

// What a school asks for.
export const requestTerms = () => ({
  kind: "SUPPORT",
  title: "Maths in years 3 and 4",
  need: "Two teachers are new to the stage and the scheme is new to all of us. We want to see it taught well, then do it.",
  objectives: [wanted()],
  expertise: [MATHS],
  keyStages: ["KS2"],
  modes: ["IN_PERSON", "BLENDED"],
  urgency: "SOON",
  halfDays: 4,
  startsOn: inDays(0),
  endsOn: inDays(150),
  settlement: "RECIPROCAL_CREDIT",
});

// What both heads and the alliance sign.
export const agreementTerms = (settlement = { kind: "RECIPROCAL_CREDIT" }) => ({
  outcomes: [wanted()],
  actionPlan: [
    { what: "Teaches two lessons while our teachers watch, and plans the next with them.", owner: "HOME", dueOn: inDays(30) },
    { what: "Teaches that sequence in both classes, and keeps the checks.", owner: "HOST", dueOn: inDays(90) },
  ],
  settlement,
  exitPlan: "The subject leader keeps the plans and leads the meetings; one call after a half-term to see what has stayed.",
  startsOn: inDays(0),
  endsOn: inDays(120),
});
