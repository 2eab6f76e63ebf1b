// One file under two releases: refused by the server of one, taken by that of the other; and the session that was left is found again.
import { expect, test } from '@playwright/test';
import { enterWorld, openPlayground, terminalText, type } from './terminal.ts';

test('the same file meets the server of another release, and the world before is a button away', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openPlayground(page);
  await type(page, 'kubectl create namespace mine\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('namespace/mine created');
  const text = page.locator('.view-lines');
  await expect(text).toContainText('matchLabels', { timeout: 30_000 });
  await text.click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText('apiVersion: extensions/v1beta1');
  await expect(page.locator('.squiggly-error')).toBeVisible({ timeout: 30_000 });
  const tab = page.getByRole('tab', { name: /nginx-deployment.yaml/ });
  await expect(tab).toContainText(/\d problem/);

  const world = page.getByRole('combobox', { name: 'World' });
  await world.selectOption('notes');
  await expect(text).toContainText('extensions/v1beta1', { timeout: 60_000 });
  await expect(tab).not.toContainText('problem');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/\$ *\n/);
  await type(page, 'kubectl apply -f nginx-deployment.yaml; kubectl get deployments\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/deployment.extensions\/nginx-deployment created\nNAME +DESIRED +CURRENT/);
  await expect(page.locator('.family')).toContainText('nginx-deployment');

  await page.getByRole('button', { name: 'Back to the world before' }).click();
  await expect(world).toHaveValue('default', { timeout: 60_000 });
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('namespace/mine created');
});

test('a world without a cluster begins on its machine, with containers and virtual machines side by side', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openPlayground(page);
  await enterWorld(page, 'machines');
  await expect(page.getByLabel('Virtual machine debian, off')).toBeVisible({ timeout: 60_000 });
  await type(page, 'docker run -d --name web nginx:1.23; sudo systemctl start vm-debian\n');
  await expect(page.getByLabel('Virtual machine debian, booting')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel('Virtual machine debian, running')).toContainText('started in 8.0 s', { timeout: 60_000 });
  const memory = async (card: string) => Number(/([\d.]+) MiB/.exec(await page.getByLabel(card).innerText())?.[1]);
  await expect.poll(() => memory('Virtual machine debian, running'), { timeout: 30_000 }).toBeGreaterThan(10 * (await memory('Container web, running')));
});

test('on a Mac the engine and its containers stand in a machine, one step further in', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openPlayground(page);
  await enterWorld(page, 'mac');
  await expect(page.getByLabel('Virtual machine docker-desktop, running')).toBeVisible({ timeout: 60_000 });
  await type(page, 'docker run -q -d --name web -p 8080:80 nginx:1.23; uname -s; docker info -f "{{.KernelVersion}}"; curl -sI localhost:8080\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/Darwin\n.*linuxkit\nHTTP\/1.1 200 OK/);
  const view = page.getByRole('combobox', { name: 'What to show of the machine' });
  await expect(view.getByRole('option')).toHaveText(['Containers', 'Processes']);
  await view.selectOption('processes');
  await view.selectOption('containers');
  await page.getByLabel('Virtual machine docker-desktop, running').dblclick();
  await expect(page.getByLabel('Container web, running')).toBeVisible();
  await expect(view.getByRole('option')).toHaveText(['Containers', 'Processes', 'Control groups']);
  await page.getByLabel('Container web, running').dblclick();
  await expect(page.getByRole('navigation', { name: 'Where you are' })).toContainText('docker-desktop›web');
});
