// A value that several parts of the page look at.

import { useSyncExternalStore } from "react";

export function signal(initial) {
  const listeners = new Set();
  let value = initial;
  const get = () => value;
  const set = (next) => {
    value = next;
    listeners.forEach((listener) => listener());
  };
  const listen = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { get, set, listen, use: () => useSyncExternalStore(listen, get) };
}

// The same, kept for this tab only: nothing of a school's outlives the browser's tab.
export function store(name, initial) {
  const key = `lateral:${name}`;
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch {
    sessionStorage.removeItem(key);
  }
  const value = signal(kept ?? initial);
  value.listen(() => sessionStorage.setItem(key, JSON.stringify(value.get())));
  return value;
}

const ofEditors = () => Object.keys(sessionStorage).filter((key) => key.startsWith("graphiql:"));

export const clearEditors = () => ofEditors().forEach((key) => sessionStorage.removeItem(key));

// What GraphiQL keeps (open queries, past ones) also stays in this tab. It writes half a second late: once its workbench is
// gone, the storage is closed, so that nothing comes after the tab was cleared.
export function editorStorage() {
  let isOpen = true;
  return {
    getItem: (key) => sessionStorage.getItem(key),
    setItem: (key, value) => isOpen && sessionStorage.setItem(key, value),
    removeItem: (key) => sessionStorage.removeItem(key),
    get length() {
      return ofEditors().length;
    },
    clear: clearEditors,
    close() {
      isOpen = false;
    },
  };
}
