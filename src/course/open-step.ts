/** A step of a lesson while it is open: its judge looks after every write that a check reads, and how each check stands becomes a row. */
import type { Outbox } from '../client/index.ts';
import type { Session } from '../world/index.ts';
import { loadLesson, type Check, type Lesson, type LessonFiles } from './format/index.ts';
import { HttpAnswers } from './http-answers.ts';
import { Judge } from './judge.ts';
import { observeSession } from './observe.ts';

export interface OpenStep {
  look(): void;
  close(): void;
}

/** Inputs before `fromInput` are not the learner's work on it. Undefined: the lesson has no such step. */
export async function openStep(files: LessonFiles, id: string, step: number, session: Session, outbox: Outbox, fromInput: number, wanted: () => boolean): Promise<OpenStep | undefined> {
  const lesson = await loadLesson(files, id);
  return wanted() ? begin(lesson, step, session, outbox, fromInput) : undefined;
}

function begin(lesson: Lesson, step: number, session: Session, outbox: Outbox, fromInput: number): OpenStep | undefined {
  const content = lesson.steps[step];
  if (!content) return undefined;
  const { world } = session;
  const judge = new Judge(content, world.clock.now);
  const hears = content.checks.some(({ subject }) => subject.kind === 'http');
  const answers = new HttpAnswers(session, () => hears && look());
  const observe = observeSession(session, fromInput, answers);
  const reads = readsOf(content.checks);
  const look = (): void => void judge.look(world.clock.now, observe);
  const stops = world.clusters.map(({ store }) => store.watch(store.revision, ({ key }) => void (reads(key) && look())));
  const idOf = (index: number) => `${content.id}/${index}`;
  return {
    look: () => {
      look();
      judge.states.forEach((state, index) => outbox.put('checks', { id: idOf(index), lesson: lesson.id, step, index, ...state }));
    },
    close: () => {
      for (const stop of stops) stop();
      answers.stop();
      judge.states.forEach((_, index) => outbox.drop('checks', idOf(index)));
    },
  };
}

/** Whether a write to this key may change what a check sees. */
function readsOf(checks: readonly Check[]): (key: string) => boolean {
  const resources = checks.flatMap(({ subject }) => (subject.kind === 'get' ? [subject.get.slice(0, subject.get.indexOf('/'))] : []));
  return (key) => resources.some((resource) => key.startsWith(`${resource}/`) || key.startsWith(`${resource}.`));
}
