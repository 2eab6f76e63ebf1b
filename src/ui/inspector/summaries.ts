// Which facts a row's summary has, in which order: a table of small functions, one a kind of row.
import type { RowKey, TableName, Tables } from '../../client/index.ts';
import { cpu, memory, size } from '../look/amounts.ts';
import type { Words } from '../words/en.ts';

export interface Fact {
  readonly field: keyof Words['fields'];
  readonly text: string;
  readonly lines?: readonly string[];
  readonly link?: RowKey;
  readonly bornMs?: number;
  readonly untilMs?: number; // of the next try
  readonly tone?: 'bad' | 'warn';
  readonly why?: string; // top-level field of the object that it comes from
}

type Field = Fact['field'];

function text(field: Field, value: string, more: Partial<Fact> = {}): Fact[] {
  return value === '' ? [] : [{ field, text: value, ...more }];
}

function lines(field: Field, values: readonly string[]): Fact[] {
  return values.length === 0 ? [] : [{ field, text: '', lines: values }];
}

function link(field: Field, about: RowKey, name: string): Fact[] {
  return name === '' ? [] : [{ field, text: name, link: about }];
}

function age(bornMs: number): Fact[] {
  return [{ field: 'age', text: '', bornMs }];
}

/** When what failed is tried again; 0 when nothing is. */
function next(untilMs: number): Fact[] {
  return untilMs > 0 ? [{ field: 'nextTry', text: '', untilMs }] : [];
}

type Summaries = { readonly [T in TableName]?: (row: Tables[T], words: Words) => Fact[] };

