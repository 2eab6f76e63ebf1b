/** kubectl create quota, poddisruptionbudget and priorityclass. */
import { tryQuantity, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { text } from '../objects/member.ts';
import { labelSelectorOf } from '../objects/selector-text.ts';
import { findKind } from '../wire/resource-mapper.ts';
import { generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated, typedSince } from './generate.ts';

function pairsOf(words: string): JsonObject {
  return Object.fromEntries(words.split(',').filter((pair) => pair !== '').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

export const generateQuota: Verb = {
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'Create a quota with the specified name',
  usage: 'create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, { name: 'hard', type: 'string', usage: 'How much of what there may be.' }, { name: 'scopes', type: 'string', usage: 'Of which pods it counts.' }],
  *run(k) {
    const [hard, scopes] = [pairsOf(k.flags.text('hard')), k.flags.text('scopes')];
    for (const amount of Object.values(hard)) if (!tryQuantity(text(amount))) throw new CommandError(noQuantity);
    const spec = { ...(Object.keys(hard).length > 0 && { hard }), ...(scopes !== '' && { scopes: scopes.split(',') }) };
    const object: JsonObject = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: newMetadata(k, { name: oneName(k) }), spec, status: {} };
    yield* sendGenerated(k, { group: '', version: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', namespaced: true }, object, 'failed to create quota: ');
  },
};

const noQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** The first release that looks at amounts itself, and that names a priority class by its name. */
const checkedSince = 21;

function countOrShare({ release }: Invocation, word: string, flag: string): string | number {
  if (release.minor >= checkedSince && !/^\d+%?$/.test(word)) throw new CommandError(`invalid format specified for ${flag}`);
  return /^[-+]?\d+$/.test(word) ? Number(word) : word;
}

/** The first release that no longer falls back on the version that old servers have. */
const FIRST_VERSION_SINCE = 32;

export const generatePodDisruptionBudget: Verb = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'Create a pod disruption budget with the specified name',
  usage: 'create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    generatorNameFlag,
    { name: 'max-unavailable', type: 'string', usage: 'How many may be away at most, as a number or a share.' },
    { name: 'min-available', type: 'string', usage: 'How many must be there at least, as a number or a share.' },
    { name: 'selector', type: 'string', usage: 'Labels of the pods.' },
  ],
  *run(k) {
    const name = oneName(k);
    const [selector, least, most] = [k.flags.text('selector'), k.flags.text('min-available'), k.flags.text('max-unavailable')];
    if (selector === '') throw new CommandError('a selector must be specified');
    if ((least === '') === (most === '')) throw new CommandError(least === '' ? 'one of min-available or max-unavailable must be specified' : 'min-available and max-unavailable cannot be both specified');
    const version = findKind(yield* k.discovery(), 'policy/v1', 'PodDisruptionBudget') || k.release.minor >= FIRST_VERSION_SINCE ? 'v1' : 'v1beta1';
    const spec = { ...(least !== '' && { minAvailable: countOrShare(k, least, 'min-available') }), ...(most !== '' && { maxUnavailable: countOrShare(k, most, 'max-unavailable') }), selector: labelSelectorOf(selector, k.release.minor) };
    const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    const object: JsonObject = { apiVersion: `policy/${version}`, kind: 'PodDisruptionBudget', metadata: newMetadata(k, { name }), spec, status };
    yield* sendGenerated(k, { group: 'policy', version, kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', namespaced: true, typedSince }, object, 'failed to create poddisruptionbudgets: ');
  },
};

export const generatePriorityClass: Verb = {
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'Create a priority class with the specified name',
  usage: 'create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    { name: 'description', type: 'string', usage: 'What it is for.' },
    { name: 'global-default', type: 'bool', initial: 'false', usage: 'Of pods that name none.' },
    { name: 'preemption-policy', type: 'string', initial: 'PreemptLowerPriority', usage: 'Whether its pods may drive others out.' },
    { name: 'value', type: 'int', initial: '0', usage: 'The priority.' },
  ],
  *run(k) {
    const description = k.flags.text('description');
    const object: JsonObject = {
      apiVersion: 'scheduling.k8s.io/v1',
      ...(description !== '' && { description }),
      ...(k.flags.bool('global-default') && { globalDefault: true }),
      kind: 'PriorityClass',
      metadata: newMetadata(k, { name: oneName(k) }),
      preemptionPolicy: k.flags.text('preemption-policy'),
      value: k.flags.int('value'),
    };
    yield* sendGenerated(k, { group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass', plural: 'priorityclasses', namespaced: false }, object, `failed to create ${k.release.minor < checkedSince ? 'clusterrolebinding' : 'priorityclass'}: `);
  },
};
