// Files of the laptop by the editor's own means: renamed, removed, brought back; and files that a program in a container wants edited.
import { expect, test } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

test('a file is renamed and deleted on its machine, and undo brings it back', async ({ page }) => {
  test.setTimeout(120_000);
  await openPlayground(page);
  await expect(page.locator('.view-lines')).toContainText('matchLabels', { timeout: 30_000 });
  const tab = page.getByRole('tab', { name: 'nginx-deployment.yaml' });
  await tab.focus();
  await tab.press('F2');
  const field = page.getByRole('textbox', { name: 'Rename nginx-deployment.yaml' });
  await field.fill('site');
  await field.press('Enter');
  await expect(page.getByText('/site is there already: nothing was renamed.')).toBeVisible();
  await tab.press('F2');
  await field.fill('web.yaml');
  await field.press('Enter');
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toBeFocused();

  await page.getByRole('button', { name: 'Open a file' }).click();
  await page.getByRole('button', { name: 'Delete web.yaml' }).click();
  await expect(page.getByText('/web.yaml is deleted.')).toBeVisible();
  await page.keyboard.press('Escape');
  await type(page, 'ls web.yaml\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('No such file');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toHaveAttribute('aria-selected', 'true');
  await type(page, 'head -n 2 web.yaml\n');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toContain('kind: Deployment');
});

for (const [where, start, enter, end] of [
  ['a pod', 'kubectl run pond --image=busybox -- sleep 1d; kubectl wait --for=condition=Ready pod/pond', 'kubectl exec -it pond --', 'kubectl delete pod pond --now'],
  ['a container', 'docker run -d --name pond busybox sleep 1d', 'docker exec -it pond', 'docker rm -f pond'],
] as const) {
  test(`vi in ${where} opens the editor, and waits for it`, async ({ page }) => {
    test.setTimeout(120_000);
    await openPlayground(page);
    await type(page, `${start}; echo there-$((1 + 1))\n`);
    await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('there-2');
    await type(page, `clear; ${enter} vi /tmp/note.txt\n`);
    await expect(page.getByText('A program waits until you have edited /tmp/note.txt.')).toBeVisible({ timeout: 30_000 });
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.type('deep water');
    await page.getByRole('button', { name: 'Save and close' }).click();
    await expect(page.getByText('A program waits until')).toBeHidden();
    await type(page, `${enter} cat /tmp/note.txt\n`);
    await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/cat \/tmp\/note.txt\ndeep water\n/);

    // Somebody else writes it meanwhile: both texts are offered.
    await type(page, `clear; ${enter} vi /tmp/note.txt\n`);
    await expect(page.getByText('A program waits until')).toBeVisible({ timeout: 30_000 });
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type('still ');
    await page.getByRole('button', { name: 'New terminal', exact: true }).click();
    await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/\$ *\n/);
    await type(page, `${enter.replace('-it ', '')} sh -c 'echo shallow > /tmp/note.txt'\n`);
    await page.getByRole('button', { name: 'Keep mine' }).click({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Save and close' }).click();
    await type(page, `${enter} cat /tmp/note.txt\n`);
    await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/cat \/tmp\/note.txt\nstill deep water\n/);
    // What it runs in is ended under it: nobody waits any more.
    await page.getByRole('tab', { name: 'laptop 1' }).click();
    await type(page, `${enter} vi /tmp/note.txt\n`);
    await expect(page.getByText('A program waits until')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('tab', { name: 'laptop 2' }).click();
    await type(page, `${end}\n`);
    await expect(page.getByText('A program waits until')).toBeHidden({ timeout: 30_000 });
  });
}
