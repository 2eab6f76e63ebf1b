/** sshd: one connection, handed over by init as input and output. It proves to be this machine, lets in who proves to have a key that the account lists, and starts a login shell or a command. */
import { channels, decodeUtf8, encodeBase64, encodeUtf8, frame, FrameReader, readSshPrivate, sshFingerprint, type Frame } from '../../base/index.ts';
import { readFrom, Socket, waitPid, write, type ExitStatus, type OpenFile, type Process, type Program, type SpawnOptions, type Tty } from '../../host/index.ts';
import { accountByName, groups, type Account } from '../accounts.ts';
import { noteLogin } from '../login-records.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';
import { lists } from './identity.ts';
import { authenticationOf, holds, nonceOf, sessionId, signed } from './proof.ts';
import { Outbox, ready } from './outbox.ts';
import { TerminalOutput } from './terminal-output.ts';
import { bytesIn, heardHello, heardLogin, said, type Login } from './wire.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const HOST_KEY = '/etc/ssh/ssh_host_ed25519_key';
const REFUSED = 255;
const PIECE_BYTES = 16_384;

export const sshd: Program = function* (p) {
  const socket = p.fds.get(0);
  if (!(socket instanceof Socket)) {
    yield write(2, 'sshd re-exec requires execution with an absolute path\n');
    return REFUSED;
  }
  const [address = '', port = ''] = socket.remote.split(':');
  const text = tried(() => p.files.readText(HOST_KEY));
  const hostKey = 'error' in text ? undefined : readSshPrivate(text.value);
  if (!hostKey) {
    yield write(2, 'sshd: no hostkeys available -- exiting.\n');
    return 1;
  }
  const reader = new FrameReader();
  const [greeting] = yield* firstFrames(socket, reader);
  const hello = greeting && heardHello(greeting.payload);
  if (!hello) return REFUSED;
  const nonce = nonceOf(p.random);
  const session = sessionId(bytesIn(hello.nonce), nonce, hostKey.blob);
  yield write(1, said({ hostKey: encodeBase64(hostKey.blob), nonce: encodeBase64(nonce), signature: encodeBase64(signed(hostKey, session)) }));
  const [first, ...more] = yield* firstFrames(socket, reader);
  const login = first && heardLogin(first.payload);
  if (!login || !Array.isArray(login.proofs)) return REFUSED;
  const account = accountByName(p.files, login.user);
  const key = account && (yield* letIn(p, account, login, session));
  if (!account || !key) {
    yield write(2, `${account ? '' : `Invalid user ${login.user} from ${address} port ${port}\n`}Connection closed by ${account ? 'authenticating' : 'invalid'} user ${login.user} ${address} port ${port} [preauth]\n`);
    yield write(1, said({ denied: true }));
    return REFUSED;
  }
  yield write(2, `Accepted publickey for ${login.user} from ${address} port ${port} ssh2: ED25519 ${sshFingerprint(key)}\n`);
  yield write(1, said({ accepted: encodeBase64(key) }));
  const code = yield* new Session(p, socket, reader, account, login).run(more);
  yield write(2, `Disconnected from user ${login.user} ${address} port ${port}\n`);
  return code;
};

/** The first of the client's keys that the account lists and that has signed this session. Lists that others may write to count for nothing. */
function* letIn(p: Process, { home, uid }: Account, { user, proofs }: Login, session: Uint8Array): ToolRun<Uint8Array | undefined> {
  const path = `${home}/.ssh/authorized_keys`;
  for (const one of [path, `${home}/.ssh`, home]) {
    const stat = tried(() => p.files.stat(one));
    if ('error' in stat) return undefined;
    const { mode, uid: owner } = stat.value;
    if ((mode & 0o022) === 0 && (owner === 0 || owner === uid)) continue;
    yield write(2, `Authentication refused: bad ownership or modes for ${one === path ? 'file' : 'directory'} ${one}\n`);
    return undefined;
  }
  const keys = p.files.readText(path);
  const proof = proofs.find((one) => lists(keys, bytesIn(one.key)) && holds(bytesIn(one.key), authenticationOf(session, user, bytesIn(one.key)), bytesIn(one.signature)));
  return proof && bytesIn(proof.key);
}

/** What the client says next, and what has come in one piece with it. */
function* firstFrames(socket: Socket, reader: FrameReader): ToolRun<Frame[]> {
  for (;;) {
    const bytes = yield* received(socket);
    const frames = bytes === null ? [] : reader.push(bytes);
    if (bytes === null || frames.length > 0) return frames;
  }
}

/** What the client sends; null when it is gone, in whatever way. */
function* received(socket: Socket): ToolRun<Uint8Array | null> {
  try {
    return yield* readFrom(socket);
  } catch (error) {
    reason(error); // throws what is no refusal
    return null;
  }
}

class Session {
  private readonly p: Process;
  private readonly socket: Socket;
  private readonly reader: FrameReader;
  private readonly account: Account;
  private readonly login: Login;
  private readonly tty: Tty | undefined;
  private readonly out: Outbox;
  private readonly printed = new Map<OpenFile, number>(); // what the shell prints into, and its channel
  private shell: Process | undefined;
  private stdin: Outbox | undefined;
  private inputEnded = false;

  constructor(p: Process, socket: Socket, reader: FrameReader, account: Account, login: Login) {
    this.p = p;
    this.socket = socket;
    this.reader = reader;
    this.account = account;
    this.login = login;
    this.tty = login.terminal ? p.host.openTty() : undefined;
    this.out = new Outbox(socket);
  }

