/** nginx: a master that holds the sockets and workers that serve; what it prints, obeys and leaves behind is the real one's. */
import type { Call, Door, Request } from '../../base/index.ts';
import { contentText, FileError, sliceContent, type Content } from '../../files/index.ts';
import { NetError, pause, until, type Listener, type OpenFile, type Process, type Program, type Signal, type Syscall } from '../../host/index.ts';
import { errorTime } from './nginx-answers.ts';
import { ConfigError } from './nginx-config.ts';
import { NginxDoor, type Serving } from './nginx-door.ts';
import { readSettings, type Settings } from './nginx-settings.ts';
import { sharedBytes, sharedContent } from './shared-bytes.ts';

const CONFIG = '/etc/nginx/nginx.conf';
const FILES_MAX = 1_048_576; // open files, as getrlimit tells

interface Options {
  readonly config: string;
  readonly extra: string;
  readonly signal: string;
  readonly test: boolean;
  readonly version: boolean;
}

export const nginx: Program = function* nginxMaster(p) {
  const version = versionOf(p);
  const options = yield* readOptions(p);
  if (typeof options === 'number') return options;
  if (options.version) return yield* tell(p, `nginx version: nginx/${version}\n`, 0);
  let settings: Settings;
  try {
    settings = readSettings(p.files, options.config, options.extra && `${options.extra}${/[;}]\s*$/.test(options.extra) ? '' : ';'}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const text = `nginx: [emerg] ${error.message}\n`;
    return yield* tell(p, options.test ? `${text}nginx: configuration file ${options.config} test failed\n` : text, 1);
  }
  if (options.test) return yield* tell(p, `nginx: the configuration file ${options.config} syntax is ok\nnginx: configuration file ${options.config} test is successful\n`, 0);
  if (options.signal) return yield* sendSignal(p, options.signal, settings.pidFile);
  if (!settings.daemon) return yield* new Master(p, version, options, settings).run();
  const { argv } = p;
  p.spawn(function* daemon(child) {
    child.argv = argv;
    return yield* new Master(child, version, options, settings).run();
  }, argv, { setsid: true, name: 'nginx' });
  return 0;
};

/** The last of the file's head that was told; the executable carries it, because containers of two releases share one program. */
function versionOf(p: Process): string {
  try {
    const content = p.files.content(p.exe);
    let version = versions.get(content);
    if (version === undefined) {
      version = /^version (\S+)$/m.exec(contentText(sliceContent(content, 0, 128)))?.[1] ?? '1.0';
      versions.set(content, version);
    }
    return version;
  } catch (error) {
    if (error instanceof FileError) return '1.0';
    throw error;
  }
}

const versions = new WeakMap<Content, string>();

function* readOptions(p: Process): Generator<Syscall, Options | number> {
  const options = { config: CONFIG, extra: '', signal: '', test: false, version: false };
  for (let i = 1; i < p.argv.length; i++) {
    const arg = p.argv[i]!;
    const takes = { '-c': 'config', '-g': 'extra', '-s': 'signal' }[arg.slice(0, 2)] as 'config' | 'extra' | 'signal' | undefined;
    if (takes) {
      const value = arg.length > 2 ? arg.slice(2) : p.argv[++i];
      if (value === undefined) return yield* tell(p, `nginx: option "${arg}" requires ${takes === 'config' ? 'file name' : takes === 'extra' ? 'global directives' : 'parameter'}\n`, 1);
      options[takes] = value;
    } else if (arg === '-t' || arg === '-T') options.test = true;
    else if (arg === '-v' || arg === '-V') options.version = true;
    else return yield* tell(p, `nginx: invalid option: "${arg.replace(/^-+/, '')}"\n`, 1);
  }
  return options;
}

function* sendSignal(p: Process, name: string, pidFile: string): Generator<Syscall, number> {
  const signals: Readonly<Record<string, Signal>> = { stop: 'SIGTERM', quit: 'SIGQUIT', reload: 'SIGHUP', reopen: 'SIGUSR1' };
  const signal = signals[name];
  if (!signal) return yield* tell(p, `nginx: invalid option: "-s ${name}"\n`, 1);
  let pid = 0;
  try {
    pid = Number(p.files.readText(pidFile));
    p.kill(pid, signal);
  } catch (error) {
    if (error instanceof FileError) return yield* tell(p, `nginx: [error] open() "${pidFile}" failed (2: No such file or directory)\n`, 1);
    return yield* tell(p, `nginx: [alert] kill(${pid}, ${signal === 'SIGTERM' ? 15 : 1}) failed (3: No such process)\n`, 1);
  }
  return 0;
}

function* tell(p: Process, text: string, code: number): Generator<Syscall, number> {
  yield p.error(text);
  return code;
}

type Wake = { readonly signal: Signal } | { readonly worker: Process };

interface Log {
  readonly path: string;
  readonly fd: number | undefined; // it cannot be opened
}

/** One that is listened on. A new configuration gives it another door. */
class Port implements Door {
  door: NginxDoor;
  readonly listener: Listener;

  constructor(process: Process, door: NginxDoor, port: number) {
    this.door = door;
    this.listener = process.listen({ port, door: this });
  }

  open(request: Request, call: Call): void {
    this.door.open(request, call);
  }
}

function portsOf({ servers }: Settings): readonly number[] {
  return servers.length === 1 ? servers[0]!.ports : [...new Set(servers.flatMap((server) => server.ports))];
}

const nothing: readonly never[] = []; // of lists that seldom have more than one entry: those that grow in place keep room for seventeen

class Master {
  private readonly p: Process;
  private readonly version: string;
  private readonly options: Options;
  private settings: Settings;
  private workers: readonly Process[] = nothing;
  private ports: readonly Port[] = nothing;
  private logs: readonly Log[] = nothing;
  private wakes: readonly Wake[] = nothing;
  private wake: (() => void) | undefined;

  constructor(p: Process, version: string, options: Options, settings: Settings) {
    this.p = p;
    this.version = version;
    this.options = options;
    this.settings = settings;
  }

  *run(): Generator<Syscall, number> {
    const refused = this.listen();
    if (refused !== undefined) return yield* tell(this.p, refused, 1);
    this.writePid();
    this.startWorkers(this.banner());
    const heed = (signal: Signal): void => this.enqueue({ signal });
    for (const signal of ['SIGQUIT', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH'] as const) this.p.on(signal, heed);
    this.p.on('SIGCHLD', 'ignore'); // workers are watched by hand; the kernel reaps them
    this.p.argv = [`nginx: master process ${this.p.argv.join(' ')}`];
    for (;;) {
      const [next, ...later] = this.wakes;
      if (!next) {
        yield until((wake) => {
          this.wake = wake;
        });
        continue;
      }
      this.wakes = later;
      if ('worker' in next) this.workerEnded(next.worker);
      else if (next.signal === 'SIGHUP') this.reload();
      else if (next.signal === 'SIGUSR1') this.reopenLogs();
      else if (next.signal === 'SIGQUIT') return yield* this.shutDown(next.signal);
      else if (next.signal === 'SIGTERM' || next.signal === 'SIGINT') return this.exit(next.signal);
    }
  }

  private enqueue(wake: Wake): void {
    this.wakes = this.wakes.concat(wake);
    this.wake?.();
    this.wake = undefined;
  }

  /** Undefined when all ports are ours; else what is printed. */
  private listen(): string | undefined {
    for (const port of portsOf(this.settings)) {
      if (this.ports.some(({ listener }) => listener.port === port)) continue;
      try {
        this.ports = this.ports.concat(new Port(this.p, new NginxDoor(port, this.serving()), port));
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        return error.code === 'EACCES'
          ? `nginx: [emerg] bind() to 0.0.0.0:${port} failed (13: Permission denied)\n`
          : `nginx: [emerg] bind() to 0.0.0.0:${port} failed (98: Address already in use)\nnginx: [emerg] still could not bind()\n`;
      }
    }
    return undefined;
  }

  private serving(): Serving {
    const { settings, version, p } = this;
    return { settings, version, master: p, worker: () => this.workers[0] ?? p, log: (path) => this.logFile(path) };
  }

  private logFile(path: string): OpenFile | undefined {
    let log = this.logs.find((known) => known.path === path);
    if (!log) this.logs = this.logs.concat((log = { path, fd: this.openLog(path) }));
    return log.fd === undefined ? undefined : this.p.fds.get(log.fd);
  }

  private openLog(path: string): number | undefined {
    try {
      return this.p.open(path, 'a', 0o644);
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  /** After a log has been moved away the next one begins under its name. */
  private reopenLogs(): void {
    this.note('notice', ['signal 10 (SIGUSR1) received, reopening logs', 'reopening logs']);
    for (const { fd } of this.logs) if (fd !== undefined) this.p.fds.delete(fd);
    this.logs = this.logs.map(({ path }) => ({ path, fd: this.openLog(path) }));
  }

  private writePid(): void {
    if (this.p.uid !== 0) return;
    try {
      this.p.files.writeFile(this.settings.pidFile, sharedContent(`${this.p.pid}\n`), { mode: 0o644 });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.note('emerg', [`open() "${error.path}" failed (30: Read-only file system)`]);
    }
  }

  /** All that is told on the way is one write: ten thousand pods tell it. */
  private startWorkers(before: readonly string[]): void {
    const count = this.settings.workers === 'auto' ? this.p.host.facts.cores : this.settings.workers;
    const lines = [...before, 'start worker processes'];
    for (let i = 0; i < count; i++) lines.push(`start worker process ${this.startWorker()}`);
    if (this.settings.notices) this.note('notice', lines);
  }

  private startWorker(): number {
    const uid = this.p.uid === 0 ? WORKER_UID : this.p.uid;
    const worker: Process = this.p.spawn(workerProgram, ['nginx: worker process'], { uid, gid: uid, name: 'nginx', onExit: () => this.enqueue({ worker }) });
    this.workers = this.workers.concat(worker);
    return worker.pid;
  }

  /** A worker that has gone by itself is replaced. */
  private workerEnded(worker: Process): void {
    if (!this.workers.includes(worker)) return;
    this.workers = this.workers.filter((other) => other !== worker);
    const { code, signal } = worker.ended!;
    if (signal) this.note('alert', [`worker process ${worker.pid} exited on signal ${code - 128}`]);
    else this.note('notice', [`worker process ${worker.pid} exited with code ${code}`]);
    const pid = this.startWorker();
    if (this.settings.notices) this.note('notice', [`start worker process ${pid}`]);
  }

  private reload(): void {
    this.note('notice', ['signal 1 (SIGHUP) received, reconfiguring', 'reconfiguring']);
    try {
      this.settings = readSettings(this.p.files, this.options.config, this.options.extra);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return this.note('emerg', [error.message]);
    }
    const wanted = portsOf(this.settings);
    for (const { listener } of this.ports) if (!wanted.includes(listener.port)) listener.close();
    this.ports = this.ports.filter(({ listener }) => wanted.includes(listener.port));
    for (const port of this.ports) port.door = new NginxDoor(port.listener.port, this.serving());
    const refused = this.listen();
    if (refused !== undefined) this.note('emerg', [refused.replace('nginx: [emerg] ', '').trim()]);
    this.replaceWorkers();
  }

  private replaceWorkers(): void {
    const old = this.workers;
    this.workers = nothing;
    this.startWorkers([]);
    for (const worker of old) this.p.host.kernel.send(worker, 'SIGQUIT');
  }

  /** Gracefully: no new connections, the requests under way to their end. */
  private *shutDown(signal: Signal): Generator<Syscall, number> {
    if (this.settings.notices) this.note('notice', [`signal 3 (${signal}) received, shutting down`]);
    for (const { listener } of this.ports) listener.close();
    for (const { door } of this.ports) {
      if (door.active === 0) continue;
      yield until((wake) => {
        door.onIdle = wake;
      });
    }
    return this.exit(undefined);
  }

  private exit(signal: Signal | undefined): number {
    const received = signal ? [`signal ${signal === 'SIGTERM' ? 15 : 2} (${signal}) received, exiting`] : [];
    if (this.settings.notices) this.note('notice', [...received, 'exit']);
    try {
      this.p.files.unlink(this.settings.pidFile);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
    return 0;
  }

  private banner(): readonly string[] {
    const { facts } = this.p.host;
    return ['using the "epoll" event method', `nginx/${this.version}`, `OS: Linux ${facts.kernelRelease}`, `getrlimit(RLIMIT_NOFILE): ${FILES_MAX}:${FILES_MAX}`];
  }

  private note(level: 'notice' | 'alert' | 'emerg', lines: readonly string[]): void {
    const { pid, host } = this.p;
    const head = `${errorTime(host.wallMs)} [${level}] ${pid}#${pid}: `;
    const text = `${head}${lines.join(`\n${head}`)}\n`;
    this.logFile(this.settings.errorLog)?.write(sharedBytes(text));
  }
}

const WORKER_UID = 101; // nginx, of the images' /etc/passwd

/** The requests are served by the master's door on its behalf; it only has to be there, and to be seen. */
const workerProgram: Program = function* nginxWorker() {
  return yield pause();
};
