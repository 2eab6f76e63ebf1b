/**
 * The judge: how each check of a lesson's open step stands. It looks beside the engine, when what it reads may have changed;
 * it never acts. A broken `always` keeps the moment at which it broke.
 */
import { compilePattern } from '../base/index.ts';
import type { Check, LessonStep, Subject, Test } from './format/index.ts';

/** What a subject shows at this instant: undefined when it is not there. Must not change the world. */
export type Observe = (subject: Subject) => string | undefined;

export interface CheckState {
  readonly state: 'waiting' | 'passed' | 'failed' | 'broken';
  readonly saw: string; // what was found instead, '' while it passes
  readonly sinceMs: number;
}

export class Judge {
  private readonly step: LessonStep;
  private readonly startMs: number;
  states: readonly CheckState[];

  constructor(step: LessonStep, startMs: number) {
    this.step = step;
    this.startMs = startMs;
    this.states = step.checks.map(() => ({ state: 'waiting', saw: '', sinceMs: startMs }));
  }

  /** Looks once. Says whether the step is passed: its lasting checks hold, and all others are passed. */
  look(nowMs: number, observe: Observe): boolean {
    this.states = this.step.checks.map((check, i) => next(check, this.states[i]!, observe(check.subject), nowMs, this.startMs));
    return this.passed;
  }

  /** A step of lasting checks alone is passed by nothing: it must ask for something to happen as well. */
  get passed(): boolean {
    return this.step.checks.some((c) => !lasting(c)) && this.step.checks.every((c, i) => this.states[i]!.state === (lasting(c) ? 'waiting' : 'passed'));
  }
}

function lasting(check: Check): boolean {
  return check.when.kind === 'always' || check.when.kind === 'never';
}

function next(check: Check, was: CheckState, saw: string | undefined, nowMs: number, startMs: number): CheckState {
  if (was.state === 'broken' || was.state === 'failed') return was;
  const holds = fulfils(check.test, saw);
  const state = stateOf(check, was, holds, nowMs - startMs);
  const found = state === 'passed' ? '' : (saw ?? '');
  if (state === was.state && found === was.saw) return was;
  return { state, saw: found, sinceMs: state === was.state ? was.sinceMs : nowMs };
}

function stateOf({ when }: Check, was: CheckState, holds: boolean, elapsedMs: number): CheckState['state'] {
  switch (when.kind) {
    case 'now':
      return holds ? 'passed' : 'waiting';
    case 'always':
      return holds ? 'waiting' : 'broken';
    case 'never':
      return holds ? 'broken' : 'waiting';
    case 'eventuallyWithin':
      if (was.state === 'passed' || holds) return 'passed';
      return elapsedMs > when.ms ? 'failed' : 'waiting';
  }
}

export function fulfils(test: Test, saw: string | undefined): boolean {
  switch (test.kind) {
    case 'exists':
      return (saw !== undefined) === test.exists;
    case 'is':
      return saw === test.is;
    case 'atLeast':
      return saw !== undefined && saw !== '' && Number(saw) >= test.atLeast;
    case 'matches': {
      const answer = compilePattern(test.matches);
      return saw !== undefined && 'pattern' in answer && answer.pattern.test(saw);
    }
  }
}
