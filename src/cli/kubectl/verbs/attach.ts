/** kubectl attach. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { text } from '../objects/member.ts';
import { containerFlag, DEFAULTED_SINCE, hasContainer, podName } from './pods-of.ts';
import { runSession } from '../wire/channel-session.ts';
import { containerOf, runningPod } from './exec.ts';

export const attachVerb: Verb = {
  name: 'attach',
  summary: 'Attach to a running container',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'pods',
  flags: [
    { name: 'container', short: 'c', type: 'string', usage: 'The container.' },
    { name: 'pod-running-timeout', type: 'duration', initial: '1m0s', usage: 'How long to wait for a pod.' },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Print only what the container prints.', since: 21 },
    { name: 'stdin', short: 'i', type: 'bool', initial: 'false', usage: 'Pass standard input on.' },
    { name: 'tty', short: 't', type: 'bool', initial: 'false', usage: 'Standard input is a terminal.' },
  ],
  examples: [{ does: 'See what a pod prints', command: 'kubectl attach web-1' }],
  *run(k) {
    const [target] = k.args;
    if (target === undefined) throw new CommandError('at least 1 argument is required for attach');
    if (k.args.length > 2) throw new CommandError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${k.args.length}: [${k.args.join(' ')}]`);
    const pod = yield* runningPod(k, k.args.length === 2 ? k.args.join('/') : target, [], 'attach');
    const named = k.flags.text('container');
    if (named !== '' && !hasContainer(pod, named)) throw new CommandError(`cannot attach to the container: container ${k.release.minor < DEFAULTED_SINCE ? `not found (${named})` : `${named} not found in pod ${podName(pod)}`}`);
    yield* attachTo(k, pod, yield* containerOf(k, pod), { stdin: k.flags.bool('stdin'), tty: k.flags.bool('tty') });
  },
};

/** The first clients that tell of a prompt even of what is only looked at, and who else can read what is typed. */
const ALWAYS_SINCE = 20;
const RECORDS_SINCE = 35;

export function* attachTo(k: Invocation, pod: JsonObject, container: string, wishes: { readonly stdin: boolean; readonly tty: boolean }): Task {
  const hasTty = containerFlag(pod, container, 'tty');
  if (wishes.tty && !hasTty) yield* k.warn(`${k.release.minor < DEFAULTED_SINCE ? '' : 'error: '}Unable to use a TTY - container ${container} did not allocate one\n`);
  const tty = hasTty && wishes.tty && k.p.isTty(0);
  if (text(pod, 'status', 'phase') === '') throw new CommandError('the pod has no status');
  if (!k.flags.bool('quiet') && (wishes.stdin || k.release.minor >= ALWAYS_SINCE)) {
    if (k.release.minor >= RECORDS_SINCE) yield* k.warn('All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n');
    yield* k.warn('If you don\'t see a command prompt, try pressing enter.\n');
  }
  const query: [string, string][] = [['container', container]];
  if (!tty) query.push(['stderr', 'true']);
  if (wishes.stdin) query.push(['stdin', 'true']);
  query.push(['stdout', 'true']);
  if (tty) query.push(['tty', 'true']);
  yield* runSession(k.client, `/api/v1/namespaces/${text(pod, 'metadata', 'namespace')}/pods/${podName(pod)}/attach`, query, { stdin: wishes.stdin, tty });
}
