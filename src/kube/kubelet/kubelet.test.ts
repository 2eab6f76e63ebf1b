import { describe, expect, test } from 'vitest';
import type { Pod } from '../kinds/pod/pod.ts';
import { makeNode } from './test-node.ts';

const boom = { ms: 100, code: 1 };

describe('a pod on a node', () => {
  test('runs, is ready when its probe says so, and ends with grace', () => {
    const n = makeNode();
    n.runtime.images.add('nginx:1.22');
    n.make('web', [{ image: 'nginx:1.22', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } }]);
    n.run(10_000);
    n.client.delete(n.pod('web')!);
    n.run(40_000);
    expect(n.lines).toEqual(['0s 0/1 Pending 0', '0s 0/1 ContainerCreating 0', '1.3s 0/1 Running 0', '2s 1/1 Running 0', '10s 1/1 Terminating 0', '11s 0/1 Terminating 0', '11s gone']);
    expect(n.events('web').map((e) => e.replace(/^Normal /, ''))).toEqual([
      'Pulled x1: Container image "nginx:1.22" already present on machine',
      'Created x1: Created container c',
      'Started x1: Started container c',
      'Killing x1: Stopping container c',
    ]);
    expect([...n.files.dirs]).toEqual([]);
  });

  test('that crashes is restarted later and later, as captured', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.lifeOf = () => boom;
    n.make('crash', [{}]);
    n.run(50_000);
    expect(n.lines.map((l) => l.replace(/^\S+ /, ''))).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '0/1 Error 0',
      '0/1 Error 1',
      '0/1 CrashLoopBackOff 1',
      '0/1 Error 2',
      '0/1 CrashLoopBackOff 2',
      '0/1 Error 3',
    ]);
    const starts = n.runtime.log.filter((l) => l.endsWith('start c')).map((l) => Number(l.split(' ')[0]) / 1000);
    const gaps = starts.slice(1).map((at, i) => at - starts[i]!);
    expect(gaps[0]).toBeLessThan(2);
    expect(gaps[1]).toBeGreaterThan(10);
    expect(gaps[2]).toBeGreaterThan(20);
    expect(n.events('crash')).toContain('Normal Started x4: Started container c');
    expect(n.events('crash').some((e) => /^Warning BackOff x\d+: Back-off restarting failed container$/.test(e))).toBe(true);
    const [status] = n.pod('crash')!.status.containerStatuses!;
    expect(status).toMatchObject({ restartCount: 3, ready: false, state: { terminated: { exitCode: 1, reason: 'Error' } }, lastState: { terminated: { exitCode: 1 } } });
  });

  test('whose image is not there alternates between failing and waiting, as captured', () => {
    const n = makeNode();
    n.make('badimg', [{ image: 'nosuch:9' }]);
    n.run(45_000);
    expect(n.lines.map((l) => l.replace(/^\S+ /, ''))).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
    ]);
    expect(n.events('badimg')).toEqual([
      'Normal BackOff x2: Back-off pulling image "nosuch:9"',
      'Warning Failed x2: Error: ImagePullBackOff',
      'Normal Pulling x3: Pulling image "nosuch:9"',
      'Warning Failed x3: Failed to pull image "nosuch:9": failed to resolve reference "nosuch:9": not found',
      'Warning Failed x3: Error: ErrImagePull',
    ]);
    n.runtime.registry.add('nosuch:9');
    n.run(60_000);
    expect(n.lines.at(-1)).toMatch(/1\/1 Running 0$/);
  });

  test('its init containers come one after the other', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.lifeOf = ({ container }) => (container.name.startsWith('i') ? { ms: 2000 } : {});
    const initContainers = ['i1', 'i2'].map((name) => ({ name, image: 'busybox:1.35' }));
    n.make('initp', [{}], { initContainers });
    n.run(20_000);
    expect(n.lines.map((l) => l.replace(/^\S+ /, ''))).toEqual(['0/1 Pending 0', '0/1 Init:0/2 0', '0/1 Init:1/2 0', '0/1 PodInitializing 0', '1/1 Running 0']);
    expect(n.pod('initp')!.status.conditions!.map((c) => `${c.type}=${c.status}`)).toEqual(['Initialized=True', 'Ready=True', 'ContainersReady=True', 'PodScheduled=True']);
  });

  test('a failing liveness probe restarts it at once, then with back-off', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.answer = () => ({ code: 1, output: "cat: can't open '/nope': No such file or directory\n" });
    n.make('live', [{ livenessProbe: { exec: { command: ['cat', '/nope'] }, periodSeconds: 1, failureThreshold: 3 } }]);
    n.run(20_000);
    expect(n.lines.map((l) => l.replace(/^\S+ /, '')).slice(2)).toEqual(['1/1 Running 0', '1/1 Running 1', '1/1 Running 2', '0/1 CrashLoopBackOff 2']);
    const events = n.events('live');
    expect(events).toContain("Warning Unhealthy x9: Liveness probe failed: cat: can't open '/nope': No such file or directory\n");
    expect(events).toContain('Normal Killing x3: Container c failed liveness probe, will be restarted');
  });

  test('one that does not listen to its signal is killed when the grace is over', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.lifeOf = () => ({ stopMs: null });
    n.make('deaf', [{}], { terminationGracePeriodSeconds: 7 });
    n.run(5000);
    n.client.delete(n.pod('deaf')!);
    n.run(60_000);
    expect(n.runtime.log.slice(-2)).toEqual(['5001 SIGTERM c', '12001 SIGKILL c']);
    expect(n.pod('deaf')).toBeUndefined();
  });

  test('killed for memory it says so, and ends when it is not to be restarted', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.lifeOf = () => ({ ms: 500, code: 137, oomKilled: true });
    n.make('oom', [{}], { restartPolicy: 'Never' });
    n.run(10_000);
    expect(n.pod('oom')!.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }] });
    expect(n.pod('oom')!.status.conditions!.find((c) => c.type === 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady' });
  });

  test('what it lacks keeps it waiting, and is enough when it comes', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.make('nocm', [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'missing', key: 'a' } } }] }]);
    n.run(9000);
    expect(n.lines.at(-1)).toMatch(/0\/1 CreateContainerConfigError 0$/);
    expect(n.events('nocm')).toContain('Warning Failed x2: Error: configmap "missing" not found');
    n.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'missing', namespace: 'default' }, data: { a: '1' } } as never);
    n.run(30_000);
    expect(n.lines.at(-1)).toMatch(/1\/1 Running 0$/);
    n.make('novol', [{}], { volumes: [{ name: 'v', secret: { secretName: 'absent' } }] });
    n.run(9000);
    expect(n.events('novol')).toEqual(['Warning FailedMount x5: MountVolume.SetUp failed for volume "v" : secret "absent" not found']);
  });

  test('a pull that waits for another tells its own time and that of the wait; older releases the sum alone', () => {
    const told = { '1.36': 'in 1.5s (3s including waiting). Image size: 1000 bytes.', '1.20': 'in 3s' };
    for (const [release, words] of Object.entries(told)) {
      const n = makeNode({ release });
      n.runtime.registry.add('nginx:1.22');
      for (const name of ['first', 'second']) n.make(name, [{ image: 'nginx:1.22', imagePullPolicy: 'Always' }]);
      n.run(10_000);
      expect(n.events('second')).toContain(`Normal Pulled x1: Successfully pulled image "nginx:1.22" ${words}`);
    }
  });

  test('the words follow the release', () => {
    const n = makeNode({ release: '1.36' });
    n.runtime.registry.add('nginx:1.22');
    n.make('web', [{ image: 'nginx:1.22' }]);
    n.run(10_000);
    expect(n.events('web')).toEqual([
      'Normal Pulling x1: Pulling image "nginx:1.22"',
      'Normal Pulled x1: Successfully pulled image "nginx:1.22" in 1.5s (1.5s including waiting). Image size: 1000 bytes.',
      'Normal Created x1: Container created',
      'Normal Started x1: Container started',
    ]);
    n.client.delete(n.pod('web')!);
    let phase = '';
    n.store.watch(n.store.revision, ({ after }) => (phase = (after as Pod | undefined)?.status?.phase ?? phase), { table: 'pods' });
    n.run(10_000);
    expect(phase).toBe('Succeeded');
  });
});

