// A learner's way through the first steps of a lesson: opened from the header, solved by its own commands, found again later.
import { expect, test } from '@playwright/test';
import { terminalText, type } from './terminal.ts';

test('a lesson is opened, its checks come true by its commands, and progress outlives a reload', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.goto('./');
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: 'A Deployment and its rolling update' }).click();
  const lesson = page.getByRole('region', { name: 'Lesson', exact: true });
  await expect(lesson.getByText('Say what you want')).toBeVisible();

  const checks = lesson.getByRole('region', { name: 'What is checked' }).getByRole('listitem');
  await expect(checks).toHaveCount(2);
  await expect(checks.first()).toContainText('asks for three replicas. not yet');
  await lesson.getByRole('button', { name: 'Show hint 1 of 1' }).click();
  await expect(lesson.getByText('The file is open in the editor.')).toBeVisible();

  await lesson.getByRole('button', { name: 'Type it: kubectl apply -f nginx-deployment.yaml' }).click();
  await expect(checks.first()).toHaveAttribute('data-state', 'passed', { timeout: 20_000 });
  await expect(checks.nth(1)).toHaveAttribute('data-state', 'passed', { timeout: 90_000 });
  await expect(lesson.getByText('This step is done.')).toBeVisible();

  await lesson.getByRole('button', { name: 'Next' }).click();
  await expect(lesson.getByText('Step 2 of 4')).toBeVisible();
  await expect(checks.nth(1)).toHaveAttribute('data-state', 'holding');

  await page.waitForTimeout(1_000); // the session is written a moment after an input
  await page.reload();
  await expect(lesson.getByText('Step 2 of 4')).toBeVisible({ timeout: 30_000 });
  await expect(lesson.getByRole('button', { name: '1. Say what you want, done' })).toBeVisible();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByText('任何时刻都没有同时缺少两个副本。')).toBeVisible();
  await page.getByRole('button', { name: '关闭课程' }).click();
  await expect(page.getByText('任何时刻都没有同时缺少两个副本。')).toBeHidden();
});

test('a promise that is broken leads to its moment, and the step begins again from where it began', async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.goto('./');
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: 'A Deployment and its rolling update' }).click();
  const lesson = page.getByRole('region', { name: 'Lesson', exact: true });
  await lesson.getByRole('button', { name: 'Type it: kubectl apply -f nginx-deployment.yaml' }).click();
  await expect(lesson.getByText('This step is done.')).toBeVisible({ timeout: 90_000 });
  await lesson.getByRole('button', { name: 'Next' }).click();
  const promise = lesson.getByRole('region', { name: 'What is checked' }).getByRole('listitem').nth(1);
  await expect(promise).toHaveAttribute('data-state', 'holding');

  await type(page, 'kubectl delete pods -l app=nginx --wait=false\n');
  await expect(promise).toHaveAttribute('data-state', 'broken', { timeout: 30_000 });
  await promise.getByRole('button', { name: 'Show this moment' }).click();
  await expect(page.getByRole('button', { name: 'Back to now' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Back to now' }).click();

  await lesson.getByRole('button', { name: 'Begin this step again' }).click();
  await expect(promise).toHaveAttribute('data-state', 'holding', { timeout: 60_000 });
  await expect(lesson.getByText('Step 2 of 4')).toBeVisible();
  await expect(page.getByLabel(/^Pod nginx-deployment-.*Running, 1 of 1/)).toHaveCount(3, { timeout: 60_000 });
  await expect.poll(() => terminalText(page)).not.toContain('delete pods');
  await page.getByRole('button', { name: 'Undo reset' }).click();
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('delete pods');
});
