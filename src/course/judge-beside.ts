/**
 * The judge at work beside the engine of a page: looks after every write that a check reads, and before rows are sent, and
 * writes how each check stands as rows. It is no part of the world: a replay knows nothing of it.
 */
import type { Companion } from '../world/index.ts';
import { loadLesson, type Check, type Lesson, type LessonFiles } from './format/index.ts';
import { Judge, type Observe } from './judge.ts';
import { observeSession } from './observe.ts';

interface OpenStep {
  readonly judge: Judge;
  readonly observe: Observe;
  readonly write: () => void;
  readonly close: () => void;
}

export function judgeBeside(files: LessonFiles): Companion {
  return (session, outbox) => {
    let open: OpenStep | undefined;
    let turn = 0; // counts steps opened: one that comes too late is dropped
    const { world } = session;

    const begin = (lesson: Lesson, step: number, fromInput: number): OpenStep | undefined => {
      const content = lesson.steps[step];
      if (!content) return undefined;
      const judge = new Judge(content, world.clock.now);
      const observe = observeSession(session, fromInput);
      const reads = readsOf(content.checks);
      const look = () => void judge.look(world.clock.now, observe);
      const stops = world.clusters.map(({ store }) => store.watch(store.revision, ({ key }) => void (reads(key) && look())));
      const idOf = (index: number) => `${content.id}/${index}`;
      return {
        judge,
        observe,
        write: () => judge.states.forEach((state, index) => outbox.put('checks', { id: idOf(index), lesson: lesson.id, step, index, ...state })),
        close: () => {
          for (const stop of stops) stop();
          judge.states.forEach((_, index) => outbox.drop('checks', idOf(index)));
        },
      };
    };
    const close = () => {
      open?.close();
      open = undefined;
    };

    return {
      look() {
        open?.judge.look(world.clock.now, open.observe);
        open?.write();
      },
      async lesson(id, step) {
        const mine = ++turn;
        const fromInput = session.inputCount;
        close();
        const lesson = id === '' ? undefined : await loadLesson(files, id);
        if (lesson && mine === turn) open = begin(lesson, step, fromInput);
      },
      stop() {
        turn++;
        close();
      },
    };
  };
}

/** Whether a write to this key may change what a check sees. */
function readsOf(checks: readonly Check[]): (key: string) => boolean {
  const resources = checks.flatMap(({ subject }) => (subject.kind === 'get' ? [subject.get.slice(0, subject.get.indexOf('/'))] : []));
  return (key) => resources.some((resource) => key.startsWith(`${resource}/`) || key.startsWith(`${resource}.`));
}
