// What this tab holds of somebody's work goes when they do. In a demonstration one reader plays all persons, and keeps it.

import { demonstration } from "./personas.js";
import { session } from "./session.js";
import { clearEditors, store } from "./store.js";
import { startAgain } from "./story/kept.js";

const owner = store("owner", null);

function clear() {
  startAgain();
  clearEditors();
}

export function guardTab() {
  const check = () => {
    const now = session.get().viewer?.person.id ?? null;
    if (now === owner.get()) return;
    if (!demonstration && owner.get()) clear();
    owner.set(now);
  };
  check();
  session.listen(check);
}
