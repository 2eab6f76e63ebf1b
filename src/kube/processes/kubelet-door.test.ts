import { describe, expect, test } from 'vitest';
import { channels, closeInputFrame, decodeUtf8, encodeUtf8, frame, FrameReader } from '../../base/index.ts';
import { dial, read, write, type Program, type Response } from '../../host/index.ts';
import { makeWorld } from '../test-world.ts';

type World = ReturnType<typeof makeWorld>;

/** Stands for cat in the container: what comes goes out again in capitals; then it complains and fails. */
const capitals: Program = function* cat() {
  for (;;) {
    const bytes = (yield read(0)) as Uint8Array | null;
    if (bytes === null) break;
    yield write(1, decodeUtf8(bytes).toUpperCase());
  }
  yield write(2, 'no more\n');
  return 3;
};

function makeNode(): World {
  const w = makeWorld({ nodes: 1, programs: { cat: capitals } });
  w.run(5000);
  return w;
}

function open(w: World, path: string, query: Record<string, readonly string[]>, method = 'GET'): Response {
  const { host } = w.workers[0]!;
  let response: Response | undefined;
  const parsed = new Map(Object.entries(query));
  dial(w.control.init.process!, { address: host.network.address, port: 10_250 }, { method, path, query: parsed, user: 'kube-apiserver-kubelet-client' }, (answer) => (response = answer), (error) => {
    throw error;
  });
  w.run(10);
  return response!;
}

function bodyOf({ stream }: Response): Uint8Array {
  const chunks: number[] = [];
  for (;;) {
    const chunk = stream.read(100_000);
    if (!chunk) return new Uint8Array(chunks);
    chunks.push(...chunk);
  }
}

const textOf = (response: Response) => decodeUtf8(bodyOf(response));
const framesOf = (response: Response) => new FrameReader().push(bodyOf(response)).map(({ channel, payload }) => `${channel} ${decodeUtf8(payload)}`);

function withPod(): { readonly w: World; readonly name: string } {
  const w = makeNode();
  w.apply('web', 1, 'nginx:1.22');
  w.run(5000);
  return { w, name: w.pods()[0]!.metadata.name };
}

describe("the kubelet's door", () => {
  test('logs: whole, the tail, and refused where there are none', () => {
    const { w, name } = withPod();
    const all = textOf(open(w, `/containerLogs/default/${name}/c`, {}));
    expect(all).toContain('Configuration complete; ready for start up');
    const tail = textOf(open(w, `/containerLogs/default/${name}/c`, { tailLines: ['1'], timestamps: ['true'] }));
    expect(tail).toMatch(/^2026-\S+Z \S.*\n$/);
    expect(all.endsWith(tail.slice(tail.indexOf(' ') + 1))).toBe(true);
    const previous = open(w, `/containerLogs/default/${name}/c`, { previous: ['true'] });
    expect(previous.status).toBe(400);
    expect(JSON.parse(textOf(previous)).message).toBe(`previous terminated container "c" in pod "${name}" not found`);
    expect(open(w, '/containerLogs/default/none/c', {}).status).toBe(404);
  });

  test('exec: streams both ways, then how the command ended', () => {
    const { w, name } = withPod();
    const response = open(w, `/exec/default/${name}/c`, { command: ['cat'], input: ['1'], output: ['1'], error: ['1'] }, 'POST');
    expect(response.status).toBe(101);
    response.send(frame(channels.stdin, encodeUtf8('hello\n')));
    w.run(10);
    expect(framesOf(response)).toEqual([`${channels.stdout} HELLO\n`]);
    response.send(closeInputFrame);
    w.run(10);
    const [complaint, end] = framesOf(response);
    expect(complaint).toBe(`${channels.stderr} no more\n`);
    expect(JSON.parse(end!.slice(2))).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '3' }] } });
  });

  test('exec: who hangs up ends the command; what is not there is said', () => {
    const { w, name } = withPod();
    const { host } = w.workers[0]!;
    const running = () => [...host.processes.values()].filter((p) => p.name === 'cat').length;
    const response = open(w, `/exec/default/${name}/c`, { command: ['cat'], input: ['1'], output: ['1'] }, 'POST');
    expect(running()).toBe(1);
    response.close();
    w.run(100);
    expect(running()).toBe(0);
    const [end] = framesOf(open(w, `/exec/default/${name}/c`, { command: ['nothing-of-the-kind'], output: ['1'] }, 'POST'));
    expect(JSON.parse(end!.slice(2)).message).toContain('exec: "nothing-of-the-kind": executable file not found in $PATH');
  });
});

describe('static pods', () => {
  const manifest = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: stay, labels: { app: stay } }\nspec: { containers: [{ name: c, image: "${image}" }] }\n`;
  const dir = '/etc/kubernetes/manifests';

  test('run of a file on the node, show a mirror, come back when the mirror is deleted, change with the file and go with it', () => {
    const w = makeNode();
    const { host } = w.workers[0]!;
    const running = () => w.workers[0]!.runtime.list('cri').filter((c) => c.state === 'running').length;
    const shown = () => w.pods().map((p) => `${p.metadata.name} ${p.spec.containers[0]!.image} ${p.status.phase}`);
    host.files.mkdir(dir, { recursive: true });
    host.files.writeFile(`${dir}/stay.yaml`, manifest('nginx:1.22'));
    w.run(15_000);
    expect(shown()).toEqual(['stay-node-1 nginx:1.22 Running']);
    expect(w.pods()[0]!.metadata.ownerReferences![0]).toMatchObject({ kind: 'Node', name: 'node-1' });
    expect(running()).toBe(2);

    const { uid } = w.pods()[0]!.metadata;
    w.client.delete(w.pods()[0]!, { gracePeriodSeconds: 0 });
    w.run(5000);
    expect(shown()).toEqual(['stay-node-1 nginx:1.22 Running']);
    expect(w.pods()[0]!.metadata.uid).not.toBe(uid);
    expect(running()).toBe(2);

    host.files.writeFile(`${dir}/stay.yaml`, manifest('nginx:1.23'));
    w.run(60_000);
    expect(shown()).toEqual(['stay-node-1 nginx:1.23 Running']);
    expect(running()).toBe(2);

    host.files.unlink(`${dir}/stay.yaml`);
    w.run(60_000);
    expect(shown()).toEqual([]);
    expect(running()).toBe(0);
  });

  test('run while the API cannot be reached, and are shown when it can', () => {
    const w = makeNode();
    const { host, runtime } = w.workers[0]!;
    w.network.cut('control', 'node-1');
    host.files.mkdir(dir, { recursive: true });
    host.files.writeFile(`${dir}/stay.yaml`, manifest('nginx:1.22'));
    w.run(15_000);
    expect(runtime.list('cri').filter((c) => c.state === 'running').length).toBe(2);
    expect(w.pods()).toEqual([]);
    w.network.mend('control', 'node-1');
    w.run(15_000);
    expect(w.pods().map((p) => `${p.metadata.name} ${p.status.phase}`)).toEqual(['stay-node-1 Running']);
  });
});
