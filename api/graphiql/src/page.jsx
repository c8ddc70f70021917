// The page: who is signed in above, GraphiQL with the worked operations below.

import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryContextProvider } from "@graphiql/plugin-history";
import { GraphiQLProvider } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./page.css";
import { Persona } from "./persona.jsx";
import { demonstration, meet } from "./personas.js";
import { ask, recognise, session } from "./session.js";
import { SignIn } from "./sign_in.jsx";
import { editorStorage } from "./store.js";
import { keep, named } from "./story/kept.js";
import { Story } from "./story/menu.jsx";
import { guardTab } from "./tab.js";

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];

const welcome = `# Choose a step on the left, or write a query of your own.
# Control and space together suggest what may stand at the cursor.
`;

async function fetcher(given) {
  const operation = named(given);
  const answer = await ask(operation);
  keep(operation, answer);
  return answer;
}

function Workbench({ isVisitor }) {
  const [storage] = useState(editorStorage);
  useEffect(() => () => storage.close(), [storage]);
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      // The schema is shown to whoever signs in; asked for then, and not in vain before.
      schema={isVisitor ? null : undefined}
      storage={storage}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery={welcome}
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <main className="workbench">
            <Story />
            <GraphiQLInterface
              defaultEditorToolsVisibility="variables"
              isHeadersEditorEnabled={false}
              showPersistHeadersSettings={false}
              forcedTheme="light"
            >
              <GraphiQL.Logo><></></GraphiQL.Logo>
            </GraphiQLInterface>
          </main>
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}

function Page() {
  const { viewer } = session.use();
  const [looking, setLooking] = useState(false);
  // Whoever has signed in and goes again comes back to the form.
  useEffect(() => {
    if (viewer) setLooking(false);
  }, [viewer]);
  return (
    <>
      <header className="bar">
        <span className="brand">Lateral</span>
        {(viewer || looking) && <Persona onSignIn={() => setLooking(false)} />}
      </header>
      {viewer || looking ? (
        // Somebody else finds nothing of the one before; in a demonstration one reader plays all persons, at one desk.
        <Workbench key={(!demonstration && viewer?.person.id) || "everybody"} isVisitor={!viewer} />
      ) : (
        <SignIn onLookAround={() => setLooking(true)} />
      )}
      <footer className="sources">
        Contains public sector information licensed under the Open Government Licence v3.0. Source: Department for Education, Get
        Information About Schools (GIAS) and school census; Office for National Statistics.{" "}
        <a href="/graphiql/licences.txt">Licences of this page</a>
      </footer>
    </>
  );
}

await Promise.all([recognise(), meet()]);
guardTab();
// Tabs share their cookies: somebody may have signed in, or out, in another one.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && recognise());
createRoot(document.getElementById("page")).render(<StrictMode><Page /></StrictMode>);
