/** kubectl logs. */
import { parseDuration, parseRfc3339, type JsonObject } from '../../../base/index.ts';
import { CommandError, throwCollected } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, text } from '../objects/member.ts';
import { selectorFlag } from '../resources/fetch.ts';
import { DEFAULTED_SINCE, defaultContainer, firstPod, hasContainer, namedObject, podName, podsOf, selectedPods } from './pods-of.ts';
import { StatusError } from '../wire/status-error.ts';
import { printStreams, type LogSource } from './log-streams.ts';

const SELECTED_TAIL = 10;
const failing = 'cannot get the logs from';

/** The first client that says in which namespace it found nothing. */
const PLACED_SINCE = 30;

export const logsVerb: Verb = {
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  details: 'Of a TYPE/NAME the logs of one of its pods; with a selector those of all pods that it takes.',
  usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'pods',
  flags: [
    selectorFlag,
    { name: 'all-containers', type: 'bool', initial: 'false', usage: "Every container of the pods." },
    { name: 'all-pods', type: 'bool', initial: 'false', usage: 'Every pod of the object; sets --prefix.', since: 31 },
    { name: 'container', short: 'c', type: 'string', usage: 'The container.' },
    { name: 'follow', short: 'f', type: 'bool', initial: 'false', usage: 'Go on printing what comes.' },
    { name: 'ignore-errors', type: 'bool', initial: 'false', usage: 'With several logs, go on when one of them fails.' },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool', initial: 'false', usage: "Do not check the kubelet's certificate." },
    { name: 'limit-bytes', type: 'int', initial: '0', usage: 'At most this many bytes; 0 has no limit.' },
    { name: 'max-log-requests', type: 'int', initial: '5', usage: 'How many logs to follow at once at most.' },
    { name: 'pod-running-timeout', type: 'duration', initial: '20s', usage: 'How long to wait for a pod.' },
    { name: 'prefix', type: 'bool', initial: 'false', usage: 'Put pod and container in front of every line.' },
    { name: 'previous', short: 'p', type: 'bool', initial: 'false', usage: 'The log of the container that ran before the present one.' },
    { name: 'since', type: 'duration', initial: '0s', usage: 'Only what is newer than this (5s, 2m, 3h).' },
    { name: 'since-time', type: 'string', usage: 'Only what is after this time (RFC 3339).' },
    { name: 'tail', type: 'int', initial: '-1', usage: 'Only the last lines; -1 shows all, and with a selector 10.' },
    { name: 'timestamps', type: 'bool', initial: 'false', usage: 'Each line with its time.' },
  ],
  examples: [
    { does: 'Of a pod', command: 'kubectl logs web-1' },
    { does: 'On and on', command: 'kubectl logs -f web-1' },
    { does: 'Of the container that ran before', command: 'kubectl logs -p web-1' },
    { does: 'The last lines of all pods of a label', command: 'kubectl logs -l app=web --tail=5' },
  ],
  *run(k) {
    checkArguments(k);
    const sources = yield* sourcesOf(k);
    const most = k.flags.int('max-log-requests');
    if (k.flags.bool('follow') && sources.length > most && sources.length > 1) {
      throw new CommandError(`you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`);
    }
    throwCollected(yield* printStreams(k, sources, queryOf(k)));
  },
};

