// Time in hand: stopped, taken event by event and act by act, run to its rest, looked back at, and come back to.
import { expect, test } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

test('time is paused, stepped, run until settled, dragged back and returned to', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1700, height: 1000 });
  await openPlayground(page);
  const clock = page.locator('.clock, .timeline .mono').filter({ hasText: /^\d\d:\d\d:\d\d/ }).first();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(clock).toHaveText(/\.\d{3}$/); // running it shows tenths; stopped, the moment to the millisecond
  const stopped = await clock.textContent();
  await type(page, 'kubectl apply -f nginx-deployment.yaml\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('deployment.apps/nginx-deployment created');
  // Pause stops time, not causality: the object is there, and nobody has acted on it yet.
  await expect(page.locator('.family')).toContainText(/3\s*\/\s*0\s*\/\s*0/);
  await expect(clock).toHaveText(stopped!);

  await page.getByRole('button', { name: 'Next act' }).click();
  await expect(page.locator('.caption')).toContainText('deployment-controller');
  await expect(page.getByLabel(/^Pod nginx-deployment-/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Next act' }).click();
  await page.getByRole('button', { name: 'Next event' }).click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Run until settled' }).click();
  await expect(page.getByLabel(/^Pod nginx-deployment-.*Running, 1 of 1/)).toHaveCount(3, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(clock).toHaveText(/\.\d{3}$/);
  const settled = await clock.textContent();
  expect(settled).not.toBe(stopped);

  const moment = page.getByRole('slider', { name: 'Moment shown' });
  const box = (await moment.boundingBox())!;
  await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 4, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByLabel(/^Pod nginx-deployment-.*ContainerCreating/)).toHaveCount(3, { timeout: 30_000 });
  await moment.press('Home'); // the beginning, before anything was typed
  await expect(page.locator('.family')).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page.getByLabel(/^Pod nginx-deployment-.*Running, 1 of 1/)).toHaveCount(3);
  await expect(clock).toHaveText(settled!);
});

test('a world at rest that is not where it was asked to be says what waits', async ({ page }) => {
  test.setTimeout(120_000);
  await openPlayground(page);
  await type(page, 'kubectl create deployment lost --image=nginx:1.91; kubectl create job fails --image=busybox -- false\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('job.batch/fails created');
  await page.getByRole('button', { name: 'Run until settled' }).click();
  await page.getByRole('button', { name: /^settled but for/ }).click({ timeout: 60_000 });
  const waits = page.locator('.wait-list li');
  await expect(waits.filter({ hasText: /^pod\/lost-.* ImagePullBackOff/ })).toHaveCount(1);
  await expect(waits.filter({ hasText: 'job/fails BackOff' })).toHaveCount(1);
});
