// Who is signed in and in which role they act: always in view, because what one may see and do depends on it.

import { actAs, changing, session, signOut } from "./session.js";
import { inWords } from "./words.js";

export function Persona({ onSignIn }) {
  const { viewer } = session.use();
  const isChanging = changing.use() > 0;
  if (!viewer) {
    return (
      <div className="persona">
        <span>You are looking around as a visitor. Sign in to see the schema and to take part.</span>
        <button className="main" type="button" onClick={onSignIn}>Sign in</button>
      </div>
    );
  }
  const { person, acting, memberships } = viewer;
  return (
    <div className="persona" aria-busy={isChanging}>
      <strong data-persona="name">{person.name}</strong>
      {memberships.length > 1 ? (
        <label>
          acting as
          <select data-persona="acting" value={acting?.id ?? ""} onChange={(event) => actAs(event.target.value)}>
            {memberships.map((membership) => (
              <option key={membership.id} value={membership.id}>{inWords(membership)}</option>
            ))}
          </select>
        </label>
      ) : (
        <span>acting as <span data-persona="acting">{acting ? inWords(acting) : "nobody: you hold no role yet"}</span></span>
      )}
      <button className="plain" type="button" onClick={signOut}>Sign out</button>
    </div>
  );
}
