// How the page is built, served and tested. Every address in the output is relative (`base: './'`), so the built
// files work from any sub-path of any static host.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const { platform, env } = process;
const hasScreen = platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: {
    // monaco-yaml imports Monaco by the folder layout that 0.57 no longer exports.
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' }],
  },
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: engineChunks() } } } },
  // On a machine without a screen the address alone is printed.
  server: { open: hasScreen && !env['CI'] },
  optimizeDeps: {
    // What only a Worker reaches is named: met while the page already runs, it would reload it.
    include: ['yaml', 'fflate', 'nanotar', 'rfc6902', 'unbash', 'monaco-yaml', 'monaco-yaml/yaml.worker'],
  },
  build: {
    // Small pictures travel inside the CSS; anything bigger is a file that the browser can cache.
    assetsInlineLimit: 2048,
    // Monaco is past any sensible warning; the true budgets stand in .size-limit.mjs.
    chunkSizeWarningLimit: 8192,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // First what the page needs at once, or the editor's chunk would take shared bits and be loaded with them.
            { name: 'page', tags: ['$initial'], priority: 1 },
            // Its translation has to run before it, so it is a file of its own.
            { name: 'monaco', test: /node_modules[\\/](monaco-(?!editor[\\/]esm[\\/]vs[\\/]nls[\\/])|vscode-)/ },
            { name: 'xterm', test: /node_modules[\\/]@xterm[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    passWithNoTests: true,
    // Generous, because a busy machine is no failure; what is slow by nature is a *.slow.test.ts.
    testTimeout: 20_000,
    hookTimeout: 120_000,
    projects: [
      {
        // Pure code without globals: one context for all files of a thread costs nothing and saves seconds.
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          exclude: ['src/ui/**', 'src/**/*.slow.test.ts'],
          environment: 'node',
          pool: 'threads',
          isolate: false,
          setupFiles: ['src/node/load-assets.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'page', include: ['src/ui/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
      {
        // Scripts, lessons and the swarm: minutes rather than seconds, so `npm run check` leaves them out.
        extends: true,
        test: {
          name: 'slow',
          include: ['src/**/*.slow.test.ts'],
          environment: 'node',
          setupFiles: ['src/node/load-assets.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
});

/**
 * What starts the engine is one file; what is loaded together may be too much for one. Each of the others imports nothing of what imports
 * it, or it would not run: the size check looks for circles.
 */
function engineChunks() {
  return [
    // All but the entry itself: WebKit runs a Worker's first file once more when another file imports it.
    { name: 'engine', tags: ['$initial' as const], test: (id: string) => !/src[\\/]worker\.ts$/.test(id), priority: 1 },
    { name: 'base', test: /src[\\/]base/ },
    { name: 'machine', test: /src[\\/](?:files|host)[\\/]/ },
    { name: 'unbash', test: /node_modules[\\/]unbash/ },
    { name: 'shell-language', test: /src[\\/]shell[\\/]language/ },
    { name: 'shell-sed', test: /src[\\/]shell[\\/]sed/ },
    { name: 'go-template', test: /src[\\/]cli[\\/]go-template/ },
    { name: 'kubectl-kinds', test: /src[\\/]cli[\\/]kubectl[\\/]kinds/ },
    { name: 'kubectl-common', test: /src[\\/]cli[\\/]kubectl[\\/](?:command|config|objects|patch|print|resources|wire)[\\/]/ },
  ];
}
