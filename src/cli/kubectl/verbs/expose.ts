/** kubectl expose. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { newMetadata } from '../kinds/generate.ts';
import { overridden, overrideFlags } from '../kinds/overrides.ts';
import { labelPairs, wholeNumber } from '../kinds/typed-values.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import type { Expose } from '../kinds/client-kind.ts';
import { members, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchSelected, fileFlags, selectionFlags, type Fetched } from '../resources/fetch.ts';
import { collectionPath, type Info } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { resolveResource } from '../wire/resource-mapper.ts';

/** The first release that points at no help, and has one way to make a service. */
const PLAIN_SINCE = 24;

const NAME_LENGTH_MAX = 63;

export const exposeVerb: Verb = {
  name: 'expose',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  details: 'The service takes over selector, labels and ports, as far as they are not given.',
  usage: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  group: 'Basic Commands (Beginner)',
  completes: 'resources',
  flags: [
    ...fileFlags('what to expose'),
    ...outputFlags(),
    dryRunFlag,
    ...recordFlags,
    ...overrideFlags,
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the object in the annotation that apply looks at.' },
    { name: 'cluster-ip', type: 'string', usage: "Its address, or 'None' for a headless service." },
    { name: 'external-ip', type: 'string', usage: 'Another address that leads to the service.' },
    { name: 'generator', type: 'string', initial: 'service/v2', usage: 'What to make: service/v1 or service/v2.', until: PLAIN_SINCE },
    { name: 'field-manager', type: 'string', initial: 'kubectl-expose', usage: 'The name under which fields are set.' },
    { name: 'labels', short: 'l', type: 'string', usage: 'Labels of the service.' },
    { name: 'load-balancer-ip', type: 'string', usage: 'The address that a load balancer should have.' },
    { name: 'name', type: 'string', usage: 'The name of the service.' },
    { name: 'port', type: 'string', usage: 'The port of the service; several with commas.' },
    { name: 'protocol', type: 'string', usage: "The protocol: 'TCP' unless said otherwise." },
    { name: 'selector', type: 'string', usage: 'Labels of the pods, as key=value with commas.' },
    { name: 'session-affinity', type: 'string', usage: "'None' or 'ClientIP'." },
    { name: 'target-port', type: 'string', usage: 'The port of the pods, by number or name.' },
    { name: 'container-port', type: 'string', usage: 'The same.', hidden: true, until: PLAIN_SINCE, deprecated: '--container-port will be removed in the future, please use --target-port instead' },
    { name: 'type', type: 'string', usage: 'ClusterIP, NodePort, LoadBalancer or ExternalName.' },
  ],
  examples: [{ does: 'A service for a deployment', command: 'kubectl expose deployment web --port=80 --target-port=8000' }],
  *run(k) {
    const affinity = k.flags.text('session-affinity');
    if (!['', 'None', 'ClientIP'].includes(affinity)) throw new CommandError(`unknown session affinity: ${affinity}`);
    const { infos, errors } = yield* named(k);
    const generator = k.flags.text('generator');
    if (!['', 'service/v1', 'service/v2'].includes(generator)) throw k.usageError(`generator ${JSON.stringify(generator)} not found.`);
    const report = new Report(k, { isStruct: true });
    for (const info of infos) {
      const expose = clientKind(info.resource)?.expose;
      if (!expose) throw new CommandError(`cannot expose a ${info.resource.kind}`);
      const service = overridden(k, serviceFor(k, info, expose));
      yield* create(k, info, recorded(k, k.flags.bool('save-config') && dryRun(k) !== 'client' ? withLastApplied(service, 'struct') : service), report);
    }
    throwCollected(errors);
  },
};

function* named(k: Invocation): Task<Fetched> {
  try {
    return yield* fetchSelected(k, { ...selectionFlags(k), selector: '', latest: true });
  } catch (error) {
    throw error instanceof CommandError ? k.usageErrorUntil(PLAIN_SINCE, error.message) : error;
  }
}

const noSelector: Readonly<Record<string, string>> = {
  pods: 'the pod has no labels and cannot be exposed',
  services: 'the service has no pod selector set',
};

function serviceFor(k: Invocation, info: Info, expose: Expose): JsonObject {
  const { flags } = k;
  const selector = flags.text('selector') === '' ? expose.selector(info.object) : labelPairs(flags.text('selector'));
  if (!selector || Object.keys(selector).length === 0) {
    throw k.usageErrorUntil(PLAIN_SINCE, `couldn't retrieve selectors via --selector flag or introspection: ${noSelector[info.resource.plural] ?? `invalid ${info.resource.kind.toLowerCase()}: no selectors, therefore cannot be exposed`}`);
  }
  const labels = flags.text('labels') === '' ? members(info.object, 'metadata', 'labels') : labelPairs(flags.text('labels'));
  const ports = portsFor(k, info, expose);
  const [clusterIP, type] = [flags.text('cluster-ip'), flags.text('type')];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: newMetadata(k, { ...(Object.keys(labels).length > 0 && { labels }), name: flags.text('name') || info.name.slice(0, NAME_LENGTH_MAX) }),
    spec: {
      ...(clusterIP !== '' && { clusterIP }),
      ...(flags.text('external-ip') !== '' && { externalIPs: [flags.text('external-ip')] }),
      ...(flags.text('load-balancer-ip') !== '' && type === 'LoadBalancer' && { loadBalancerIP: flags.text('load-balancer-ip') }),
      ...(ports.length > 0 && { ports }),
      selector,
      ...(flags.text('session-affinity') !== '' && { sessionAffinity: flags.text('session-affinity') }),
      ...(type !== '' && { type }),
    },
    status: { loadBalancer: {} },
  };
}

function portsFor(k: Invocation, info: Info, expose: Expose): Json[] {
  const given = k.flags.text('port').split(',').filter((port) => port !== '');
  const known = expose.ports(info.object);
  const ports = given.length > 0 ? given.map(wholeNumber) : known.map((port) => port.port);
  if (ports.length === 0 && k.flags.text('cluster-ip') !== 'None') throw k.usageErrorUntil(PLAIN_SINCE, "couldn't find port via --port flag or introspection");
  const target = k.flags.text('target-port') || k.flags.text('container-port');
  const protocol = (port: number): string => k.flags.text('protocol') || (known.find((candidate) => candidate.port === port)?.protocol ?? 'TCP');
  return ports.map((port, i) => ({
    ...portName(k, ports.length, i),
    port,
    protocol: protocol(port),
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

/** The first generator named a port that was alone. */
function portName({ flags }: Invocation, count: number, at: number): JsonObject {
  if (count > 1) return { name: `port-${at + 1}` };
  return flags.text('generator') === 'service/v1' ? { name: 'default' } : {};
}

function* create(k: Invocation, info: Info, service: JsonObject, report: Report): Task {
  const { resource } = resolveResource(yield* k.discovery(), 'services');
  const placed = { ...info, resource, name: text(service, 'metadata', 'name') };
  if (dryRun(k) === 'client') return yield* report.say(placed, 'exposed', service);
  const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
  const created = yield* k.client.json(collectionPath(resource, info.namespace), { method: 'POST', query, body: service });
  yield* report.say(placed, 'exposed', created as JsonObject);
}
