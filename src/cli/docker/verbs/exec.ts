/** docker exec. */
import { bool, list, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import { environment } from '../command/pair-files.ts';
import { detachKeysFlag, followSize, join, modeHeaders, terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';

export const execVerb: DockerVerb = {
  name: 'exec',
  summary: 'Execute a command in a running container',
  usage: 'exec [OPTIONS] CONTAINER COMMAND [ARG...]',
  alsoAs: ['docker container exec', 'docker exec'],
  args: [2, Infinity],
  stopsAtArgument: true,
  completes: 'running',
  flags: [
    bool('detach', 'Detached mode: run command in the background', 'd'),
    detachKeysFlag,
    list('env', 'Set environment variables', 'e'),
    list('env-file', 'Read in a file of environment variables'),
    bool('interactive', 'Keep STDIN open even if not attached', 'i'),
    bool('privileged', 'Give extended privileges to the command'),
    bool('tty', 'Allocate a pseudo-TTY', 't'),
    text('user', 'Username or UID (format: "<name|uid>[:<group|gid>]")', 'u'),
    text('workdir', 'Working directory inside the container', 'w'),
  ],
  *run(d) {
    const { flags } = d;
    const [name = '', ...command] = d.args;
    const path = `/containers/${encodeURIComponent(name)}`;
    yield* d.engine.json('GET', `${path}/json`);
    const isTty = flags.bool('tty');
    const detached = flags.bool('detach');
    const wantsInput = flags.bool('interactive') && !detached;
    if (isTty && wantsInput && !terminalOf(d, 0)) throw new ClientError('the input device is not a TTY');
    const body = {
      User: flags.text('user'),
      Privileged: flags.bool('privileged'),
      Tty: isTty,
      AttachStdin: wantsInput,
      AttachStdout: !detached,
      AttachStderr: !detached,
      DetachKeys: '',
      Env: yield* environment(d),
      WorkingDir: flags.text('workdir'),
      Cmd: command,
    };
    const { Id } = yield* d.engine.json<{ Id: string }>('POST', `${path}/exec`, { body });
    const start = { Detach: detached, Tty: isTty };
    if (detached) {
      yield* d.engine.send('POST', `/exec/${Id}/start`, { body: start });
      return 0;
    }
    const pipes = wantsInput && !(isTty && terminalOf(d, 0));
    const response = yield* d.engine.call('POST', `/exec/${Id}/start`, { body: start, headers: { connection: 'Upgrade', upgrade: 'tcp', ...modeHeaders(d, isTty, wantsInput) }, ...(pipes ? { input: 0 } : {}) });
    if (isTty) followSize(d, `/exec/${Id}`);
    const how = yield* join(d, { response, isTty, wantsInput });
    if (how === 'detached') return 0;
    const { ExitCode } = yield* d.engine.json<{ ExitCode: number | null }>('GET', `/exec/${Id}/json`);
    return ExitCode ?? 0;
  },
};
