// The rows of the picture book's scenes.
import type { ComponentRow, FileChip, FileViewRow, HostRow, ImageRow, Outbox, OwnerRow, PodRow } from '../../src/client/index.ts';
import { makeNode, makeOwner, makePod } from '../../src/ui/diagram/row-samples.ts';

export function setScene(scene: string, outbox: Outbox, pods: Map<string, PodRow>, sets: OwnerRow[]): { replicas: number } {
  outbox.put('clusters', { id: 'demo', release: '1.36', host: 'control-plane', namespaces: ['default', 'kube-system'] });
  const host = (id: string, role: HostRow['role']): HostRow => ({ id, role, address: '192.168.0.2', up: true, cut: false, cutFrom: [], cores: 4, memoryBytes: 8 * 2 ** 30, docker: role === 'laptop', kernel: 'Linux', inside: '', bootMs: 0 });
  outbox.put('hosts', host('laptop', 'laptop'));
  outbox.put('hosts', host('control-plane', 'node'));
  outbox.put('nodes', makeNode('control-plane', { roles: ['control-plane'], taints: ['node-role.kubernetes.io/control-plane:NoSchedule'], cpuRequestedMilli: 850 }));
  for (const unit of ['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler']) outbox.put('components', component('control-plane', unit));
  const bad = scene === 'faults';
  if (bad) outbox.put('components', { ...component('control-plane', 'kube-scheduler'), state: 'stopped', pid: 0 });
  for (let i = 1; i <= 3; i++) {
    const name = `worker-${i}`;
    outbox.put('hosts', { ...host(name, 'node'), up: !(bad && i === 2), cut: bad && i === 3 });
    outbox.put('nodes', makeNode(name, { ...(bad && i === 2 ? { ready: 'Unknown', reason: 'NodeStatusUnknown' } : {}), ...(bad && i === 1 ? { cordoned: true } : {}), cpuRequestedMilli: 900 * i, memoryRequestedBytes: i * 2 ** 30 }));
    for (const unit of ['kubelet', 'kube-proxy']) outbox.put('components', { ...component(name, unit), connected: !(bad && i === 3) });
  }
  for (const [i, image] of ['nginx:1.7.9', 'nginx:1.9.1'].entries()) {
    sets.push(makeOwner(`rs${i}`, { owner: 'd', name: `web-${i === 0 ? '5d4f8c7b9' : '6f5d9b8c4'}`, hue: i, revision: i + 1, image }));
  }
  if (scene === 'empty') return { replicas: 0 };
  if (bad) for (const pod of badPods()) {
    pods.set(pod.id, pod);
    outbox.put('pods', pod);
  }
  if (bad) {
    outbox.put('owners', makeOwner('d', { kind: 'Deployment', name: 'web', wanted: 6, have: 7, ready: 3, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] }));
    for (const set of sets) outbox.put('owners', { ...set, wanted: 3, have: 3, ready: set.hue === 0 ? 3 : 0 });
    return { replicas: 0 };
  }
  docker(outbox);
  if (scene === 'many') for (let i = 0; i < 400; i++) outbox.put('pods', makePod(`m${i}`, { name: `load-7c9-${i}`, owner: 'rs0', hue: i % 3, node: `demo/worker-${1 + (i % 3)}`, status: 'Running', phase: 'Running', ready: i % 7 !== 0, containers: [running(i % 7 !== 0)] }));
  return { replicas: 6 };
}

function component(host: string, unit: string): ComponentRow {
  return { id: `${host}/${unit}`, cluster: 'demo', host, unit, actors: [], state: 'running', connected: true, pid: 10, ticks: 3, acts: 1 };
}

function running(ready: boolean) {
  return { name: 'c', init: false, image: 'nginx:1.7.9', state: 'running' as const, reason: '', exitCode: 0, ready, started: true, restarts: 0, container: '', backoffUntilMs: 0 };
}

