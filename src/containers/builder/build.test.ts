import { describe, expect, it } from 'vitest';
import { dirNode, fileNode, metaOf, textContent, treeOf, walk, writeTar, layerTar, contentBytes, bytesContent, type DirNode } from '../../files/index.ts';
import { pause } from '../../host/index.ts';
import type { Image } from '../images/image.ts';
import { shortId } from '../images/image-store.ts';
import { parseReference } from '../images/reference.ts';
import { runThread } from '../runtime/thread.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { BuildRecord } from '../runtime/rows.ts';
import { createFrom, EPOCH_MS, logText, preload, TestWorld } from '../runtime/test-host.ts';
import { buildImage, type BuildRequest } from './build.ts';

/** Files by path; those that end in .sh may be executed. */
function contextOf(files: Readonly<Record<string, string>>): DirNode {
  const meta = metaOf(0o755, EPOCH_MS);
  return treeOf(
    Object.entries(files).map(([path, text]) => ({ path, node: fileNode(textContent(text), metaOf(path.endsWith('.sh') ? 0o755 : 0o644, EPOCH_MS)) })),
    meta,
  );
}

interface Built {
  text: string;
  image?: Image;
  error?: Error;
}

function build(world: TestWorld, runtime: Runtime, files: Readonly<Record<string, string>>, more: Partial<BuildRequest> = {}): Built {
  const built: Built = { text: '' };
  const process = runtime.host.init.process!;
  runThread(process, (function* () {
    try {
      const request: BuildRequest = { by: process, context: contextOf(files), tags: [], output: (text) => (built.text += text), ...more };
      built.image = yield* buildImage(runtime, request);
    } catch (error) {
      built.error = error as Error;
    }
  })());
  world.run();
  return built;
}

function machine() {
  const world = new TestWorld();
  const runtime = world.runtime('laptop');
  preload(runtime, 'busybox:1.35');
  return { world, runtime };
}

/** Ids differ from run to run. */
function withoutIds(text: string): string {
  return text.replace(/\b[0-9a-f]{12}\b/g, 'ID');
}

function entriesOf(image: Image, index: number): string[] {
  return [...walk(image.layers[index]!.tree)].map(({ path, node }) => `${path.join('/')}${node.kind === 'dir' ? '/' : node.kind === 'whiteout' ? ' gone' : ''}`);
}

const app = {
  Dockerfile: `FROM busybox:1.35
LABEL org.opencontainers.image.title="demo"
ENV GREETING=hello APP_HOME=/app
WORKDIR /app
COPY hello.sh .
RUN chmod 700 hello.sh && echo built > /etc/build-info && \\
    rm /etc/group
EXPOSE 8080/tcp
VOLUME /data
USER nobody
HEALTHCHECK --interval=2s --timeout=1s --retries=2 CMD true
ENTRYPOINT ["./hello.sh"]
CMD ["world"]
`,
  'hello.sh': '#!/bin/sh\necho "$GREETING, $1"\n',
};

