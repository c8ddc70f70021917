// Builds the page's two assets from the locked packages: one script and one style sheet, compressed, with the licences of what is inside.

import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../assets/graphiql");

const result = await build({
  entryPoints: { graphiql: join(here, "src/page.jsx") },
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
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

for (const file of result.outputFiles) {
  const name = file.path.slice(assets.length + 1);
  writeFileSync(join(assets, `${name}.gz`), gzipSync(file.contents, { level: 9 }));
  console.log(`${name}: ${file.contents.length} bytes`);
}

// Every package that left a line in the bundle, once, with its licence.
const folders = new Set();
for (const input of Object.keys(result.metafile.outputs[Object.keys(result.metafile.outputs).find((it) => it.endsWith(".js"))].inputs)) {
  const found = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/);
  if (found) folders.add(found[0]);
}
const texts = [...folders].sort().map((folder) => {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${about.license} (the package carries no text of its own).`;
  return { title: `${about.name} ${about.version} (${about.license})`, text };
});
const grouped = new Map();
for (const { title, text } of texts) grouped.set(text, [...(grouped.get(text) ?? []), title]);
const rule = "-".repeat(80);
writeFileSync(
  join(assets, "licences.txt"),
  `The page at /graphiql contains these packages.\n\n${[...grouped].map(([text, titles]) => `${rule}\n${titles.join("\n")}\n\n${text}\n`).join("\n")}`,
);
if (!existsSync(join(assets, "page.html"))) throw new Error("page.html is missing");
