// Hints: codes beside an error, for which the page has words. The error itself stays as the product prints it.

export type HintCode =
  | 'unknown-command'
  | 'unknown-verb'
  | 'rolling-update-gone'
  | 'old-flag'
  | 'moved-kind'
  | 'kind-case'
  | 'meant'
  | 'unknown-field'
  | 'no-place'
  | 'wrong-type'
  | 'yaml-mapping'
  | 'yaml-tab'
  | 'yaml-indent'
  | 'yaml-comment'
  | 'name-case'
  | 'needs-selector'
  | 'selector-fixed'
  | 'selector-apart'
  | 'pod-fixed'
  | 'no-file'
  | 'not-found'
  | 'no-container'
  | 'name-taken'
  | 'pull-denied'
  | 'api-down'
  | 'api-away'
  | 'docker-down'
  | 'docker-daemon'
  | 'no-metrics'
  | 'one-explain'
  | 'name-and-selector'
  | 'zsh-expansion'
  | 'memory-full';

/** What a hint's words are filled with. `command`, where there is one, is offered to be typed. */
export type HintArgs = Readonly<Record<string, string>>;
