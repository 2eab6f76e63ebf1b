// A link that another version of the engine made: its history cannot be replayed here, so the world begins with what it declared.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { openPlayground, sharedLink, terminalText, type } from './terminal.ts';

const labels = { app: 'kept' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'kept', namespace: 'default' },
  spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.23' }] } } },
};
const shared = {
  session: { engine: '0.0.1', seed: 'seven', scenario: 'default', epochMs: 1_772_441_880_000, inputs: [] },
  hash: '0'.repeat(32),
  snapshot: JSON.stringify({ files: { 'note.txt': 'from an older engine\n' }, objects: [deployment] }),
};

test('a link of another engine begins with its snapshot, and says so', async ({ page }) => {
  await page.goto(`./#s=${deflateRawSync(JSON.stringify(shared)).toString('base64url')}`);
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/\$ *\n/);
  await expect(page.getByText('the world begins with what had been declared')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await type(page, 'cat note.txt; kubectl rollout status deployment/kept\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('deployment "kept" successfully rolled out');
  expect(await terminalText(page)).toContain('from an older engine');
});

test('an image that was built is in the snapshot of a link, by its recipe', async ({ page }) => {
  test.setTimeout(120_000);
  await openPlayground(page);
  await type(page, 'docker build -q -t site site; echo built-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('built-2');
  const link = await sharedLink(page);
  const [place, packed] = link.split('#s=') as [string, string];
  const theirs = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString());
  theirs.session.engine = '0.0.1';

  await page.goto('about:blank');
  await page.goto(`${place}#s=${deflateRawSync(JSON.stringify(theirs)).toString('base64url')}`);
  await expect(page.getByText('the world begins with what had been declared')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await type(page, 'until docker image inspect site > /dev/null 2>&1; do sleep 1; done; clear; docker run --rm site ls /usr/share/nginx/html; docker history site | wc -l\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/50x\.html[^$]*index\.html\n\d+\n/);
});
