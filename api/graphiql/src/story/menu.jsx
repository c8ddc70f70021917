// The menu of worked operations, in the order of the story, beside the editor.

import { useEditorContext, useExecutionContext } from "@graphiql/react";
import { useEffect } from "react";
import { become, demonstration } from "../personas.js";
import { actAs, viewer } from "../session.js";
import { store } from "../store.js";
import { roleName } from "../words.js";
import { done, kept, outcome, startAgain } from "./kept.js";
import { steps } from "./steps.js";

// The step that is open: it stays open when somebody else signs in.
const chosen = store("chosen", null);
// Whether it is to be filled in anew, because somebody else goes on with it.
const refill = store("refill", false);

// Signs in as somebody and, where they hold several roles, acts in one that may take the step.
async function continueAs(mailbox, step) {
  refill.set(true);
  await become(mailbox);
  const { acting, memberships } = viewer.get() ?? { memberships: [] };
  const fitting = memberships.find((membership) => step.who.includes(membership.role));
  if (fitting && !step.who.includes(acting?.role)) await actAs(fitting.id);
}

// Whether the one who is signed in can take a step: the role fits, and the school if the step is for one.
function fits(step, who, wanted) {
  const { role, school } = who?.acting ?? {};
  return step.who.includes(role) && (!wanted.urn || role === "BROKER" || String(school?.urn) === String(wanted.urn));
}

// What stands in the way of a step, and in a demonstration the way round it.
function Hints({ step, who, values }) {
  const wanted = step.as(values);
  const missing = (step.needs ?? []).filter((need) => values[need] === undefined);
  const first = steps.find((other) => missing.some((need) => other.keeps?.[need]));
  const roles = step.who.map(roleName).join(" or ");
  return (
    <>
      {missing.length > 0 && <p className="hint">It needs what an earlier step finds{first && `: run “${first.title}” first`}.</p>}
      {!fits(step, who, wanted) && (
        <p className="hint">
          This step is for: {roles}{wanted.name && `, ${wanted.name}`}.{" "}
          {demonstration && (
            <button className="plain" type="button" data-become={wanted.mailbox} onClick={() => continueAs(wanted.mailbox, step)}>
              Continue as they would
            </button>
          )}
        </p>
      )}
    </>
  );
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
  const open = chosen.use();

  useEffect(() => {
    const step = steps.find((it) => it.name === open);
    if (!step || !refill.get() || !queryEditor || !variableEditor || !responseEditor) return;
    refill.set(false);
    choose(step);
  }, [queryEditor, variableEditor, responseEditor]);

  function choose(step) {
    chosen.set(step.name);
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
              <small>{step.who.map(roleName).join(" or ")}</small>
            </button>
            {open === step.name && (
              <div className="open">
                <p>{step.about}</p>
                <Hints step={step} who={who} values={values} />
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
    </nav>
  );
}
