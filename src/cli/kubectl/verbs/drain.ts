/** kubectl drain: cordons a node and evicts its pods, waiting where a budget forbids and until they are gone. */
import { parseDuration } from '../../../base/index.ts';
import { dryRun, dryRunFlag } from '../command/dry-run.ts';
import { CommandError, Exit, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { warnAsServer } from '../command/warning.ts';
import { isSelector } from '../objects/selector-text.ts';
import { selectorFlag } from '../resources/fetch.ts';
import type { Info } from '../resources/info.ts';
import { nodesNamed, setUnschedulable } from './cordon.ts';
import { evictAll, type DrainFailure } from './drain-evict.ts';
import { podsToDrain } from './drain-filter.ts';

export const drainVerb: Verb = {
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  details: 'Pods of daemon sets stay; pods that nothing makes anew, or that have local storage, only go when a flag says so.',
  usage: 'drain NODE',
  group: 'Cluster Management Commands',
  completes: 'nodes',
  flags: [
    selectorFlag,
    dryRunFlag,
    { name: 'chunk-size', type: 'int', initial: '500', usage: 'Ask for long lists in pieces of this many.', since: 22 },
    { name: 'delete-emptydir-data', type: 'bool', initial: 'false', usage: 'Go on although pods keep data in an emptyDir, which is lost.' },
    { name: 'delete-local-data', type: 'bool', initial: 'false', usage: 'As --delete-emptydir-data.', hidden: true, since: 20, until: 31, deprecated: 'This option is deprecated and will be deleted. Use --delete-emptydir-data.' },
    { name: 'disable-eviction', type: 'bool', initial: 'false', usage: 'Delete instead of evicting: budgets are passed by.' },
    { name: 'force', type: 'bool', initial: 'false', usage: 'Go on although nothing will make some pods anew.' },
    { name: 'grace-period', type: 'int', initial: '-1', usage: 'Seconds given to each pod to end; negative leaves it to the pod.' },
    { name: 'ignore-daemonsets', type: 'bool', initial: 'false', usage: 'Go on although pods of daemon sets stay.' },
    { name: 'pod-selector', type: 'string', usage: 'Only pods with these labels.' },
    { name: 'skip-wait-for-delete-timeout', type: 'int', initial: '0', usage: 'Do not wait for pods that have been ending for this many seconds.' },
    { name: 'timeout', type: 'duration', initial: '0s', usage: 'How long to go on before giving up; 0 is for ever.' },
  ],
  examples: [
    { does: 'Drain a node', command: 'kubectl drain node-1 --ignore-daemonsets' },
    { does: 'Whatever runs there', command: 'kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data --force' },
  ],
  *run(k) {
    if (!isSelector(k.flags.text('pod-selector'))) throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
    const infos = yield* nodesNamed(k);
    for (const node of infos) yield* setUnschedulable(k, node, true);
    const drained = new Set<string>();
    const failures: string[] = [];
    for (const node of infos) {
      const failure = yield* drainOne(k, node);
      if (failure !== undefined && k.release.minor < GOES_ON_SINCE) return yield* abort(k, node, infos.slice(infos.indexOf(node)), failure);
      if (failure === undefined) {
        drained.add(node.name);
        yield* k.print(`node/${node.name} drained${dryRun(k) === 'none' ? '' : ` (${dryRun(k) === 'client' ? '' : 'server '}dry run)`}\n`);
      } else {
        failures.push(...failure.lines);
        yield* k.warn(`error: unable to drain node ${JSON.stringify(node.name)} due to error: ${failure.summary}, continuing command...\n`);
      }
    }
    if (failures.length === 0) return;
    const left = infos.filter((node) => !drained.has(node.name));
    yield* k.warn(`There are pending nodes to be drained:\n${left.map((node) => ` ${node.name}\n`).join('')}`);
    for (const line of failures) yield* k.warn(`${line}\n`);
    throw new Exit(1);
  },
};

/** The first client that goes on with the other nodes. */
const GOES_ON_SINCE = 23;

function* abort(k: Invocation, node: Info, left: readonly Info[], { lines }: DrainFailure): Task {
  yield* k.warn(`error: unable to drain node ${JSON.stringify(node.name)}, aborting command...\n\nThere are pending nodes to be drained:\n${left.map(({ name }) => ` ${name}\n`).join('')}`);
  throwCollected(lines.map((line) => new CommandError(line)));
}

function* drainOne(k: Invocation, node: Info): Task<DrainFailure | undefined> {
  const { pods, warnings, errors } = yield* podsToDrain(k, node);
  if (errors.length > 0) {
    const summary = errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`;
    return { summary, lines: errors };
  }
  if (warnings !== '') yield* warnAsServer(k, warnings, 'WARNING');
  const timeout = parseDuration(k.flags.text('timeout'));
  const timeoutMs = 'milliseconds' in timeout && timeout.milliseconds > 0 ? timeout.milliseconds : Infinity;
  try {
    return yield* evictAll(k, node, pods, timeoutMs);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { summary: error.message, lines: [error.message] };
  }
}
