import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../base/index.ts';
import { fileNode, metaOf, splitPath, textContent } from '../../files/index.ts';
import { executableText, memory, SinkFile, type ExitStatus } from '../../host/index.ts';
import { createFrom, logText, preload, TestWorld } from './test-host.ts';
import type { Container } from './container.ts';
import type { ContainerSpec, ExecSpec } from './container-spec.ts';
import type { Runtime } from './runtime.ts';

function machine() {
  const world = new TestWorld();
  const runtime = world.runtime('node-1');
  preload(runtime, 'busybox:1.35');
  const sh = (script: string, spec: Partial<ContainerSpec> = {}): Container => {
    const container = createFrom(runtime, 'busybox:1.35', { argv: ['sh', '-c', script], ...spec });
    container.start();
    return container;
  };
  return { world, runtime, sh };
}

function execIn(world: TestWorld, runtime: Runtime, container: Container, spec: Partial<ExecSpec> & { argv: readonly string[] }) {
  let text = '';
  let status: ExitStatus | undefined;
  const out = new SinkFile('out', (bytes) => (text += decodeUtf8(bytes)));
  runtime.exec(container, { stdout: out, stderr: out, ...spec }, (s) => (status = s));
  world.run(world.clock.now + 1000);
  return { text, code: status?.code };
}

function addExecutable(container: Container, path: string, text: string): void {
  container.rootFs.create(splitPath(path), fileNode(textContent(text), metaOf(0o755, 0)), 0);
}

