// What the cluster does when something is taken from it: a pod, a machine, the scheduler. The faults are made by the keyboard alone.
import { expect, test, type Page } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

const SCHEDULER = 'components/control-plane/kube-scheduler';
const READY = /^Pod nginx-deployment-.*Running, 1 of 1/;

async function deploy(page: Page): Promise<void> {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 1700, height: 1000 });
  await openPlayground(page);
  await type(page, 'kubectl apply -f nginx-deployment.yaml\n');
  await expect(page.getByLabel(READY)).toHaveCount(3, { timeout: 60_000 });
}

/** Does to a thing what its menu offers; no mouse. */
async function doTo(page: Page, row: string, action: string): Promise<void> {
  await page.locator(`[data-row="${row}"]`).focus();
  await page.keyboard.press('Shift+F10');
  const item = page.getByRole('menuitem', { name: action });
  await expect(item).toBeVisible();
  while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

test('a pod is deleted: "why?" on its successor leads over its owners to the command typed', async ({ page }) => {
  await deploy(page);
  const before = await page.getByLabel(READY).evaluateAll((pods) => pods.map((pod) => pod.getAttribute('aria-label')));
  const name = /Pod (\S+),/.exec(before[0]!)![1]!;
  await type(page, `kubectl delete pod ${name} --wait=false\n`);
  const successor = page.getByLabel(READY).and(page.locator(before.map((label) => `:not([aria-label="${label}"])`).join('')));
  await expect(successor).toHaveCount(1, { timeout: 60_000 });
  await successor.click();
  await page.getByRole('tab', { name: 'Why?' }).click();
  const steps = page.locator('.why-step');
  await expect(steps.first()).toBeVisible();
  for (const actor of ['replicaset-controller', 'deployment-controller']) await expect(steps.filter({ hasText: actor })).not.toHaveCount(0);
  await expect(page.locator('.why-step[data-typed=true]').last()).toContainText('kubectl apply -f nginx-deployment.yaml');
});

test('a machine loses its power: its readiness is unknown, its pods are made elsewhere; switched on it is back', async ({ page }) => {
  await deploy(page);
  const rows = await page.evaluate(() => [...document.querySelectorAll('[data-row^="nodes/"]')].map((e) => e.getAttribute('aria-label')));
  const busy = rows.find((label) => /node-\d, [1-9]/.test(label ?? ''))!;
  const node = /node-\d/.exec(busy)![0];
  await doTo(page, `nodes/kubarium/${node}`, 'Pull the plug');
  await page.getByLabel('Speed').selectOption('100');
  await expect(page.locator(`[data-row="nodes/kubarium/${node}"]`)).toContainText('NotReady', { timeout: 60_000 });
  // After the grace period that pods tolerate, their owner makes others on the machines that are left.
  await expect.poll(() => page.locator('[data-row^="nodes/"]').evaluateAll((trays, gone) => trays.filter((t) => !t.getAttribute('aria-label')?.includes(gone)).reduce((n, t) => n + Number(/, (\d+) pods?/.exec(t.getAttribute('aria-label') ?? '')?.[1] ?? 0), 0), node), { timeout: 90_000 }).toBe(3);
  await doTo(page, `nodes/kubarium/${node}`, 'Switch on');
  await expect(page.locator(`[data-row="nodes/kubarium/${node}"]`)).not.toContainText('NotReady', { timeout: 60_000 });
  await page.getByLabel('Speed').selectOption('1');
  await type(page, 'clear; kubectl get nodes\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(new RegExp(`${node} +Ready`));
});

test('an image is taken from its registry: the act is told, and a pod that asks for it tells when it is tried again', async ({ page }) => {
  await deploy(page);
  const pod = await page.getByLabel(READY).first().getAttribute('data-row');
  await doTo(page, pod!, 'Remove its image from the registry');
  await expect(page.locator('.caption')).toContainText('you Removed nginx:1.7.9 from its registry.');
  await page.getByRole('button', { name: 'What happened' }).click();
  await expect(page.locator('.event').filter({ hasText: 'Removed nginx:1.7.9 from its registry.' })).toHaveCount(1);
  await type(page, 'kubectl run asks --image=nginx:1.7.9 --image-pull-policy=Always\n');
  await page.getByLabel(/^Pod asks, .*ImagePull/).click({ timeout: 30_000 });
  await expect(page.locator('.fact').filter({ hasText: 'Next try' })).toContainText(/in \d+ s/);
});

test('without the scheduler pods wait in the bay; when it runs again they are placed', async ({ page }) => {
  await deploy(page);
  await doTo(page, SCHEDULER, 'Stop it');
  await type(page, 'kubectl scale deployment nginx-deployment --replicas=5\n');
  const waiting = page.getByLabel(/^Pod nginx-deployment-.*Pending/);
  await expect(waiting).toHaveCount(2, { timeout: 30_000 });
  await page.waitForTimeout(2_000);
  await expect(waiting).toHaveCount(2);
  await doTo(page, SCHEDULER, 'Start it');
  await expect(page.getByLabel(READY)).toHaveCount(5, { timeout: 60_000 });
});
