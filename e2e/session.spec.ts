// What stays: a session over a reload, over a reset and its undo, in a link that somebody else opens; and the page on a telephone.
import { expect, test } from '@playwright/test';
import { openPlayground, sharedLink, terminalText, type } from './terminal.ts';

test('a session outlives a reload, and a reset can be undone', async ({ page }) => {
  test.setTimeout(180_000);
  await openPlayground(page);
  await type(page, 'kubectl create deployment reef --image=nginx:1.23 --replicas=2\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('created');
  await page.waitForTimeout(1_500); // the session is written a moment after an input
  await page.reload();
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('kubectl create deployment reef');
  await type(page, 'kubectl get deployments\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/reef +\d\/2/);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).not.toContain('reef');
  await page.getByRole('button', { name: 'Undo reset' }).click();
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('kubectl create deployment reef');
});

test('a link that holds no session says so, and leaves the session of the last visit', async ({ page }) => {
  test.setTimeout(120_000);
  await openPlayground(page);
  await type(page, 'echo still-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('still-2');
  await page.waitForTimeout(1_500); // the session is written a moment after an input
  await page.goto('about:blank');
  await page.goto('./#s=nonsense');
  await expect(page.getByText('The link does not hold a session')).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('still-2');
  expect(new URL(page.url()).hash).toBe('');
});

test('a link opened elsewhere replays the session, in the language of whoever opens it', async ({ page, browser, baseURL }) => {
  test.setTimeout(180_000);
  await openPlayground(page);
  await type(page, 'kubectl create deployment shared --image=nginx:1.23\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('created');
  const link = await sharedLink(page);
  expect(link.startsWith(`${baseURL}#s=`)).toBe(true);

  const other = await browser.newContext({ locale: 'zh-CN' });
  const theirs = await other.newPage();
  await theirs.goto(link);
  await expect(theirs.getByRole('heading', { name: '终端' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => terminalText(theirs), { timeout: 60_000 }).toContain('kubectl create deployment shared');
  await type(theirs, 'kubectl get deployments\n');
  await expect.poll(() => terminalText(theirs), { timeout: 30_000 }).toMatch(/shared +\d\/1/);
  await theirs.getByRole('button', { name: 'English' }).click();
  await expect(theirs.getByRole('heading', { name: 'Terminal' })).toBeVisible();
  await other.close();
});

test('two tabs have a session each, and each finds its own again', async ({ page, context }) => {
  test.setTimeout(120_000);
  await openPlayground(page);
  await type(page, 'echo first-$((1 + 1))\n');
  const second = await context.newPage();
  await openPlayground(second);
  expect(await terminalText(second)).not.toContain('first-2');
  await type(second, 'echo second-$((1 + 1))\n');
  await second.waitForTimeout(1_500); // the session is written a moment after an input
  for (const [tab, own, other] of [[page, 'first-2', 'second-2'], [second, 'second-2', 'first-2']] as const) {
    await tab.reload();
    await expect.poll(() => terminalText(tab), { timeout: 60_000 }).toContain(own);
    expect(await terminalText(tab)).not.toContain(other);
  }
});

test('at 360 pixels one panel at a time, the diagram first, and nothing sticks out', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('./');
  for (const language of ['en', 'zh'] as const) {
    const names = language === 'en' ? ['Terminal', 'Editor', 'Diagram'] : ['终端', '编辑器', '图'];
    for (const name of names) {
      await page.getByRole('navigation').or(page.getByRole('tablist')).getByText(name, { exact: true }).last().click();
      const out = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(out, `${language} ${name}`).toBeLessThanOrEqual(0);
    }
    if (language === 'en') await page.getByRole('button', { name: '中文' }).click();
  }
  await page.getByText('终端', { exact: true }).last().click();
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/\$ *\n/);
  await type(page, 'kubectl get nodes\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/control-plane/);
});
