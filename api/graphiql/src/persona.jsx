// Who is signed in and in which role they act: always in view, because what one may see and do depends on it.

import { actAs, signOut, viewer } from "./session.js";
import { inWords } from "./words.js";

export function Persona({ onSignIn }) {
  const who = viewer.use();
  if (!who) {
    return (
      <div className="persona">
        <span>You are looking around as a visitor.</span>
        <button className="main" type="button" onClick={onSignIn}>Sign in</button>
      </div>
    );
  }
  return (
    <div className="persona">
      <strong data-persona="name">{who.person.name}</strong>
      {who.memberships.length > 1 ? (
        <label>
          acting as
          <select data-persona="acting" value={who.acting?.id ?? ""} onChange={(event) => actAs(event.target.value)}>
            {!who.acting && <option value="">choose a role</option>}
            {who.memberships.map((membership) => (
              <option key={membership.id} value={membership.id}>{inWords(membership)}</option>
            ))}
          </select>
        </label>
      ) : (
        <span data-persona="acting">{who.acting ? inWords(who.acting) : "no role yet"}</span>
      )}
      <button className="plain" type="button" onClick={signOut}>Sign out</button>
    </div>
  );
}
