// One session replayed in Node, where every asset is there from the start, and in the browser's Worker, which loads them as it comes
// to them: the same history, to the byte.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));

interface History {
  readonly session: object;
  readonly untilMs: number;
  readonly hash: string;
}

for (const name of ['rolling-update', 'docker']) {
  test(`${name}: Node and the browser reach the same hash`, async ({ page }) => {
    const history = JSON.parse(execFileSync('node', ['src/node/run.mjs', 'history', `src/world/scripts/${name}.script`], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })) as History;
    const worker = page.waitForEvent('worker', (found) => /\/worker-[^/]*\.js$/.test(found.url()));
    await page.goto('./');
    const url = (await worker).url();
    const hash = await page.evaluate(replay, { url, ...history });
    expect(hash).toBe(history.hash);
  });
}

/** In the page: an engine of its own replays the session and tells the hash that a shared link would carry. */
function replay({ url, session, untilMs }: History & { readonly url: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const engine = new Worker(url, { type: 'module' });
    engine.addEventListener('error', (event) => reject(new Error(event.message)));
    engine.addEventListener('message', ({ data }: MessageEvent<{ type: string; message?: string; answer?: { hash: string } }>) => {
      if (data.type === 'crashed' || data.type === 'refused') reject(new Error(data.message));
      if (data.type === 'opened') engine.postMessage({ type: 'query', id: 1, name: 'share', ask: {} });
      if (data.type === 'answer') {
        engine.terminate();
        resolve(data.answer!.hash);
      }
    });
    engine.postMessage({ type: 'open', opening: { from: 'session', session, untilMs }, playing: false, speed: 1 });
  });
}
