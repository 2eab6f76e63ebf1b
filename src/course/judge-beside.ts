/**
 * The judge at work beside the engine of a page: looks after every write that a check reads, and before rows are sent, and
 * writes how each check stands as rows. It is no part of the world: a replay knows nothing of it.
 */
import type { Companion } from '../world/index.ts';
import type { LessonFiles } from './format/index.ts';
import type { OpenStep } from './open-step.ts';

/** `files` is asked when a lesson opens: most visits open none. */
export function judgeBeside(files: () => Promise<LessonFiles>): Companion {
  return (session, outbox) => {
    let open: OpenStep | undefined;
    let turn = 0; // counts steps opened: one that comes too late is dropped
    const close = () => {
      open?.close();
      open = undefined;
    };
    return {
      look: () => open?.look(),
      async lesson(id, step) {
        const mine = ++turn;
        const fromInput = session.inputCount;
        close();
        if (id === '') return;
        const { openStep } = await import('./open-step.ts');
        open = await openStep(await files(), id, step, session, outbox, fromInput, () => mine === turn) ?? open;
      },
      stop() {
        turn++;
        close();
      },
    };
  };
}