  *run(early: readonly Frame[]): ToolRun {
    const { p, tty, login, out, socket, printed } = this;
    try {
      this.start();
      p.argv = [`sshd: ${login.user}@${tty?.name.slice('/dev/'.length) ?? 'notty'}`];
      this.note(login.user);
      if (tty && login.command === null) this.welcome();
      this.obey(early);
      while (printed.size > 0 || out.pending) {
        const { stdin } = this;
        yield* ready([...(stdin?.pending ? [] : [socket]), ...(out.pending ? [] : printed.keys())], [out, ...(stdin ? [stdin] : [])]);
        out.flush();
        this.feed();
        if (!stdin?.pending && socket.readable && !(yield* this.take())) return REFUSED;
        for (const file of [...printed.keys()]) if (!out.pending && file.readable) yield* this.pass(file);
      }
      const status: ExitStatus = yield waitPid(this.shell!.pid);
      yield write(1, said({ code: status.code, signal: status.signal !== undefined }));
      return 0;
    } finally {
      this.note('');
      if (tty) p.host.closeTty(tty);
      this.stdin?.file.release();
    }
  }

  /** For `last`; '' when it is over. */
  private note(user: string): void {
    const { p, tty, socket } = this;
    if (tty) noteLogin(p, { user, line: tty.name.slice('/dev/'.length), from: socket.remote.split(':')[0]!, pid: p.pid, atMs: p.host.wallMs });
  }

  private start(): void {
    const { p, tty, login, account } = this;
    const base = account.shell.slice(account.shell.lastIndexOf('/') + 1);
    const argv = login.command === null ? [`-${base}`] : [base, '-c', login.command];
    const options: SpawnOptions = { ...this.identity(), setsid: true, cause: this.socket.cause };
    if (tty) {
      tty.resize(login.terminal!.rows, login.terminal!.cols);
      const output = new TerminalOutput(tty);
      this.printed.set(output, channels.stdout);
      tty.onMode(() => this.out.push(said({ mode: { canonical: tty.mode.canonical, echo: tty.mode.echo } })));
      const file = tty.openFile();
      this.shell = p.spawn(account.shell, argv, { ...options, tty, fds: [file, file, file], onExit: () => output.end() });
      return;
    }
    const [stdin, stdout, stderr] = [p.makePipe(), p.makePipe(), p.makePipe()];
    this.shell = p.spawn(account.shell, argv, { ...options, fds: [stdin[0], stdout[1], stderr[1]] });
    this.stdin = new Outbox(stdin[1].hold());
    this.printed.set(stdout[0].hold(), channels.stdout).set(stderr[0].hold(), channels.stderr);
  }

  private identity(): SpawnOptions {
    const { p, account, login, tty, socket } = this;
    const [address, port] = socket.remote.split(':');
    const [own, ownPort] = socket.local.split(':');
    const env = new Map([
      ['HOME', account.home],
      ['LANG', 'C.UTF-8'],
      ['LOGNAME', account.name],
      ['PATH', PATH],
      ['SHELL', account.shell],
      ['SSH_CLIENT', `${address} ${port} ${ownPort}`],
      ['SSH_CONNECTION', `${address} ${port} ${own} ${ownPort}`],
      ['USER', account.name],
    ]);
    if (tty) env.set('SSH_TTY', tty.name).set('TERM', login.terminal!.type);
    const more = groups(p.files).filter((group) => group.members.includes(account.name)).map((group) => group.gid);
    return { env, uid: account.uid, gid: account.gid, groups: [account.gid, ...more], cwd: p.files.exists(account.home) ? account.home : '/' };
  }

  private welcome(): void {
    const { p, account } = this;
    if (p.files.exists(`${account.home}/.hushlogin`)) return;
    const { osImage, kernelRelease, architecture } = p.host.facts;
    const machine = architecture === 'amd64' ? 'x86_64' : 'aarch64';
    this.out.push(frame(channels.stdout, encodeUtf8(`Welcome to ${osImage} (GNU/Linux ${kernelRelease} ${machine})\n\n`)));
  }

  /** One piece of what the shell prints. */
  private *pass(file: OpenFile): ToolRun<void> {
    const bytes = yield* readFrom(file, PIECE_BYTES);
    if (bytes !== null) return this.out.push(frame(this.printed.get(file)!, bytes));
    this.printed.delete(file);
    if (!this.tty) file.release();
  }

  /** What the client sends. False: it is gone. */
  private *take(): ToolRun<boolean> {
    const bytes = yield* received(this.socket);
    if (bytes !== null) this.obey(this.reader.push(bytes));
    return bytes !== null;
  }

  private obey(frames: readonly Frame[]): void {
    for (const { channel, payload } of frames) {
      if (channel === channels.resize) {
        const [rows, cols] = decodeUtf8(payload).split(' ').map(Number);
        if (rows && cols) this.tty?.resize(rows, cols);
      } else if (channel === channels.close) this.inputEnded = true;
      else if (channel === channels.stdin) {
        if (this.shell) this.shell.cause = this.socket.cause;
        if (this.tty) this.tty.key(payload.slice());
        else this.stdin?.push(payload);
      }
    }
    this.feed();
  }

  /** On with what the command has not read yet, then the end of its input. */
  private feed(): void {
    const { stdin } = this;
    stdin?.flush();
    if (!stdin || stdin.pending || !this.inputEnded) return;
    stdin.file.release();
    this.stdin = undefined;
  }
}
