// What a visitor does first: types into the terminal, completes a word, applies a file by its button, and hears of a mistake.
import { expect, test } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

test('a command that is typed prints what it prints, and a word is completed', async ({ page }) => {
  await openPlayground(page);
  await type(page, 'kub');
  await page.keyboard.press('Tab');
  await expect.poll(() => terminalText(page)).toContain('$ kubectl');
  await page.keyboard.type('get nodes');
  await page.keyboard.press('Enter');
  await expect.poll(() => terminalText(page)).toMatch(/NAME +STATUS +ROLES +AGE +VERSION\ncontrol-plane +Ready/);
});

test('Apply saves the file and types the command; its pods come up', async ({ page }) => {
  await openPlayground(page);
  await expect(page.locator('.view-lines')).toContainText('matchLabels', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect.poll(() => terminalText(page)).toContain('$ kubectl apply -f nginx-deployment.yaml\ndeployment.apps/nginx-deployment created');
  await type(page, 'kubectl rollout status deployment/nginx-deployment && kubectl get pods\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/successfully rolled out\nNAME(?:[^$]*? 1\/1 +Running){3}/);
});

test('a field that the server does not know is marked on its line, in the server’s words', async ({ page }) => {
  await openPlayground(page);
  await expect(page.locator('.view-lines')).toContainText('matchLabels', { timeout: 30_000 });
  await page.locator('.view-lines').click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.locator('.find-widget.visible textarea').first()).toBeFocused();
  await page.keyboard.type('replicas');
  await page.keyboard.press('Escape');
  await page.keyboard.type('replics');
  await expect(page.locator('.squiggly-error')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('F8');
  await expect(page.locator('.marker-widget')).toContainText('unknown field "spec.replics"');
  await expect(page.getByRole('tab', { name: /nginx-deployment.yaml/ })).toContainText('1 problem');
  // Nothing else is: a port may be a number or a name.
  await type(page, 'vi nginx-service.yaml\n');
  await expect(page.locator('.view-lines')).toContainText('targetPort', { timeout: 30_000 });
  await page.locator('.view-lines').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('    targetProt: 80');
  await expect(page.locator('.squiggly-error')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('tab', { name: /nginx-service.yaml/ })).toContainText('1 problem');
});
