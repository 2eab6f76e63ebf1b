// What travels before a visitor sees the first pod become ready, pressed as a static host presses it. The editor (with the words that
// it hovers, and the kinds that only its schema asks for) and the terminal's screen cannot be small and are not counted; the rest is
// the two entries and what the first pod needs.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { openPlayground, type } from './terminal.ts';

const KB = 1000;
const PAGE_ENTRY = 175 * KB;
const ENGINE_ENTRY = 160 * KB;
/**
 * Measured 572 kB beyond the two entries at their limits, and a little for what grows: a shell with its parser (146), kubectl (109), the
 * API server's door with kinds and controllers (118), the machines' and the image's code (58), panels, lessons and fonts (110); since then
 * also the cluster's name server with the kinds that it is made of, which every cluster begins with (31), what roles are asked, and how a
 * container that runs gets other amounts (10), what checks of kinds grew by (10), the roles that every cluster begins with (6),
 * and the controller of daemons, of which kube-proxy is one, with their kind (5), and
 * certificates, which both ends look at (5); and what the shell, the door and the clients of nodes came to do (12).
 * Then also what network devices count, what is refused of pods in their rarer fields, and who makes room for whom (14); what a pod
 * would rather be near, its deadlines, volumes and image secrets (5), /sys (2), what kubectl came to say as the real one does (4);
 * and every rule by which the real server refuses a pod, its volumes and what it belongs to (20), kubectl's words of each release (12).
 */
const ON_DEMAND = 668 * KB;

const heavy = /\/(?:monaco|xterm|codicon|descriptions|more-descriptions|more-kinds|yaml-worker|editor-worker|zh-cn)[-.]/;
const isPressed = /\.(?:js|css|html|json|svg)$|\/$/;

test('little travels until the first pod is ready', async ({ page }) => {
  const fetched = new Set<string>();
  page.context().on('response', (response) => {
    if (!heavy.test(response.url()) && response.ok()) fetched.add(response.url().replace(/[?#].*$/, ''));
  });
  await openPlayground(page);
  await type(page, 'kubectl create deployment web --image=nginx\n');
  await type(page, 'kubectl wait --for=condition=Ready pod -l app=web --timeout=300s && echo it is ready\n');
  await expect(page.locator('.xterm-rows').getByText('it is ready', { exact: true })).toBeVisible({ timeout: 60_000 });
  const counted: { path: string; bytes: number }[] = [];
  // Asked for again, because what a worker that has ended received cannot be read any more.
  for (const url of [...fetched].filter((each) => each.startsWith('http'))) {
    const body = await (await page.request.get(url)).body();
    counted.push({ path: url.replace(/^.*\//, ''), bytes: isPressed.test(url) ? gzipSync(body, { level: 9 }).length : body.length });
  }
  const sum = counted.reduce((all, { bytes }) => all + bytes, 0);
  test.info().annotations.push({ type: 'transfer', description: `${Math.round(sum / KB)} kB in ${counted.length} files` });
  expect(counted.filter(({ path }) => /^(?:worker|engine)-/.test(path))).toHaveLength(2);
  const largest = counted.sort((a, b) => b.bytes - a.bytes).slice(0, 12);
  expect(sum, largest.map(({ path, bytes }) => `${path} ${bytes}`).join('\n')).toBeLessThan(PAGE_ENTRY + ENGINE_ENTRY + ON_DEMAND);
});
