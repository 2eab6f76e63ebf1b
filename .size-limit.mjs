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
// The editor and the terminal come on demand and cannot be small; Monaco's own workers belong to it.
const heavy = assets.filter((path) => /^(?:monaco|xterm|(?:yaml|editor)[-.]worker)[-.]/.test(basename(path)));
const counted = new Set([...page, ...engine, ...heavy]);
const others = assets.filter((path) => /\.(?:js|css|json|woff2)$/.test(path) && !counted.has(path));

export default [
  { name: 'page entry', path: page, limit: '175 kB', gzip: true },
  ...(engine.length > 0 ? [{ name: 'engine entry', path: engine, limit: '160 kB', gzip: true }] : []),
  // kubectl is a little more than a chunk may be; its kinds import what imports them, so they cannot simply stand apart.
  ...others.map((path) => ({ name: basename(path), path, limit: basename(path).startsWith('cli-') ? '120 kB' : '100 kB', gzip: true })),
];

/** The files given and all that they import statically.
 * @param {string[]} entries */
function closure(entries) {
  const seen = new Set(entries);
  for (const path of seen) {
    if (!path.endsWith('.js')) continue;
    const { module } = parseSync(path, readFileSync(path, 'utf8'));
    for (const { moduleRequest } of module.staticImports) seen.add(join(path, '..', moduleRequest.value));
  }
  return [...seen];
}
