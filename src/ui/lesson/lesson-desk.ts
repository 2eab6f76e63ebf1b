// The lesson that is open: which step, what is passed. Begins its world, writes its files, and tells the engine what to judge.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CheckRow, Client } from '../../client/index.ts';
import type { Bilingual, Lesson, LessonFiles, LessonStep } from '../../course/format/index.ts';
import type { PageStore } from '../state/store.ts';
import { readProgress, writeProgress, type Progress, type StepStart } from './progress.ts';

/** What the menu shows of a lesson. */
export interface LessonHead {
  readonly id: string;
  readonly title: Bilingual;
  readonly minutes: number;
  readonly steps: number;
}

export interface LessonsState {
  readonly heads: readonly LessonHead[];
  readonly lesson: Lesson | undefined;
  readonly step: number;
  readonly passed: Progress['passed'];
  readonly starts: Progress['starts'];
  readonly error: string; // why the last lesson asked for could not be opened
}

export interface LessonDeskParts {
  readonly files: () => Promise<LessonFiles>;
  readonly storage: Storage | undefined;
  readonly page: PageStore;
  /** Leaves the session for a fresh world of this scenario. */
  readonly begin: (scenario: string) => void;
  /** Takes the session back to so many inputs, and on to that moment. */
  readonly rewind: (to: StepStart) => void;
  readonly unfold: () => void;
}

export class LessonDesk {
  readonly store: StoreApi<LessonsState>;
  private readonly parts: LessonDeskParts;
  private endJudged = () => {};

  constructor(parts: LessonDeskParts) {
    this.parts = parts;
    const { passed } = readProgress(parts.storage);
    this.store = createStore<LessonsState>(() => ({ heads: [], lesson: undefined, step: 0, passed, starts: [], error: '' }));
    let begun: Client | undefined; // each has one world
    parts.page.subscribe(({ client, session }) => {
      if (!session || client === begun) return;
      begun = client;
      this.worldBegun();
    });
  }

  /** Reads what lessons there are: for the menu, when the page has time for it. */
  async readHeads(): Promise<void> {
    if (this.store.getState().heads.length > 0) return;
    const { lessonIds, loadLesson } = await import('../../course/format/index.ts');
    const files = await this.parts.files();
    const lessons = await Promise.all(lessonIds(files).map((id) => loadLesson(files, id)));
    this.store.setState({ heads: lessons.map(({ id, title, minutes, steps }) => ({ id, title, minutes, steps: steps.length })) });
  }

  async open(id: string): Promise<void> {
    const lesson = await this.begin(id);
    if (!lesson) return;
    this.parts.begin(lesson.scenario);
    this.parts.unfold();
  }

  /** Shows its first step; the world of its scenario is the caller's to open. */
  async begin(id: string): Promise<Lesson | undefined> {
    const lesson = await this.load(id);
    if (!lesson) return undefined;
    this.store.setState({ starts: [] });
    this.show(lesson, 0);
    return lesson;
  }

  /** The lesson of the last visit goes on in the session of the last visit. */
  async resume(): Promise<void> {
    const { open, step, starts } = readProgress(this.parts.storage);
    const lesson = open === '' ? undefined : await this.load(open);
    if (!lesson) return;
    const { session } = this.parts.page.getState();
    if (session && session.scenario !== lesson.scenario) return;
    this.store.setState({ starts });
    this.show(lesson, Math.min(step, lesson.steps.length - 1));
    if (session) this.worldBegun();
  }

  goTo(step: number): void {
    const { lesson } = this.store.getState();
    if (!lesson?.steps[step]) return;
    this.noteStart(step);
    this.show(lesson, step);
    this.judge();
  }

  /** Back to how the world was when the step in front was first come to. */
  resetStep(): void {
    const { step, starts } = this.store.getState();
    const start = starts[step];
    if (step === 0) return this.restart();
    if (!start) return;
    this.store.setState({ starts: starts.slice(0, step + 1) });
    this.parts.rewind(start);
  }

  restart(): void {
    const { lesson } = this.store.getState();
    if (!lesson) return;
    this.store.setState({ starts: [] });
    this.show(lesson, 0);
    this.parts.begin(lesson.scenario);
  }

  close(): void {
    this.store.setState({ lesson: undefined, step: 0 });
    this.endJudged();
    this.parts.page.getState().client.lesson('', 0);
    this.keep();
  }

  private noteStart(step: number): void {
    const { client } = this.parts.page.getState();
    const starts = [...this.store.getState().starts];
    while (starts.length <= step) starts.push(null);
    starts[step] ??= { inputs: client.record()?.inputs.length ?? 0, nowMs: client.clock.nowMs };
    this.store.setState({ starts });
  }

  private async load(id: string): Promise<Lesson | undefined> {
    try {
      const { loadLesson } = await import('../../course/format/index.ts');
      const lesson = await loadLesson(await this.parts.files(), id);
      this.store.setState({ error: '' });
      return lesson;
    } catch (error) {
      this.store.setState({ error: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  private show(lesson: Lesson, step: number): void {
    this.store.setState({ lesson, step });
    this.keep();
  }

  /** A world that nothing has been put into gets the lesson's files; one that is replayed has them. */
  private worldBegun(): void {
    const { lesson } = this.store.getState();
    const { client, session } = this.parts.page.getState();
    if (!lesson || !session) return;
    const untouched = client.record()?.inputs.length === 0 && session.scenario === lesson.scenario;
    if (untouched) {
      const paths = lesson.files.map(({ path }) => `${session.home}/${path}`);
      lesson.files.forEach(({ text }, i) => client.input({ do: 'save', host: session.homeHost, path: paths[i]!, text }));
      // The editor opens at first what the session names.
      this.parts.page.setState({ session: { ...session, files: [...paths, ...session.files.filter((path) => !paths.includes(path))] } });
    }
    this.judge();
  }

  private judge(): void {
    const { lesson, step } = this.store.getState();
    const { client } = this.parts.page.getState();
    if (!lesson) return;
    this.endJudged();
    client.lesson(lesson.id, step);
    this.endJudged = client.mirror.onTable('checks', () => this.judged(client.mirror.list('checks')));
  }

  private judged(rows: readonly CheckRow[]): void {
    const { lesson, step, passed } = this.store.getState();
    const content = lesson?.steps[step];
    if (!lesson || !content) return;
    const before = passed[lesson.id] ?? [];
    if (before.includes(content.id) || !isPassed(content, rows.filter((row) => row.lesson === lesson.id && row.step === step))) return;
    this.store.setState({ passed: { ...passed, [lesson.id]: [...before, content.id] } });
    this.keep();
  }

  private keep(): void {
    const { lesson, step, passed, starts } = this.store.getState();
    writeProgress(this.parts.storage, { open: lesson?.id ?? '', step, passed, starts });
  }
}

/** Lasting checks are not passed on their own: they hold until all others are. */
export function isPassed({ checks }: Pick<LessonStep, 'checks'>, rows: readonly Pick<CheckRow, 'index' | 'state'>[]): boolean {
  const stands = (index: number) => rows.find((row) => row.index === index)?.state;
  return checks.some((check) => !isLasting(check)) && checks.every((check, i) => stands(i) === (isLasting(check) ? 'waiting' : 'passed'));
}

export function isLasting({ when }: LessonStep['checks'][number]): boolean {
  return when.kind === 'always' || when.kind === 'never';
}