describe('a kubelet', () => {
  test('that ends leaves the containers running; the next one takes them over', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.make('web', [{}]);
    n.run(5000);
    const before = n.pod('web')!.status.containerStatuses![0]!.containerID;
    n.kubelet.stop();
    n.run(5000);
    n.client.delete(n.pod('web')!);
    n.run(60_000);
    expect(n.pod('web')!.status.containerStatuses![0]!.state!.running).toBeDefined();
    const next = n.makeKubelet();
    next.start();
    n.run(100);
    expect(n.pod('web')!.status.containerStatuses![0]!.containerID).toBe(before);
    n.run(60_000);
    expect(n.pod('web')).toBeUndefined();
    next.stop();
  });

  test('that is cut off keeps its pods, and tells what happened when it is back', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    let code = 0;
    n.runtime.lifeOf = () => ({ ms: 20_000, code });
    n.make('web', [{}], { restartPolicy: 'Never' });
    n.run(5000);
    n.kubeletClient.disconnect('dial tcp: i/o timeout');
    code = 0;
    n.run(60_000);
    expect(n.pod('web')!.status.phase).toBe('Running');
    n.kubeletClient.reconnect(n.server);
    n.kubelet.connected();
    n.run(1000);
    expect(n.pod('web')!.status.phase).toBe('Succeeded');
  });

  test('that is deleted while its image is pulled goes at once, and leaves nothing behind', () => {
    const n = makeNode();
    n.runtime.pullMs = 60_000;
    n.make('web', [{ image: 'nginx:1.22' }]);
    n.run(5000);
    n.client.delete(n.pod('web')!);
    n.run(1000);
    expect(n.pod('web')).toBeUndefined();
    n.run(90_000);
    expect(n.runtime.pods().size).toBe(0);
    expect(n.runtime.log.filter((line) => line.includes(' start'))).toEqual([]);
  });

  test('that cannot say that a pod has ended waits until it can, and does not end it again', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.make('web', [{}], { terminationGracePeriodSeconds: 5 });
    n.run(5000);
    n.client.delete(n.pod('web')!);
    n.run(100);
    n.kubeletClient.disconnect('dial tcp: i/o timeout');
    const { steps } = n.clock;
    n.run(60_000);
    expect(n.clock.steps - steps).toBeLessThan(100);
    expect(n.pod('web')).toBeDefined();
    expect(n.runtime.pods().size).toBe(0);
    n.kubeletClient.reconnect(n.server);
    n.kubelet.connected();
    n.run(1000);
    expect(n.pod('web')).toBeUndefined();
    expect(n.events('web').filter((e) => e.includes('Killing'))).toHaveLength(1);
  });

  test('asks a runtime that does not answer again, until everything of an ended pod has gone', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.runtime.lifeOf = () => ({ ms: 20_000 });
    n.make('web', [{}], { terminationGracePeriodSeconds: 5 });
    n.make('over', [{}], { restartPolicy: 'Never' });
    n.run(5000);
    n.runtime.answers = false;
    for (const name of ['web', 'over']) n.client.delete(n.pod(name)!);
    n.run(30_000); // both have ended by themselves; their sandboxes have not
    expect(n.pod('web')).toBeDefined();
    expect(n.pod('over')).toBeDefined();
    n.runtime.answers = true;
    n.run(15_000);
    expect(n.pod('web')).toBeUndefined();
    expect(n.pod('over')).toBeUndefined();
    expect(n.runtime.pods().size).toBe(0);
  });

  test('ends what runs here of a pod that the API took by force', () => {
    const n = makeNode();
    n.runtime.images.add('busybox:1.35');
    n.make('web', [{}]);
    n.run(5000);
    n.client.delete(n.pod('web')!, { gracePeriodSeconds: 0 });
    expect(n.pod('web')).toBeUndefined();
    n.run(5000);
    expect(n.runtime.log.at(-1)).toBe('5001 SIGTERM c');
    expect(n.runtime.pods().size).toBe(0);
  });
});
