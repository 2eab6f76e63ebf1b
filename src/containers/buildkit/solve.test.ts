import { describe, expect, it } from 'vitest';
import { fileNode, metaOf, textContent, treeOf, walk, type DirNode } from '../../files/index.ts';
import type { Image } from '../images/image.ts';
import { parseReference } from '../images/reference.ts';
import { EPOCH_MS, preload, TestWorld } from '../runtime/test-host.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { runThread } from '../runtime/thread.ts';
import type { BuildRecord } from '../runtime/rows.ts';
import { solveBuild, type SolveRequest } from './solve.ts';
import type { SolveStatus } from './solve-status.ts';

function contextOf(files: Readonly<Record<string, string>>): DirNode {
  return treeOf(Object.entries(files).map(([path, text]) => ({ path, node: fileNode(textContent(text), metaOf(0o755, EPOCH_MS)) })), metaOf(0o755, EPOCH_MS));
}

function machine() {
  const world = new TestWorld();
  const runtime = world.runtime('laptop');
  preload(runtime, 'busybox:1.35');
  return { world, runtime };
}

interface Solved {
  image?: Image;
  error?: Error;
  readonly statuses: SolveStatus[];
}

function solve({ world, runtime }: { world: TestWorld; runtime: Runtime }, files: Readonly<Record<string, string>>, more: Partial<SolveRequest> = {}): Solved {
  const solved: Solved = { statuses: [] };
  const by = runtime.host.init.process!;
  const request: SolveRequest = {
    by,
    context: contextOf(files),
    dockerfile: 'Dockerfile',
    tags: [],
    args: new Map(),
    labels: {},
    target: '',
    lints: false,
    noCache: false,
    pullsAlways: false,
    prepare: () => () => {},
    stepMs: 10,
    output: (status) => solved.statuses.push(status),
    ...more,
  };
  runThread(by, (function* () {
    try {
      solved.image = yield* solveBuild(runtime, request);
    } catch (error) {
      solved.error = error as Error;
    }
  })());
  world.run();
  return solved;
}

/** How each vertex ended, in the order of beginning. */
function endings({ statuses }: Solved): string[] {
  return statuses.flatMap((status) => ('vertex' in status && status.vertex.completedMs !== undefined ? [`${status.vertex.cached ? 'CACHED ' : status.vertex.error ? 'ERROR ' : ''}${status.vertex.name}`] : []));
}

function filesIn(image: Image): string[] {
  return image.layers.slice(1).map((layer) => [...walk(layer.tree)].filter(({ node }) => node.kind !== 'dir').map(({ path, node }) => `${path.join('/')}${node.kind === 'whiteout' ? ' gone' : ''}`).join(' '));
}

const app = {
  Dockerfile: `FROM busybox:1.35
LABEL org.opencontainers.image.title=demo
ENV GREETING=hello
WORKDIR /app
COPY hello.sh .
RUN chmod +x hello.sh && echo built > /etc/build-info && rm /etc/group
EXPOSE 8080
CMD ["world"]
`,
  'hello.sh': 'echo hello\n',
};

