// Words of the lesson panel and of the lesson menu, in English.
export const lessonEn = {
  close: 'Close the lesson',
  minutes: (n: number) => `${n} min`,
  step: (n: number, all: number) => `Step ${n} of ${all}`,
  steps: 'Steps',
  type: (command: string) => `Type it: ${command}`,
  checks: 'What is checked',
  states: { waiting: 'not yet', holding: 'holds so far', passed: 'holds', failed: 'came too late', broken: 'did not hold' },
  saw: 'found',
  passed: 'This step is done.',
  allPassed: 'Every step is done.',
  hint: (n: number, all: number) => `Show hint ${n} of ${all}`,
  previous: 'Previous',
  next: 'Next',
  restart: 'Restart the lesson',
  restartTitle: 'A fresh world with the files of the lesson; the session until now can be brought back',
  resetStep: 'Begin this step again',
  resetStepTitle: 'The world as it was when this step began; what came since can be brought back',
  begin: (title: string) => `Begins a fresh world: ${title}`,
  done: 'done',
  failed: 'The lesson could not be opened.',
};
export type LessonWords = typeof lessonEn;
