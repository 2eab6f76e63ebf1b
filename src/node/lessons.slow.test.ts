/** Every lesson, with five seeds: no step passes at its start, and the solution passes the steps in their order. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lessonFiles } from '../lessons/index.ts';
import { loadAllAssets, playScript, Session, SessionStage } from '../world/index.ts';
import { HttpAnswers, Judge, observeSession, parseLesson, splitSolution, type Lesson } from '../course/index.ts';

const SEEDS = ['1', '2', '3', '4', '5'];

async function lessons(): Promise<Lesson[]> {
  const byId = new Map<string, Record<string, string>>();
  for (const [path, load] of Object.entries(lessonFiles)) {
    const slash = path.indexOf('/');
    byId.set(path.slice(0, slash), { ...byId.get(path.slice(0, slash)), [path.slice(slash + 1)]: await load() });
  }
  return [...byId].map(([id, files]) => parseLesson(id, files));
}

/** Looks after every write of the cluster and every typed line, as the page's judge does. */
function expectSolved(lesson: Lesson, seed: string): void {
  const session = new Session(lesson.scenario, seed);
  const { world } = session;
  const stage = new SessionStage(session);
  for (const { path, text } of lesson.files) session.feed({ do: 'save', host: 'laptop', path: `/home/student/${path}`, text });
  for (const { step, script } of splitSolution(lesson)) {
    const judge = new Judge(lesson.steps.find((s) => s.id === step)!, world.clock.now);
    const answers = new HttpAnswers(session, () => void look());
    const observe = observeSession(session, session.inputCount, answers);
    const look = () => judge.look(world.clock.now, observe);
    expect(look(), `${step} must not pass at its start`).toBe(false);
    const stops = world.clusters.map(({ store }) => store.watch(store.revision, look));
    const { differences } = playScript(script, stage);
    for (const stop of stops) stop();
    answers.stop();
    expect(differences).toEqual([]);
    expect(look(), `${step}: ${JSON.stringify(judge.states)}`).toBe(true);
  }
}

beforeAll(loadAllAssets);

describe.each(await lessons())('$id', (lesson) => {
  it.each(SEEDS)('is solved by its solution, seed %s', (seed) => expectSolved(lesson, seed));
});
