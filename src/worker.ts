/** The Worker's entry: the engine behind its messages, with a browser's time. */
import type { FromEngine, ToEngine } from './client/index.ts';
import { judgeBeside } from './course/index.ts';
import { Engine, loadAsset } from './world/index.ts';

const engine = new Engine({
  time: { nowMs: () => performance.now(), later: (ms, run) => void setTimeout(run, ms) },
  load: loadAsset,
  companion: judgeBeside(async () => (await import('./lessons/index.ts')).lessonFiles),
  post: (message) => self.postMessage(message),
});

self.addEventListener('message', (event: MessageEvent<ToEngine>) => engine.receive(event.data));
self.postMessage({ type: 'pong', id: 0 } satisfies FromEngine); // its code is there: from now on it answers
