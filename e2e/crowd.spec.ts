// More pods than are elements: one drawing, of which each pod can still be taken by mouse and keyboard, and nothing below it is covered.
import { expect, test } from '@playwright/test';
import { openPlayground, type } from './terminal.ts';

test('of two hundred pods one is picked, the next is reached by an arrow, and their owner below stays within reach', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openPlayground(page);
  await type(page, 'kubectl create deployment web --image=nginx --replicas=200\n');
  await expect(page.locator('.family')).toContainText(/200\s*\/\s*200\s*\/\s*200/, { timeout: 90_000 });
  await expect(page.locator('.pod')).toHaveCount(0);
  const tray = (await page.locator('.react-flow__node').filter({ hasText: 'node-2' }).boundingBox())!;
  await page.mouse.click(tray.x + 24, tray.y + 24);
  await expect(page.locator('.inspector h2')).toContainText('web-');
  const picked = page.locator('.pod[data-selected]');
  await picked.focus();
  const label = await picked.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  const next = page.locator('.pod:focus');
  await expect(next).toHaveAttribute('aria-label', /web-.*Running/);
  expect(await next.getAttribute('aria-label')).not.toBe(label);
  await page.getByRole('tab', { name: 'Events' }).click();
  await expect(page.locator('.api-events')).toContainText('Successfully assigned');
  await page.keyboard.press('Escape');
  await page.locator('.family-head').click();
  await expect(page.locator('.inspector h2')).toContainText('Deployment web');
});
