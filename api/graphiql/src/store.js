// A value that several parts of the page look at, kept for this tab only: nothing of a school's outlives the browser's tab.

import { useSyncExternalStore } from "react";

export function store(name, initial) {
  const key = `lateral:${name}`;
  const listeners = new Set();
  let value = initial;
  try {
    value = JSON.parse(sessionStorage.getItem(key)) ?? initial;
  } catch {
    sessionStorage.removeItem(key);
  }
  const get = () => value;
  const set = (next) => {
    value = next;
    sessionStorage.setItem(key, JSON.stringify(next));
    listeners.forEach((listener) => listener());
  };
  const listen = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { get, set, use: () => useSyncExternalStore(listen, get) };
}

// What GraphiQL keeps (open queries, past ones) also stays in this tab.
export const editorStorage = {
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, value) => sessionStorage.setItem(key, value),
  removeItem: (key) => sessionStorage.removeItem(key),
  get length() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith("graphiql:")).length;
  },
  clear() {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith("graphiql:"))
      .forEach((key) => sessionStorage.removeItem(key));
  },
};
