/** kubectl run. */
import { parseDuration, type Json, type JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunFlag, dryRunQuery } from '../command/dry-run.ts';
import { CommandError, Exit } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';
import { recorded, recordFlags } from '../command/record.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { newMetadata } from '../kinds/generate.ts';
import { overridden, overrideFlags } from '../kinds/overrides.ts';
import { amounts, isEnvName, labelPairs, wholeNumber } from '../kinds/typed-values.ts';
import { count, list, member, members, text } from '../objects/member.ts';
import { outputFlags } from '../print/object-printer.ts';
import { Report } from '../print/report.ts';
import { fileFlags } from '../resources/fetch.ts';
import { collectionPath, objectPath, type Info } from '../resources/info.ts';
import { withLastApplied } from '../resources/last-applied.ts';
import { waitUntilGone, watchUntil } from '../resources/wait-until.ts';
import { resolveResource } from '../wire/resource-mapper.ts';
import { checkCascade, deadlineOf, fromWhere, propagation } from './delete.ts';
import { attachTo } from './attach.ts';

/** A registry's name, a path in lower case, a tag, a digest: what the client can tell without asking anybody. */
export const imageForm =
  /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

/** How --rm deletes. */
const deletionFlags: readonly FlagSpec[] = [
  ...fileFlags('what to delete'),
  { name: 'cascade', type: 'optional', initial: 'background', bare: 'background', usage: 'What becomes of what it owns: background, foreground or orphan.' },
  { name: 'force', type: 'bool', initial: 'false', usage: 'Remove it at once without its orderly end.' },
  { name: 'grace-period', type: 'int', initial: '-1', usage: 'Seconds given to end in order; negative leaves it to the pod.' },
  { name: 'timeout', type: 'duration', initial: '0s', usage: 'How long to wait for the end.' },
  { name: 'wait', type: 'bool', initial: 'false', usage: 'Wait until it is gone.' },
];

/** What pods could be given until the first, and what had no effect any more and went with the second. */
const WITHOUT_AMOUNTS_SINCE = 24;
const WITHOUT_GENERATORS_SINCE = 21;
const noEffect = { deprecated: 'has no effect and will be removed in the future.', hidden: true, until: WITHOUT_GENERATORS_SINCE } as const;

const goneFlags: readonly FlagSpec[] = [
  { name: 'hostport', type: 'int', initial: '-1', usage: "The port of the node that leads to the container's.", until: WITHOUT_AMOUNTS_SINCE },
  { name: 'limits', type: 'string', usage: 'Limits of the container: cpu=200m,memory=512Mi.', until: WITHOUT_AMOUNTS_SINCE },
  { name: 'requests', type: 'string', usage: 'Requests of the container: cpu=100m,memory=256Mi.', until: WITHOUT_AMOUNTS_SINCE },
  { name: 'serviceaccount', type: 'string', usage: 'The service account of the pod.', until: WITHOUT_AMOUNTS_SINCE },
  { name: 'generator', type: 'string', usage: 'What to make of it: a pod.', ...noEffect },
  { name: 'service-generator', type: 'string', initial: 'service/v2', usage: 'What to make for --expose: service/v1 or service/v2.', deprecated: 'and will be removed in the future.', hidden: true, until: WITHOUT_GENERATORS_SINCE },
  { name: 'service-overrides', type: 'string', usage: 'JSON that overrides the service.', deprecated: 'and will be removed in the future.', hidden: true, until: WITHOUT_GENERATORS_SINCE },
  { name: 'replicas', short: 'r', type: 'int', initial: '1', usage: 'How many pods: one.', ...noEffect },
  { name: 'schedule', type: 'string', usage: 'When to run.', ...noEffect },
];

