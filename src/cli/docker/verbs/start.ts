/** docker start and docker attach. */
import type { Response } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool } from '../command/docker-flag.ts';
import { wordsOf } from '../command/error-words.ts';
import { ClientError, DaemonError, Exit } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { detachKeysFlag, followSize, join, modeHeaders, proxySignals, terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { upgradeHeaders, type Query } from '../wire/engine-client.ts';
import { exitCodeOf } from './run.ts';

interface Inspected {
  readonly Id: string;
  readonly State: { readonly Running: boolean; readonly Paused: boolean; readonly Restarting: boolean; readonly ExitCode: number };
  readonly Config: { readonly Tty: boolean; readonly OpenStdin: boolean };
}

export const startVerb: DockerVerb = {
  name: 'start',
  summary: 'Start one or more stopped containers',
  usage: 'start [OPTIONS] CONTAINER [CONTAINER...]',
  alsoAs: ['docker container start', 'docker start'],
  args: [1, Infinity],
  completes: 'stopped',
  flags: [bool('attach', 'Attach STDOUT/STDERR and forward signals', 'a'), detachKeysFlag, bool('interactive', "Attach container's STDIN", 'i')],
  *run(d) {
    if (d.flags.bool('attach') || d.flags.bool('interactive')) {
      if (d.args.length > 1) throw new ClientError('you cannot start and attach multiple containers at once');
      return yield* startAttached(d, d.arg(0));
    }
    const failed: string[] = [];
    for (const name of d.args) {
      try {
        yield* d.engine.send('POST', `/containers/${encodeURIComponent(name)}/start`);
        yield* d.print(`${name}\n`);
      } catch (error) {
        const words = wordsOf(error, d.engine.address);
        if (words === undefined || !(error instanceof DaemonError)) throw error;
        yield* d.warn(`${words}\n`);
        failed.push(name);
      }
    }
    if (failed.length === 0) return 0;
    yield* d.warn(`Error: failed to start containers: ${failed.join(', ')}\n`);
    return 1;
  },
};

function* startAttached(d: Invocation, name: string): Task<number> {
  const { Id, Config } = yield* d.engine.json<Inspected>('GET', `/containers/${encodeURIComponent(name)}/json`);
  const wantsInput = d.flags.bool('interactive') && Config.OpenStdin;
  const attached = yield* attach(d, Id, Config.Tty, wantsInput);
  const waiting = yield* d.engine.call('POST', `/containers/${Id}/wait`, { query: [['condition', 'next-exit']] });
  if (!Config.Tty) proxySignals(d, Id);
  yield* d.engine.send('POST', `/containers/${Id}/start`);
  if (Config.Tty) followSize(d, `/containers/${Id}`);
  const how = yield* join(d, { response: attached, isTty: Config.Tty, wantsInput });
  return how === 'detached' ? 0 : yield* exitCodeOf(waiting);
}

function* attach(d: Invocation, id: string, isTty: boolean, wantsInput: boolean): Task<Response> {
  const query: Query = [['stream', '1'], ...(wantsInput ? [['stdin', '1'] as const] : []), ['stdout', '1'], ['stderr', '1']];
  const pipes = wantsInput && !(isTty && terminalOf(d, 0));
  return yield* d.engine.call('POST', `/containers/${id}/attach`, { query, headers: { ...upgradeHeaders, ...modeHeaders(d, isTty, wantsInput) }, ...(pipes ? { input: 0 } : {}) });
}

export const attachVerb: DockerVerb = {
  name: 'attach',
  summary: 'Attach local standard input, output, and error streams to a running container',
  usage: 'attach [OPTIONS] CONTAINER',
  alsoAs: ['docker container attach', 'docker attach'],
  args: [1, 1],
  completes: 'running',
  flags: [detachKeysFlag, bool('no-stdin', 'Do not attach STDIN'), { ...bool('sig-proxy', 'Proxy all received signals to the process'), initial: 'true' }],
  *run(d) {
    const { Id, State, Config } = yield* d.engine.json<Inspected>('GET', `/containers/${encodeURIComponent(d.arg(0))}/json`);
    if (!State.Running) throw new ClientError('You cannot attach to a stopped container, start it first');
    if (State.Paused) throw new ClientError('You cannot attach to a paused container, unpause it first');
    if (State.Restarting) throw new ClientError('You cannot attach to a restarting container, wait until it is running');
    const wantsInput = Config.OpenStdin && !d.flags.bool('no-stdin');
    if (Config.Tty && wantsInput && !terminalOf(d, 0)) throw new ClientError('the input device is not a TTY');
    const waiting = yield* d.engine.call('POST', `/containers/${Id}/wait`);
    const attached = yield* attach(d, Id, Config.Tty, wantsInput);
    if (!Config.Tty && d.flags.bool('sig-proxy')) proxySignals(d, Id);
    if (Config.Tty) followSize(d, `/containers/${Id}`);
    const how = yield* join(d, { response: attached, isTty: Config.Tty, wantsInput });
    if (how === 'detached') return 0;
    throw new Exit(yield* exitCodeOf(waiting));
  },
};
