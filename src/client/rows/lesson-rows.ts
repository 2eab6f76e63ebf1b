// Rows of the lesson that is open: how each check of its steps stands. The judge beside the engine writes them.

export interface CheckRow {
  readonly id: string; // step/index
  readonly lesson: string;
  readonly step: number;
  readonly index: number;
  readonly state: 'waiting' | 'passed' | 'failed' | 'broken'; // broken: an `always` or `never` that did not hold
  readonly saw: string; // what was found instead, '' while it passes
  readonly sinceMs: number; // when it came to this state; the moment to show when it is broken
}
