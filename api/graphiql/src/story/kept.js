// What earlier answers gave, carried to the steps that follow: ids above all, so that nobody copies them by hand.

import { viewer } from "../session.js";
import { store } from "../store.js";
import { steps } from "./steps.js";

export const kept = store("kept", {});
export const done = store("done", []);
// What the last worked operation came to, in plain words: { step, refusals }.
export const outcome = store("outcome", null);

const at = (data, path) => path.split(".").reduce((value, part) => value?.[part], data);

// Looks at an answer and keeps what the step of that name says is worth carrying.
export function keep({ operationName, query }, answer) {
  const name = operationName ?? query.match(/^\s*(?:query|mutation)\s+(\w+)/m)?.[1];
  const step = steps.find((it) => it.name === name);
  if (!step) return;
  const refusals = [
    ...(answer.errors ?? []),
    ...Object.values(answer.data ?? {}).flatMap((payload) => payload?.userErrors ?? []),
  ].map(({ message }) => message);
  outcome.set({ step: name, refusals });
  if (refusals.length > 0) return;
  const found = Object.entries(step.keeps ?? {})
    .map(([key, path]) => [key, typeof path === "function" ? path(answer.data, kept.get()) : at(answer.data, path)])
    .filter(([, value]) => value !== undefined && value !== null);
  kept.set({ ...kept.get(), ...step.keepsOfViewer?.(viewer.get()), ...Object.fromEntries(found) });
  if (!done.get().includes(name)) done.set([...done.get(), name]);
}

export function startAgain() {
  kept.set({});
  done.set([]);
  outcome.set(null);
}
