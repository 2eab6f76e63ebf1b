/**
 * npm run bench [ROW…]: what a world costs, in CPU seconds and peak memory, each row in a process of its own and divided by a
 * calibration loop of the same process, so that figures of one run can be compared on any machine. Nothing here passes or fails.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadAllAssets } from '../world/index.ts';
import { changeToWatcher, listAsTable } from './bench/api-rows.ts';
import { measure, type Figures, type Row, type Skipped } from './bench/row.ts';
import { Misuse } from './misuse.ts';
import { deployment, replayedHour, rollingUpdate, sleepLoops } from './bench/world-rows.ts';

const rows: Readonly<Record<string, Row>> = {
  'deployment of 100 until Ready': deployment(100),
  'deployment of 1,000 until Ready': deployment(1_000),
  'deployment of 10,000 until Ready': deployment(10_000),
  'rolling update of 1,000': rollingUpdate(1_000),
  'an hour of the default scenario': replayedHour,
  '1,000 containers in sleep loops, 60 s': sleepLoops(1_000),
  '10,000 pods listed as a Table': listAsTable(10_000),
  '1,000 changes among 10,000 pods, watched': changeToWatcher(10_000),
  'page: 300 pods come up': podsOnPage(300),
  'page: 1,000 pods come up': podsOnPage(1_000),
  'webernetes: deployment of 100': webernetes(100),
  'webernetes: deployment of 1,000': webernetes(1_000),
};

const inChild = '--row';
const wanted = process.argv.slice(2);
if (wanted[0] === inChild) process.stdout.write(JSON.stringify(await inThisProcess(wanted[1]!)));
else printAll(wanted.length > 0 ? wanted : Object.keys(rows));

async function inThisProcess(name: string): Promise<Figures | Skipped> {
  await loadAllAssets();
  return measure(rows[name]!);
}

function printAll(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(rows, name));
  if (unknown !== undefined) throw new Misuse(`no row "${unknown}"; there are\n${Object.keys(rows).join('\n')}`);
  process.stdout.write(`${'row'.padEnd(42)}${['first s', 'warm s', '/ loop', 'peak MiB'].map((head) => head.padStart(10)).join('')}  note (of the warm run, if there is one)\n`);
  for (const name of names) {
    const figures = JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), inChild, name], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Figures | Skipped;
    if ('skipped' in figures) {
      process.stdout.write(`${name.padEnd(42)}skipped: ${figures.skipped}\n`);
      continue;
    }
    const { calibrationSeconds, first, best, peakMib } = figures;
    const { cpuSeconds, note } = best ?? first;
    const cells = [first.cpuSeconds.toFixed(2), best ? best.cpuSeconds.toFixed(2) : '', (cpuSeconds / calibrationSeconds).toFixed(2), peakMib?.toFixed(0) ?? ''];
    process.stdout.write(`${name.padEnd(42)}${cells.map((cell) => cell.padStart(10)).join('')}  ${note}\n`);
  }
}

/** Their code is loaded by their own rows alone. */
function podsOnPage(replicas: number): Row {
  return async () => (await import('./bench/page-rows.ts')).podsOnPage(replicas)();
}

function webernetes(replicas: number): Row {
  return async () => (await import('./bench/webernetes-rows.ts')).webernetesDeployment(replicas)();
}
