/**
 * Where a block of the captures prints otherwise than this world, and why: by script, the number of the command in it. What is
 * not named here has to be alike. An entry that has become alike does no harm, and is taken away by whoever sees it.
 */

export const knownDifferences: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '01-deploy': {
    7: 'the capture shows pods of before that its machine was slow to remove; here they are gone',
    9: 'the capture shows pods of before that its machine was slow to remove; here they are gone',
    13: 'the capture has the events of pods from before it',
  },
  '04-svc': {
    8: 'the captured client hung, and was ended',
  },
  '07-badimg': {
    5: 'the captured client hung, and was ended',
  },
  '15-drain': {
    3: 'the capture drains pods of a stateful set that its machine was slow to remove; here they are gone',
    4: 'the capture drains pods of a stateful set that its machine was slow to remove; here they are gone',
    5: 'the captured node had pods that were slow to go',
  },
  '20-gc': {
    1: 'whether the new pod runs after two seconds is chance',
    2: 'the captured client hung, and was ended',
    3: 'the capture shows what a deletion that hung has left',
  },
  '22-ssa': {
    6: 'the captured editor drew its screen',
  },
  '24-explain': {
    3: 'which events are the last ones depends on what had gone wrong on the captured machine',
    4: 'which events are the last ones depends on what had gone wrong on the captured machine',
  },
  '34-rollout-timeline': {
    3: 'the captured controller, slower, told several of its steps at once',
  },
  '35-events-timeline': {
    1: 'which events are the last ones depends on what had gone wrong on the captured machine',
  },
  '36-selfheal': {
    1: 'the capture begins with pods half way through a rollout that its machine was slow at',
  },
  '40-debug': {
    1: 'the captured server had the alpha part ephemeralcontainers switched on, in a form that its client could not read',
  },
  '50-rollout-status': {
    3: 'the captured client had the deployment as it was before its change',
  },
};
