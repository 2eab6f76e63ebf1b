/** docker save, load, export, import. */
import type { JsonObject } from '../../../base/index.ts';
import { write } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { readPath, standardInput } from '../../read-input.ts';
import { bool, list, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { showProgress } from '../print/progress.ts';
import { DocumentReader } from '../wire/engine-client.ts';
import { imageName } from '../wire/image-name.ts';

export const saveVerb: DockerVerb = {
  name: 'save',
  summary: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
  usage: 'save [OPTIONS] IMAGE [IMAGE...]',
  alsoAs: ['docker image save', 'docker save'],
  args: [1, Infinity],
  completes: 'images',
  flags: [text('output', 'Write to a file, instead of STDOUT', 'o')],
  *run(d) {
    requireTarget(d);
    const response = yield* d.engine.call('GET', '/images/get', { query: d.args.map((name) => ['names', name] as const) });
    yield* store(d, yield response.readAll());
  },
};

export const exportVerb: DockerVerb = {
  name: 'export',
  summary: "Export a container's filesystem as a tar archive",
  usage: 'export [OPTIONS] CONTAINER',
  alsoAs: ['docker container export', 'docker export'],
  args: [1, 1],
  completes: 'containers',
  flags: [text('output', 'Write to a file, instead of STDOUT', 'o')],
  *run(d) {
    requireTarget(d);
    const response = yield* d.engine.call('GET', `/containers/${encodeURIComponent(d.arg(0))}/export`);
    yield* store(d, yield response.readAll());
  },
};

function requireTarget(d: Invocation): void {
  if (!d.flags.has('output') && terminalOf(d, 1)) throw new ClientError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
}

function* store(d: Invocation, bytes: Uint8Array): Task {
  if (d.flags.has('output')) d.p.files.writeFile(d.flags.text('output'), bytes, { mode: 0o600 });
  else yield write(1, bytes);
}

export const loadVerb: DockerVerb = {
  name: 'load',
  summary: 'Load an image from a tar archive or STDIN',
  usage: 'load [OPTIONS]',
  alsoAs: ['docker image load', 'docker load'],
  args: [0, 0],
  completes: 'files',
  flags: [text('input', 'Read from a tar archive file, instead of STDIN', 'i'), bool('quiet', 'Suppress the load output', 'q')],
  *run(d) {
    if (!d.flags.has('input') && terminalOf(d, 0)) throw new ClientError('requested load from stdin, but stdin is empty');
    const bytes = d.flags.has('input') ? yield* readPath(d.p, d.flags.text('input')) : yield* standardInput(d.p);
    const response = yield* d.engine.call('POST', '/images/load', { query: [['quiet', d.flags.bool('quiet') ? '1' : '0']], bytes, headers: { 'content-type': 'application/x-tar' } });
    yield* showProgress(d, response);
  },
};

export const importVerb: DockerVerb = {
  name: 'import',
  summary: 'Import the contents from a tarball to create a filesystem image',
  usage: 'import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
  alsoAs: ['docker image import', 'docker import'],
  args: [1, 2],
  completes: 'files',
  flags: [list('change', 'Apply Dockerfile instruction to the created image', 'c'), text('message', 'Set commit message for imported image', 'm')],
  *run(d) {
    const source = d.arg(0);
    const bytes = source === '-' ? yield* standardInput(d.p) : yield* readPath(d.p, source);
    const name = d.args.length > 1 ? imageName(d.arg(1)) : undefined;
    const query = [
      ...d.flags.list('change').map((change) => ['changes', change] as const),
      ['fromSrc', '-'] as const,
      ...(d.flags.has('message') ? [['message', d.flags.text('message')] as const] : []),
      ...(name ? [['repo', name.repository] as const, ['tag', name.tag] as const] : []),
    ];
    const response = yield* d.engine.call('POST', '/images/create', { query, bytes, headers: { 'content-type': 'text/plain' } });
    const reader = new DocumentReader(response);
    for (let document = yield* reader.next(); document !== undefined; document = yield* reader.next()) yield* d.print(`${(document as JsonObject & { status?: string }).status ?? ''}\n`);
  },
};

