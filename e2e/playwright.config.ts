// The browser tests: an installed Chromium against the built files, served below a sub-path, so that a build that only
// works at the root of a host fails here.
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../src/node/browser.mjs';

const executablePath = findBrowser();
// The config is read again in every worker, which inherits what the first reading chose.
const port = Number((process.env['E2E_PORT'] ??= String(20_000 + (process.pid % 20_000))));
const base = '/some/sub-path/';

export default defineConfig({
  testDir: '.',
  outputDir: '../node_modules/.cache/e2e',
  // One at a time: several tests measure what the main thread does, and a neighbour would be measured too.
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  // On a machine shared with others a page may be held up at any instant. What passes only the second time is named as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 60_000,
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium refuses its sandbox to root; the rest keeps it from calling home while it is measured.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort --base ${base}`,
    cwd: '..',
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
  },
});
