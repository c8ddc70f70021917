// Who is signed in, and every word that this page says to the service.

import { store } from "./store.js";
import viewerQuery from "./viewer.graphql";

// { person, memberships, acting } of the one who is signed in, or null.
export const viewer = store("viewer", null);
// The membership that the person chose to act in.
export const acting = store("acting", null);

async function post(path, body) {
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
}

async function send(body) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json, application/json;q=0.9" };
  if (acting.get()) headers["lateral-acting-as"] = acting.get();
  const answer = await fetch("/graphql", { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  try {
    return { status: answer.status, body: JSON.parse(text) };
  } catch {
    return { status: answer.status, body: { errors: [{ message: `The service answered ${answer.status} and nothing readable.` }] } };
  }
}

const signedOut = ({ status, body }) =>
  status === 401 || (body.errors ?? []).some((error) => error.extensions?.code === "UNAUTHENTICATED");

// Sends one operation; a session that has run out is renewed once, quietly.
export async function ask(body) {
  const first = await send(body);
  if (!signedOut(first) || !viewer.get()) return first.body;
  const renewed = await post("/auth/refresh", {});
  if (!renewed.ok) {
    forget();
    return first.body;
  }
  return (await send(body)).body;
}

// Signs in; gives null, or a sentence that says why not.
export async function signIn(email, password) {
  const answer = await post("/auth/sign-in", { email, password }).catch(() => null);
  if (!answer) return "The service cannot be reached.";
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    return problem.detail ?? problem.title ?? "The e-mail address and the password do not go together.";
  }
  acting.set(null);
  await recognise();
  return viewer.get() ? null : "You are signed in, but the service does not say as whom. Please try again.";
}

// Asks the service who is signed in. Somebody with several roles acts in the first until they choose another.
export async function recognise() {
  let who = (await send({ query: viewerQuery })).body.data?.viewer ?? null;
  const mine = (who?.memberships ?? []).map((membership) => membership.id);
  if (who && !mine.includes(acting.get())) acting.set(null);
  if (who && !who.acting && mine.length > 0) {
    acting.set(mine[0]);
    who = (await send({ query: viewerQuery })).body.data?.viewer ?? null;
  }
  viewer.set(who);
}

// Acts in another role from now on.
export async function actAs(membership) {
  acting.set(membership);
  await recognise();
}

export async function signOut() {
  await post("/auth/sign-out", {}).catch(() => null);
  forget();
}

function forget() {
  acting.set(null);
  viewer.set(null);
}
