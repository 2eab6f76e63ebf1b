// Starts one entry of this room: `node src/node/run.mjs play FILE …`. Node 20 runs no TypeScript, so Vite bundles the
// entry (with all that the page's build would do to it) into a folder of this process, which then imports it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [name = '', ...rest] = process.argv.slice(2);
const entry = join(root, 'src/node', `${name}.ts`);
if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(entry)) {
  const names = readdirSync(join(root, 'src/node')).filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'index.ts');
  process.stderr.write(`usage: run.mjs ENTRY [ARGS]\nentries: ${names.map((file) => file.slice(0, -3)).join(', ') || 'none'}\n`);
  process.exit(2);
}

// A folder a process, so that two runs at once do not overwrite each other; it must lie below node_modules, where
// Node finds the packages that the bundle leaves outside.
const cache = join(root, 'node_modules/.cache/kubarium');
sweep(cache);
const outDir = join(cache, `${name}-${process.pid}`);
process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
await build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  // Packages that do not load in Node as they are: the bundle takes them in.
  ssr: { noExternal: ['@ngrok/webernetes', 'buffer', 'events'] },
  build: {
    ssr: entry,
    outDir,
    emptyOutDir: true,
    copyPublicDir: false,
    sourcemap: 'inline',
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: true } },
  },
});

process.setSourceMapsEnabled(true);
process.argv = [process.argv[0] ?? 'node', entry, ...rest];
try {
  await import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
} catch (error) {
  if (!isMisuse(error)) throw error;
  process.stderr.write(`${name}: ${error.message}\n`);
  process.exit(2);
}

/** Called wrongly, which a sentence tells; anything else is a defect and keeps its stack.
 * @param {unknown} error
 * @returns {error is Error} */
function isMisuse(error) {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return ['Misuse', 'ScriptError'].includes(error.name) || ['ENOENT', 'EISDIR', 'EACCES', 'ERR_SOCKET_BAD_PORT'].includes(code) || code.startsWith('ERR_PARSE_ARGS');
}

/** Removes what runs ended by a signal left behind.
 * @param {string} folder */
function sweep(folder) {
  for (const left of existsSync(folder) ? readdirSync(folder) : []) {
    try {
      process.kill(Number(left.split('-').at(-1)), 0);
    } catch {
      rmSync(join(folder, left), { recursive: true, force: true });
    }
  }
}
