// All worked operations, in the parts in which the menu shows them.

import { steps as story } from "./story/steps.js";
import { steps as watch } from "./watch/steps.js";

export const parts = [
  {
    title: "From “find help” to “confirm a visit”",
    about: "Choose a step, read it, run it. What an answer gives is carried to the next step.",
    steps: story,
  },
  {
    title: "A broker keeps watch",
    about: "What else a broker does, with the support that the alliance has under way.",
    steps: watch,
  },
];

export const steps = parts.flatMap((part) => part.steps);

// The step after one, within its part.
export function after(step) {
  const { steps: own } = parts.find((part) => part.steps.includes(step));
  return own[own.indexOf(step) + 1];
}
