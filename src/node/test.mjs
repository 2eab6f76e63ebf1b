// Runs every stage of `npm test` (with `--fast`: those of `npm run check`; with names: just those), streams what each
// prints, goes on after a failure, and closes with every failure once more (the end is what a log keeps) and one line
// that sums all runners: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOrInstallBrowser } from './browser.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {{ fast: boolean, says: string, run: (stage: string) => Promise<Count> }} Stage
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const COMPLAINTS_MAX = 4_000;
const reports = join(root, 'node_modules/.cache/reports');

/** @type {Record<string, Stage>} */
const STAGES = {
  types: { fast: true, says: 'every program compiles', run: () => passes('tsc', ['-b']) },
  lint: { fast: true, says: 'oxlint finds nothing', run: () => passes('oxlint', ['--deny-warnings']) },
  knip: { fast: false, says: 'nothing lies unused', run: () => passes('knip', []) },
  unit: { fast: true, says: 'unit tests, the architecture among them', run: (stage) => vitest(stage, ['unit', 'page']) },
  slow: { fast: false, says: 'scripts, lessons and the swarm', run: (stage) => vitest(stage, ['slow']) },
  build: { fast: false, says: 'the page builds', run: () => passes('vite', ['build', '--logLevel', 'warn']) },
  size: { fast: false, says: 'what a visitor fetches stays small', run: sizes },
  browser: { fast: false, says: 'the built page in a browser', run: browser },
};

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const strange = named.find((name) => !(name in STAGES));
if (strange !== undefined) {
  process.stderr.write(`no stage "${strange}"; there are ${Object.keys(STAGES).join(', ')}\n`);
  process.exit(2);
}
const chosen = Object.entries(STAGES).filter(([name, stage]) => {
  if (named.length > 0) return named.includes(name);
  return stage.fast || !args.includes('--fast');
});

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
/** @type {Count} */
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed in the stage that runs. @type {string[]} */
const failures = [];
/** The same of all stages, below their names. @type {string[]} */
const closingWords = [];
for (const [name, stage] of chosen) {
  process.stdout.write(`\n── ${name}: ${stage.says}\n`);
  const started = Date.now();
  const count = await stage.run(name).catch((error) => {
    const why = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${why}\n`);
    failures.push(why);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  const told = failures.splice(0);
  if (count.failed > 0) closingWords.push(`── failed: ${name}`, ...told);
  process.stdout.write(`   ${closing(count)} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
if (closingWords.length > 0) process.stdout.write(`\n${closingWords.join('\n')}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`\n${closing(total)}\n`);

/** @param {Count} count */
function closing({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A tool that passes or fails as one.
 * @param {string} tool @param {string[]} toolArgs @returns {Promise<Count>} */
async function passes(tool, toolArgs) {
  const { code } = await run(tool, toolArgs);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {string} stage @param {string[]} projects @returns {Promise<Count>} */
async function vitest(stage, projects) {
  const report = join(reports, `${stage}.json`);
  const chosenProjects = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code, complaints } = await run('vitest', ['run', ...chosenProjects, ...reporters]);
  const json = JSON.parse(readFileSync(report, 'utf8'));
  // A file that fails before its first test, such as by an import, has no test to count: it counts as one itself.
  /** @type {{ status: string, name: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[]} */
  const files = json.testResults;
  const broken = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((result) => result.status !== 'failed'),
  );
  for (const { name, message } of broken) tell(name, message);
  for (const { name, assertionResults } of files) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') tell(`${name} › ${fullName}`, failureMessages.join('\n'));
    }
  }
  return atLeastOneIf(code !== 0, complaints, {
    passed: json.numPassedTests,
    failed: json.numFailedTests + broken.length,
    skipped: json.numPendingTests + json.numTodoTests,
  });
}

/** @returns {Promise<Count>} */
async function sizes() {
  const out = await capture('size-limit', ['--json']);
  /** @type {{ name: string, passed: boolean, size: number, sizeLimit: number }[]} */
  const budgets = JSON.parse(out);
  const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  for (const { name, passed, size, sizeLimit } of budgets) {
    process.stdout.write(`   ${passed ? '✓' : '✗'} ${name}: ${kilobytes(size)} of ${kilobytes(sizeLimit)}\n`);
  }
  for (const { name, size, sizeLimit } of budgets.filter((budget) => !budget.passed)) tell(name, `${kilobytes(size)} of ${kilobytes(sizeLimit)}`);
  const failed = budgets.filter((budget) => !budget.passed).length;
  return { passed: budgets.length - failed, failed, skipped: 0 };
}

/** @param {string} stage @returns {Promise<Count>} */
async function browser(stage) {
  if (!existsSync(join(root, 'dist/index.html'))) throw new Error('there is no built page in dist: run the stage build first');
  const report = join(reports, `${stage}.json`);
  const env = { CHROME_PATH: findOrInstallBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { code, complaints } = await run('playwright', ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], env);
  const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'));
  for (const spec of specsOf(suites)) {
    if (!spec.ok) tell(`${spec.file} › ${spec.title}`, spec.tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? [])).join('\n'));
  }
  return atLeastOneIf(code !== 0, complaints, { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped });
}

/** @typedef {{ ok: boolean, file: string, title: string, tests: { results: { error?: { message?: string } }[] }[] }} Spec */
/** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */

/** @param {Suite[]} suites @returns {Spec[]} */
function specsOf(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)]);
}

/** Keeps a failure for the end.
 * @param {string} what @param {string} why */
function tell(what, why) {
  const lines = why.replaceAll(new RegExp(String.raw`\u001b\[[\d;]*m`, 'g'), '').split('\n');
  failures.push(`✗ ${what.replace(root, '')}`, ...lines.slice(0, 30).map((line) => `    ${line.slice(0, 300)}`));
}

/** A runner that failed without a failed test (an error outside of any), or that found no test, has failed all the same.
 * @param {boolean} hasFailed @param {string} complaints @param {Count} count @returns {Count} */
function atLeastOneIf(hasFailed, complaints, count) {
  const isEmpty = count.passed + count.failed + count.skipped === 0;
  if (isEmpty) process.stdout.write('no test was found\n');
  if (!(hasFailed || isEmpty) || count.failed > 0) return count;
  tell('outside of any test', isEmpty ? 'no test was found' : complaints);
  return { ...count, failed: 1 };
}

/** `complaints`: the end of what it wrote to its standard error.
 * @param {string} tool @param {string[]} toolArgs @param {Record<string, string>} [env] @returns {Promise<{ code: number, complaints: string }>} */
function run(tool, toolArgs, env = {}) {
  const child = spawn(bin(tool), toolArgs, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'], env: { ...process.env, ...env } });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    process.stderr.write(chunk);
    complaints = (complaints + chunk).slice(-COMPLAINTS_MAX);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, complaints }));
  });
}

/** @param {string} tool @param {string[]} toolArgs @returns {Promise<string>} */
function capture(tool, toolArgs) {
  const child = spawn(bin(tool), toolArgs, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(out));
  });
}

/** @param {string} tool */
function bin(tool) {
  return join(root, 'node_modules/.bin', tool);
}