describe('a container', () => {
  it('has a world of its own', () => {
    const { world, sh } = machine();
    const container = sh('hostname; echo $$; id -u; pwd; echo $HOME $PATH; cat /etc/mtab | head -2', { hostname: 'web', user: 'nobody', cwd: '/srv/app' });
    world.run();
    expect(logText(container)).toBe(
      'web\n1\n65534\n/srv/app\n/home /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\noverlay / overlay rw,relatime 0 0\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n',
    );
  });

  it('keeps its output by stream and time, the rest for those who read on', () => {
    const { world, sh } = machine();
    const container = sh('echo out; echo err >&2; sleep 2; printf half; sleep 1; echo " done"');
    world.run();
    expect(container.log.lines().map(({ atMs, stream, text }) => [atMs - container.host.wallMs + world.clock.now, stream, text])).toEqual([
      [0, 'stdout', 'out\n'],
      [0, 'stderr', 'err\n'],
      [3000, 'stdout', 'half done\n'],
    ]);
    expect(container.log.lines(2)).toHaveLength(1);
  });

  it('forgets the oldest lines when they are too many', () => {
    const { world, sh } = machine();
    const container = sh('i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done', { logBytes: 500 });
    world.run();
    const lines = container.log.lines();
    expect(lines.at(-1)).toMatchObject({ text: 'line 299\n', number: 299 });
    expect(lines[0]!.text).toBe(`line ${lines[0]!.number}\n`);
    expect(container.log.bytes).toBeLessThanOrEqual(500);
  });

  it('reads what is typed until its end', () => {
    const { world, sh } = machine();
    const container = sh('cat; echo end', { stdin: true });
    container.io!.type(new TextEncoder().encode('hello\n'));
    world.run(10);
    expect(logText(container)).toBe('hello\n');
    container.io!.closeInput();
    world.run(20);
    expect(logText(container)).toBe('hello\nend\n');
  });

  it('has a terminal when it is asked for one', () => {
    const { world, sh } = machine();
    const container = sh('trap "exit 3" INT; [ -t 0 ] && [ -t 1 ] && echo $TERM; read line; echo got $line; sleep 100', { tty: true });
    world.run(10);
    container.io!.tty!.line('word');
    world.run(20);
    expect(logText(container)).toBe('xterm\ngot word\n');
    container.io!.tty!.interrupt();
    world.run(30);
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 3 });
  });

  it('stands still while it is paused', () => {
    const { world, sh } = machine();
    const container = sh('while true; do echo tick; sleep 1; done');
    world.run(2500);
    container.pause();
    expect(container.state).toBe('paused');
    world.run(10_000);
    const whilePaused = container.log.lines().length;
    expect(whilePaused).toBe(3);
    expect(() => container.pause()).toThrow(`Container ${container.id} is already paused`);
    container.resume();
    world.run(12_500);
    expect(container.log.lines().length).toBeGreaterThan(whilePaused);
    container.signal('SIGKILL');
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 137, signal: 'SIGKILL', oomKilled: false });
  });

  it('starts again with the files it has written', () => {
    const { world, sh } = machine();
    const container = sh('echo again >> /n; wc -l < /n');
    world.run();
    container.start();
    world.run();
    expect(logText(container)).toBe('1\n2\n');
    expect(container.record.status.starts).toBe(2);
  });

  it('runs other commands beside', () => {
    const { world, runtime, sh } = machine();
    const container = sh('sleep 1000', { env: new Map([['A', '1']]) });
    expect(execIn(world, runtime, container, { argv: ['sh', '-c', 'echo $A $B; pwd; exit 7'], env: new Map([['B', '2']]), cwd: '/tmp' })).toEqual({ text: '1 2\n/tmp\n', code: 7 });
    expect(execIn(world, runtime, container, { argv: ['id', '-u'], user: 'nobody' }).text).toBe('65534\n');
    const refusal = (spec: ExecSpec) => () => runtime.exec(container, spec);
    expect(refusal({ argv: ['nosuch'] })).toThrow('OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown');
    expect(refusal({ argv: ['ls'], cwd: '/nope' })).toThrow('OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd ("/nope") set in config.json failed: no such file or directory: unknown');
    expect(refusal({ argv: ['ls'], user: 'nosuchuser' })).toThrow('unable to find user nosuchuser: no matching entries in passwd file');
    container.signal('SIGKILL');
    expect(refusal({ argv: ['ls'] })).toThrow(`container ${container.id} is not running`);
  });

  it('joins the namespaces of another', () => {
    const { world, runtime, sh } = machine();
    const first = sh('sleep 1000', { hostname: 'pod' });
    const second = sh('hostname; echo $$; ls /proc | grep -c "^[0-9]"; sleep 1000', { namespaces: { net: { container: first.id }, uts: { container: first.id }, ipc: { container: first.id }, pid: { container: first.id } } });
    world.run(100);
    expect(second.network).toBe(first.network);
    expect(logText(second).split('\n').slice(0, 2)).toEqual(['pod', '2']);
    expect(() => createFrom(runtime, 'busybox:1.35', { namespaces: { net: { container: 'x' } } }).start()).toThrow('No such container: x');
  });

  it('is killed when it takes more memory than it may', () => {
    const world = new TestWorld({
      *hog() {
        yield memory(32 * 1024 * 1024);
        return 0;
      },
    });
    const runtime = world.runtime('node-1');
    preload(runtime, 'busybox:1.35');
    const container = createFrom(runtime, 'busybox:1.35', { argv: ['/hog'], limits: { memoryBytes: 16 * 1024 * 1024 } });
    addExecutable(container, '/hog', executableText('hog'));
    container.start();
    world.run();
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 137, oomKilled: true });
  });

  it.each([
    ['garbage', 'exec /x: exec format error\n'],
    [executableText('nosuch'), 'exec /x: exec format error\n'],
    ['#!/bin/nosh\n', 'exec /x: no such file or directory\n'],
  ])('says so when the kernel refuses %j', (text, words) => {
    const { world, runtime } = machine();
    const container = createFrom(runtime, 'busybox:1.35', { argv: ['/x'] });
    addExecutable(container, '/x', text);
    container.start();
    world.run();
    expect(logText(container)).toBe(words);
    expect(container.record.status.exitCode).toBe(255);
  });

  it('mounts what is asked for', () => {
    const { world, runtime, sh } = machine();
    runtime.host.files.mkdir('/data');
    runtime.host.files.writeFile('/data/a', 'from the host\n');
    const container = sh('cat /host/a; echo new > /host/b; touch /ro/x; echo t > /run/t && cat /run/t; touch /x', {
      readOnly: true,
      mounts: [{ point: '/host', bind: '/data' }, { point: '/ro', bind: '/data', readOnly: true }, { point: '/run', tmpfs: true }],
    });
    world.run();
    expect(logText(container)).toBe('from the host\ntouch: /ro/x: Read-only file system\nt\ntouch: /x: Read-only file system\n');
    expect(runtime.host.files.readText('/data/b')).toBe('new\n');
    expect(() => createFrom(runtime, 'busybox:1.35', { mounts: [{ point: '/x', bind: '/nope' }] }).start()).toThrow('invalid mount config for type "bind": bind source path does not exist: /nope');
  });

  it('tells what happens to its files', () => {
    const { world, sh } = machine();
    const container = sh('echo z >> /etc/passwd; rm /etc/group; mkdir /d');
    world.run();
    const { recent } = container.writes!;
    expect(recent.map(({ act, path, layer }) => [act, path, layer === container.image.layers[0]!.id])).toEqual([
      ['copy-up', '/etc', false],
      ['copy-up', '/etc/passwd', true],
      ['modify', '/etc/passwd', false],
      ['whiteout', '/etc/group', true],
      ['create', '/d', false],
    ]);
  });
});

describe('the daemon', () => {
  it('can stop while containers go on', () => {
    const { world, runtime, sh } = machine();
    const { init } = runtime.host;
    init.add({ name: 'containerd', argv: ['/usr/bin/containerd'], program: runtime.program(), killMode: 'process' });
    init.start('containerd');
    world.run(10);
    const container = sh('sleep 5; exit 4');
    init.stop('containerd');
    world.run(1000);
    expect(runtime.available).toBe(false);
    expect(() => sh('true')).toThrow('connection refused');
    world.run(7000);
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 4 });
    init.start('containerd');
    world.run(8000);
    runtime.remove(container);
  });

  it('finds all containers ended after the machine has crashed', () => {
    const { world, runtime, sh } = machine();
    const container = sh('sleep 1000');
    world.run(1000);
    runtime.host.crash();
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 137 });
    runtime.host.boot();
    world.run(2000);
    container.start();
    world.run(3000);
    expect(container.state).toBe('running');
  });
});
