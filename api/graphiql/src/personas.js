// The personas of a demonstration. A real service has none, and then nothing here is shown.

import { signIn } from "./session.js";

// { domain, password, personas: [{ mailbox, role, about }] }, or null.
export let demonstration = null;

export async function meet() {
  const answer = await fetch("/graphiql/personas.json").catch(() => null);
  demonstration = answer?.ok ? await answer.json() : null;
}

export const become = (mailbox, isWished) => signIn(`${mailbox}@${demonstration.domain}`, demonstration.password, isWished);
