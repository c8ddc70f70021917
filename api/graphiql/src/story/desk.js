// The desk: GraphiQL's editors, and the step that lies in them. There is one way for a step to get there, and only when the
// editors are there, nobody is changing places and no answer is under way whose values it may need. Until then it waits, and
// cannot be run.

import { useEditorContext, useExecutionContext } from "@graphiql/react";
import { useEffect, useLayoutEffect, useState } from "react";
import { steps } from "../parts.js";
import { changing, session } from "../session.js";
import { kept, opened, operationNames, outcome, refuse } from "./kept.js";

// The names by which an editor's Tab key would keep whoever has no mouse from ever leaving it.
const LEAVE = { Tab: false, "Shift-Tab": false };

// The first step that gives what a step needs.
export const source = (need) => steps.find((step) => step.keeps?.[need]);

export function useDesk() {
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true });
  const { run: execute, isFetching } = useExecutionContext({ nonNull: true });
  const { viewer, acting } = session.use();
  const isChanging = changing.use() > 0;
  const open = opened.use();
  const step = steps.find(({ name }) => name === open);
  // Counts how often the open step was asked for: choosing it again fills it in again.
  const [asked, setAsked] = useState(0);
  const [laid, setLaid] = useState(null);
  const wish = step ? `${step.name} ${asked} ${viewer?.person.id} ${acting}` : null;
  const isFree = Boolean(queryEditor && variableEditor && responseEditor) && !isChanging && !isFetching;

  function lay() {
    queryEditor.setValue(step.query);
    variableEditor.setValue(JSON.stringify(step.variables?.(kept.get(), viewer) ?? {}, null, 2));
    responseEditor.setValue("");
    outcome.set(null);
    setLaid(wish);
  }

  useLayoutEffect(() => {
    if (isFree && wish && wish !== laid) lay();
  });

  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) editor?.addKeyMap(LEAVE);
  }, [queryEditor, variableEditor, responseEditor]);

  // What stands against running the step as it lies there, in sentences.
  function objections() {
    let variables;
    try {
      variables = JSON.parse(variableEditor.getValue() || "{}");
    } catch (problem) {
      return [`The variables are not valid JSON: ${problem.message}.`];
    }
    const empty = Object.keys(variables ?? {}).filter((name) => variables[name] === null);
    const missing = (step.needs ?? []).filter((need) => !variables?.[need]);
    return [...new Set([...empty, ...missing])].map((name) => {
      const from = source(name);
      return `The variable ${name} is empty.${from ? ` The step “${from.title}” finds it.` : ""}`;
    });
  }

  function run() {
    // Somebody may have written a query of their own in between.
    if (!operationNames(queryEditor.getValue()).includes(step.name)) lay();
    const against = objections();
    if (against.length > 0) return refuse(step, against);
    outcome.set(null);
    execute();
  }

  function choose(name) {
    opened.set(name);
    setAsked(asked + 1);
  }

  const isReady = isFree && wish !== null && wish === laid;
  return { step, choose, run, isReady, isRunning: isFetching };
}
