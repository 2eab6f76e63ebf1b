import { expect, test } from 'vitest';
import { dirNode, fileNode, linkNode, metaOf, textContent, TreeFs, treeOf, UnionFs, type Layer, type Node } from '../../files/index.ts';
import { decodeUtf8 } from '../../base/index.ts';
import { errorCode } from '../errors.ts';
import type { Host } from '../host.ts';
import { read, write } from '../process/io-calls.ts';
import { sleep } from '../process/time-calls.ts';
import { start, TestWorld } from '../test-machine.ts';
import type { FileView } from './file-view.ts';
import type { MountSpec } from './mount-namespace.ts';

function machine() {
  const world = new TestWorld();
  return { world, host: world.host('node') };
}

function as(host: Host, uid: number, also: { readonly cwd?: string; readonly root?: string; readonly gid?: number } = {}): FileView {
  return host.viewFor(undefined, host.namespaces, { uid, gid: also.gid ?? uid, ...also });
}

function code(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return `${errorCode(error)} ${(error as { path?: string }).path}`;
  }
  return undefined;
}

test('errors carry the code of the kernel and the path as it was given', () => {
  const { host } = machine();
  const { files } = host;
  files.mkdir('/a/b', { recursive: true });
  files.writeFile('/a/f', 'text');
  files.symlink('loop', '/loop');
  expect(code(() => files.readFile('/a//none/../x'))).toBe('ENOENT /a//none/../x');
  expect(code(() => files.readFile('/a/f/x'))).toBe('ENOTDIR /a/f/x');
  expect(code(() => files.readFile('/a/f/'))).toBe('ENOTDIR /a/f/');
  expect(code(() => files.readFile('/a/b'))).toBe('EISDIR /a/b');
  expect(code(() => files.readFile('/loop'))).toBe('ELOOP /loop');
  expect(code(() => files.mkdir('/a/b'))).toBe('EEXIST /a/b');
  expect(code(() => files.mkdir('/x/y'))).toBe('ENOENT /x/y');
  expect(code(() => files.rmdir('/a'))).toBe('ENOTEMPTY /a');
  expect(code(() => files.unlink('/a/b'))).toBe('EISDIR /a/b');
  expect(code(() => files.rm('/a'))).toBe('EISDIR /a');
  expect(code(() => files.rm('/proc', { recursive: true }))).toMatch(/^E(PERM|BUSY) /);
  expect(code(() => files.rename('/a/f', '/run/f'))).toBe('EXDEV /run/f');
  expect(code(() => files.readlink('/a/f'))).toBe('EINVAL /a/f');
  expect(code(() => files.readFile(''))).toBe('ENOENT ');
});

test('relative paths, links, dots and roots lead where the kernel leads them', () => {
  const { host } = machine();
  const { files } = host;
  files.mkdir('/jail/etc', { recursive: true });
  files.mkdir('/etc');
  files.writeFile('/etc/name', 'outside');
  files.writeFile('/jail/etc/name', 'inside');
  files.symlink('/etc/name', '/jail/absolute');
  files.symlink('../../../etc/name', '/jail/etc/relative');
  files.symlink('etc', '/jail/dir');
  const jailed = as(host, 0, { root: '/jail', cwd: '/etc' });
  expect(['name', '/etc/name', '../../../etc/name', '/absolute', 'relative', '/dir/name', '/dir/../etc/name'].map((p) => jailed.readText(p))).toEqual(Array.from({ length: 7 }, () => 'inside'));
  expect(files.readText('/jail/absolute')).toBe('outside');
  expect(jailed.realpath('relative')).toBe('/etc/name');
  expect(files.realpath('/jail/dir/relative')).toBe('/etc/name');
  expect(jailed.readdir('..')).toEqual(['absolute', 'dir', 'etc']);
  expect(files.lstat('/jail/dir')).toMatchObject({ kind: 'link', target: 'etc', size: 3 });
  expect(files.stat('/jail/dir').kind).toBe('dir');
});

test('modes bind everybody but root', () => {
  const { host } = machine();
  const { files } = host;
  files.mkdir('/home/ann', { recursive: true });
  files.chown('/home/ann', 1000, 1000);
  files.chmod('/home/ann', 0o750);
  files.writeFile('/secret', 'x', { mode: 0o600 });
  const [ann, bob, friend] = [as(host, 1000), as(host, 1001), as(host, 1002, { gid: 1000 })];
  ann.writeFile('/home/ann/notes', 'mine');
  expect(ann.stat('/home/ann/notes')).toMatchObject({ uid: 1000, gid: 1000, mode: 0o644 });
  expect(friend.readText('/home/ann/notes')).toBe('mine');
  expect(code(() => friend.writeFile('/home/ann/notes', 'x'))).toBe('EACCES /home/ann/notes');
  expect(code(() => friend.writeFile('/home/ann/new', 'x'))).toBe('EACCES /home/ann/new');
  expect(code(() => bob.readFile('/home/ann/notes'))).toBe('EACCES /home/ann/notes');
  expect(code(() => ann.readFile('/secret'))).toBe('EACCES /secret');
  expect(code(() => ann.chmod('/secret', 0o666))).toBe('EPERM /secret');
  expect(code(() => ann.chown('/home/ann/notes', 0, 0))).toBe('EPERM /home/ann/notes');
  expect(code(() => ann.unlink('/secret'))).toBe('EACCES /secret');
  ann.writeFile('/tmp/a', '');
  expect(code(() => bob.unlink('/tmp/a'))).toBe('EPERM /tmp/a'); // sticky
  ann.unlink('/tmp/a');
  expect(files.readText('/secret')).toBe('x');
  expect(code(() => host.kernel.spawn(undefined, '/home/ann/notes', ['x'], {}))).toBe('EACCES /home/ann/notes');
});

