// axe finds nothing on the page, in both themes and both languages, with something on the diagram.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
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
      const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
      expect(violations.map((v) => `${language} ${colorScheme} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
      if (language === 'en' && colorScheme === 'dark') await page.getByRole('button', { name: '中文' }).click();
    }
});
