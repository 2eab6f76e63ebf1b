/** kubectl cordon and uncordon. */
import { dryRun, dryRunFlag, dryRunQuery, dryRunSuffix } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { bool } from '../objects/member.ts';
import { fetchAll, selectorFlag } from '../resources/fetch.ts';
import { objectPath, type Info } from '../resources/info.ts';

function verbOf(name: 'cordon' | 'uncordon', summary: string): Verb {
  return {
    name,
    summary,
    usage: `${name} NODE`,
    group: 'Cluster Management Commands',
    completes: 'nodes',
    flags: [selectorFlag, dryRunFlag],
    examples: [{ does: `${name} a node`, command: `kubectl ${name} node-1` }],
    *run(k) {
      const nodes = yield* nodesNamed(k);
      for (const node of nodes) yield* setUnschedulable(k, node, name === 'cordon');
    },
  };
}

/** Nodes by name or by label: what cordon, uncordon and drain take. Where one is missing nothing is done to the others. */
export function* nodesNamed(k: Invocation) {
  const selector = k.flags.text('selector');
  if (k.args.length === 0 && selector === '') throw k.usageError(`USAGE: ${k.verb.name} NODE [flags]`);
  if (k.args.length > 0 && selector !== '') throw k.usageError('cannot specify both a node name and a --selector option');
  const args = selector !== '' ? ['nodes'] : k.args.map((name) => (name.includes('/') ? name : `nodes/${name}`));
  return yield* fetchAll(k, { args, selector });
}

export function* setUnschedulable(k: Invocation, node: Info, to: boolean): Task {
  const word = to ? 'cordoned' : 'uncordoned';
  const suffix = dryRunSuffix(dryRun(k));
  if (bool(node.object, 'spec', 'unschedulable') === to) {
    yield* k.print(`node/${node.name} already ${word}${suffix}\n`);
    return;
  }
  if (dryRun(k) !== 'client') {
    const body = { spec: { unschedulable: to ? true : null } };
    yield* k.client.json(objectPath(node.resource, '', node.name), { method: 'PATCH', query: dryRunQuery(dryRun(k)), body, contentType: 'application/strategic-merge-patch+json' });
  }
  yield* k.print(`node/${node.name} ${word}${suffix}\n`);
}

export const cordonVerb = verbOf('cordon', 'Mark node as unschedulable');
export const uncordonVerb = verbOf('uncordon', 'Mark node as schedulable');