function badPods(): PodRow[] {
  const waiting = (reason: string, backoffUntilMs = 0) => ({ ...running(false), state: 'waiting' as const, reason, backoffUntilMs });
  const pod = (id: string, change: Partial<PodRow>) => makePod(id, { name: `web-6f5d9b8c4-${id}`, owner: 'rs1', hue: 1, node: 'demo/worker-1', ...change });
  return [
    pod('x2x4q', { status: 'ImagePullBackOff', containers: [waiting('ImagePullBackOff', 38_000)], message: 'Back-off pulling image "nginx:1.91"' }),
    pod('k8d2m', { status: 'ErrImagePull', containers: [waiting('ErrImagePull')] }),
    pod('p9w1z', { status: 'CrashLoopBackOff', phase: 'Running', containers: [waiting('CrashLoopBackOff', 19_000), running(true)] }),
    pod('b5n7c', { status: 'OOMKilled', phase: 'Running', hue: 0, owner: 'rs0', containers: [{ ...running(false), state: 'terminated', exitCode: 137, reason: 'OOMKilled' }] }),
    pod('q1q1q', { status: 'Completed', phase: 'Succeeded', owner: 'j', hue: 4, containers: [{ ...running(false), state: 'terminated', reason: 'Completed' }] }),
    pod('r3r3r', { status: 'Running', phase: 'Running', ready: true, owner: '', hue: 0, name: 'debug', node: 'demo/worker-2', containers: [running(true), running(true), running(true)] }),
    pod('t6t6t', { status: 'Terminating', phase: 'Running', hue: 0, owner: 'rs0', node: 'demo/worker-2', deletion: { startedMs: 0, graceMs: 30_000 }, containers: [running(true)] }),
    pod('u7u7u', { status: 'Init:0/2', hue: 2, node: 'demo/worker-3', containers: [{ ...running(false), init: true }, waiting('PodInitializing')] }),
    pod('v8v8v', { status: 'ContainerCreating', hue: 3, node: 'demo/worker-3', pulls: ['worker-3/web:2'], containers: [waiting('ContainerCreating')] }),
    pod('w1', { node: '', message: '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.' }),
    pod('w2', { node: '', message: '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.' }),
  ];
}

function docker(outbox: Outbox): void {
  const layer = (n: string) => `sha256:${n.padEnd(64, '0')}`;
  const history = [
    { instruction: '/bin/sh -c #(nop) ADD file:5c2b3d in /', layer: layer('a1'), sizeBytes: 84_900_000 },
    { instruction: '/bin/sh -c #(nop)  CMD ["bash"]', layer: '', sizeBytes: 0 },
    { instruction: 'RUN /bin/sh -c apt-get update && apt-get install -y nginx', layer: layer('b2'), sizeBytes: 51_200_000 },
    { instruction: 'COPY docker-entrypoint.sh /', layer: layer('c3'), sizeBytes: 4_620 },
  ];
  const image = (host: string, tag: string, id: string, extra: typeof history): ImageRow => {
    const all = [...history, ...extra];
    return { id: `${host}/sha256:${id}`, host, image: `sha256:${id.padEnd(64, '0')}`, tags: [tag], digest: '', layers: all.flatMap((h) => (h.layer === '' ? [] : [h.layer])), history: all, sizeBytes: all.reduce((n, h) => n + h.sizeBytes, 0), command: 'nginx', createdMs: extra.length, broken: false };
  };
  outbox.put('images', image('laptop', 'nginx:1.23', '11', []));
  outbox.put('images', image('laptop', 'app:latest', '22', [{ instruction: 'COPY site /usr/share/nginx/html', layer: layer('d4'), sizeBytes: 12_000 }]));
  outbox.put('images', image('worker-1', 'nginx:1.7.9', '33', []));
  for (const n of ['a1', 'b2', 'c3', 'd4']) outbox.put('layers', { id: layer(n), instruction: n, sizeBytes: 4, source: 'pulled', files: 3, images: n === 'd4' ? 1 : 2 });
  const base = { exitCode: 0, reason: '', health: '' as const, command: 'nginx -g daemon off;', pid: 40, ip: '172.17.0.2', layers: 0, writtenBytes: 2_048, createdMs: 0, startedMs: 1, finishedMs: 0, pause: false };
  outbox.put('containers', { ...base, id: 'laptop/c1', host: 'laptop', runtime: 'docker', name: 'cache', pod: '', image: 'nginx:1.23', imageRow: 'laptop/sha256:11', state: 'running', ports: ['0.0.0.0:8080->80/tcp'] });
  outbox.put('containers', { ...base, id: 'laptop/c2', host: 'laptop', runtime: 'docker', name: 'brave_hopper', pod: '', image: 'app', imageRow: 'laptop/sha256:22', state: 'exited', exitCode: 137, ports: [] });
  outbox.put('containers', { ...base, id: 'worker-1/abc', host: 'worker-1', runtime: 'cri', name: 'nginx', pod: '', image: 'nginx:1.7.9', imageRow: 'worker-1/sha256:33', state: 'running', ports: [] });
  const step = (instruction: string, state: 'cached' | 'done' | 'running' | 'waiting', made = 'x') => ({ instruction, state, layer: made, sizeBytes: 10, startedMs: 0, endedMs: 0 });
  outbox.put('builds', { id: 'laptop/1', host: 'laptop', tag: 'site:2', state: 'running', steps: [step('FROM nginx:1.23', 'cached'), step('WORKDIR /site', 'cached'), step('COPY package.json .', 'done'), step('ENV MODE=live', 'done', ''), step('RUN npm ci', 'running'), step('COPY . .', 'waiting'), step('CMD ["nginx"]', 'waiting')], image: '', error: '', startedMs: 5, endedMs: 0 });
  outbox.put('pulls', { id: 'worker-3/p0', host: 'worker-3', image: 'web:2', layer: layer('d4'), state: 'downloading', doneBytes: 7e6, totalBytes: 10e6 });
  outbox.put('pulls', { id: 'laptop/p1', host: 'laptop', image: 'redis:7', layer: layer('e5'), state: 'done', doneBytes: 30e6, totalBytes: 30e6 });
  outbox.put('pulls', { id: 'laptop/p2', host: 'laptop', image: 'redis:7', layer: layer('f6'), state: 'downloading', doneBytes: 6e6, totalBytes: 10e6 });
}

