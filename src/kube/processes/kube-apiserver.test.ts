import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Door } from '../../base/index.ts';
import { dirNode, metaOf, TreeFs } from '../../files/index.ts';
import type { NetError} from '../../host/index.ts';
import { Host, Network, ProgramTable, dial, pause, type Program, type Response } from '../../host/index.ts';
import { Clock, Random, Trace } from '../../sim/index.ts';
import type { Node } from '../kinds/node/node.ts';
import { Release } from '../meta/release.ts';
import { etcd, etcdData } from './etcd.ts';
import { kubeApiserver } from './kube-apiserver.ts';

const epochMs = Date.UTC(2026, 10, 21, 20);

function start() {
  const clock = new Clock();
  const trace = new Trace(clock);
  const network = new Network(clock);
  const makeHost = (name: string, address: string) => {
    const disk = new TreeFs(dirNode(metaOf(0o755, epochMs)), { type: 'ext4' });
    const host = new Host({ name, clock, trace, random: new Random(name), programs: new ProgramTable({}), network, address, disk, epochMs });
    host.boot();
    return host;
  };
  const master = makeHost('master', '192.168.0.10');
  const laptop = makeHost('laptop', '192.168.0.2');
  const unit = (host: Host, name: string, program: Program) => {
    host.init.add({ name, argv: [`/usr/bin/${name}`], program, restart: 'no' });
    host.init.start(name);
  };
  unit(master, 'etcd', etcd({ name: 'cluster' }));
  unit(master, 'kube-apiserver', kubeApiserver({ release: new Release('1.36') }));
  const wait = (ms: number) => clock.run(clock.now + ms, { stepsMax: 100_000 });
  wait(1);
  const client = laptop.spawn(function* client() {
    return yield pause();
  }, ['client']);
  /** The status and body of an answer, or the code of a connection that did not come about. */
  const ask = (path: string, method = 'GET', body = '', user = 'kubernetes-admin'): string => {
    let response: Response | undefined;
    let failure = 'nothing';
    const headers = { 'content-type': 'application/json' };
    dial(client, { address: '192.168.0.10', port: 6443 }, { path, method, body, headers, ...(user !== '' && { user }) }, (answer) => (response = answer), (error) => (failure = (error as NetError).code));
    wait(5);
    if (response === undefined) return failure;
    let text = '';
    for (let chunk = response.stream.read(100_000); chunk; chunk = response.stream.read(100_000)) text += decodeUtf8(chunk);
    return `${response.status} ${text}`;
  };
  return { clock, network, master, laptop, makeHost, unit, wait, ask };
}

const maps = '/api/v1/namespaces/default/configmaps';