describe('a build', () => {
  it('goes instruction by instruction, each an image', () => {
    const { world, runtime } = machine();
    const { text, image, error } = build(world, runtime, app, { tags: [parseReference('app:1.0'), parseReference('app')] });
    expect(error).toBeUndefined();
    const steps = text.split('\n').filter((line) => line.startsWith('Step'));
    expect(steps).toHaveLength(12);
    expect(steps[5]).toBe('Step 6/12 : RUN chmod 700 hello.sh && echo built > /etc/build-info &&     rm /etc/group');
    expect(withoutIds(text)).toContain('Step 4/12 : WORKDIR /app\n ---> Running in ID\n ---> Removed intermediate container ID\n ---> ID\nStep 5/12 : COPY hello.sh .\n ---> ID\nStep 6/12');
    expect(text.endsWith(`Successfully built ${shortId(image!.id)}\nSuccessfully tagged app:1.0\nSuccessfully tagged app:latest\n`)).toBe(true);
    expect(image!.layers).toHaveLength(4);
    expect([1, 2, 3].map((i) => entriesOf(image!, i))).toEqual([['app/'], ['app/', 'app/hello.sh'], ['app/', 'app/hello.sh', 'etc/', 'etc/build-info', 'etc/group gone']]);
    expect(image!.history.map((entry) => entry.createdBy.replace(/[0-9a-f]{64}/, 'DIGEST')).slice(2)).toEqual([
      '/bin/sh -c #(nop)  LABEL org.opencontainers.image.title=demo',
      '/bin/sh -c #(nop)  ENV GREETING=hello APP_HOME=/app',
      '/bin/sh -c #(nop) WORKDIR /app',
      '/bin/sh -c #(nop) COPY file:DIGEST in . ',
      '/bin/sh -c chmod 700 hello.sh && echo built > /etc/build-info &&     rm /etc/group',
      '/bin/sh -c #(nop)  EXPOSE 8080/tcp',
      '/bin/sh -c #(nop)  VOLUME [/data]',
      '/bin/sh -c #(nop)  USER nobody',
      `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "true"] "2s" "1s" "0s" "0s" '\\x02'}`,
      '/bin/sh -c #(nop)  ENTRYPOINT ["./hello.sh"]',
      '/bin/sh -c #(nop)  CMD ["world"]',
    ]);
    expect(runtime.list()).toEqual([]);
    const row = runtime.store.list('builds')[0] as BuildRecord;
    expect(row).toMatchObject({ state: 'done', tag: 'app:1.0', imageId: image!.id });
    expect(row.steps.map((step) => step.state)).toEqual(Array.from({ length: 12 }, () => 'done'));
    expect(row.steps[5]!.layer).toBe(image!.layers[3]!.id);
  });

  it('makes an image that runs', () => {
    const { world, runtime } = machine();
    build(world, runtime, { ...app, Dockerfile: app.Dockerfile.replace('chmod 700', 'chmod 755') }, { tags: [parseReference('app')] });
    const container = createFrom(runtime, 'app');
    container.start();
    world.run();
    expect(logText(container)).toBe('hello, world\n');
  });

  it('finds again what has not changed', () => {
    const { world, runtime } = machine();
    const first = build(world, runtime, app);
    world.run(5000);
    const second = build(world, runtime, app);
    expect(second.image!.id).toBe(first.image!.id);
    expect(second.text.match(/ ---> Using cache\n/g)).toHaveLength(11);
    const changed = build(world, runtime, { ...app, 'hello.sh': '#!/bin/sh\necho changed\n' });
    expect(changed.text.match(/ ---> Using cache\n/g)).toHaveLength(3);
    expect((runtime.store.get('builds/3') as BuildRecord).steps.map((step) => step.state).slice(0, 6)).toEqual(['done', 'cached', 'cached', 'cached', 'done', 'done']);
    expect(build(world, runtime, app, { noCache: true }).text).not.toContain('Using cache');
  });

  it('takes from stages, and tells of arguments that nobody wanted', () => {
    const { world, runtime } = machine();
    const files = { Dockerfile: 'FROM busybox:1.35 AS build\nARG VERSION=dev\nRUN echo "v=$VERSION" > /out.txt\nFROM busybox:1.35\nCOPY --from=build /out.txt /out.txt\nCMD ["cat", "/out.txt"]\n' };
    const args = new Map([['VERSION', '1.2'], ['UNUSED', '1']]);
    const { text, image } = build(world, runtime, files, { args, tags: [parseReference('multi')] });
    expect(text).toContain('\n[Warning] One or more build-args [UNUSED] were not consumed\nSuccessfully built');
    expect(image!.layers).toHaveLength(2);
    const container = createFrom(runtime, 'multi');
    container.start();
    world.run();
    expect(logText(container)).toBe('v=1.2\n');
    const target = build(world, runtime, files, { args, target: 'build' });
    expect(target.image!.history.at(-1)!.createdBy).toBe('|1 VERSION=1.2 /bin/sh -c echo "v=$VERSION" > /out.txt');
  });

  it('leaves out what .dockerignore names', () => {
    const { world, runtime } = machine();
    const files = { Dockerfile: 'FROM busybox:1.35\nCOPY . /src\nRUN find /src | sort\n', '.dockerignore': '*.log\n!keep.log\nnode_modules\n**/*.tmp\nDockerfile\n', 'a.log': '', 'keep.log': '', 'main.js': '', 'node_modules/x.js': '', 'a/b.tmp': '', 'a/ok.txt': '' };
    const { text } = build(world, runtime, files);
    expect(text).toContain('\n/src\n/src/.dockerignore\n/src/a\n/src/a/ok.txt\n/src/keep.log\n/src/main.js\n ---> Removed');
  });

  it('unpacks archives for ADD, and only for it', () => {
    const { world, runtime } = machine();
    const tar = contentBytes(writeTar([{ path: 'x/y.txt', kind: 'file', meta: metaOf(0o640, EPOCH_MS, 7, 8), content: textContent('y'), target: '', major: 0, minor: 0 }]));
    const context = treeOf([{ path: 'a.tar', node: fileNode(bytesContent(tar), metaOf(0o644, EPOCH_MS)) }, { path: 'Dockerfile', node: fileNode(textContent('FROM scratch\nADD a.tar /\nCOPY --chown=5:6 a.tar /b.tar\n'), metaOf(0o644, EPOCH_MS)) }], metaOf(0o755, 0));
    const { image, error } = build(world, runtime, {}, { context });
    expect(error).toBeUndefined();
    expect([0, 1].map((i) => entriesOf(image!, i))).toEqual([['x/', 'x/y.txt'], ['b.tar']]);
    expect(image!.layers.map((layer) => [...walk(layer.tree)].at(-1)!.node)).toMatchObject([{ meta: { uid: 7, gid: 8 } }, { meta: { uid: 5, gid: 6 } }]);
    expect(layerTar(dirNode(metaOf(0o755, 0))).size).toBe(1024);
  });
});

