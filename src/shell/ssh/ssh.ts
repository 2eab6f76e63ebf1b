/** ssh: a shell or a command on another machine, over a connection of the world's network to the daemon there. */
import { channels, closeInputFrame, encodeBase64, frame, FrameReader, sshFingerprint } from '../../base/index.ts';
import { connectTo, NetError, netWords, parseAddress, readFrom, TtyFile, write, type OpenFile, type Socket, type Tty } from '../../host/index.ts';
import { accountById } from '../accounts.ts';
import { reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { readConfig, type ClientConfig } from './client-config.ts';
import { greet } from './greet.ts';
import { identities, type Identity } from './identity.ts';
import { Outbox, ready } from './outbox.ts';
import { authenticationOf, signed } from './proof.ts';
import { bytesIn, heardNotice, resized, said, type Login, type Notice } from './wire.ts';

const FAILED = 255;
const VERSION = 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.5, OpenSSL 3.0.13 30 Jan 2024';
const READ_BYTES = 16_384;
const USAGE = 'usage: ssh [-46NnqTtVv] [-F configfile] [-i identity_file] [-l login_name]\n           [-o option] [-p port] destination [command [argument ...]]\n';

interface Call {
  readonly tool: ToolCall;
  readonly quiet: boolean;
  readonly user: string;
  readonly host: string; // as messages name it
  readonly port: number;
  readonly terminal: Tty | undefined; // ours, when the other end is to have one
  readonly command: string | null;
  readonly checking: string; // whether the machine's key must be known
  readonly knownHosts: string;
  readonly identities: readonly Identity[];
}

export const ssh: Tool = {
  usage: 'destination [command]',
  usageCode: FAILED,
  options: { flags: '46ACNTVXYafgknqtvxGKMsy', values: 'BbcDEeFIiJLlmOopQRSWw', stopAtOperand: true },
  *run(tool) {
    const { p, options } = tool;
    if (options.has('V')) return yield* note(`${VERSION}\n`, 0);
    const [destination, ...words] = tool.operands;
    if (destination === undefined) return yield* note(USAGE);
    const barred = options.order.find((letter) => 'DJLRSWMOgw'.includes(letter));
    if (barred !== undefined) return yield* note(`ssh: -${barred}: forwarding and multiplexing are not part of this world\n`);
    const url = /^(?:ssh:\/\/)?(?:(.*)@)?([^@:/]+|[0-9a-fA-F]*(?::[0-9a-fA-F]*){2,})(?::(\d+))?$/.exec(destination);
    if (!url) return yield* note(USAGE);
    const alias = url[2]!;
    if (options.has('6')) return yield* note(`ssh: Could not resolve hostname ${alias}: Address family for hostname not supported\n`);
    const home = p.env.get('HOME') ?? '/';
    const config = settings(tool, home, alias);
    const user = options.value('l') ?? url[1] ?? config.get('user') ?? accountById(p.files, p.uid)?.name ?? String(p.uid);
    const port = Number(options.value('p') ?? url[3] ?? config.get('port') ?? 22);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return yield* note(`Bad port '${options.value('p') ?? port}'\n`);
    const terminal = yield* wantedTerminal(tool, words.length > 0);
    const identity = options.value('i') ?? config.get('identityfile')?.replace(/^~\//, `${home}/`);
    const call: Call = {
      tool,
      quiet: options.has('q') || /^(?:quiet|fatal|error)$/i.test(config.get('loglevel') ?? ''),
      user,
      host: config.get('hostname') ?? alias,
      port,
      terminal,
      command: words.length > 0 ? words.join(' ') : null,
      checking: { off: 'no', on: 'yes' }[config.get('stricthostkeychecking') ?? ''] ?? config.get('stricthostkeychecking') ?? 'ask',
      knownHosts: config.get('userknownhostsfile')?.replace(/^~\//, `${home}/`) ?? `${home}/.ssh/known_hosts`,
      identities: yield* identities(p, identity === undefined ? [`${home}/.ssh/id_ed25519`] : [identity], identity !== undefined),
    };
    return yield* talk(call);
  },
};

function* note(text: string, code = FAILED): ToolRun {
  yield write(2, text);
  return code;
}

/** -o options count before the file's. */
function settings({ p, options }: ToolCall, home: string, alias: string): ClientConfig {
  const config = new Map(readConfig(p, options.value('F') ?? `${home}/.ssh/config`, alias));
  for (const given of options.values('o').toReversed()) {
    const match = /^([A-Za-z]+)[=\s]+(.*)$/.exec(given); // of two, the first counts
    if (match) config.set(match[1]!.toLowerCase(), match[2]!);
  }
  return config;
}

/** The terminal that the far end is to have one like: for a login, or with -t for a command too. */
function* wantedTerminal({ p, options }: ToolCall, hasCommand: boolean): ToolRun<Tty | undefined> {
  if (options.has('T') || (hasCommand && !options.has('t'))) return undefined;
  const file = p.fds.get(0);
  if (file instanceof TtyFile) return file.tty;
  yield* note('Pseudo-terminal will not be allocated because stdin is not a terminal.\n');
  return undefined;
}

/** What -v tells. */
function* debug({ tool }: Call, text: string): ToolRun<void> {
  if (tool.options.has('v')) yield write(2, `debug1: ${text}\n`);
}

function* talk(call: Call): ToolRun {
  const { p } = call.tool;
  const { terminal } = call;
  let fd: number;
  if (call.tool.options.has('v')) yield write(2, `${VERSION}\n`);
  try {
    const target = parseAddress(call.host) === undefined ? { host: call.host, port: call.port } : { address: call.host, port: call.port };
    fd = yield connectTo(target);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    const unnamed = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN';
    return yield* note(unnamed ? `ssh: Could not resolve hostname ${call.host}: ${netWords(error.code)}\n` : `ssh: connect to host ${call.host} port ${call.port}: ${netWords(error.code)}\n`);
  }
  const socket = p.fds.get(fd) as Socket;
  const address = socket.remote.replace(/:\d+$/, '');
  yield* debug(call, `Connecting to ${call.host} [${address}] port ${call.port}.`);
  yield* debug(call, 'Connection established.');
  for (const { path } of call.identities) yield* debug(call, `identity file ${path} type 3`);
  yield* debug(call, `Authenticating to ${call.host}:${call.port} as '${call.user}'`);
  const out = new Outbox(socket);
  const reader = new FrameReader();
  const session = yield* greet({ p, host: call.host, address, port: call.port, checking: call.checking, knownHosts: call.knownHosts, quiet: call.quiet, debug: (text) => debug(call, text) }, socket, out, reader);
  if (!session) return FAILED;
  for (const { path, key } of call.identities) yield* debug(call, `Offering public key: ${path} ED25519 ${sshFingerprint(key.blob)}`);
  const proofs = call.identities.map(({ key }) => ({ key: encodeBase64(key.blob), signature: encodeBase64(signed(key, authenticationOf(session, call.user, key.blob))) }));
  const login: Login = { user: call.user, proofs, terminal: terminal ? { type: p.env.get('TERM') ?? 'dumb', rows: terminal.rows, cols: terminal.cols } : null, command: call.command };
  out.push(said(login));
  const before = terminal?.mode;
  terminal?.setMode({ signals: false });
  if (terminal) p.on('SIGWINCH', () => out.push(resized(terminal.rows, terminal.cols)));
  try {
    return yield* carry(call, socket, out, reader);
  } finally {
    if (before) terminal?.setMode(before);
  }
}

/** Both ways until the daemon says how it ended, or is heard no more. */
function* carry(call: Call, socket: OpenFile, out: Outbox, reader: FrameReader): ToolRun {
  const { p, options } = call.tool;
  const typing: Typing = { file: options.has('n') ? undefined : p.fds.get(0), startsLine: true, escapes: false };
  if (!typing.file) out.push(closeInputFrame);
  for (;;) {
    yield* ready([socket, ...(typing.file && !out.pending ? [typing.file] : [])], [out]);
    out.flush();
    if (typing.file?.readable && !out.pending && (yield* typed(call, out, typing))) return yield* closed(call, FAILED);
    if (!socket.readable) continue;
    const got = tried(() => socket.read(READ_BYTES));
    if ('error' in got) return yield* broken(call, reason(got.error));
    if (got.value === null) {
      yield* note(call.quiet ? '' : `Connection to ${call.host} closed by remote host.\n`);
      return yield* closed(call, FAILED);
    }
    for (const { channel, payload } of reader.push(got.value ?? new Uint8Array())) {
      if (channel === channels.stdout) yield write(1, payload);
      else if (channel === channels.stderr) yield write(2, payload);
      else if (channel === channels.error) {
        const code = yield* told(call, heardNotice(payload));
        if (code !== undefined) return code;
      }
    }
  }
}

interface Typing {
  file: OpenFile | undefined;
  startsLine: boolean;
  escapes: boolean; // a tilde has been typed there
}

/** True: the user has hung up by the escape, or the terminal is gone. */
function* typed({ terminal }: Call, out: Outbox, typing: Typing): ToolRun<boolean> {
  const bytes = yield* readFrom(typing.file!, READ_BYTES);
  if (bytes === null) {
    if (terminal?.hungUp) return true;
    if (!terminal) typing.file = undefined;
    out.push(terminal ? frame(channels.stdin, Uint8Array.of(CTRL_D)) : closeInputFrame);
    return false;
  }
  const sent = terminal ? withoutEscapes(bytes, typing) : bytes;
  if (sent === undefined) return true;
  if (sent.length > 0) out.push(frame(channels.stdin, sent));
  return false;
}

/** A tilde at the beginning of a line waits for the key after it: a point hangs up (undefined), a second one sends one. */
function withoutEscapes(bytes: Uint8Array, typing: Typing): Uint8Array | undefined {
  const sent: number[] = [];
  for (const byte of bytes) {
    if (typing.escapes) {
      if (byte === DOT) return undefined;
      if (byte !== TILDE) sent.push(TILDE);
      typing.escapes = false;
    } else if (typing.startsLine && byte === TILDE) {
      typing.escapes = true;
      continue;
    }
    sent.push(byte);
    typing.startsLine = byte === NEWLINE || byte === RETURN;
  }
  return Uint8Array.from(sent);
}

const CTRL_D = 4;
const NEWLINE = 10;
const RETURN = 13;
const TILDE = 0x7e;
const DOT = 0x2e;

/** The exit code, when that is what it is about. */
function* told(call: Call, notice: Notice | undefined): ToolRun<number | undefined> {
  if (!notice) return undefined;
  if ('mode' in notice) call.terminal?.setMode(notice.mode);
  else if ('hostKey' in notice) return undefined;
  else if ('accepted' in notice) yield* accepted(call, bytesIn(notice.accepted));
  else if ('denied' in notice) return yield* note(`${call.user}@${call.host}: Permission denied (publickey).\n`);
  else {
    yield* debug(call, `Exit status ${notice.signal ? -1 : notice.code}`);
    return yield* closed(call, notice.signal ? FAILED : notice.code);
  }
  return undefined;
}

function* accepted(call: Call, key: Uint8Array): ToolRun<void> {
  const path = call.identities.find((one) => encodeBase64(one.key.blob) === encodeBase64(key))?.path ?? '';
  yield* debug(call, `Server accepts key: ${path} ED25519 ${sshFingerprint(key)}`);
  if (call.tool.options.has('v')) yield write(2, `Authenticated to ${call.host} using "publickey".\n`);
  yield* debug(call, call.command === null ? 'Entering interactive session.' : `Sending command: ${call.command}`);
}

function* closed(call: Call, code: number): ToolRun {
  return yield* note(call.terminal && !call.quiet ? `Connection to ${call.host} closed.\n` : '', code);
}

function* broken(call: Call, why: string): ToolRun {
  yield* note(`Read from remote host ${call.host}: ${why}\n`);
  yield* closed(call, FAILED);
  return yield* note('client_loop: send disconnect: Broken pipe\n');
}

