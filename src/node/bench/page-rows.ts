/**
 * What the page costs its main thread while pods come up: the page as it is built, in an installed Chromium, read from the browser's
 * own trace. A frame's cost is the CPU time of the main thread's tasks that end between its beginning and that of the next.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { findBrowser } from '../browser.mjs';
import type { Row, Sample } from './row.ts';

const TASK_MAX_MS = 50;
const WAIT_MS = 180_000;
const PODS_A_NODE = 253; // as many as a node has addresses for
const CATEGORIES = ['toplevel', 'devtools.timeline', 'devtools.timeline.frame'];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number; // µs
  readonly dur?: number;
  readonly tdur?: number; // of its thread's CPU time
  readonly args: { readonly name?: string };
}

/** A Deployment typed into the terminal of the default scenario, until the diagram says that all its pods are ready. */
export function podsOnPage(replicas: number): Row {
  return async () => {
    const executablePath = findBrowser();
    if (executablePath === undefined) return { skipped: 'no Chromium or Chrome was found' };
    const outDir = await (built ??= buildPage());
    const server = await preview({ logLevel: 'error', build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
    const browser = await chromium.launch({ executablePath, args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      await page.goto(server.resolvedUrls!.local[0]!);
      await untilSaid(page, /\$\s*$/);
      if (replicas > 300) await makeRoom(page);
      await page.waitForTimeout(3_000); // what is loaded when the page has nothing better to do
      const trace = await browser.newBrowserCDPSession();
      return summary(await traced(trace, page, replicas));
    } finally {
      await browser.close();
      await server.close();
    }
  };
}

let built: Promise<string> | undefined;

/** Once for all runs: the folder goes with the process. */
async function buildPage(): Promise<string> {
  const outDir = mkdtempSync(join(process.cwd(), 'node_modules/.cache/page-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({ logLevel: 'error', build: { outDir } });
  return outDir;
}

const SHOWN = '.terminal-place:not([hidden])';

async function untilSaid(page: Page, pattern: RegExp): Promise<void> {
  await page.locator(`${SHOWN} .xterm-rows`).filter({ hasText: pattern }).waitFor({ timeout: WAIT_MS });
}

async function type(page: Page, line: string): Promise<void> {
  await page.locator(`${SHOWN} .xterm-screen`).click();
  await page.keyboard.type(line);
}

/** Each kubelet is told to take more pods than is usual, as its administrator would tell it. */
async function makeRoom(page: Page): Promise<void> {
  for (const node of ['node-1', 'node-2', 'node-3', 'control-plane']) {
    await page.locator('.tabs-more').click();
    await page.getByRole('menuitem', { name: node }).click();
    await untilSaid(page, /#\s*$/);
    await type(page, `echo 'maxPods: ${PODS_A_NODE}' >> /var/lib/kubelet/config.yaml; systemctl restart kubelet; echo done\n`);
    await untilSaid(page, /done.*done/s);
  }
  await page.getByRole('tab', { name: 'laptop' }).click();
  await type(page, `kubectl taint node control-plane node-role.kubernetes.io/control-plane-\n`);
  await untilSaid(page, /untainted/);
  await type(page, `while [ $(kubectl get nodes -o jsonpath='{.items[*].status.allocatable.pods}' | grep -o ${PODS_A_NODE} | wc -l) -lt 4 ]; do sleep 1; done; echo there is "room"\n`);
  await untilSaid(page, /there is room/);
}

async function traced(trace: CDPSession, page: Page, replicas: number): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  trace.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await type(page, `kubectl create deployment web --image=nginx --replicas=${replicas}`);
  await trace.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] } });
  await page.keyboard.press('Enter');
  await page.locator('.family').filter({ hasText: new RegExp(String.raw`${replicas}\s*/\s*${replicas}\s*/\s*${replicas}`) }).waitFor({ timeout: WAIT_MS });
  const complete = new Promise<void>((done) => trace.once('Tracing.tracingComplete', () => done()));
  await trace.send('Tracing.end');
  await complete;
  return events;
}

function summary(events: readonly TraceEvent[]): Sample {
  const isFrame = (event: TraceEvent) => event.name === 'AnimationFrame' && event.ph === 'b';
  const { pid } = events.find(isFrame)!;
  const main = events.find((event) => event.pid === pid && event.name === 'thread_name' && event.args.name === 'CrRendererMain')!;
  const mine = events.filter((event) => event.pid === pid && event.tid === main.tid).sort((a, b) => a.ts - b.ts);
  const costs: number[] = [];
  let longest = 0;
  let long = 0;
  for (const event of mine) {
    if (isFrame(event)) costs.push(0);
    if (!event.name.endsWith('RunTask') || event.ph !== 'X' || costs.length === 0) continue;
    const ms = (event.tdur ?? event.dur ?? 0) / 1_000;
    costs[costs.length - 1]! += ms;
    longest = Math.max(longest, ms);
    if (ms > TASK_MAX_MS) long++;
  }
  const sum = costs.reduce((all, ms) => all + ms, 0);
  const p95 = costs.toSorted((a, b) => a - b)[Math.floor(costs.length * 0.95)] ?? 0;
  return {
    cpuSeconds: sum / 1_000,
    elsewhere: true,
    note: `${costs.length} frames, ${(sum / costs.length).toFixed(1)} ms of the main thread each, 95 % of them below ${p95.toFixed(1)} ms; longest task ${longest.toFixed(0)} ms, ${long} over ${TASK_MAX_MS} ms`,
  };
}