function checkArguments(k: Invocation): void {
  const hasSelector = k.flags.text('selector') !== '';
  if (k.args.length === 0 && !hasSelector) throw k.usageError("expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command");
  if (k.args.length > 0 && hasSelector) throw k.usageError('only a selector (-l) or a POD name is allowed');
  if (k.args.length > 2) throw k.usageError("expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command");
  if (k.flags.has('container') && k.args.length === 2) throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  if (k.flags.bool('all-containers') && k.flags.text('container') !== '') throw new CommandError(`--all-containers=true should not be specified with container name ${k.flags.text('container')}`);
  if (k.flags.has('tail') && k.flags.int('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
  if (k.flags.int('limit-bytes') < 0) throw new CommandError('--limit-bytes must be greater than 0');
  const since = parseDuration(k.flags.text('since'));
  const sinceTime = k.flags.text('since-time');
  if (sinceTime !== '' && parseRfc3339(sinceTime) === undefined) throw new CommandError(`parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(sinceTime)} as "2006"`);
  if (k.flags.has('since') && sinceTime !== '') throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if ('milliseconds' in since && since.milliseconds < 0) throw new CommandError('--since must be greater than 0');
}

function queryOf(k: Invocation): [string, string][] {
  const { flags } = k;
  const query: [string, string][] = [];
  if (flags.bool('follow')) query.push(['follow', 'true']);
  if (flags.bool('insecure-skip-tls-verify-backend')) query.push(['insecureSkipTLSVerifyBackend', 'true']);
  if (flags.int('limit-bytes') > 0) query.push(['limitBytes', flags.text('limit-bytes')]);
  if (flags.bool('previous')) query.push(['previous', 'true']);
  const since = parseDuration(flags.text('since'));
  if ('milliseconds' in since && since.milliseconds > 0) query.push(['sinceSeconds', String(Math.ceil(since.milliseconds / 1000))]);
  if (flags.text('since-time') !== '') query.push(['sinceTime', flags.text('since-time')]);
  const tail = flags.has('tail') ? flags.int('tail') : flags.text('selector') !== '' && !flags.bool('follow') ? SELECTED_TAIL : -1;
  if (tail >= 0) query.push(['tailLines', String(tail)]);
  if (flags.bool('timestamps')) query.push(['timestamps', 'true']);
  return query;
}

function* sourcesOf(k: Invocation): Task<readonly LogSource[]> {
  const selector = k.flags.text('selector');
  if (selector !== '') {
    const pods = yield* selectedPods(k, k.namespace, selector);
    if (pods.length === 0 && k.release.minor >= DEFAULTED_SINCE) yield* k.warn(`No resources found in ${k.namespace} namespace.\n`);
    const sources: LogSource[] = [];
    for (const pod of pods) sources.push(...(yield* containersOf(k, pod)));
    return sources;
  }
  const container = k.args[1] ?? k.flags.text('container');
  const info = yield* objectNamed(k);
  if (k.flags.bool('all-pods')) {
    const sources: LogSource[] = [];
    for (const pod of yield* podsOf(k, info, failing)) sources.push(...(yield* containersOf(k, pod, container)));
    return sources;
  }
  const { pod, count } = yield* firstPod(k, info, timeoutOf(k), failing);
  if (count > 1) yield* k.warn(`Found ${count} pods, using pod/${podName(pod)}\n`);
  return yield* containersOf(k, pod, container);
}

/** What is not there is said in the words of this verb. */
function* objectNamed(k: Invocation) {
  try {
    return yield* namedObject(k, k.args.slice(0, 1));
  } catch (error) {
    if (!(error instanceof StatusError) || k.release.minor < PLACED_SINCE) throw error;
    const where = error.isNotFound ? ` in namespace ${JSON.stringify(k.namespace)}` : '';
    throw new CommandError(`error from server (${error.reason}): ${error.message}${where}`);
  }
}

function timeoutOf(k: Invocation): number {
  const parsed = parseDuration(k.flags.text('pod-running-timeout'));
  return 'milliseconds' in parsed ? parsed.milliseconds : 0;
}

function* containersOf(k: Invocation, pod: JsonObject, named = k.flags.text('container')): Task<readonly LogSource[]> {
  const namespace = text(pod, 'metadata', 'namespace') || k.namespace;
  const source = (container: string): LogSource => ({ namespace, pod: podName(pod), container });
  if (k.flags.bool('all-containers')) {
    return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => list(pod, 'spec', field).map((c) => source(text(c, 'name'))));
  }
  if (named !== '') {
    if (!hasContainer(pod, named)) throw new CommandError(`container ${named} is not valid for pod ${podName(pod)}`);
    return [source(named)];
  }
  if (k.release.minor < DEFAULTED_SINCE) return [source(yield* onlyContainer(k, pod))];
  const { name, notice } = defaultContainer(pod);
  if (notice !== '') yield* k.warn(notice);
  return [source(name)];
}

const oldAnnotation = 'kubectl.kubernetes.io/default-logs-container';

/** Old clients chose none where a pod has several, but for what an annotation says. */
function* onlyContainer(k: Invocation, pod: JsonObject): Task<string> {
  const wished = text(pod, 'metadata', 'annotations', oldAnnotation);
  if (wished !== '' && hasContainer(pod, wished)) return wished;
  if (wished !== '') yield* k.warn(`Default container name ${JSON.stringify(wished)} not found in a pod\n`);
  const names = (field: string): string => list(pod, 'spec', field).map((c) => text(c, 'name')).join(' ');
  if (list(pod, 'spec', 'containers').length === 1) return names('containers');
  const others = ([['init', 'initContainers'], ['ephemeral', 'ephemeralContainers']] as const).flatMap(([word, field]) => (names(field) === '' ? [] : [` or one of the ${word} containers: [${names(field)}]`]));
  throw new CommandError(`a container name must be specified for pod ${podName(pod)}, choose one of: [${names('containers')}]${others.join('')}`);
}
