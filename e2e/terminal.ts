// How the tests open the page, read and type in its terminal, and take a link of it.
import { expect, type Page } from '@playwright/test';

export async function terminalText(page: Page): Promise<string> {
  const rows = await page.locator('.terminal-place:not([hidden]) .xterm-rows > div').allTextContents();
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
}

/** Opens the playground and waits for a prompt. */
export async function openPlayground(page: Page): Promise<void> {
  await page.goto('./');
  await expect.poll(() => terminalText(page), { timeout: 30_000 }).toMatch(/\$ *\n/);
}

/** Chooses another world in the header and waits for its prompt. */
export async function enterWorld(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'World' }).selectOption(name);
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/\$ *\n/);
}

/** The link that Share copies. */
export async function sharedLink(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

export async function type(page: Page, text: string): Promise<void> {
  await page.locator('.terminal-place:not([hidden]) .xterm-screen').click();
  await page.keyboard.type(text);
}
