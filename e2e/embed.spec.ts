// The page inside a plain page of somebody else: the parts asked for and no others, and its height told to that page.
import { expect, test } from '@playwright/test';

test('an embed shows its parts, fetches nothing for the others, and tells its height', async ({ page, baseURL }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const framed = new URL('./#/embed/default?parts=diagram,controls&theme=deep&lang=zh', baseURL).href;
  // On the same host: Chromium keeps pages of the open net from framing one of the local net.
  const plain = new URL('./plain.html', baseURL).href;
  await page.route(plain, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script>addEventListener('message', (event) => { if (event.data.type === 'kubarium:height') document.title = String(event.data.height) })</script>
        <iframe title="embed" width="900" height="600" src="${framed}"></iframe>`,
    }),
  );
  await page.goto(plain);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('html[data-theme=deep][lang=zh-CN]')).toHaveCount(1);
  await expect(frame.getByRole('button', { name: '暂停' })).toBeVisible({ timeout: 30_000 });
  await expect(frame.getByText('node-1').first()).toBeVisible({ timeout: 30_000 });
  await expect(frame.locator('header, .xterm, .monaco-editor')).toHaveCount(0);
  await expect.poll(async () => Number(await page.title())).toBeGreaterThan(300);
  expect(fetched.filter((url) => /assets\/(?:monaco|xterm)[-.]/.test(url))).toEqual([]);
});

test('an embed with a terminal alone shows no diagram', async ({ page }) => {
  await page.goto('./#/embed/default?parts=terminal&lang=en');
  await expect(page.getByRole('region', { name: 'Terminal' })).toBeVisible();
  await expect(page.locator('.xterm').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.stage, .timeline, .monaco-editor')).toHaveCount(0);
});

test('an embed of a lesson shows it, and its commands work with the parts that are there', async ({ page }) => {
  await page.goto('./#/embed/lesson/rolling-update?parts=diagram&lang=en');
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await lesson.getByRole('button', { name: 'Type it: kubectl apply -f nginx-deployment.yaml' }).click({ timeout: 30_000 });
  await expect(page.getByLabel(/^Pod nginx-deployment-.*Running, 1 of 1/)).toHaveCount(3, { timeout: 60_000 });
  await expect(lesson.getByText('This step is done.')).toBeVisible();
  await expect(page.locator('header, .xterm, .monaco-editor')).toHaveCount(0);
  // Whoever frames it is told a height that shows the text whole; in a frame of another height nothing scrolls within the lesson.
  const told = page.evaluate(() => new Promise<number>((tell) => addEventListener('message', ({ data }) => data.type === 'kubarium:height' && tell(data.height))));
  await lesson.getByRole('button', { name: /^Show hint 1/ }).click();
  const scroll = lesson.locator('.lesson-scroll');
  expect(await scroll.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
  expect(await told).toBe(480 + (await lesson.evaluate((box) => box.scrollHeight)));
});

for (const [name, says] of [
  ['nothing', 'no scenario "nothing"'],
  ['lesson/nothing', 'no lesson "nothing"'],
] as const) {
  test(`an embed of ${name} says that there is none`, async ({ page }) => {
    await page.goto(`./#/embed/${name}?lang=en`);
    await expect(page.getByRole('alert')).toContainText('There is nothing at this address that could be opened.', { timeout: 30_000 });
    await expect(page.getByRole('alert')).toContainText(says);
    await expect(page.locator('header')).toHaveCount(0);
  });
}
