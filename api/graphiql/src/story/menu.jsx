// The menu of worked operations, in the order of the story, beside the editor.

import { useEffect, useRef } from "react";
import { roleNames } from "../words.js";
import { useDesk } from "./desk.js";
import { done, kept, startAgain } from "./kept.js";
import { Step } from "./step.jsx";
import { steps } from "./steps.js";

// What is carried, as far as it means something to a reader.
const CARRIED = {
  hostName: "the school that asks",
  homeName: "the school that gives",
  request: "request",
  run: "matching run",
  offer: "offer",
  proposal: "proposal",
  deployment: "deployment",
  visit: "visit",
};

function Carried() {
  const values = kept.use();
  const found = Object.entries(CARRIED).filter(([key]) => values[key] !== undefined);
  if (found.length === 0) return null;
  return (
    <>
      <details>
        <summary>Carried from earlier answers</summary>
        <dl>
          {found.map(([key, name]) => [<dt key={`${key} name`}>{name}</dt>, <dd key={key}>{String(values[key])}</dd>])}
        </dl>
      </details>
      <button className="plain" type="button" onClick={startAgain}>Start the story again</button>
    </>
  );
}

export function Story() {
  const desk = useDesk();
  const ran = done.use();
  const current = useRef(null);
  const open = desk.step?.name;

  // A step that the button “Next” opens is brought into view, and stays where the keyboard is.
  useEffect(() => {
    if (document.activeElement === document.body) current.current?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: "nearest" });
  }, [open]);

  return (
    <nav className="story" aria-labelledby="story">
      <h1 id="story">From “find help” to “confirm a visit”</h1>
      <p className="note">Choose a step, read it, run it. What an answer gives is carried to the next step.</p>
      <ol>
        {steps.map((step, index) => (
          <li key={step.name}>
            <button
              type="button"
              className="step"
              data-step={step.name}
              aria-expanded={open === step.name}
              aria-controls={open === step.name ? "open-step" : undefined}
              ref={open === step.name ? current : undefined}
              onClick={() => desk.choose(step.name)}
            >
              <b>{index + 1}. {step.title}{ran.includes(step.name) && <span className="done"> ✓<span className="unseen"> done</span></span>}</b>
              <small>{roleNames(step.who)}</small>
            </button>
            {open === step.name && <Step desk={desk} />}
          </li>
        ))}
      </ol>
      <Carried />
    </nav>
  );
}
