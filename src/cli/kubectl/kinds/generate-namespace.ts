/** kubectl create namespace. */
import type { Verb } from '../command/verb.ts';
import { generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated, typedSince } from './generate.ts';

export const generateNamespace: Verb = {
  name: 'namespace',
  aliases: ['ns'],
  summary: 'Create a namespace with the specified name',
  usage: 'create namespace NAME [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, generatorNameFlag],
  *run(k) {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: newMetadata(k, { name: oneName(k) }), spec: {}, status: {} };
    yield* sendGenerated(k, { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false, typedSince }, object);
  },
};
