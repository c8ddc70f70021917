// Who is signed in and in which role they act: one value that changes in one go, one change after another.

import { signal, store } from "./store.js";
import viewerQuery from "./viewer.graphql";
import { hasCode, operate, post } from "./wire.js";

const NOBODY = { viewer: null, acting: null };
const ENDED = "Your sign-in has ended. Please sign in again.";

// The viewer ({ person, memberships, acting }) and the id of the membership that acts, or nobody.
export const session = store("session", NOBODY);
// How many changes of person or role are under way or wait for their turn.
export const changing = signal(0);
// Why the sign-in form is shown to somebody who was signed in, in a sentence.
export const farewell = signal(null);

let turn = Promise.resolve();

function inTurn(step) {
  const mine = turn.then(step);
  turn = mine.catch(() => {});
  return mine;
}

async function change(step) {
  changing.set(changing.get() + 1);
  try {
    return await inTurn(step);
  } finally {
    changing.set(changing.get() - 1);
  }
}

function forget(why = null) {
  farewell.set(why);
  session.set(NOBODY);
}

// Asks the service who is signed in; the wished membership acts, else the one that acted, else the first.
async function lookUp(acting, isWished = () => false) {
  const ask = async (as) => operate({ query: viewerQuery }, as, Boolean(session.get().viewer));
  let { answer, ended } = await ask(acting);
  if (ended) return forget(session.get().viewer && ENDED);
  // A role that has ended since is no reason to be shown the door.
  if (acting && hasCode(answer, "FORBIDDEN")) ({ answer } = await ask(null));
  // Out of reach, or out of order: what was known still holds.
  if (!answer.body.data) return;
  let { viewer } = answer.body.data;
  if (!viewer) return forget(session.get().viewer && ENDED);
  const mine = viewer.memberships;
  const chosen = mine.find(isWished) ?? mine.find(({ id }) => id === acting) ?? viewer.acting ?? mine[0];
  if (chosen && chosen.id !== viewer.acting?.id) viewer = (await ask(chosen.id)).answer.body.data?.viewer ?? viewer;
  farewell.set(null);
  session.set({ viewer, acting: viewer.acting?.id ?? null });
}

// Looks whether who is in view is still the one who is signed in.
export const recognise = () => inTurn(() => lookUp(session.get().acting));

// Acts in another role from now on.
export const actAs = (membership) => change(() => lookUp(membership));

// Signs in; gives null, or a sentence that says why not. Where several roles are held, the first that is wished for acts.
export const signIn = (email, password, isWished) =>
  change(async () => {
    const { status, body } = await post("/auth/sign-in", { email, password });
    if (status !== 200) return body.detail ?? body.title ?? "The e-mail address and the password do not go together.";
    await lookUp(null, isWished);
    if (session.get().viewer?.person.id === body.personId) return null;
    // The cookies are somebody else's now: whoever was in view is so no longer.
    forget();
    return "You are signed in, but the service does not say as whom. Please try again.";
  });

export const signOut = () =>
  change(async () => {
    const { status } = await post("/auth/sign-out", {});
    forget(status === 204 ? null : "The service could not be reached, so you may still be signed in on this machine.");
  });

// Sends one operation, in nobody's name but the one that is in view: it waits for a change that is under way.
export async function ask(operation) {
  while (changing.get() > 0) await turn;
  const { viewer, acting } = session.get();
  const { answer, ended } = await operate(operation, acting, Boolean(viewer));
  if (ended && viewer && viewer.person.id === session.get().viewer?.person.id) forget(ENDED);
  return answer.body;
}
