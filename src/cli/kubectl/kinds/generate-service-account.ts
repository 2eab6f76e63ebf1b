/** kubectl create serviceaccount. */
import type { Verb } from '../command/verb.ts';
import { generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated, typedSince } from './generate.ts';

export const generateServiceAccount: Verb = {
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Create a service account with the specified name',
  usage: 'create serviceaccount NAME [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, generatorNameFlag],
  *run(k) {
    const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: newMetadata(k, { name: oneName(k) }) };
    yield* sendGenerated(k, { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true, typedSince }, object, 'failed to create serviceaccount: ');
  },
};
