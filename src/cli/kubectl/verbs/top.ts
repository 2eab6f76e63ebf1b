/** kubectl top node and pod: from the metrics API, where the cluster has one. */
import { compareBytes, formatTable, parseQuantity, quantityMilliValue, quantityValue, addQuantity, zeroQuantity, type Json } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, members, text } from '../objects/member.ts';
import { listStyle } from '../print/list-style.ts';
import { allNamespacesFlag, selectorFlag } from '../resources/fetch.ts';

const MIB = 1_048_576;
const metricsPath = '/apis/metrics.k8s.io/v1beta1';

const common = [
  selectorFlag,
  { name: 'no-headers', type: 'bool', initial: 'false', usage: 'Print no headers.' },
  { name: 'sort-by', type: 'string', usage: "Sort by 'cpu' or 'memory'." },
  { name: 'use-protocol-buffers', type: 'bool', initial: 'true', usage: 'How metrics come over the wire; they are the same either way.', since: 21 },
] as const;

/** The first client that names a selector of pods without its dashes. */
const PLAIN_SINCE = 22;

/** Without a metrics server there is nothing to show. */
function* demandMetrics(k: Invocation, usage: string): Task {
  if (k.args.length > 1) throw k.usageError(usage);
  if (k.args.length > 0 && k.flags.text('selector') !== '') {
    const isFlag = k.verb.name === 'node' || k.release.minor < PLAIN_SINCE;
    throw new CommandError(`only one of NAME or ${isFlag ? '--' : ''}selector can be provided`);
  }
  demandSort(k);
  const { groups } = yield* k.discovery();
  if (!groups.some((group) => group.name === 'metrics.k8s.io')) throw new CommandError('Metrics API not available');
}

function demandSort(k: Invocation): void {
  const sort = k.flags.text('sort-by');
  if (!['', 'cpu', 'memory'].includes(sort)) throw new CommandError('--sort-by accepts only cpu or memory');
}

interface Usage {
  readonly cpu: number; // millicores
  readonly memory: number; // bytes
}

function usageOf(parts: readonly Json[]): Usage {
  const sum = (name: string) => parts.reduce<typeof zeroQuantity>((total, part) => addQuantity(total, parseQuantity(text(part, 'usage', name) || '0')), zeroQuantity);
  return { cpu: quantityMilliValue(sum('cpu')), memory: quantityValue(sum('memory')) };
}

function sorted<T extends { readonly usage: Usage; readonly name: string }>(k: Invocation, rows: readonly T[]): T[] {
  const by = k.flags.text('sort-by') as '' | 'cpu' | 'memory';
  return [...rows].sort((a, b) => (by === '' ? 0 : b.usage[by] - a.usage[by]) || compareBytes(a.name, b.name));
}

const topNode: Verb = {
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'Display resource (CPU/memory) usage of nodes',
  usage: 'top node [NAME | -l label]',
  completes: 'nodes',
  flags: [...common, { name: 'show-capacity', type: 'bool', initial: 'false', usage: 'Shares of all that a node has, not of what pods may have.', since: 21 }],
  *run(k) {
    yield* demandMetrics(k, 'node [NAME | -l label]');
    const selector = k.flags.text('selector');
    const query: [string, string][] = selector === '' ? [] : [['labelSelector', selector]];
    const name = k.args[0];
    const metrics = name === undefined ? list(yield* k.client.get(`${metricsPath}/nodes`, query), 'items') : [yield* k.client.get(`${metricsPath}/nodes/${name}`)];
    const nodes = name === undefined ? list(yield* k.client.get('/api/v1/nodes', query), 'items') : [yield* k.client.get(`/api/v1/nodes/${name}`)];
    const rows = sorted(k, metrics.map((metric) => ({ name: text(metric, 'metadata', 'name'), usage: usageOf([metric]) }))).map(({ name: node, usage }) => {
      const found = nodes.find((candidate) => text(candidate, 'metadata', 'name') === node) ?? null;
      const whole = members(found, 'status', k.flags.bool('show-capacity') ? 'capacity' : 'allocatable');
      const share = (used: number, all: number): string => `${all === 0 ? 0 : Math.trunc((used * 100) / all)}%`;
      const cpu = quantityMilliValue(parseQuantity(text(whole.cpu) || '0'));
      const memory = quantityValue(parseQuantity(text(whole.memory) || '0'));
      return [node, `${usage.cpu}m`, share(usage.cpu, cpu), `${Math.trunc(usage.memory / MIB)}Mi`, share(usage.memory, memory)];
    });
    yield* k.print(formatTable(listStyle(k.release.minor), k.flags.bool('no-headers') ? rows : [['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], ...rows]));
  },
};

function cells({ cpu, memory }: Usage): string[] {
  return [`${cpu}m`, `${Math.trunc(memory / MIB)}Mi`];
}

const topPod: Verb = {
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'Display resource (CPU/memory) usage of pods',
  usage: 'top pod [NAME | -l label]',
  completes: 'pods',
  flags: [...common, allNamespacesFlag, { name: 'containers', type: 'bool', initial: 'false', usage: 'A line for each container.' }, { name: 'sum', type: 'bool', initial: 'false', usage: 'A last line with the sum.', since: 26 }],
  *run(k) {
    yield* demandMetrics(k, 'pod [NAME | -l label]');
    const isAll = k.flags.bool('all-namespaces');
    const base = isAll ? `${metricsPath}/pods` : `${metricsPath}/namespaces/${k.namespace}/pods`;
    const selector = k.flags.text('selector');
    const name = k.args[0];
    const metrics = name === undefined ? list(yield* k.client.get(base, selector === '' ? [] : [['labelSelector', selector]]), 'items') : [yield* k.client.get(`${base}/${name}`)];
    if (metrics.length === 0) return yield* k.warn(isAll ? 'No resources found\n' : `No resources found in ${k.namespace} namespace.\n`);
    const hasContainers = k.flags.bool('containers');
    const rows = sorted(k, metrics.map((metric) => ({ name: text(metric, 'metadata', 'name'), metric, usage: usageOf(list(metric, 'containers')) }))).flatMap(({ name: pod, metric, usage }) => {
      const head = [...(isAll ? [text(metric, 'metadata', 'namespace')] : []), pod];
      if (!hasContainers) return [[...head, ...cells(usage)]];
      return list(metric, 'containers').map((container) => [...head, text(container, 'name'), ...cells(usageOf([container]))]);
    });
    const headers = [...(isAll ? ['NAMESPACE'] : []), ...(hasContainers ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)'];
    const blanks = headers.slice(2).map(() => '');
    const whole = usageOf(metrics.flatMap((metric) => list(metric, 'containers')));
    const sum = k.flags.bool('sum') ? [[...blanks, '________', '________'], [...blanks, ...cells(whole)]] : [];
    yield* k.print(formatTable(listStyle(k.release.minor), [...(k.flags.bool('no-headers') ? [] : [headers]), ...rows, ...sum]));
  },
};

export const topVerb: Verb = {
  name: 'top',
  summary: 'Display resource (CPU/memory) usage',
  details: 'The cluster needs a metrics server for it.',
  usage: 'top [flags]',
  group: 'Cluster Management Commands',
  verbs: [topNode, topPod],
};
