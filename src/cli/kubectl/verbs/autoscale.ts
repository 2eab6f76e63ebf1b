/** kubectl autoscale. */
import { tryQuantity, type Json, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Verb } from '../command/verb.ts';
import { newMetadata } from '../kinds/generate.ts';
import { text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fetchAll, fileFlags, selectionFlags } from '../resources/fetch.ts';
import { collectionPath, type Info } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { apiVersionOf, type ApiResource } from '../wire/discovery.ts';
import { findKind } from '../wire/resource-mapper.ts';
import { StatusError } from '../wire/status-error.ts';
import type { Task } from '../command/task.ts';

/** The first client that asks for the second version of the API. */
const secondVersionSince = 33;

export const autoscaleVerb: Verb = {
  name: 'autoscale',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  details: 'Makes a HorizontalPodAutoscaler, which keeps the number of pods between two bounds by how busy they are.',
  usage: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  group: 'Deploy Commands',
  completes: 'resources',
  flags: [
    ...fileFlags('what to scale'),
    ...outputFlags(),
    dryRunFlag,
    ...recordFlags,
    { name: 'cpu-percent', type: 'int', initial: '-1', usage: 'How busy the pods should be, in percent of the CPU that they request.', until: 34 },
    { name: 'cpu-percent', type: 'int', initial: '-1', usage: 'How busy the pods should be, in percent of the CPU that they request.', since: 34, hidden: true, deprecated: 'Use --cpu with percentage or resource quantity format (e.g., \'70%\' for utilization or \'500m\' for milliCPU).' },
    { name: 'cpu', type: 'string', usage: 'What the pods should use of the CPU: percent of what they request (70%), or an amount (500m).', since: 34 },
    { name: 'memory', type: 'string', usage: 'What the pods should use of memory: percent of what they request (60%), or an amount (200Mi).', since: 34 },
    { name: 'field-manager', type: 'string', initial: 'kubectl-autoscale', usage: 'The name under which fields are set.' },
    { name: 'max', type: 'int', initial: '-1', required: true, usage: 'The upper bound.' },
    { name: 'generator', type: 'string', initial: 'horizontalpodautoscaler/v1', usage: 'What to make of it.', until: 22, hidden: true, deprecated: 'has no effect and will be removed in the future.' },
    { name: 'min', type: 'int', initial: '-1', usage: 'The lower bound.' },
    { name: 'name', type: 'string', usage: 'The name of the autoscaler; that of what it scales when not given.' },
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the object in the annotation that apply looks at.' },
  ],
  examples: [{ does: 'Between two and ten pods', command: 'kubectl autoscale deployment foo --min=2 --max=10' }],
  *run(k) {
    const [min, max] = [k.flags.int('min'), k.flags.int('max')];
    if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    if (max < min) throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    if (k.flags.has('cpu-percent') && k.flags.has('cpu')) throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
    metricsOf(k, -1);
    const infos = yield* fetchAll(k, { ...selectionFlags(k), latest: true });
    const failures: Error[] = [];
    const report = new Report(k, { isStruct: true });
    for (const info of infos) {
      if (info.resource.subresources.some((sub) => sub.name === 'scale')) yield* create(k, info, report);
      else failures.push(new CommandError(notScalable(info)));
    }
    throwCollected(failures);
  },
};

function notScalable({ resource: { group, version, kind, plural } }: Info): string {
  return `cannot autoscale a ${kind}${group === '' ? '' : `.${group}`}: could not find scale subresource for ${group}/${version}, Resource=${plural} in discovery information`;
}

/** What is to be kept at what: percents of the requests, or amounts. */
function metricsOf({ flags }: Invocation, percent: number): readonly Json[] {
  const cpu = flags.text('cpu') || (percent >= 0 ? `${percent}%` : '');
  return Object.entries({ cpu, memory: flags.text('memory') }).filter(([, wanted]) => wanted !== '').map(([name, wanted]): Json => {
    const utilization = /^(\d+)%$/.exec(wanted)?.[1];
    if (utilization === undefined && !tryQuantity(wanted)) throw new CommandError(`invalid resource ${name} value: ${wanted}`);
    const target: JsonObject = utilization === undefined ? { averageValue: wanted, type: 'AverageValue' } : { averageUtilization: Number(utilization), type: 'Utilization' };
    return { resource: { name, target }, type: 'Resource' };
  });
}

/** The first release that tries the first version where the second is refused, whatever the reason. */
const fallsBackSince = 34;

/** In the words of that release, which mean only that the first version cannot say it. */
function asFirstVersion({ flags }: Invocation, object: JsonObject, first: ApiResource): JsonObject {
  const percent = /^(\d+)%$/.exec(flags.text('cpu'))?.[1];
  if (flags.text('cpu') === '' || percent === undefined || flags.text('memory') !== '') {
    throw new CommandError(`failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${flags.text('cpu') === '' ? 'empty input' : '%!w(<nil>)'}`);
  }
  const { metrics: _, ...spec } = object.spec as JsonObject;
  return { ...object, apiVersion: apiVersionOf(first), spec: { ...spec, targetCPUUtilizationPercentage: Number(percent) }, status: { currentReplicas: 0, desiredReplicas: 0 } };
}

function* create(k: Invocation, info: Info, report: Report): Task {
  const discovery = yield* k.discovery();
  const first = findKind(discovery, 'autoscaling/v1', 'HorizontalPodAutoscaler');
  const second = k.release.minor >= secondVersionSince ? findKind(discovery, 'autoscaling/v2', 'HorizontalPodAutoscaler') : undefined;
  const resource = second ?? first;
  if (!resource) throw new CommandError('the server could not find the requested resource');
  const percent = k.flags.int('cpu-percent');
  const metrics = metricsOf(k, percent);
  const made: JsonObject = {
    apiVersion: apiVersionOf(resource),
    kind: 'HorizontalPodAutoscaler',
    metadata: newMetadata(k, { name: k.flags.text('name') || info.name }),
    spec: {
      maxReplicas: k.flags.int('max'),
      ...(second && metrics.length > 0 && { metrics }),
      ...(k.flags.int('min') > 0 && { minReplicas: k.flags.int('min') }),
      scaleTargetRef: { apiVersion: apiVersionOf(info.resource), kind: info.resource.kind, name: info.name },
      ...(!second && percent >= 0 && { targetCPUUtilizationPercentage: percent }),
    },
    status: second ? { currentMetrics: null, desiredReplicas: 0 } : { currentReplicas: 0, desiredReplicas: 0 },
  };
  const object = recorded(k, k.flags.bool('save-config') && dryRun(k) !== 'client' ? withLastApplied(made, 'struct') : made);
  const placed = { resource, name: text(object, 'metadata', 'name') };
  if (dryRun(k) === 'client') return yield* report.say(placed, 'created', object);
  const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
  const post = (body: JsonObject, to: ApiResource): Task<Json> => k.client.json(collectionPath(to, info.namespace), { method: 'POST', query, body });
  let created: Json;
  try {
    created = yield* post(object, resource);
  } catch (error) {
    if (!(error instanceof StatusError) || !second || !first || k.release.minor < fallsBackSince) throw error;
    created = yield* post(asFirstVersion(k, object, first), first);
  }
  yield* report.say(placed, 'autoscaled', created as JsonObject);
}
