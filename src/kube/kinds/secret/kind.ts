/** The kind Secret. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';
import type { Secret } from './secret.ts';

export const secretKind: Kind<Secret> = withRules(
  {
    kind: 'Secret',
    plural: 'secrets',
    singular: 'secret',
    group: '',
    storage: 'v1',
    versions: [{ name: 'v1' }],
    namespaced: true,
    table: 'secrets',
    hasStatus: false,
    hasGeneration: false,
    fields: { type: (secret) => secret.type ?? '' },
  },
  () => clusterCode.get().kindRules.secret,
);