const SUMMARIES: Summaries = {
  pods: (pod, w) => [
    ...text('status', pod.status, { why: 'status', ...(pod.ready ? {} : { tone: 'warn' as const }) }),
    ...text('message', pod.message),
    ...text('namespace', pod.namespace),
    ...link('node', `nodes/${pod.node}`, pod.node),
    ...link('owner', `owners/${pod.owner}`, pod.owner),
    ...text('address', pod.ip),
    ...lines(
      'containers',
      pod.containers.map((c) => `${c.init ? 'init ' : ''}${c.name}  ${c.image}  ${w.host.states[c.state]}${c.reason === '' ? '' : ` (${c.reason})`}`),
    ),
    ...next(pod.deletion ? 0 : Math.max(0, ...pod.containers.map((c) => c.backoffUntilMs))),
    ...text('restarts', String(pod.containers.reduce((n, c) => n + c.restarts, 0))),
    ...text('cpu', cpu(pod.cpuRequestedMilli)),
    ...text('memory', memory(pod.memoryRequestedBytes)),
    ...age(pod.createdMs),
  ],
  owners: (owner) => [
    ...text('namespace', owner.namespace),
    ...link('owner', `owners/${owner.owner}`, owner.owner),
    ...text('wanted', String(owner.wanted), { why: 'spec' }),
    ...text('have', String(owner.have)),
    ...(owner.strategy === '' ? [] : text('updated', String(owner.updated))),
    ...text('ready', String(owner.ready), { why: 'status' }),
    ...text('available', String(owner.available)),
    ...(owner.revision > 0 ? text('revision', String(owner.revision)) : []),
    ...text('image', owner.image),
    ...text('selector', owner.selector),
    ...text('schedule', owner.schedule),
    ...text('strategy', owner.strategy === 'RollingUpdate' ? `${owner.strategy}, maxSurge ${owner.maxSurge}, maxUnavailable ${owner.maxUnavailable}` : owner.strategy),
    ...lines(
      'conditions',
      owner.conditions.map((c) => `${c.type}=${c.status} ${c.reason}`),
    ),
    ...age(owner.createdMs),
  ],
  storage: (row) => [
    ...text('status', row.phase, { why: 'status', ...(row.phase === 'Bound' || row.phase === 'Available' ? {} : { tone: 'warn' as const }) }),
    ...text('namespace', row.namespace),
    ...text(row.kind === 'PersistentVolume' ? 'claim' : 'volume', row.boundTo),
    ...text('size', row.capacity),
    ...text('storageClass', row.storageClass),
    ...age(row.createdMs),
  ],
  services: (service) => [
    ...text('namespace', service.namespace),
    ...text('type', service.type),
    ...text('address', service.clusterIp),
    ...text('selector', service.selector),
    ...lines(
      'ports',
      service.ports.map((p) => `${p.port}→${p.targetPort}/${p.protocol}${p.nodePort > 0 ? ` ${p.nodePort}` : ''}`),
    ),
    ...lines(
      'endpoints',
      service.endpoints.map((seat) => `${seat.ip}${seat.ready ? '' : ' (NotReady)'}`),
    ),
    ...age(service.createdMs),
  ],
  nodes: (node) => [
    ...text('status', node.ready === 'True' ? 'Ready' : 'NotReady', { why: 'status', ...(node.ready === 'True' ? {} : { tone: 'bad' as const }) }),
    ...text('reason', node.reason),
    ...text('message', node.message),
    ...text('roles', node.roles.join(', ')),
    ...lines('taints', node.taints),
    ...text('cpu', `${cpu(node.cpuRequestedMilli)} / ${cpu(node.cpuAllocatableMilli)}`),
    ...text('memory', `${memory(node.memoryRequestedBytes)} / ${memory(node.memoryAllocatableBytes)}`),
    ...text('version', node.version),
    ...link('host', `hosts/${node.host}`, node.host),
    ...age(node.createdMs),
  ],
  components: (part, w) => [
    ...text('state', part.state === 'running' ? w.host.states.running : w.diagram[part.state], part.state === 'running' ? {} : { tone: 'bad' }),
    ...link('host', `hosts/${part.host}`, part.host),
    ...(part.pid > 0 ? text('pid', String(part.pid)) : []),
  ],
  hosts: (host) => [...text('address', host.address), ...text('cpu', String(host.cores)), ...text('memory', memory(host.memoryBytes))],
  containers: (container, w) => [
    ...text('state', container.state === 'exited' ? w.host.exited(container.exitCode) : w.host.states[container.state], { why: 'state' }),
    ...text('reason', container.reason),
    ...text('image', container.image),
    ...text('command', container.command),
    ...link('owner', `pods/${container.pod}`, container.pod),
    ...link('host', `hosts/${container.host}`, container.host),
    ...text('address', container.ip),
    ...lines('ports', container.ports),
    ...text('written', size(container.writtenBytes)),
    ...text('layers', String(container.layers)),
    ...age(container.createdMs),
  ],
  images: (image) => [
    ...lines('tags', image.tags),
    ...text('size', size(image.sizeBytes)),
    ...text('digest', image.digest),
    ...text('command', image.command),
    ...lines(
      'layers',
      image.history.map((h) => `${h.layer === '' ? '·' : size(h.sizeBytes)}  ${h.instruction}`),
    ),
  ],
  layers: (layer) => [...text('instruction', layer.instruction), ...text('size', size(layer.sizeBytes)), ...text('digest', layer.id), ...text('images', String(layer.images))],
  processes: (process) => [
    ...text('state', process.state),
    ...text('pid', process.ownPid === process.pid ? String(process.pid) : `${process.pid} (${process.ownPid})`),
    ...text('command', process.command),
    ...text('user', process.user),
    ...text('cgroup', process.cgroup, { link: `cgroups/${process.host}${process.cgroup}` }),
    ...lines(
      'namespaces',
      Object.entries(process.namespaces).map(([kind, inode]) => `${kind}:[${inode}]`),
    ),
    ...text('memoryUsed', memory(process.memoryBytes)),
    ...link('owner', `containers/${process.container}`, process.container.slice(-64, -52)),
    ...age(process.startedMs),
  ],
  cgroups: (group) => [
    ...text('processes', group.processesLimit > 0 ? `${group.processes} / ${group.processesLimit}` : String(group.processes)),
    ...text('cpuUsed', group.cpuLimitPermille > 0 ? `${group.cpuPermille}m / ${group.cpuLimitPermille}m` : `${group.cpuPermille}m`),
    ...text('weight', String(group.weight)),
    ...text('memoryUsed', group.memoryLimitBytes > 0 ? `${memory(group.memoryBytes)} / ${memory(group.memoryLimitBytes)}` : memory(group.memoryBytes)),
    ...link('owner', `containers/${group.container}`, group.container.slice(-64, -52)),
  ],
  mounts: (mount) => [...text('type', mount.type), ...text('source', mount.source), ...text('options', mount.options), ...text('propagation', mount.propagation)],
  objects: (object) => [...text('namespace', object.namespace), ...age(object.createdMs)],
  clusters: (cluster) => [...text('release', cluster.release), ...link('host', `hosts/${cluster.host}`, cluster.host)],
  builds: (build, w) => [...text('state', w.host[build.state]), ...lines('instruction', build.steps.map((step) => `${step.instruction}  ${w.host[step.state]}`)), ...text('message', build.error)],
};

export function summarise<T extends TableName>(table: T, row: Tables[T], words: Words): Fact[] {
  const make: ((row: Tables[T], words: Words) => Fact[]) | undefined = SUMMARIES[table];
  return make?.(row, words) ?? [];
}
