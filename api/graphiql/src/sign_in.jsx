// The sign-in form: an e-mail address and a password, and nothing to paste.

import { useState } from "react";
import { become, demonstration } from "./personas.js";
import { farewell, signIn } from "./session.js";
import { roleName } from "./words.js";

export function SignIn({ onLookAround }) {
  const [problem, setProblem] = useState(farewell.get());
  const [busy, setBusy] = useState(false);

  async function attempt(signingIn) {
    setBusy(true);
    setProblem(await signingIn);
    setBusy(false);
  }

  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    attempt(signIn(form.get("email").trim(), form.get("password")));
  }

  return (
    <main className="welcome">
      <section>
        <h1>Schools helping schools</h1>
        <p>
          Lateral finds the specialist, the team or the school that has solved what yours is working on, anywhere in England,
          and keeps a fair account of who gave and who received.
        </p>
        <p>
          Sign in, then follow the steps on the left: from finding help near a school to confirming a visit. Each step is ready
          to run; you can read and change it before you do.
        </p>
        {demonstration && (
          <>
            <h2>A demonstration</h2>
            <p>The schools are real, the people and their work are invented. Be one of them:</p>
            <ul className="personas">
              {demonstration.personas.map(({ mailbox, role, about }) => (
                <li key={mailbox}>
                  <button className="plain" type="button" data-become={mailbox} disabled={busy} onClick={() => attempt(become(mailbox))}>
                    {roleName(role)}
                  </button>
                  <span>{about}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <form onSubmit={submit} aria-label="Sign in">
        <h2>Sign in</h2>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required autoFocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {problem && <p className="problem" role="alert">{problem}</p>}
        <button className="main" type="submit" disabled={busy}>{busy ? "One moment…" : "Sign in"}</button>
        <button className="plain" type="button" onClick={onLookAround}>Look around without signing in</button>
      </form>
    </main>
  );
}
