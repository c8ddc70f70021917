// The page: who is signed in above, GraphiQL with the worked operations below.

import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryContextProvider } from "@graphiql/plugin-history";
import { GraphiQLProvider } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./page.css";
import { Persona } from "./persona.jsx";
import { meet } from "./personas.js";
import { acting, ask, recognise, viewer } from "./session.js";
import { SignIn } from "./sign_in.jsx";
import { editorStorage } from "./store.js";
import { keep } from "./story/kept.js";
import { Story } from "./story/menu.jsx";

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];

const welcome = `# Choose a step on the left, or write a query of your own.
# Control and space together suggest what may stand at the cursor.
`;

async function fetcher(operation) {
  const answer = await ask(operation);
  keep(operation, answer);
  return answer;
}

function Workbench() {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={editorStorage}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery={welcome}
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <div className="workbench">
            <Story />
            <GraphiQLInterface
              defaultEditorToolsVisibility="variables"
              isHeadersEditorEnabled={false}
              showPersistHeadersSettings={false}
              forcedTheme="light"
            >
              <GraphiQL.Logo><></></GraphiQL.Logo>
            </GraphiQLInterface>
          </div>
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}

function Page() {
  const who = viewer.use();
  const role = acting.use();
  const [looking, setLooking] = useState(false);
  return (
    <>
      <header className="bar">
        <span className="brand">Lateral</span>
        {(who || looking) && <Persona onSignIn={() => setLooking(false)} />}
      </header>
      {who || looking ? (
        // The schema that a visitor may read can differ from a broker's, so another person starts GraphiQL anew.
        <Workbench key={who ? `${who.person.id}:${role}` : "visitor"} />
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

Promise.all([recognise().catch(() => viewer.set(null)), meet()])
  .finally(() => createRoot(document.getElementById("page")).render(<StrictMode><Page /></StrictMode>));
