// Budgets in gzip for what a visitor fetches. File names carry hashes, so the lists are read off the built files: the
// page is what index.html loads at once, the engine is the Worker's entry, each with all that it imports statically.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSync } from 'vite';

const dist = 'dist';
const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const loaded = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map(([, path = '']) => join(dist, path));

const page = closure(loaded.filter((path) => /\.(?:js|css)$/.test(path)));
const engine = closure(assets.filter((path) => /^worker-[^/]*\.js$/.test(basename(path))));
/** @type {Set<string>} */
const straight = new Set();
for (const path of assets) demandNoCircle(path);
for (const path of assets) demandNoEntry(path);
// The editor and the terminal come on demand and cannot be small; Monaco's own workers belong to it.
const heavy = assets.filter((path) => /^(?:monaco|xterm|(?:yaml|editor)[-.]worker)[-.]/.test(basename(path)));
const counted = new Set([...page, ...engine, ...heavy]);
const others = assets.filter((path) => /\.(?:js|css|json|woff2)$/.test(path) && !counted.has(path));

export default [
  { name: 'page entry', path: page, limit: '175 kB', gzip: true },
  ...(engine.length > 0 ? [{ name: 'engine entry', path: engine, limit: '160 kB', gzip: true }] : []),
  ...others.map((path) => ({ name: basename(path), path, limit: '100 kB', gzip: true })),
];

/** The files given and all that they import statically.
 * @param {string[]} entries */
function closure(entries) {
  const seen = new Set(entries);
  for (const path of seen) for (const next of importsOf(path)) seen.add(next);
  return [...seen];
}

/** Files that import each other in a circle may run before what they need: in a browser they do not start.
 * @param {string} path
 * @param {string[]} way */
function demandNoCircle(path, way = []) {
  if (way.includes(path)) throw new Error(`built files import each other in a circle: ${[...way, path].map((p) => basename(p)).join(' -> ')}`);
  if (straight.has(path)) return;
  for (const next of importsOf(path)) demandNoCircle(next, [...way, path]);
  straight.add(path);
}

/** WebKit runs the first file of a Worker a second time when another file imports it, and there are two of everything.
 * @param {string} path */
function demandNoEntry(path) {
  const entry = importsOf(path).find((next) => /^worker-[^/]*\.js$/.test(basename(next)));
  if (entry !== undefined) throw new Error(`${basename(path)} imports ${basename(entry)}: what both need belongs to a chunk of its own (vite.config.ts)`);
}

/** @param {string} path */
function importsOf(path) {
  if (!path.endsWith('.js')) return [];
  const { module } = parseSync(path, readFileSync(path, 'utf8'));
  return module.staticImports.map(({ moduleRequest }) => join(path, '..', moduleRequest.value));
}