describe('instructions', () => {
  const configOf = (dockerfile: string, more: Partial<BuildRequest> = {}) => {
    const { world, runtime } = machine();
    const { image, error } = build(world, runtime, { Dockerfile: dockerfile }, more);
    expect(error).toBeUndefined();
    return image!.config;
  };

  it('fill in what ENV and ARG have set', () => {
    expect(configOf('ARG TAG=1.35\nFROM busybox:${TAG}\nARG A=a\nENV B="$A b" C=${X:-c} D=\\$A\nLABEL l=\'$A\' m=${A:+yes}\nWORKDIR /$A\nWORKDIR x\n')).toMatchObject({
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'B=a b', 'C=c', 'D=$A'],
      Labels: { l: '$A', m: 'yes' },
      WorkingDir: '/a/x',
    });
  });

  it('take away a CMD that the base had, when they set an ENTRYPOINT', () => {
    expect(configOf('FROM busybox:1.35\nENTRYPOINT echo hi\n')).toMatchObject({ Entrypoint: ['/bin/sh', '-c', 'echo hi'] });
    expect(configOf('FROM busybox:1.35\nENTRYPOINT ["x"]\n').Cmd).toBeUndefined();
    expect(configOf('FROM busybox:1.35\nCMD ["y"]\nENTRYPOINT ["x"]\n').Cmd).toEqual(['y']);
    expect(configOf('FROM busybox:1.35\nSHELL ["/bin/ash", "-ec"]\nCMD date\n').Cmd).toEqual(['/bin/ash', '-ec', 'date']);
  });

  it('say which ports, signals and checks', () => {
    expect(configOf('FROM busybox:1.35\nEXPOSE 80 53/udp 8000-8002\nSTOPSIGNAL SIGQUIT\nHEALTHCHECK NONE\nVOLUME ["/a", "/b"]\n', { labels: { by: 'me' } })).toMatchObject({
      ExposedPorts: ['53/udp', '80/tcp', '8000/tcp', '8001/tcp', '8002/tcp'],
      StopSignal: 'SIGQUIT',
      Healthcheck: { test: ['NONE'] },
      Volumes: ['/a', '/b'],
      Labels: { by: 'me' },
    });
  });

  it('wait for a build on top', () => {
    const { world, runtime } = machine();
    build(world, runtime, { Dockerfile: 'FROM busybox:1.35\nONBUILD RUN echo triggered > /t\nONBUILD ENV T=1\n' }, { tags: [parseReference('base')] });
    const { text, image } = build(world, runtime, { Dockerfile: 'FROM base\n' });
    expect(text).toContain('# Executing 2 build triggers\n');
    expect(image!.config.Env).toContain('T=1');
    expect(image!.config.OnBuild).toBeUndefined();
    expect(entriesOf(image!, 1)).toEqual(['t']);
  });

  it('fetch a file over the network', () => {
    const { world, runtime } = machine();
    const site = world.host('site');
    site.spawn(function* (p) {
      p.listen({ port: 80, door: { open: (_, call) => (call.write(new TextEncoder().encode('data')), call.end()) } });
      return yield pause();
    }, ['site']);
    world.run();
    const { image } = build(world, runtime, { Dockerfile: 'FROM busybox:1.35\nADD http://site/d/x.bin /opt/\n' });
    expect(entriesOf(image!, 1)).toEqual(['opt/', 'opt/x.bin']);
    expect(build(world, runtime, { Dockerfile: 'FROM busybox:1.35\nADD http://nowhere/x /\n' }).error?.message).toBe('ADD failed: Get "http://nowhere/x": dial tcp: lookup nowhere on 192.168.0.1:53: no such host');
  });
});

