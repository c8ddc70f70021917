// The menu of worked operations, in the order of the story, beside the editor.

import { useEditorContext, useExecutionContext } from "@graphiql/react";
import { useState } from "react";
import { signOut, viewer } from "../session.js";
import { roleName } from "../words.js";
import { done, kept, outcome, startAgain } from "./kept.js";
import { steps } from "./steps.js";

// What stands in the way of a step: a role that is not the reader's, or an answer that no earlier step has given yet.
function hints(step, who, values) {
  const role = who?.acting?.role;
  const school = who?.acting?.school?.urn;
  const wanted = step.at?.(values);
  const found = [];
  if (step.who.length > 0 && !step.who.includes(role)) {
    found.push(`This step is for: ${step.who.map(roleName).join(" or ")}. ${role ? `You act as: ${roleName(role)}.` : "Please sign in first."}`);
  } else if (wanted && String(wanted.urn) !== String(school)) {
    found.push(`This step is for ${wanted.name}. You act for another school.`);
  }
  const missing = (step.needs ?? []).filter((need) => values[need] === undefined);
  if (missing.length > 0) {
    const first = steps.find((other) => missing.some((need) => other.keeps?.[need]));
    found.push(`It needs what an earlier step finds${first ? `: run “${first.title}” first` : ""}.`);
  }
  return found;
}

function Outcome({ step }) {
  const last = outcome.use();
  if (last?.step !== step.name) return null;
  if (last.refusals.length === 0) return <p role="status" data-outcome="done">Done: {step.result}</p>;
  return (
    <div role="status" data-outcome="refused" className="hint">
      {last.refusals.map((refusal) => <p key={refusal}>{refusal}</p>)}
    </div>
  );
}

export function Story() {
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true });
  const { run, isFetching } = useExecutionContext({ nonNull: true });
  const who = viewer.use();
  const values = kept.use();
  const ran = done.use();
  const [open, setOpen] = useState(null);

  function choose(step) {
    setOpen(step.name);
    outcome.set(null);
    queryEditor.setValue(step.query);
    variableEditor.setValue(JSON.stringify(step.variables?.(values, who) ?? {}, null, 2));
    responseEditor.setValue("");
  }

  return (
    <nav className="story" aria-label="Worked operations">
      <h3>From “find help” to “confirm a visit”</h3>
      <p className="note">Choose a step to see it, then run it. What an answer gives is carried to the next step.</p>
      <ol>
        {steps.map((step, index) => (
          <li key={step.name}>
            <button
              type="button"
              className="step"
              data-step={step.name}
              aria-current={open === step.name ? "step" : undefined}
              onClick={() => choose(step)}
            >
              <b className={ran.includes(step.name) ? "done" : undefined}>{index + 1}. {step.title}</b>
              <small>{step.who.length > 0 ? step.who.map(roleName).join(" or ") : "Anybody"}</small>
            </button>
            {open === step.name && (
              <div className="open">
                <p>{step.about}</p>
                {hints(step, who, values).map((hint) => <p className="hint" key={hint}>{hint}</p>)}
                <div className="buttons">
                  <button className="main" type="button" data-run={step.name} disabled={isFetching} onClick={run}>Run this step</button>
                  <button className="plain" type="button" onClick={() => choose(step)}>Fill in again</button>
                </div>
                <Outcome step={step} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {Object.keys(values).length > 0 && (
        <>
          <dl aria-label="Carried from earlier answers">
            {Object.entries(values).filter(([, value]) => typeof value !== "object").map(([name, value]) => [
              <dt key={`${name} name`}>{name}</dt>,
              <dd key={name}>{String(value)}</dd>,
            ])}
          </dl>
          <button className="plain" type="button" onClick={startAgain}>Start the story again</button>
        </>
      )}
      {who && <p className="note">To act as somebody else, <button className="plain" type="button" onClick={signOut}>sign out</button> and sign in as them; the story stays where it is.</p>}
    </nav>
  );
}
