// What earlier answers gave, carried to the steps that follow: ids above all, so that nobody copies them by hand.

import { parse } from "graphql";
import { steps } from "../parts.js";
import { session } from "../session.js";
import { signal, store } from "../store.js";

export const kept = store("kept", {});
export const done = store("done", []);
// The step that is open: it stays open when somebody else signs in.
export const opened = store("opened", null);
// What the last worked operation came to, in plain words: { step, refusals, told }.
export const outcome = signal(null);

const at = (data, path) => path.split(".").reduce((value, part) => value?.[part], data);

// The names of the operations in a text.
export function operationNames(text) {
  try {
    return parse(text).definitions.flatMap((it) => (it.kind === "OperationDefinition" && it.name ? [it.name.value] : []));
  } catch {
    return [];
  }
}

// GraphiQL learns an operation's name some moments after its text has changed: whoever is faster would send the new text
// under the old name.
export function named(operation) {
  const names = operationNames(operation.query);
  if (names.includes(operation.operationName)) return operation;
  return { ...operation, operationName: names.length === 1 ? names[0] : undefined };
}

// Looks at an answer and keeps what the step of that name says is worth carrying.
export function keep({ operationName }, answer) {
  const step = steps.find((it) => it.name === operationName);
  if (!step) return;
  const refusals = [
    ...(answer.errors ?? []),
    ...Object.values(answer.data ?? {}).flatMap((payload) => payload?.userErrors ?? []),
  ].map(({ message }) => message);
  if (refusals.length > 0) return refuse(step, refusals);
  const found = Object.entries(step.keeps ?? {})
    .map(([key, path]) => [key, typeof path === "function" ? path(answer.data, kept.get()) : at(answer.data, path)])
    .filter(([, value]) => value !== undefined && value !== null);
  // In sentences before it is carried: what was known until now is part of the story.
  const told = (step.told?.(answer.data, kept.get()) ?? []).filter(Boolean);
  kept.set({ ...kept.get(), ...step.keepsOfViewer?.(session.get().viewer), ...Object.fromEntries(found) });
  if (!done.get().includes(step.name)) done.set([...done.get(), step.name]);
  outcome.set({ step: step.name, refusals: [], told });
}

// Says why a step came to nothing.
export function refuse(step, refusals) {
  outcome.set({ step: step.name, refusals: [...new Set(refusals)], told: [] });
}

export function startAgain() {
  kept.set({});
  done.set([]);
  opened.set(null);
  outcome.set(null);
}
