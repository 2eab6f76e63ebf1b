// Finds the Chromium that the browser tests drive, and installs Debian's where there is none. Playwright's own download
// is not used: many machines cannot reach it, and an installed browser is what a visitor has.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const ADVICE = 'Install Chromium or Chrome (on Debian: apt-get install chromium), or set CHROME_PATH to one.';

/** The path of an installed Chromium, or undefined.
 * @returns {string | undefined} */
export function findBrowser() {
  const given = process.env['CHROME_PATH'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...inPath, ...ELSEWHERE].find(isExecutable);
}

/** The same, after trying to install one; throws in words where that cannot be.
 * @returns {string} */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(`The browser tests found no browser. ${ADVICE}`);
  }
  process.stderr.write('No browser found: installing Debian’s chromium …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']]) {
    const done = spawnSync('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${done.stderr}\n${ADVICE}`);
  }
  const installed = findBrowser();
  if (!installed) throw new Error(`chromium was installed but is not in PATH. ${ADVICE}`);
  return installed;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${findOrInstallBrowser()}\n`);
