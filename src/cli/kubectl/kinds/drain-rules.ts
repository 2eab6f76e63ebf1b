/** What a drain has to know of kinds: whose pods stay on their node, and which pods the API server only mirrors. */

export const drainRules = {
  stays: 'DaemonSet',
  mirrorAnnotation: 'kubernetes.io/config.mirror',
} as const;
