/** kubectl exec. */
import { parseDuration, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { list, text } from '../objects/member.ts';
import { DEFAULTED_SINCE, defaultContainer, firstPod, namedObject, podName } from './pods-of.ts';
import { runSession } from '../wire/channel-session.ts';

/** The first clients that mind a command without dashes before it, and that take none. */
const MINDS_SINCE = 18;
const DASHES_SINCE = 31;

export const execVerb: Verb = {
  name: 'exec',
  summary: 'Execute a command in a container',
  details: 'What stands behind -- is the command. -i hands it what is typed, -t gives it a terminal.',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'pods',
  flags: [
    { name: 'container', short: 'c', type: 'string', usage: 'The container.' },
    { name: 'filename', short: 'f', type: 'list', usage: 'A file that names the pod.' },
    { name: 'pod-running-timeout', type: 'duration', initial: '1m0s', usage: 'How long to wait for a pod.' },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Print only what the command prints.', since: 21 },
    { name: 'stdin', short: 'i', type: 'bool', initial: 'false', usage: 'Pass standard input on.' },
    { name: 'tty', short: 't', type: 'bool', initial: 'false', usage: 'Standard input is a terminal.' },
  ],
  examples: [
    { does: 'Run a command', command: 'kubectl exec web-1 -- date' },
    { does: 'A shell', command: 'kubectl exec -it web-1 -- sh' },
  ],
  *run(k) {
    const files = k.flags.list('filename');
    const names = k.dashAt < 0 ? [...k.args] : k.args.slice(0, k.dashAt);
    const command = k.dashAt < 0 ? names.splice(files.length > 0 ? 0 : 1) : k.args.slice(k.dashAt);
    const isBare = k.dashAt < 0 && command.length > 0;
    if (isBare && k.release.minor >= DASHES_SINCE) throw k.usageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
    if (isBare && k.release.minor >= MINDS_SINCE) yield* k.warn('kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use kubectl exec [POD] -- [COMMAND] instead.\n');
    if (names.length === 0 && files.length === 0) throw new CommandError('pod, type/name or --filename must be specified');
    if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
    const pod = yield* runningPod(k, names[0] ?? '', files);
    const container = yield* containerOf(k, pod);
    const tty = k.flags.bool('tty') && k.p.isTty(0);
    if (k.flags.bool('tty') && !tty && k.flags.bool('stdin')) yield* k.warn('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    yield* runSession(k.client, `/api/v1/namespaces/${k.namespace}/pods/${podName(pod)}/exec`, [
      ...command.map((word): [string, string] => ['command', word]),
      ['container', container],
      ...(tty ? [] : [['stderr', 'true'] as [string, string]]),
      ...(k.flags.bool('stdin') ? [['stdin', 'true'] as [string, string]] : []),
      ['stdout', 'true'],
      ...(tty ? [['tty', 'true'] as [string, string]] : []),
    ], { stdin: k.flags.bool('stdin'), tty, quiet: k.flags.bool('quiet') });
  },
};

/** A pod that has ended takes no commands. */
export function* runningPod(k: Invocation, target: string, filenames: readonly string[] = [], doing = 'exec into'): Task<JsonObject> {
  const timeout = parseDuration(k.flags.text('pod-running-timeout'));
  const { pod } = yield* firstPod(k, yield* namedObject(k, [target], filenames), 'milliseconds' in timeout ? timeout.milliseconds : 0);
  demandRunning(pod, doing);
  return pod;
}

export function demandRunning(pod: JsonObject, doing = 'exec into'): void {
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') throw new CommandError(`cannot ${doing} a container in a completed pod; current phase is ${phase}`);
}

/** Silently, where it has been told already. */
export function* containerOf(k: Invocation, pod: JsonObject, isQuiet = k.flags.bool('quiet')): Task<string> {
  const named = k.flags.text('container');
  if (named !== '') return named;
  if (k.release.minor < DEFAULTED_SINCE) return yield* firstContainer(k, pod, isQuiet);
  const { name, notice } = defaultContainer(pod);
  if (notice !== '' && !isQuiet) yield* k.warn(notice);
  return name;
}

/** As old clients chose and said it: attach for every pod, cp in short. */
function* firstContainer(k: Invocation, pod: JsonObject, isQuiet: boolean): Task<string> {
  const all = list(pod, 'spec', 'containers');
  const name = text(all[0], 'name');
  const isAttach = k.verb.name === 'attach';
  if ((all.length === 1 && !isAttach) || isQuiet) return name;
  yield* k.warn(`Defaulting container name to ${name}.\n`);
  if (k.verb.name !== 'cp') yield* k.warn(`Use 'kubectl describe pod/${podName(pod)} -n ${k.namespace}' to see all of the containers in this pod.\n`);
  return name;
}