test('a mount namespace: overlay, bind mounts of files and directories, read-only ones', () => {
  const { host } = machine();
  host.files.mkdir('/data');
  host.files.writeFile('/data/f', 'host');
  host.files.writeFile('/hosts-of-pod', '10.0.0.1 web\n');
  const image: Layer = { id: 'sha256:1', tree: treeOf(Object.entries({ '/etc/hosts': 'image', '/etc/passwd': 'root' }).map(([path, text]) => ({ path, node: fileNode(textContent(text), metaOf(0o644, 0)) })), metaOf(0o755, 0)) };
  const rootfs = new UnionFs({ lowers: [image] });
  const specs: readonly MountSpec[] = [
    { point: '/', fs: rootfs, source: 'overlay' },
    { point: '/mnt', fs: host.disk, from: ['data'], source: '/dev/sda1' },
    { point: '/etc/hosts', fs: host.disk, from: ['hosts-of-pod'], source: '/dev/sda1' },
    { point: '/mnt/inner', fs: new TreeFs(dirNode(metaOf(0o755, 0), new Map<string, Node>([['x', fileNode(textContent('deep'), metaOf(0o644, 0))], ['up', linkNode('../f', metaOf(0o777, 0))]]))), source: 'tmpfs', readOnly: true },
  ];
  const namespaces = host.newNamespaces({ mnt: specs });
  const files = host.viewFor(undefined, namespaces, {});
  expect(files.readText('/etc/hosts')).toBe('10.0.0.1 web\n');
  expect(files.readText('/mnt/f')).toBe('host');
  expect(files.readText('/mnt/inner/x')).toBe('deep');
  expect(files.readText('/mnt/inner/up')).toBe('host');
  expect(files.readText('/mnt/inner/../../etc/passwd')).toBe('root');
  files.writeFile('/mnt/g', 'from inside');
  expect(host.files.readText('/data/g')).toBe('from inside');
  files.writeFile('/etc/passwd', 'copied up');
  expect(rootfs.union.upper!.entries.has('etc')).toBe(true);
  expect(code(() => files.writeFile('/mnt/inner/x', 'no'))).toBe('EROFS /mnt/inner/x');
  expect(code(() => files.unlink('/etc/hosts'))).toBe('EBUSY /etc/hosts');
  expect(code(() => files.rename('/etc/passwd', '/mnt/p'))).toBe('EXDEV /mnt/p');
  const copy = namespaces.mnt.copy(host.nextInode());
  namespaces.mnt.unmount('/mnt/inner');
  expect(code(() => files.readFile('/mnt/inner/x'))).toBe('ENOENT /mnt/inner/x');
  expect(code(() => namespaces.mnt.unmount('/etc'))).toBe('EINVAL /etc');
  expect(copy.mounts.map((m) => m.spec.point)).toEqual(['/', '/mnt', '/etc/hosts', '/mnt/inner']);
  namespaces.mnt.mount({ point: '/mnt', fs: new TreeFs(dirNode(metaOf(0o755, 0))), source: 'tmpfs' });
  expect(files.readdir('/mnt')).toEqual([]); // over the other
  namespaces.mnt.unmount('/mnt');
  expect(files.readText('/mnt/f')).toBe('host');
});

test('open files have their own position, survive removal, and share one after dup', () => {
  const { world, host } = machine();
  host.files.writeFile('/log', 'one\n');
  const { text } = start(host, function* (p) {
    const reader = p.open('/log');
    const writer = p.open('/log', 'a');
    yield read(reader, 2);
    yield write(writer, 'two\n');
    yield p.print(decodeUtf8(yield read(reader)));
    p.files.unlink('/log');
    yield write(writer, 'three');
    const again = p.dup(reader);
    yield p.print(String((yield read(again))?.length));
    const fresh = p.open('/log', 'w', 0o666);
    yield write(fresh, 'new');
    yield p.print(`${p.files.readText('/log')} ${p.files.stat('/log').mode.toString(8)}`);
    return 0;
  });
  world.run();
  expect(text()).toBe('e\ntwo\n5new 644');
});