export function fileView(id: string, folder: string): FileViewRow {
  const chip = (path: string, change: Partial<FileChip> = {}): FileChip => ({ path, type: 'file', sizeBytes: 643, files: 1, mode: '-rw-r--r--', target: '', hiddenBy: -1, changedMs: -1, ...change });
  const dirs = ['bin', 'etc', 'home', 'usr', 'var'].map((n) => chip(`/${n}`, { type: 'folder', files: 12 }));
  const sheet = (role: FileViewRow['sheets'][number]['role'], title: string, chips: readonly FileChip[], mount = '') => ({ role, layer: role === 'image' ? `sha256:${title.slice(0, 4)}` : '', title, mount, sizeBytes: chips.length * 5120, chips });
  return {
    id,
    folder,
    sheets: [
      sheet('image', '/bin/sh -c #(nop) ADD file:5c2b3d in /', [...dirs, chip('/etc/motd', { hiddenBy: 4 })]),
      sheet('image', 'RUN /bin/sh -c apt-get update && apt-get install -y nginx', [chip('/etc', { type: 'folder' }), chip('/usr', { type: 'folder' }), chip('/etc/nginx/nginx.conf', { hiddenBy: 4 })]),
      sheet('image', 'COPY docker-entrypoint.sh /', [chip('/docker-entrypoint.sh')]),
      sheet('init', '', [chip('/etc/hosts'), chip('/etc/hostname'), chip('/etc/resolv.conf')]),
      sheet('read-write', '', [chip('/etc/nginx/nginx.conf', { changedMs: 20 }), chip('/etc/motd', { type: 'whiteout', changedMs: 30 }), chip('/tmp/notes.txt', { changedMs: 40 })]),
      sheet('volume', 'data', [chip('/data/db.sqlite'), chip('/data/wal')], '/data'),
    ],
    merged: [...dirs, chip('/tmp', { type: 'folder' }), chip('/docker-entrypoint.sh')].map((c) => ({ ...c, from: c.path.startsWith('/docker') ? 2 : 0 })).concat([{ ...chip('/etc/nginx/nginx.conf'), from: 4 }, { ...chip('/tmp/notes.txt'), from: 4 }, { ...chip('/etc/hosts'), from: 3 }]),
  };
}

export function yamlOf(about: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-5d4f8c7b9-x2x4q\n  namespace: default\nspec:\n  containers:\n  - image: nginx:1.7.9\n    name: nginx\nstatus:\n  phase: Running\n# ${about}\n`;
}
