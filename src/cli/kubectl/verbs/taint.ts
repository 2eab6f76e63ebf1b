/** kubectl taint. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, selectorFlag } from '../resources/fetch.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { validationQuery, validateFlags } from '../resources/validation.ts';
import { StatusError } from '../wire/status-error.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const nameWords =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string; // '' when removing whatever the effect
}

/** The first client that names what it is to set and remove at once without braces. */
const PLAIN_SINCE = 23;

export const taintVerb: Verb = {
  name: 'taint',
  summary: 'Update the taints on one or more nodes',
  details: 'KEY=VALUE:EFFECT sets a taint, KEY:EFFECT- or KEY- removes it; the effects are NoSchedule, PreferNoSchedule and NoExecute.',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  group: 'Cluster Management Commands',
  completes: 'nodes',
  flags: [
    ...outputFlags(),
    selectorFlag,
    dryRunFlag,
    ...validateFlags,
    { name: 'all', type: 'bool', initial: 'false', usage: 'Every node.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-taint', usage: 'The name under which fields are set.' },
    { name: 'overwrite', type: 'bool', initial: 'false', usage: 'Change taints that are already set.' },
  ],
  examples: [
    { does: 'Keep pods away that do not tolerate it', command: 'kubectl taint nodes node-1 dedicated=special-user:NoSchedule' },
    { does: 'Remove it', command: 'kubectl taint nodes node-1 dedicated-' },
  ],
  *run(k) {
    const at = k.args.findIndex((word) => /[=:]/.test(word) || word.endsWith('-'));
    const resources = at < 0 ? k.args : k.args.slice(0, at);
    if (resources.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name>');
    const specs = at < 0 ? [] : k.args.slice(at);
    if (specs.length === 0) throw new CommandError('at least one taint update is required');
    const added = specs.filter((spec) => !spec.endsWith('-')).map((spec) => parseTaint(k, spec, true));
    const removed = specs.filter((spec) => spec.endsWith('-')).map((spec) => parseTaint(k, spec.slice(0, -1), false));
    const twice = added.find((taint, i) => added.slice(0, i).some((other) => other.key === taint.key && other.effect === taint.effect));
    if (twice) throw k.usageError(`duplicated taints with the same key and effect: {${twice.key} ${twice.value} ${twice.effect} <nil>}`);
    const both = added.flatMap((taint) => removed.filter((other) => other.key === taint.key && (other.effect === '' || other.effect === taint.effect)));
    if (both.length > 0) throw new CommandError(`can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => (k.release.minor < PLAIN_SINCE ? `{${JSON.stringify(key)}:${JSON.stringify(effect)}}` : `${key}=${effect}`)).join(', ')}`);
    if (!['node', 'nodes', 'no'].includes(resources[0]!.split('/')[0]!.toLowerCase())) throw new CommandError(`invalid resource type ${resources[0]!.split('/')[0]!}, only node types are supported`);
    const { infos, errors } = yield* fetchSelected(k, { args: k.flags.bool('all') ? [resources[0]!] : resources, selector: k.flags.text('selector'), all: k.flags.bool('all') });
    const failures: Error[] = [...errors];
    const report = new Report(k, { isStruct: true });
    for (const info of infos) {
      try {
        yield* taintOne(k, info, added, removed, report);
      } catch (error) {
        if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
        failures.push(error);
      }
    }
    throwCollected(failures);
  },
};

function parseTaint(k: Invocation, spec: string, isAdded: boolean): Taint {
  const [left = '', effect = '', more] = spec.split(':');
  const [key = '', value = ''] = left.split('=');
  if (more !== undefined) throw k.usageError(`invalid taint spec: ${spec}`);
  if (isAdded && effect === '') throw k.usageError(`invalid taint spec: ${spec}, ${nameWords}`);
  if (effect !== '' && !effects.includes(effect)) throw k.usageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  if (!/^([A-Za-z0-9][-A-Za-z0-9_./]*)?[A-Za-z0-9]$/.test(key)) throw k.usageError(`invalid taint spec: ${spec}, ${nameWords}`);
  return { key, value, effect };
}

function* taintOne(k: Invocation, info: Info, added: readonly Taint[], removed: readonly Taint[], report: Report): Task {
  const before = list(info.object, 'spec', 'taints');
  const is = (taint: Json, wanted: Taint): boolean => text(taint, 'key') === wanted.key && (wanted.effect === '' || text(taint, 'effect') === wanted.effect);
  if (!k.flags.bool('overwrite')) {
    const taken = added.filter((taint) => before.some((known) => is(known, taint))).map((taint) => taint.key);
    if (taken.length > 0) throw new CommandError(`node ${info.name} already has ${taken.join(',')} taint(s) with same effect(s) and --overwrite is false`);
  }
  const missing = removed.filter((taint) => !before.some((known) => is(known, taint)));
  if (missing.length > 0) throw new CommandError(missing.map(({ key, effect }) => `taint ${JSON.stringify(effect === '' ? key : `${key}:${effect}`)} not found`).join('\n'));
  const kept = before.filter((known) => !removed.some((taint) => is(known, taint)) && !added.some((taint) => is(known, taint)));
  const fresh = added.map(({ key, value, effect }): JsonObject => ({ effect, key, ...(value !== '' && { value }) }));
  const taints = [...fresh, ...kept];
  const outcome = added.length > 0 && removed.length > 0 ? 'modified' : added.length > 0 ? (k.flags.bool('overwrite') ? 'modified' : 'tainted') : 'untainted';
  if (dryRun(k) === 'client') return yield* report.say(info, outcome, info.object, '');
  const answer = yield* k.client.json(objectPath(info.resource, '', info.name), {
    method: 'PATCH',
    query: [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')], ...validationQuery(k)],
    body: { spec: { taints: taints.length === 0 ? null : taints } },
    contentType: 'application/strategic-merge-patch+json',
  });
  yield* report.say(info, outcome, answer as JsonObject, '');
}