test('devices behave: null swallows, zero gives, full refuses, others are not there', () => {
  const { world, host } = machine();
  const { text } = start(host, function* (p) {
    const said: unknown[] = [];
    said.push(yield read(p.open('/dev/null')));
    yield write(p.open('/dev/null', 'w'), 'gone');
    said.push(((yield read(p.open('/dev/zero'), 3)) as Uint8Array).join());
    said.push(((yield read(p.open('/dev/urandom'), 3)) as Uint8Array).length);
    for (const path of ['/dev/full', '/dev/tty']) {
      try {
        yield write(p.open(path, 'w'), 'x');
      } catch (error) {
        said.push(errorCode(error));
      }
    }
    yield p.print(JSON.stringify(said));
    return 0;
  });
  world.run();
  expect(text()).toBe('[null,"0,0,0",3,"ENOSPC","ENXIO"]');
});

test('/proc shows each process as its own namespace sees it', () => {
  const { world, host } = machine();
  const env = new Map([['A', '1'], ['B', '2']]);
  const outer = start(host, function* () {
    yield sleep(1_000);
    return 0;
  }, { argv: ['napper', '-x'], env, uid: 7 });
  const mnt = host.newNamespaces({ pid: true });
  const { text } = start(host, function* (p) {
    const { files } = p;
    const out = [files.readlink('/proc/self'), files.readText('/proc/self/comm').trim(), files.readdir('/proc').filter((n) => /^\d+$/.test(n)).length];
    yield p.print(out.join(' '));
    return 0;
  }, { namespaces: mnt, argv: ['inner'] });
  world.run(100);
  const { files } = host;
  const dir = `/proc/${outer.process.pid}`;
  expect(files.readText(`${dir}/cmdline`)).toBe('napper\0-x\0');
  expect(files.readText(`${dir}/environ`)).toBe('A=1\0B=2\0');
  expect(files.readText(`${dir}/status`)).toContain('State:\tS (sleeping)\n');
  expect(files.readText(`${dir}/status`)).toContain('Uid:\t7\t7\t7\t7\n');
  expect(files.readlink(`${dir}/ns/pid`)).toBe('pid:[4026531836]');
  expect(files.readdir(`${dir}/ns`)).toEqual(['cgroup', 'ipc', 'mnt', 'net', 'pid', 'pid_for_children', 'time', 'time_for_children', 'user', 'uts']);
  expect(files.readText(`${dir}/mounts`).split('\n')[0]).toBe('/dev/sda1 / ext4 rw,relatime 0 0');
  expect(files.readText('/proc/meminfo')).toContain('MemTotal:        8388608 kB');
  expect(files.readText('/proc/uptime')).toBe('0.10 0.40\n');
  expect(files.readdir(`/proc/${outer.process.pid}/fd`)).toEqual(['1', '2']);
  expect(code(() => host.viewFor(undefined, host.namespaces, { uid: 9 }).readFile(`${dir}/environ`))).toBe(`EACCES ${dir}/environ`);
  expect(code(() => files.writeFile('/proc/1/comm', 'x'))).toBe('EACCES /proc/1/comm');
  expect(text().split(' ')[1]).toBe('inner');
});

test('/dev/stdout and /proc/self/fd open what the process has there', () => {
  const { world, host } = machine();
  const { text } = start(host, function* (p) {
    yield write(p.open('/dev/stdout', 'w'), 'through /dev/stdout');
    yield p.print(` ${p.files.readlink('/proc/self/fd/1')}`);
    return 0;
  });
  world.run();
  expect(text()).toBe('through /dev/stdout out');
});

test('a named pipe joins whoever opens it', () => {
  const { world, host } = machine();
  host.files.mknod('/fifo', 'fifo');
  const reader = start(host, function* (p) {
    const fd = p.open('/fifo');
    for (let bytes: Uint8Array | null = yield read(fd); bytes; bytes = yield read(fd)) yield p.print(decodeUtf8(bytes));
    return 0;
  });
  world.run(10);
  start(host, function* (p) {
    yield write(p.open('/fifo', 'w'), 'hello');
    return 0;
  });
  world.run(20);
  expect(reader.text()).toBe('hello');
  expect(reader.status()?.code).toBe(0);
});

test('a path is as long as the kernel takes it, and making all its directories is no long walk', () => {
  const { host } = machine();
  host.files.mkdir('/tmp', { recursive: true, mode: 0o777 });
  host.files.chmod('/tmp', 0o777);
  const files = as(host, 1_000);
  const longest = `/tmp${'/a'.repeat(500)}`;
  files.mkdir(longest, { recursive: true });
  expect(files.stat(longest).kind).toBe('dir');
  expect(files.exists(`${longest}/b`)).toBe(false);
  expect(code(() => files.mkdir(`${longest}${'/a'.repeat(2_000)}`, { recursive: true }))).toMatch(/^ENAMETOOLONG /);
  expect(code(() => files.stat(`/${'a/'.repeat(3_000)}`))).toMatch(/^ENAMETOOLONG /);
  expect(code(() => files.symlink('a/'.repeat(3_000), '/tmp/link'))).toBe('ENAMETOOLONG /tmp/link');
  files.mkdir('/tmp/x/y/../z/w', { recursive: true });
  expect(files.readdir('/tmp/x')).toEqual(['y', 'z']);
});
