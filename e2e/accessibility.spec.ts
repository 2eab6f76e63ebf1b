// axe finds nothing on the page, in both themes and both languages, with something on the diagram.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openPlayground, type } from './terminal.ts';

test('axe finds nothing, in both themes and languages', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPlayground(page);
  await type(page, 'kubectl apply -f nginx-deployment.yaml\n');
  await expect(page.locator('.family').first()).toBeVisible({ timeout: 30_000 });
  for (const language of ['en', 'zh'])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page), `${language} ${colorScheme}`).toEqual([]);
      if (language === 'en' && colorScheme === 'dark') await page.getByRole('button', { name: '中文' }).click();
    }
});

test('by keyboard alone: what is sought in the palette has the keys, and the diagram has them again after it', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPlayground(page);
  await type(page, 'kubectl apply -f nginx-deployment.yaml\n');
  await expect(page.locator('.family').first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('F6');
  await expect(page.locator('.xterm-helper-textarea').first()).not.toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('node-1');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('node-1');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  const inspector = page.locator('#inspector');
  await expect(inspector.getByRole('tab', { name: 'Summary' })).toBeFocused();
  for (const tab of ['YAML', 'Why?', 'Events']) {
    await page.keyboard.press('ArrowRight');
    await expect(inspector.getByRole('tab', { name: tab })).toBeFocused();
  }
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
  await expect(page.locator('#stage [data-row]:focus')).toBeVisible();
});

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}