export const runVerb: Verb = {
  name: 'run',
  summary: 'Run a particular image on the cluster',
  details: 'Makes one pod. What stands behind -- are the arguments of its command, or with --command the command itself.',
  usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  group: 'Basic Commands (Beginner)',
  completes: 'none',
  flags: [
    ...deletionFlags,
    ...goneFlags,
    ...outputFlags(),
    dryRunFlag,
    ...recordFlags,
    { name: 'annotations', type: 'array', usage: 'Annotations of the pod.' },
    { name: 'attach', type: 'bool', initial: 'false', usage: 'Wait until it runs, and attach to it.' },
    { name: 'command', type: 'bool', initial: 'false', usage: 'What stands behind -- is the command.' },
    { name: 'env', type: 'array', usage: 'Environment variables of the container.' },
    { name: 'expose', type: 'bool', initial: 'false', usage: 'Make a service for it too; needs --port.' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-run', usage: 'The name under which fields are set.' },
    { name: 'image', type: 'string', required: true, usage: 'The image.' },
    { name: 'image-pull-policy', type: 'string', usage: 'When to pull the image.' },
    { name: 'labels', short: 'l', type: 'string', usage: 'Labels of the pod, with commas.' },
    { name: 'leave-stdin-open', type: 'bool', initial: 'false', usage: 'Do not close its input after the first attach.' },
    ...overrideFlags,
    { name: 'pod-running-timeout', type: 'duration', initial: '1m0s', usage: 'How long to wait for it to run.' },
    { name: 'port', type: 'string', usage: 'The port that the container listens on.' },
    { name: 'privileged', type: 'bool', initial: 'false', usage: 'Run it privileged.' },
    { name: 'quiet', type: 'bool', initial: 'false', usage: 'Print no more than it prints.', until: 21 },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Print no more than it prints.', since: 21 },
    { name: 'restart', type: 'string', initial: 'Always', usage: 'Its restart policy: Always, OnFailure or Never.' },
    { name: 'rm', type: 'bool', initial: 'false', usage: 'Delete it afterwards; only when attached.' },
    { name: 'save-config', type: 'bool', initial: 'false', usage: 'Keep the object in the annotation that apply looks at.' },
    { name: 'stdin', short: 'i', type: 'bool', initial: 'false', usage: 'Keep its input open.' },
    { name: 'tty', short: 't', type: 'bool', initial: 'false', usage: 'Give it a terminal.' },
  ],
  examples: [
    { does: 'A pod of nginx', command: 'kubectl run nginx --image=nginx' },
    { does: 'A shell in a new pod', command: 'kubectl run -i --tty busybox --image=busybox -- sh' },
  ],
  *run(k) {
    const { flags } = k;
    const name = k.args[0];
    if (name === undefined || k.dashAt === 0) throw k.usageError('NAME is required for run');
    const isAttached = flags.bool('attach') || ((flags.bool('stdin') || flags.bool('tty')) && !flags.has('attach'));
    const timeout = parseDuration(flags.text('pod-running-timeout'));
    if ('milliseconds' in timeout && timeout.milliseconds <= 0) throw k.usageError('--pod-running-timeout must be higher than zero');
    if (isAttached && dryRun(k) !== 'none') throw k.usageError("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
    if (flags.text('image') === '') throw new CommandError('--image is required');
    yield* checkCascade(k);
    if (flags.bool('rm') && !isAttached) throw k.usageError('--rm should only be used for attached containers');
    if (!['Always', 'OnFailure', 'Never'].includes(flags.text('restart'))) throw k.usageError(`invalid restart policy: ${flags.text('restart')}`);
    if (flags.bool('tty') && !flags.bool('stdin')) throw k.usageError('-i/--stdin is required for containers with -t/--tty=true');
    if (!['', 'Always', 'IfNotPresent', 'Never'].includes(flags.text('image-pull-policy'))) throw k.usageError(`invalid image pull policy: ${flags.text('image-pull-policy')}`);
    if (flags.bool('expose') && flags.text('port') === '') throw k.usageError('--port must be set when exposing a service');
    if (!imageForm.test(flags.text('image'))) throw new CommandError(`Invalid image name "${flags.text('image')}": invalid reference format`);
    const made = overridden(k, podFor(k, name));
    const pod = recorded(k, flags.bool('save-config') && dryRun(k) !== 'client' ? withLastApplied(made, 'struct') : made);
    const report = new Report(k, { isStruct: true });
    const created = yield* send(k, 'pods', pod, report, true);
    if (flags.bool('expose')) yield* exposed(k, name, created, report);
    if (!isAttached) yield* report.say(created, 'created', created.object);
    if (isAttached && dryRun(k) === 'none') yield* attachAndFinish(k, created);
  },
};

export function podFor(k: Invocation, name: string): JsonObject {
  const { flags } = k;
  const words = k.dashAt < 0 ? k.args.slice(1) : k.args.slice(k.dashAt);
  const labels: JsonObject = flags.text('labels') === '' ? { run: name } : labelPairs(flags.text('labels'));
  const annotations = Object.fromEntries(flags.list('annotations').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid annotations format: ${pair}`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
  const env = flags.list('env').map((pair): Json => {
    const at = pair.indexOf('=');
    const [variable, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at <= 0 || !isEnvName(variable)) throw new CommandError(`invalid env: ${pair}`);
    return { name: variable, ...(value !== '' && { value }) };
  });
  const stdin = flags.bool('stdin');
  const [limits, requests, hostPort, account] = [amounts(flags.text('limits')), amounts(flags.text('requests')), flags.int('hostport'), flags.text('serviceaccount')];
  if (hostPort > 0 && flags.text('port') === '') throw new CommandError('--hostport requires --port to be specified');
  const container: JsonObject = {
    ...(words.length > 0 && { [flags.bool('command') ? 'command' : 'args']: words }),
    ...(env.length > 0 && { env }),
    image: flags.text('image'),
    ...(flags.text('image-pull-policy') !== '' && { imagePullPolicy: flags.text('image-pull-policy') }),
    name,
    ...(flags.text('port') !== '' && { ports: [{ containerPort: wholeNumber(flags.text('port')), ...(hostPort > 0 && { hostPort }) }] }),
    resources: { ...(Object.keys(limits).length > 0 && { limits }), ...(Object.keys(requests).length > 0 && { requests }) },
    ...(flags.bool('privileged') && { securityContext: { privileged: true } }),
    ...(stdin && { stdin: true }),
    ...(stdin && !flags.bool('leave-stdin-open') && flags.text('restart') === 'Never' && { stdinOnce: true }),
    ...(flags.bool('tty') && { tty: true }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: newMetadata(k, { ...(Object.keys(annotations).length > 0 && { annotations }), labels, name, ...(k.isNamespaceGiven && { namespace: k.namespace }) }),
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: flags.text('restart'), ...(account !== '' && { serviceAccountName: account }) },
    status: {},
  };
}

/** The service is told of before the pod, though it is made after it. */
function* exposed(k: Invocation, name: string, pod: Info, report: Report): Task {
  try {
    yield* send(k, 'services', overridden(k, serviceFor(k, name, pod.object), 'service-overrides'), report, false);
    if (k.flags.text('output') === 'yaml') yield* k.print('---\n'); // and once more before the pod
  } catch (error) {
    yield* report.say(pod, 'created', pod.object);
    throw error;
  }
}

/** It chooses the pod by all of its labels, and has them where they were given. */
export function serviceFor(k: Invocation, name: string, pod: JsonObject): JsonObject {
  const labels = members(pod, 'metadata', 'labels');
  const port = wholeNumber(k.flags.text('port'));
  const generator = k.flags.text('service-generator');
  if (!['', 'service/v1', 'service/v2'].includes(generator)) throw new CommandError(`missing service generator: ${generator}`);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: newMetadata(k, { ...(k.flags.text('labels') !== '' && { labels }), name }),
    spec: { ports: [{ ...(generator === 'service/v1' && { name: 'default' }), port, protocol: 'TCP', targetPort: port }], selector: labels },
    status: { loadBalancer: {} },
  };
}

export function* send(k: Invocation, plural: string, object: JsonObject, report: Report, isQuiet: boolean): Task<Info> {
  const { resource } = resolveResource(yield* k.discovery(), plural);
  const info = { resource, namespace: k.namespace, name: text(object, 'metadata', 'name'), object, source: '' };
  if (dryRun(k) === 'client') {
    if (!isQuiet) yield* report.say(info, 'created', object);
    return info;
  }
  const query: [string, string][] = [...dryRunQuery(dryRun(k)), ['fieldManager', k.flags.text('field-manager')]];
  const created = (yield* k.client.json(collectionPath(resource, k.namespace), { method: 'POST', query, body: object })) as JsonObject;
  if (!isQuiet) yield* report.say(info, 'created', created);
  return { ...info, object: created };
}

/** Waits for it, attaches, and deletes it if asked; its exit code becomes ours. */
export function* attachAndFinish(k: Invocation, info: Info): Task {
  const { flags } = k;
  let code = 0;
  try {
    let pod = info.object;
    const timeout = parseDuration(flags.text('pod-running-timeout'));
    const deadline = k.p.host.clock.now + ('milliseconds' in timeout ? timeout.milliseconds : 0);
    const isThere = yield* watchUntil(k, info, deadline, (object) => {
      if (!object) throw new CommandError('the pod was deleted before it ran');
      pod = object;
      const phase = text(object, 'status', 'phase');
      return phase === 'Succeeded' || phase === 'Failed' || list(object, 'status', 'containerStatuses').some((status) => member(status, 'state', 'running') !== undefined);
    });
    if (!isThere) throw new CommandError('timed out waiting for the condition');
    const phase = text(pod, 'status', 'phase');
    if (phase === 'Succeeded' || phase === 'Failed') yield* k.print(yield* k.client.text(objectPath(info.resource, info.namespace, info.name, 'log'), { query: [['container', info.name]] }));
    else yield* attachTo(k, pod, info.name, { stdin: flags.bool('stdin'), tty: flags.bool('tty') });
    code = flags.text('restart') === 'Always' ? 0 : yield* exitCodeOf(k, info);
  } finally {
    if (flags.bool('rm')) {
      const grace = flags.bool('force') && flags.int('grace-period') < 0 ? 0 : flags.int('grace-period');
      yield* k.client.json(objectPath(info.resource, info.namespace, info.name), { method: 'DELETE', body: { ...(grace >= 0 && { gracePeriodSeconds: grace }), propagationPolicy: propagation(k) } });
      if (flags.bool('wait')) yield* waitUntilGone(k, info, text(info.object, 'metadata', 'uid'), deadlineOf(k));
      if (!flags.bool('quiet')) yield* k.print(`pod ${JSON.stringify(info.name)} deleted${fromWhere(k, info)}\n`);
    }
  }
  if (code !== 0) {
    yield* k.warn(`pod ${info.namespace}/${info.name} terminated (Error)\n`);
    throw new Exit(code);
  }
}

function* exitCodeOf(k: Invocation, info: Info): Task<number> {
  let code = 0;
  yield* watchUntil(k, info, k.p.host.clock.now + 30_000, (object) => {
    const ended = members(list(object ?? null, 'status', 'containerStatuses')[0], 'state', 'terminated');
    code = count(ended, 'exitCode');
    const phase = text(object, 'status', 'phase');
    return object === undefined || phase === 'Succeeded' || phase === 'Failed';
  });
  return code;
}
