// Layers at the moment they change: a build grows its stack and takes from the cache the second time, a write copies a file up, a
// delete leaves a whiteout over it.
import { expect, test } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

test('a build, its cache, copy-up and whiteout are seen as they happen', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1700, height: 1000 });
  await openPlayground(page);
  await page.getByLabel('Places').selectOption('host laptop');
  await type(page, 'docker build -t site site; echo built-$((1 + 1))\n');
  await expect(page.getByLabel(/^Build site:latest, step \d of 5/)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => terminalText(page), { timeout: 90_000 }).toContain('built-2');
  await expect(page.getByLabel('Build site:latest, done')).not.toContainText('from the cache');
  await type(page, 'docker build -t site:again site; echo again-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('again-2');
  await expect(page.getByLabel('Build site:again, done')).toContainText('from the cache');

  await type(page, 'docker run -d --name pond site; echo ran-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('ran-2');
  // The diagram may still be making room for it: the second click must meet it too.
  await expect(async () => {
    await page.getByLabel(/Container pond/).dblclick({ timeout: 2_000 });
    await expect(page.locator('.file-chip').first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  const folder = '/usr/share/nginx/html';
  for (const name of folder.slice(1).split('/')) await page.locator(`.file-chip[data-type=folder][aria-label*="/${name} ·"]`).first().click();
  await expect(page.locator('.crumbs')).toContainText('html');
  await type(page, `docker exec pond sh -c "echo more >> ${folder}/index.html"\n`);
  // The file that is written first rises from its image layer into the read-write layer.
  await expect(page.locator('.file-chip[data-moves=lift][aria-label*="/index.html ·"]')).toBeVisible({ timeout: 20_000 });
  await type(page, `docker exec pond rm ${folder}/50x.html\n`);
  await expect(page.locator('.file-chip[data-type=whiteout]')).toContainText('.wh.50x.html', { timeout: 20_000 });
  await expect(page.getByLabel(/50x\.html.*hidden/).first()).toBeVisible();

  // The layers are those of the moment that is shown.
  const back = page.getByRole('button', { name: 'Act before' });
  await back.click();
  while ((await page.locator('.file-chip[data-type=whiteout]').count()) > 0) {
    await back.click();
    await page.waitForTimeout(1_000);
  }
  await expect(page.locator('.file-chip[aria-label*="/50x.html ·"]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page.locator('.file-chip[data-type=whiteout]')).toContainText('.wh.50x.html');
});
