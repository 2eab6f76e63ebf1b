/** What a lesson is: a scenario, files to start with, and steps whose checks are data that a judge reads beside the engine. */

export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

export interface Lesson {
  readonly id: string; // name of its folder
  readonly scenario: string;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  readonly minutes: number; // what a learner takes for it
  readonly files: readonly { readonly path: string; readonly text: string }[]; // below the home, written at the start
  readonly steps: readonly LessonStep[];
  readonly solution: string; // a script; `# step: ID` begins the part that solves a step
}

export interface LessonStep {
  readonly id: string; // name of its file without number and ending: 02-update.en.md is "update"
  readonly title: Bilingual;
  readonly body: Bilingual; // Markdown
  readonly hints: readonly Bilingual[];
  readonly checks: readonly Check[];
}

/** A sentence about the world that holds or does not. The step is passed when every check of it is. */
export interface Check {
  readonly when: When;
  readonly subject: Subject;
  readonly test: Test;
  readonly say: Bilingual;
}

/**
 * now: holds when last looked at. eventuallyWithin: has held once, at most so long after the step began.
 * always: has held at every look since the step began; never: at none. Both are passed only together with the step's other checks.
 */
export type When = { readonly kind: 'now' | 'always' | 'never' } | { readonly kind: 'eventuallyWithin'; readonly ms: number };

export type Subject =
  | { readonly kind: 'get'; readonly get: string; readonly namespace: string; readonly path: string } // "deployments/web", JSONPath
  | { readonly kind: 'file'; readonly file: string; readonly host: string } // its text
  | { readonly kind: 'process'; readonly process: string; readonly host: string } // how many have this command line
  | { readonly kind: 'image'; readonly image: string; readonly host: string } // its id
  | { readonly kind: 'http'; readonly http: string } // pattern of "GET web:80/path": the status of its last answer, or the code of its failure
  | { readonly kind: 'ran'; readonly ran: string }; // pattern: how many typed commands match

export type Test =
  | { readonly kind: 'is'; readonly is: string }
  | { readonly kind: 'atLeast'; readonly atLeast: number }
  | { readonly kind: 'matches'; readonly matches: string } // RE2 pattern, found anywhere
  | { readonly kind: 'exists'; readonly exists: boolean };

export const LAPTOP = 'laptop';
