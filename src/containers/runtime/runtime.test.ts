import { describe, expect, it } from 'vitest';
import { createFrom, logText, preload, TestWorld } from './test-host.ts';

describe('a container of a bare host', () => {
  it('is created, runs, is stopped and removed', () => {
    const world = new TestWorld();
    const runtime = world.runtime('node-1');
    preload(runtime, 'registry.k8s.io/pause:3.10');
    const container = createFrom(runtime, 'registry.k8s.io/pause:3.10', { owner: 'cri' });
    expect(container.state).toBe('created');
    container.start();
    world.run(1000);
    expect(container.record.status).toMatchObject({ state: 'running', starts: 1, startedMs: 0 });
    expect(container.process?.pid).toBe(1);
    expect(container.process?.uid).toBe(65535);
    container.signal('SIGTERM');
    world.run(2000);
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 0, pid: 0 });
    runtime.remove(container);
    expect(runtime.store.list('containers')).toEqual([]);
  });

  it('keeps what it printed', () => {
    const world = new TestWorld();
    const runtime = world.runtime('node-1');
    preload(runtime, 'hello-world');
    const container = createFrom(runtime, 'hello-world');
    container.start();
    world.run();
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 0 });
    expect(logText(container)).toContain('Hello from Docker!\n');
  });

  it.each([
    [['nosuchcmd'], 127, 'exec: "nosuchcmd": executable file not found in $PATH: unknown'],
    [['/nope'], 127, 'exec: "/nope": stat /nope: no such file or directory: unknown'],
    [['/etc/passwd'], 126, 'exec: "/etc/passwd": permission denied: unknown'],
    [['/etc'], 126, 'exec: "/etc": is a directory: unknown'],
  ])('refuses %s', (argv, code, words) => {
    const world = new TestWorld();
    const runtime = world.runtime('node-1');
    preload(runtime, 'busybox:1.35');
    const container = createFrom(runtime, 'busybox:1.35', { argv });
    expect(() => container.start()).toThrow(`failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${words}`);
    expect(container.record.status).toMatchObject({ state: 'created', exitCode: code });
    expect(runtime.host.cgroups.child('system.slice').children).toEqual([]);
  });
});
