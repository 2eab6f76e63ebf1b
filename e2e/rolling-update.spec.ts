// The study notes' rolling update, seen on the diagram: every state between the first and the last revision passes before the eyes,
// a missing image stops the update while the old pods serve, and undo recovers. "why?" leads from a pod to the command typed.
import { expect, test, type Page } from '@playwright/test';
import { openPlayground, terminalText, type } from './terminal.ts';

/** Keeps every text that the revisions of the diagram have shown: "#2 nginx:1.9.1 1/1/0". */
async function watchRevisions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenRevisions: seen });
    const look = (): void => {
      const text = [...document.querySelectorAll('.revision')].map((e) => (e.getAttribute('aria-label') ?? e.textContent ?? '').replaceAll(/\s+/g, ' ')).join(' | ');
      if (seen.at(-1) !== text) seen.push(text);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}

async function seenRevisions(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { seenRevisions: string[] }).seenRevisions);
}

test('a rolling update passes through its states, stops at a missing image, and is undone', async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 1900, height: 1000 });
  await openPlayground(page);
  await type(page, 'kubectl apply -f nginx-deployment.yaml && kubectl rollout status deployment/nginx-deployment\n');
  await expect.poll(() => terminalText(page), { timeout: 90_000 }).toContain('successfully rolled out');
  await watchRevisions(page);
  await type(page, 'kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1 && kubectl rollout status deployment/nginx-deployment && echo update-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 90_000 }).toContain('update-2');
  await expect(page.locator('.family').first()).toContainText(/3\s*\/\s*3\s*\/\s*3/);
  const states = (await seenRevisions(page)).join('\n');
  const figures = (state: string) => [...state.matchAll(/\d+ wanted[^|]*/g)].join();
  expect(new Set((await seenRevisions(page)).map(figures)).size, states).toBeGreaterThanOrEqual(5);

  await type(page, 'kubectl set image deployment/nginx-deployment nginx=nginx:1.91; sleep 15; kubectl get pods\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/0\/1 +(ErrImagePull|ImagePullBackOff)/);
  expect((await terminalText(page)).match(/1\/1 +Running/g)).toHaveLength(3);
  await type(page, 'echo undo-$((1 + 1)); kubectl rollout undo deployment/nginx-deployment; sleep 10; kubectl get pods; echo end-$((1 + 1))\n');
  await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('end-2');
  const after = (await terminalText(page)).split('undo-2').at(-1)!;
  expect(after.match(/1\/1 +Running/g)).toHaveLength(3);
  expect(after).not.toContain('ImagePull');
});
