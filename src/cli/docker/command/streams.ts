/** The terminal or the pipes of this process, joined to a connection with the daemon: what run, exec, attach and start share. */
import { ttyModeHeader, type Headers } from '../../../base/index.ts';
import { parseSignal, poll, read, TtyFile, write, type Response, type Tty } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { Demultiplexer } from '../wire/demultiplexer.ts';
import { text } from './docker-flag.ts';
import { ClientError } from './errors.ts';
import type { Invocation } from './invocation.ts';

const CTRL_D = Uint8Array.of(0x04);

export const detachKeysFlag = text('detach-keys', 'Override the key sequence for detaching a container', undefined, 'ctrl-p,ctrl-q');

export interface Joined {
  readonly response: Response;
  /** The other end is a terminal: output is raw. */
  readonly isTty: boolean;
  /** Whether this process has asked to type, too. */
  readonly wantsInput: boolean;
}

export function terminalOf(d: Invocation, fd: number): Tty | undefined {
  const file = d.p.fds.get(fd);
  return file instanceof TtyFile ? file.tty : undefined;
}

/** For a connection that `join` will have: where this end is a terminal, it is to follow the mode of the other. */
export function modeHeaders(d: Invocation, isTty: boolean, wantsInput: boolean): Headers {
  return isTty && wantsInput && terminalOf(d, 0) ? { [ttyModeHeader]: '1' } : {};
}

/** Copies until the other end closes. 'detached' when the keys for that were typed. */
export function* join(d: Invocation, { response, isTty, wantsInput }: Joined): Task<'ended' | 'detached'> {
  const terminal = isTty && wantsInput ? terminalOf(d, 0) : undefined;
  if (terminal) return yield* interactive(d, response, terminal);
  const demultiplexer = new Demultiplexer();
  for (;;) {
    const chunk: Uint8Array | null = yield response.read();
    if (chunk === null) return 'ended';
    if (isTty) yield write(1, chunk);
    else for (const { fd, bytes } of demultiplexer.push(chunk)) yield write(fd, bytes);
  }
}

/** Keys go to the other end as they are, Ctrl-C among them; lines are edited here as long as the other end wants lines. */
function* interactive(d: Invocation, response: Response, terminal: Tty): Task<'ended' | 'detached'> {
  const keys = detachKeys(d);
  const before = terminal.mode;
  terminal.setMode({ signals: false });
  const demultiplexer = new Demultiplexer();
  const output = d.p.fds.add(response.stream);
  try {
    for (;;) {
      const ready: number = yield poll([output, 0]);
      const chunk: Uint8Array | null = yield read(ready);
      if (ready === output) {
        if (chunk === null) return 'ended';
        for (const { fd, bytes, mode } of demultiplexer.push(chunk)) {
          if (mode) terminal.setMode(mode);
          else yield write(fd, bytes);
        }
      } else if (chunk === null) {
        if (terminal.hungUp) return 'detached';
        response.send(CTRL_D);
      } else if (endsWith(chunk, keys)) {
        yield* d.print('read escape sequence\n');
        response.close();
        return 'detached';
      } else response.send(chunk.slice());
    }
  } finally {
    terminal.setMode(before);
  }
}

/** `ctrl-p,ctrl-q`: letters, and what they are with Ctrl held down. */
function detachKeys(d: Invocation): readonly number[] {
  const keys = d.flags.text('detach-keys') || detachKeysFlag.initial!;
  return keys.split(',').map((key) => {
    const held = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
    if (held === undefined && key.length !== 1) throw new ClientError(`invalid detach keys (${keys}): Unknown character: '${key}'`);
    return held === undefined ? key.charCodeAt(0) : held.toUpperCase().charCodeAt(0) - 64;
  });
}

function endsWith(chunk: Uint8Array, keys: readonly number[]): boolean {
  return keys.every((byte, i) => chunk[chunk.length - keys.length + i] === byte);
}

/** Signals that reach this process go on to the container. */
export function proxySignals(d: Invocation, id: string): void {
  for (const name of ['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2', 'WINCH'] as const) {
    const signal = parseSignal(name);
    if (signal && name !== 'WINCH') d.p.on(signal, () => d.engine.tell('POST', `/containers/${id}/kill`, [['signal', name]]));
  }
}

/** The other terminal has the size of this one, now and whenever it changes. */
export function followSize(d: Invocation, path: string): void {
  const terminal = terminalOf(d, 1) ?? terminalOf(d, 0);
  if (!terminal) return;
  const tell = (): void => d.engine.tell('POST', `${path}/resize`, [['h', String(terminal.rows)], ['w', String(terminal.cols)]]);
  tell();
  d.p.on('SIGWINCH', () => tell());
}
