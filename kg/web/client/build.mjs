/* Bundles the scripts and styles of `kg serve` into ../static: src/NAME/main.js becomes NAME.js, src/site.css becomes site.css.

Pages load them as modules (<script type="module">); what more than one page needs lies in chunks of its own. manifest.json is
written last and names every file with its digest and sizes: no package is built without it. The same sources give the same
bytes. */

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = join(here, "..", "static");

function entries() {
  const pages = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    .filter((name) => existsSync(join(source, name, "main.js"))).sort();
  const found = Object.fromEntries(pages.map((name) => [name, join(source, name, "main.js")]));
  if (existsSync(join(source, "site.css"))) found.site = join(source, "site.css");
  return found;
}

/* The licence of every package that a bundle holds a part of. */
function licences(inputs) {
  const packages = new Set();
  for (const path of inputs) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (match) packages.add(match[1]);
  }
  return [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`the package ${name} brings no licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  }).join(`\n${"-".repeat(80)}\n\n`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: entries(),
  outdir: target,
  entryNames: "[name]",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  charset: "utf8",
  legalComments: "none", // licences.txt holds them whole
  target: ["chrome110", "firefox115", "safari16"],
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(target, "licences.txt"), licences(Object.keys(result.metafile.inputs)));

const manifest = {};
for (const name of readdirSync(target).sort()) {
  const bytes = readFileSync(join(target, name));
  manifest[name] = {
    sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length,
  };
  console.log(`${name.padEnd(24)} ${String(bytes.length).padStart(8)} bytes ${String(manifest[name].gzip).padStart(8)} gzip`);
}
writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