describe('a build that fails', () => {
  it.each([
    ['FROM busybox:1.35\nRUNN echo\n', 'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)'],
    ['FROM busybox:1.35\n\nENTERYPOINT ["sh"]\n', 'dockerfile parse error on line 3: unknown instruction: ENTERYPOINT (did you mean ENTRYPOINT?)'],
    ['RUN echo hi\n', 'no build stage in current context'],
    ['', 'the Dockerfile (Dockerfile) cannot be empty'],
    ['FROM a b\n', 'dockerfile parse error on line 1: FROM requires either one or three arguments'],
    ['FROM busybox:1.35\nCOPY x\n', 'dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined'],
    ['FROM busybox:1.35\nENV A\n', 'dockerfile parse error on line 2: ENV must have two arguments'],
    ['FROM busybox:1.35\nCOPY missing.txt /\n', 'COPY failed: file not found in build context or excluded by .dockerignore: stat missing.txt: file does not exist'],
    ['FROM busybox:1.35\nCOPY ../x /\n', 'COPY failed: forbidden path outside the build context: ../x ()'],
    ['FROM busybox:1.35\nRUN false\n', "The command '/bin/sh -c false' returned a non-zero code: 1"],
    ['FROM Busy/Box\n', 'invalid reference format: repository name (Box) must be lowercase'],
  ])('%j', (dockerfile, message) => {
    const { world, runtime } = machine();
    expect(build(world, runtime, { Dockerfile: dockerfile }).error?.message).toBe(message);
  });

  it('for want of its base image', () => {
    const { world, runtime } = machine();
    world.hub();
    const { text, error } = build(world, runtime, { Dockerfile: 'FROM nosuchimage\n' });
    expect(text).toBe('Step 1/1 : FROM nosuchimage\n');
    expect(error?.message).toBe("pull access denied for nosuchimage, repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
  });

  it('keeps the container of the command that failed', () => {
    const { world, runtime } = machine();
    const { text } = build(world, runtime, { Dockerfile: 'FROM busybox:1.35\nRUN echo so far; exit 3\n' });
    expect(withoutIds(text)).toBe('Step 1/2 : FROM busybox:1.35\n ---> ID\nStep 2/2 : RUN echo so far; exit 3\n ---> Running in ID\nso far\n');
    expect(runtime.list().map((container) => container.record.status)).toMatchObject([{ state: 'exited', exitCode: 3 }]);
    expect(runtime.store.get('builds/1')).toMatchObject({ state: 'failed', error: "The command '/bin/sh -c echo so far; exit 3' returned a non-zero code: 3" });
    build(world, runtime, { Dockerfile: 'FROM busybox:1.35\nRUN exit 4\n' }, { removesFailed: true });
    expect(runtime.list()).toHaveLength(1);
  });
});
