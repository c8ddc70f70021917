// The sign-in form: an e-mail address and a password, and nothing to paste.

import { useState } from "react";
import { signIn } from "./session.js";

export function SignIn({ onLookAround }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);

  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(await signIn(form.get("email").trim(), form.get("password")));
    setBusy(false);
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