describe('kube-apiserver', () => {
  test('who shows no certificate and no token is anonymous, and sees no more than that all is well', () => {
    const { ask } = start();
    expect(ask('/healthz', 'GET', '', '')).toBe('200 ok');
    const refused = ask('/api/v1/namespaces/default/pods', 'GET', '', '');
    expect(refused).toMatch(/^403 /);
    expect(refused).toContain(String.raw`pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"`);
  });

  test('answers on its port, with the service it is found by', () => {
    const { ask } = start();
    expect(ask('/version')).toContain('"gitVersion":"v1.36.1"');
    expect(ask('/api/v1/namespaces/default/endpoints/kubernetes')).toContain('"ip":"192.168.0.10"');
  });

  test('is refused while it is stopped; what was written is there when it is back', () => {
    const { ask, master, wait } = start();
    expect(ask(maps, 'POST', '{"metadata":{"name":"kept"}}')).toMatch(/^201 /);
    master.init.stop('kube-apiserver');
    wait(1000);
    expect(ask(`${maps}/kept`)).toBe('ECONNREFUSED');
    master.init.start('kube-apiserver');
    wait(1000);
    expect(ask(`${maps}/kept`)).toMatch(/^200 /);
  });

  test('without etcd answers that it cannot, and goes on when etcd is back', () => {
    const { ask, master, wait } = start();
    ask(maps, 'POST', '{"metadata":{"name":"kept"}}');
    master.init.stop('etcd');
    wait(1000);
    expect(ask(`${maps}/kept`)).toContain('"message":"etcdserver: request timed out","code":500');
    expect(ask('/readyz')).toContain('[-]etcd failed: reason withheld');
    expect(ask('/version')).toMatch(/^200 /);
    master.init.start('etcd');
    wait(1000);
    expect(ask(`${maps}/kept`)).toMatch(/^200 /);
  });

  test('started before etcd waits for it, and gives up in the end', () => {
    const { ask, master, wait } = start();
    master.init.stop('kube-apiserver');
    master.init.stop('etcd');
    wait(1000);
    master.init.start('kube-apiserver');
    wait(5000);
    expect(ask('/version')).toBe('ECONNREFUSED');
    master.init.start('etcd');
    wait(2000);
    expect(ask('/version')).toMatch(/^200 /);
    master.init.stop('kube-apiserver');
    master.init.stop('etcd');
    wait(1000);
    master.init.start('kube-apiserver');
    wait(30_000);
    expect(master.init.status('kube-apiserver')).toMatchObject({ state: 'failed', code: 1 });
  });

  test('begins with nothing when the data has been deleted', () => {
    const { ask, master, wait } = start();
    ask(maps, 'POST', '{"metadata":{"name":"lost"}}');
    const before = etcdData(master);
    for (const name of ['kube-apiserver', 'etcd']) master.init.stop(name);
    wait(1000);
    expect(etcdData(master)).toBe(before); // it lies on the disk
    master.files.rm('/var/lib/etcd', { recursive: true });
    for (const name of ['etcd', 'kube-apiserver']) master.init.start(name);
    wait(2000);
    expect(ask(`${maps}/lost`)).toMatch(/^404 /);
  });
});

describe('what only a node can answer', () => {
  function withNode() {
    const cluster = start();
    const { ask, makeHost } = cluster;
    const node = makeHost('node-1', '192.168.0.20');
    const body: Pick<Node, 'metadata' | 'status'> | object = { metadata: { name: 'node-1' }, status: { addresses: [{ type: 'InternalIP', address: '192.168.0.20' }] } };
    ask('/api/v1/nodes', 'POST', JSON.stringify(body));
    ask('/api/v1/namespaces/default/pods', 'POST', '{"metadata":{"name":"a"},"spec":{"nodeName":"node-1","containers":[{"name":"one","image":"i"}]}}');
    return { ...cluster, node };
  }
  const log = '/api/v1/namespaces/default/pods/a/log';

  test('comes from its kubelet over the network', () => {
    const { ask, node, unit, wait } = withNode();
    const seen: string[] = [];
    const door: Door = {
      open(request, call) {
        seen.push(`${request.method} ${request.path} ${request.peer.user}`);
        call.head(200, { 'content-type': 'text/plain' });
        call.write(encodeUtf8('first\n'));
        call.write(encodeUtf8('second\n'));
        call.end();
      },
    };
    unit(node, 'kubelet', function* kubelet(p) {
      p.listen({ port: 10_250, door });
      return yield pause();
    });
    wait(1);
    expect(ask(log)).toBe('200 first\nsecond\n');
    expect(seen).toEqual(['GET /containerLogs/default/a/one kube-apiserver-kubelet-client']);
  });

  test('is an error in words when the kubelet is not there', () => {
    const { ask } = withNode();
    expect(ask(log)).toContain(
      'Get \\"https://192.168.0.20:10250/containerLogs/default/a/one\\": dial tcp 192.168.0.20:10250: connect: connection refused',
    );
    expect(ask('/api/v1/namespaces/default/pods/a/exec', 'POST')).toContain('error dialing backend: dial tcp 192.168.0.20:10250: connect: connection refused');
  });

  test('wants to know which container', () => {
    const { ask } = withNode();
    ask('/api/v1/namespaces/default/pods', 'POST', '{"metadata":{"name":"b"},"spec":{"nodeName":"node-1","containers":[{"name":"one","image":"i"},{"name":"two","image":"i"}]}}');
    expect(ask('/api/v1/namespaces/default/pods/b/log')).toContain('a container name must be specified for pod b, choose one of: [one two]');
    expect(ask('/api/v1/namespaces/default/pods/nosuch/log')).toContain('pods \\"nosuch\\" not found');
  });
});
