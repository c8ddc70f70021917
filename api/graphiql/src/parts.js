// All worked operations, in the parts in which the menu shows them.

import { steps as house } from "./house/steps.js";
import { steps as people } from "./people/steps.js";
import { steps as search } from "./search/steps.js";
import { steps as story } from "./story/steps.js";
import { steps as watch } from "./watch/steps.js";
import { steps as word } from "./word/steps.js";

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
  {
    title: "Beside the straight way",
    about: "A visit before the search, a wider search, another alliance, and a broker's own school.",
    steps: search,
  },
  {
    title: "Whose word it needs",
    about: "Governors who consent, a visit that the two schools tell otherwise, and support that ends before its time.",
    steps: word,
  },
  {
    title: "People who are lent",
    about: "From an application to a badge; who is lent, rests, and goes to another school.",
    steps: people,
  },
  {
    title: "An alliance in order",
    about: "What its brokers settle: policy, rates, members, and grants of national programmes.",
    steps: house,
  },
];

export const steps = parts.flatMap((part) => part.steps);

// The step after one, within its part.
export function after(step) {
  const { steps: own } = parts.find((part) => part.steps.includes(step));
  return own[own.indexOf(step) + 1];
}