describe('a solve', () => {
  it('makes one image, a layer a step that changes files, and leaves nothing else on the host', () => {
    const m = machine();
    const solved = solve(m, app, { tags: [parseReference('app:1.0')] });
    expect(solved.error).toBeUndefined();
    expect(endings(solved)).toEqual([
      '[internal] load build definition from Dockerfile',
      '[internal] load metadata for docker.io/library/busybox:1.35',
      '[internal] load .dockerignore',
      'CACHED [1/4] FROM docker.io/library/busybox:1.35',
      '[2/4] WORKDIR /app',
      '[internal] load build context',
      '[3/4] COPY hello.sh .',
      '[4/4] RUN chmod +x hello.sh && echo built > /etc/build-info && rm /etc/group',
      'exporting to image',
    ]);
    const image = solved.image!;
    expect(filesIn(image)).toEqual(['', 'app/hello.sh', 'app/hello.sh etc/build-info etc/group gone']);
    expect(image.history.slice(-7).map(({ createdBy, emptyLayer }) => `${createdBy}${emptyLayer ? ' (empty)' : ''}`)).toEqual([
      'LABEL org.opencontainers.image.title=demo (empty)',
      'ENV GREETING=hello (empty)',
      'WORKDIR /app',
      'COPY hello.sh . # buildkit',
      'RUN /bin/sh -c chmod +x hello.sh && echo built > /etc/build-info && rm /etc/group # buildkit',
      'EXPOSE map[8080/tcp:{}] (empty)',
      'CMD ["world"] (empty)',
    ]);
    expect(m.runtime.images.list().map(({ tags }) => tags)).toEqual(expect.arrayContaining([['docker.io/library/app:1.0'], ['docker.io/library/busybox:1.35']]));
    expect(m.runtime.images.list()).toHaveLength(2);
    expect(m.runtime.list()).toEqual([]);
  });

  it('finds every step again, gives the same image, and begins anew where an input has changed', () => {
    const m = machine();
    const first = solve(m, app).image!;
    const again = solve(m, app);
    expect(again.image!.id).toBe(first.id);
    expect(endings(again).filter((end) => end.startsWith('CACHED'))).toHaveLength(4);
    const changed = solve(m, { ...app, 'hello.sh': 'echo bye\n' });
    expect(endings(changed).filter((end) => /\/4\]/.test(end)).map((end) => end.startsWith('CACHED'))).toEqual([true, true, false, false]);
    expect(endings(solve(m, app, { noCache: true })).filter((end) => /[2-4]\/4\]/.test(end) && end.startsWith('CACHED'))).toEqual([]);
  });

  it('runs stages side by side, and only those that the target needs', () => {
    const m = machine();
    const Dockerfile = 'FROM busybox:1.35 AS a\nRUN sleep 3; echo a > /a\nFROM busybox:1.35 AS unused\nRUN false\nFROM busybox:1.35\nRUN sleep 4\nCOPY --from=a /a /b\n';
    const before = m.world.clock.now;
    const solved = solve(m, { Dockerfile });
    expect(solved.error).toBeUndefined();
    expect(m.world.clock.now - before).toBeLessThan(5_000);
    expect(filesIn(solved.image!).at(-1)).toBe('b');
    expect(endings(solved).filter((end) => end.includes('unused'))).toEqual([]);
  });

  it('passes arguments to RUN, takes documents below instructions, and keeps a cache mount out of the layers', () => {
    const m = machine();
    const Dockerfile = 'FROM busybox:1.35\nARG V=1\nRUN echo "v=$V" > /v\nRUN <<EOF\necho one >> /lines\necho two >> /lines\nEOF\nCOPY <<EOF /doc\nv is $V\nEOF\nRUN --mount=type=cache,target=/c echo x >> /c/f && cp /c/f /seen\n';
    const one = solve(m, { Dockerfile }, { args: new Map([['V', '2']]) });
    expect(one.error).toBeUndefined();
    expect(filesIn(one.image!)).toEqual(['v', 'lines', 'doc', 'seen']);
    expect(endings(one)).toContain('[stage-0 2/5] RUN echo "v=2" > /v');
    expect(endings(one)).toContain('[stage-0 3/5] RUN <<EOF (echo one >> /lines...)');
    const two = solve(m, { Dockerfile }, { noCache: true, args: new Map([['V', '2']]) });
    const seen = [...walk(two.image!.layers.at(-1)!.tree)].find(({ path }) => path.join('/') === 'seen')!.node;
    expect(seen.kind === 'file' && seen.content.size).toBe(4); // the directory was kept from the first build
  });

  it.each([
    ['FROM busybox:1.35\nRUN false\n', 'process "/bin/sh -c false" did not complete successfully: exit code: 1', 'ERROR [2/2] RUN false'],
    ['FROM busybox:1.35\nRUNN echo hi\n', 'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)', '[internal] load build definition from Dockerfile'],
    ['RUN echo no from\n', 'no build stage in current context', '[internal] load build definition from Dockerfile'],
    ['FROM nowhere.invalid/x:1\n', expect.stringContaining('nowhere.invalid/x:1: failed to resolve source metadata for nowhere.invalid/x:1: '), 'ERROR [internal] load metadata for nowhere.invalid/x:1'],
    ['FROM busybox:1.35\nCOPY missing.txt /\n', expect.stringMatching(/^failed to compute cache key: failed to calculate checksum of ref [0-9a-f-]{36}::[0-9a-z]{25}: "\/missing.txt": not found$/), 'ERROR [2/2] COPY missing.txt /'],
  ])('refuses %j in the words of the real one', (Dockerfile, message, last) => {
    const m = machine();
    const solved = solve(m, { Dockerfile });
    expect(solved.error?.name).toBe('SolveError');
    expect(solved.error!.message).toEqual(message);
    expect(endings(solved).at(-1)).toBe(last);
    expect(m.runtime.images.list()).toHaveLength(1);
    expect(m.runtime.list()).toEqual([]);
    expect([...m.runtime.store.list('builds')].filter((row) => (row as BuildRecord).state === 'running')).toEqual([]);
  });
});
