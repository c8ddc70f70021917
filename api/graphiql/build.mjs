// Builds the page's assets from the locked packages: one script and one style sheet, compressed, with the licences of what is
// inside, and a digest of what they were made of. `node build.mjs check` builds without writing and says what differs.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../assets/graphiql");

const result = await build({
  entryPoints: { graphiql: join(here, "src/page.jsx") },
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  absWorkingDir: here,
  outdir: assets,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  loader: { ".graphql": "text" },
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  // The stock package puts style elements into the page, which the page's content security policy forbids.
  alias: { "react-style-singleton": join(here, "src/style_singleton.js") },
  plugins: [{
    name: "system fonts only",
    setup(build) {
      build.onLoad({ filter: /style\.css$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replace(/@font-face\s*\{[^}]*\}/g, ""),
        loader: "css",
      }));
    },
  }],
});

// Every package that left a line in the bundle, once, with its licence.
function licences() {
  const script = Object.keys(result.metafile.outputs).find((it) => it.endsWith(".js"));
  const inputs = Object.keys(result.metafile.outputs[script].inputs);
  const folders = new Set(inputs.map((it) => it.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
  const grouped = new Map();
  for (const folder of [...folders].sort()) {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const file = readdirSync(join(here, folder)).find((name) => /^licen[cs]e/i.test(name));
    const none = `Licence: ${about.license} (the package carries no text of its own).`;
    const text = file ? readFileSync(join(here, folder, file), "utf8").trim() : none;
    grouped.set(text, [...(grouped.get(text) ?? []), `${about.name} ${about.version} (${about.license})`]);
  }
  const rule = "-".repeat(80);
  const all = [...grouped].map(([text, titles]) => `${rule}\n${titles.join("\n")}\n\n${text}\n`).join("\n");
  return Buffer.from(`The page at /graphiql contains these packages.\n\n${all}`);
}

// One line for each source and each asset, so that a test without Node sees whether one was changed without the other.
function digests(made) {
  const below = (folder) =>
    readdirSync(join(here, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const sources = ["build.mjs", "package.json", "package-lock.json", ...below("src")];
  const all = new Map([...sources.map((name) => [name, readFileSync(join(here, name))]), ...made]);
  const line = (name) => `${createHash("sha256").update(all.get(name)).digest("hex")}  ${name}\n`;
  return Buffer.from([...all.keys()].sort().map(line).join(""));
}

const made = new Map(result.outputFiles.map((file) => [file.path.slice(assets.length + 1), Buffer.from(file.contents)]));
made.set("licences.txt", licences());
made.set("made_of.txt", digests(made));

// Two editions of zlib may zip alike contents differently, so it is the contents that are compared.
const zips = (name) => /\.(js|css)$/.test(name);
const path = (name) => join(assets, zips(name) ? `${name}.gz` : name);
const kept = (name) => existsSync(path(name)) && (zips(name) ? gunzipSync(readFileSync(path(name))) : readFileSync(path(name)));
const changed = [...made].filter(([name, contents]) => !kept(name) || !contents.equals(kept(name)));

if (process.argv[2] === "check") {
  for (const [name] of changed) console.error(`${name} is not what its source gives`);
  if (changed.length > 0) process.exit(1);
  console.log("Every asset is, byte for byte, what its source gives.");
} else {
  for (const [name, contents] of changed) {
    writeFileSync(path(name), zips(name) ? gzipSync(contents, { level: 9 }) : contents);
    console.log(`${name}: ${contents.length} bytes`);
  }
}
