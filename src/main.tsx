// The page's entry: starts the engine in a Worker and puts the page onto the document.
import type { FromEngine, Port } from './client/index.ts';
import { mountPage } from './ui/index.ts';

function connect(): Port {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  let hear: (message: FromEngine) => void = () => {};
  worker.addEventListener('message', (event: MessageEvent<FromEngine>) => hear(event.data));
  worker.addEventListener('error', (event) => hear({ type: 'crashed', message: event.message || 'The engine could not be loaded.', detail: event.filename ?? '' }));
  return {
    post: (message) => worker.postMessage(message),
    listen: (fn) => {
      hear = fn;
    },
    close: () => worker.terminate(),
  };
}

/** Storage may be forbidden by the browser: then nothing is kept. */
function allowed(storage: () => Storage): Storage | undefined {
  try {
    return storage();
  } catch {
    return undefined;
  }
}

void mountPage(document.getElementById('root')!, {
  connect,
  scenario: 'default',
  storage: allowed(() => localStorage),
  tabStorage: allowed(() => sessionStorage),
  lessons: async () => (await import('./lessons/index.ts')).lessonFiles,
});
