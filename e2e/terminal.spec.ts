// The terminal at work: more output than anybody reads, and a stream without an end.
import { expect, test } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

test('five megabytes flow by while the page goes on answering', async ({ page }) => {
  test.setTimeout(300_000);
  await page.setViewportSize({ width: 1500, height: 900 });
  await openPlayground(page);
  await type(page, 'yes "the quick brown fox jumps over the lazy dog" | head -c 5000000; echo all-$((1 + 1))\n');
  await expect.poll(() => terminalText(page)).toContain('lazy dog');
  // In the midst of it the page does what it is asked.
  await page.getByRole('button', { name: 'Pause', exact: true }).click({ timeout: 5_000 });
  await page.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 5_000 });
  await expect.poll(() => terminalText(page), { timeout: 240_000 }).toContain('all-2');
  // What has no end is ended at once.
  await type(page, 'clear; yes flood\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('flood');
  await page.keyboard.press('Control+c');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/\$ *$/);
});
