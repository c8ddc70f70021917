// Every word that this page says to the service, and the quiet renewal of a sign-in whose access has run out.

const UNREACHABLE = "The service cannot be reached just now. Please try again in a moment.";

export async function post(path, body, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) return { status: 0, body: { errors: [{ message: UNREACHABLE }], detail: UNREACHABLE } };
  const text = await answer.text().catch(() => "");
  try {
    return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
  } catch {
    const said = `The service answered ${answer.status} and nothing readable.`;
    return { status: answer.status, body: { errors: [{ message: said }], detail: said } };
  }
}

export const hasCode = ({ body }, code) => (body.errors ?? []).some((error) => error.extensions?.code === code);

const isSignedOut = (answer) => answer.status === 401 || hasCode(answer, "UNAUTHENTICATED");

// A refresh token shown twice ends the sign-in, so only one renewal runs at a time: in this tab, and among all tabs of the
// service, which share their cookies. (A browser has no locks where the page came over a plain connection from elsewhere.)
let renewing = null;

function renew() {
  const alone = (work) => (navigator.locks ? navigator.locks.request("lateral:renew", work) : work());
  renewing ??= alone(() => post("/auth/refresh", {})).finally(() => {
    renewing = null;
  });
  return renewing;
}

// Sends one operation, acting in a role. Gives the answer, and whether it turned out that the sign-in has ended.
export async function operate(operation, acting, isKnown) {
  const headers = { accept: "application/graphql-response+json, application/json;q=0.9" };
  if (acting) headers["lateral-acting-as"] = acting;
  const send = () => post("/graphql", operation, headers);
  const first = await send();
  // A visitor who asks for more than visitors may has nothing that could be renewed.
  if (!isSignedOut(first) || (first.status !== 401 && !isKnown)) return { answer: first, ended: false };
  const renewed = await renew();
  if (renewed.status === 200) return { answer: await send(), ended: false };
  return { answer: first, ended: renewed.status === 401 };
}
