// The menu of worked operations, in the order of the story, beside the editor.

import { useEffect, useRef } from "react";
import { parts } from "../parts.js";
import { roleNames } from "../words.js";
import { useDesk } from "./desk.js";
import { done, kept, startAgain } from "./kept.js";
import { Step } from "./step.jsx";

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
  referral: "referral",
  designation: "designation",
  grant: "grant",
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

// One part of the menu: its steps in order, of which one may be open.
function Part({ part: { title, about, steps }, desk, current }) {
  const ran = done.use();
  const open = desk.step?.name;
  return (
    <section>
      <h2>{title}</h2>
      <p className="note">{about}</p>
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
    </section>
  );
}

// Past all of the steps, for whoever uses a keyboard.
function toEditor() {
  document.querySelector(".graphiql-query-editor textarea")?.focus();
}

export function Story() {
  const desk = useDesk();
  const current = useRef(null);
  const open = desk.step?.name;

  // A step that the button “Next” opens is brought into view, and stays where the keyboard is.
  useEffect(() => {
    if (document.activeElement === document.body) current.current?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: "nearest" });
  }, [open]);

  return (
    <nav className="story" aria-labelledby="story">
      <h1 className="unseen" id="story">Worked operations</h1>
      <button className="skip plain" type="button" onClick={toEditor}>Go to the editor</button>
      {parts.map((part) => <Part key={part.title} part={part} desk={desk} current={current} />)}
      <Carried />
    </nav>
  );
}
