// The step that is open: what it is about, what stands in its way, the button that runs it, and what came of it.

import { useEffect, useRef, useState } from "react";
import { after } from "../parts.js";
import { become, demonstration } from "../personas.js";
import { changing, session } from "../session.js";
import { roleNames } from "../words.js";
import { source } from "./desk.js";
import { kept, outcome } from "./kept.js";

// Whether somebody can take a step: the role fits, and the school if the step is for one.
function fits(step, wanted, membership) {
  const { role, school } = membership ?? {};
  return step.who.includes(role) && (!wanted.urn || role === "BROKER" || String(school?.urn) === String(wanted.urn));
}

// Whether they are the broker whom a step is for, and not one of another alliance or a colleague: only in a demonstration is it
// known who that is.
function isMeant({ exactly, mailbox }, membership, person) {
  const isKnown = exactly && demonstration && membership?.role === "BROKER";
  return !isKnown || person?.email === `${mailbox}@${demonstration.domain}`;
}

// What stands in the way of a step, and in a demonstration the way round it.
function Hints({ step }) {
  const values = kept.use();
  const { viewer } = session.use();
  const isChanging = changing.use() > 0;
  const [problem, setProblem] = useState(null);
  const wanted = step.as(values);
  const missing = (step.needs ?? []).find((need) => values[need] === undefined);

  async function continueAs() {
    setProblem(null);
    setProblem(await become(wanted.mailbox, (membership) => fits(step, wanted, membership)));
  }

  return (
    <>
      {missing && <p className="hint">It needs what an earlier step finds: run “{source(missing)?.title}” first.</p>}
      {!(fits(step, wanted, viewer?.acting) && isMeant(wanted, viewer?.acting, viewer?.person)) && (
        <div className="hint">
          <p>This step is for: {roleNames(step.who)}{wanted.name && `, ${wanted.name}`}.</p>
          {demonstration && (
            <button className="plain" type="button" data-become={wanted.mailbox} disabled={isChanging} onClick={continueAs}>
              {isChanging ? "One moment…" : "Continue as they would"}
            </button>
          )}
        </div>
      )}
      {problem && <p className="problem" role="alert">{problem}</p>}
    </>
  );
}

// Always there, so that screen readers hear what appears in it.
function Outcome({ step, isRunning, next, choose }) {
  const last = outcome.use();
  const mine = last?.step === step.name ? last : null;
  const isDone = mine?.refusals.length === 0;
  const place = useRef(null);
  // Nobody should have to look for what came of a click.
  useEffect(() => {
    if (mine) place.current.scrollIntoView({ block: "nearest" });
  }, [mine]);
  return (
    <div ref={place}>
      <div role="status" data-outcome={mine ? (isDone ? "done" : "refused") : undefined} className={isDone ? "outcome" : "outcome refused"}>
        {isRunning && <p>One moment…</p>}
        {!isRunning && isDone && <p><b>Done:</b> {step.result}</p>}
        {!isRunning && isDone && mine.told.length > 0 && <ul>{mine.told.map((line) => <li key={line}>{line}</li>)}</ul>}
        {!isRunning && mine && !isDone && (
          <>
            <p><b>This came to nothing:</b></p>
            <ul>{mine.refusals.map((line) => <li key={line}>{line}</li>)}</ul>
          </>
        )}
      </div>
      {!isRunning && isDone && next && (
        <button className="plain next" type="button" data-next={next.name} onClick={() => choose(next.name)}>Next: {next.title}</button>
      )}
    </div>
  );
}

export function Step({ desk }) {
  const { step, isReady, isRunning, run, choose } = desk;
  const next = after(step);
  const button = useRef(null);
  const pressed = useRef(false);

  // A button that is out of use for a moment loses the keyboard, and gets it back.
  useEffect(() => {
    if (!isReady || !pressed.current) return;
    pressed.current = false;
    if (document.activeElement === document.body) button.current.focus({ preventScroll: true });
  }, [isReady]);

  function press() {
    pressed.current = true;
    run();
  }

  return (
    <div className="open" id="open-step">
      <p>{step.about}</p>
      <Hints step={step} />
      <div className="buttons">
        <button
          className="main"
          type="button"
          data-run={step.name}
          disabled={!isReady}
          aria-busy={!isReady}
          ref={button}
          onClick={press}
        >
          Run this step
        </button>
        <button className="plain" type="button" disabled={!isReady} onClick={() => choose(step.name)}>Fill in again</button>
      </div>
      <Outcome step={step} isRunning={isRunning} next={next} choose={choose} />
    </div>
  );
}
