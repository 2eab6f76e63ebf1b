/** course: what a lesson is, how its files are read, and the judge that says how each check stands. */
export * from './format/index.ts';
export { fulfils, Judge, type CheckState, type Observe } from './judge.ts';
export { judgeBeside } from './judge-beside.ts';
export { HttpAnswers } from './http-answers.ts';
export { observeSession } from './observe.ts';
export { splitSolution } from './solution.ts';
