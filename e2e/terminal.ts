// How the tests read and type in the page's terminal.
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

export async function type(page: Page, text: string): Promise<void> {
  await page.locator('.terminal-place:not([hidden]) .xterm-screen').click();
  await page.keyboard.type(text);
}
