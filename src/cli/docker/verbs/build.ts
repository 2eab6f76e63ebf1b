/** docker build: by BuildKit when the buildx component is there, else by the engine's classic builder. */
import { formatDecimalSize, formatGoValue, printJson, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { pairsOf } from '../command/container-options.ts';
import { bool, list, text } from '../command/docker-flag.ts';
import { ArgumentError, ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { showProgress } from '../print/progress.ts';
import { failureText } from '../print/solve-error.ts';
import { DRAW_EVERY_MS, PlainPrinter, TerminalPrinter, warningsText } from '../print/solve-progress.ts';
import { SolveState } from '../print/solve-status.ts';
import { directoryContext, standardInputContext } from '../wire/build-context.ts';
import { DocumentReader, silence, type CallOptions, type Query } from '../wire/engine-client.ts';
import { imageName } from '../wire/image-name.ts';

const DEPRECATED = 'DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n';
const noBuildx = `${DEPRECATED}            Install the buildx component to build images with BuildKit:\n            https://docs.docker.com/go/buildx/\n\n`;
const disabled = `${DEPRECATED}            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n            environment-variable.\n\n`;

function tagCheck(value: string): string | undefined {
  try {
    imageName(value);
    return undefined;
  } catch (error) {
    if (error instanceof ClientError) return error.message;
    throw error;
  }
}

const BUILDX = '/usr/libexec/docker/cli-plugins/docker-buildx';

export function hasBuildx(p: Process): boolean {
  return p.files.exists(BUILDX);
}

function isDisabled(p: Process): boolean {
  return p.env.get('DOCKER_BUILDKIT') === '0';
}

/** Answers the image's id. */
function* builtClassic(d: Invocation, options: CallOptions, isQuiet: boolean): Task<string> {
  const sending = `Sending build context to Docker daemon ${formatDecimalSize(options.bytes!.length, 4).padStart(8)}\n`;
  if (!isQuiet) yield* d.print(sending);
  let id = '';
  try {
    const response = yield* d.engine.call('POST', '/build', options);
    yield* showProgress(d, response, (value) => (id = (value as { ID?: string }).ID ?? ''));
  } catch (error) {
    if (isQuiet) yield* d.warn(sending);
    throw error;
  }
  return id;
}

/** Answers the image's id. What happens goes to standard error, the id alone, when quiet, to standard output. */
function* solved(d: Invocation, options: CallOptions, isQuiet: boolean): Task<string> {
  const terminal = terminalOf(d, 2);
  const style = d.flags.text('progress');
  const isPlain = style === 'plain' || (style !== 'tty' && !terminal);
  const printer = isPlain ? new PlainPrinter() : new TerminalPrinter(terminal?.cols ?? 80);
  const state = new SolveState();
  let id = '';
  const response = yield* d.engine.call('POST', '/build', options);
  const reader = new DocumentReader(response);
  const fd = d.p.fds.add(response.stream);
  const timeoutMs = isPlain || isQuiet ? Infinity : DRAW_EVERY_MS;
  let heardMs = d.nowMs;
  if (isPlain && !isQuiet) yield* d.warn('#0 building with "default" instance using docker driver\n');
  for (let document = yield* reader.nextWithin(timeoutMs, fd); document !== undefined; document = yield* reader.nextWithin(timeoutMs, fd)) {
    if (document === silence) {
      yield* d.warn(printer.waited(state, d.nowMs - heardMs));
      continue;
    }
    heardMs = d.nowMs;
    const { id: kind, aux, error, errorDetail } = document as JsonObject;
    if (error !== undefined) {
      if (!isQuiet) yield* d.warn(printer.finished(state) + failureText(state, errorDetail));
      throw new ClientError(`ERROR: failed to solve: ${formatGoValue(error)}`);
    }
    if (kind === 'moby.image.id') id = (aux as { ID?: string }).ID ?? '';
    const change = kind === 'moby.buildkit.trace' ? state.take(aux ?? null) : undefined;
    const shown = change && !isQuiet ? printer.changed(change, state) : '';
    if (shown !== '') yield* d.warn(shown);
  }
  if (isQuiet) yield* d.print(`${id}\n`);
  else yield* d.warn(printer.finished(state) + warningsText(state));
  return id;
}

export const buildVerb: DockerVerb = {
  name: 'build',
  summary: 'Build an image from a Dockerfile',
  usage: 'build [OPTIONS] PATH | URL | -',
  alsoAs: ['docker image build', 'docker build', 'docker buildx build', 'docker builder build'],
  args: [1, 1],
  completes: 'files',
  warns: (p) => (isDisabled(p) ? disabled : hasBuildx(p) ? '' : noBuildx),
  flags: [
    list('add-host', 'Add a custom host-to-IP mapping ("host:ip")'),
    list('build-arg', 'Set build-time variables'),
    text('file', 'Name of the Dockerfile (Default is "PATH/Dockerfile")', 'f'),
    bool('force-rm', 'Always remove intermediate containers'),
    text('iidfile', 'Write the image ID to the file'),
    list('label', 'Set metadata for an image'),
    bool('no-cache', 'Do not use cache when building the image'),
    text('progress', 'Set type of progress output ("auto", "plain", "tty", "quiet")'),
    bool('pull', 'Always attempt to pull a newer version of the image'),
    bool('quiet', 'Suppress the build output and print image ID on success', 'q'),
    { ...bool('rm', 'Remove intermediate containers after a successful build'), initial: 'true' },
    { ...list('tag', 'Name and optionally a tag in the "name:tag" format', 't'), check: tagCheck },
    text('target', 'Set the target build stage to build.'),
  ],
  *run(d) {
    const { flags } = d;
    const place = d.arg(0);
    if (place === '') throw new ArgumentError(`'${d.path}' requires 1 argument`, false);
    if (/^(https?:\/\/|git@|github\.com\/)/.test(place)) throw new ClientError(`unable to prepare context: unable to 'git clone' to temporary context directory: error fetching: exec: "git": executable file not found in $PATH`);
    const isBuildKit = hasBuildx(d.p) && !isDisabled(d.p);
    const context = place === '-' ? yield* standardInputContext(d.p, flags.text('file'), d.nowMs) : directoryContext(d, place, flags.text('file'), isBuildKit);
    const args = flags.list('build-arg');
    const given = args.flatMap((pair) => (pair.includes('=') ? [pair] : d.p.env.has(pair) ? [`${pair}=${d.p.env.get(pair)!}`] : []));
    const isQuiet = flags.bool('quiet') || flags.text('progress') === 'quiet';
    const query: Query = [
      ...(given.length > 0 ? [['buildargs', printJson(pairsOf(given), { sortKeys: true })] as const] : []),
      ['dockerfile', context.dockerfile],
      ...(flags.bool('force-rm') ? [['forcerm', '1'] as const] : []),
      ...(flags.has('label') ? [['labels', printJson(pairsOf(flags.list('label')), { sortKeys: true })] as const] : []),
      ...(flags.bool('no-cache') ? [['nocache', '1'] as const] : []),
      ...(flags.bool('pull') ? [['pull', '1'] as const] : []),
      ...(isQuiet && !isBuildKit ? [['q', '1'] as const] : []),
      ...(flags.bool('rm') ? [] : [['rm', '0'] as const]),
      ...flags.list('tag').map((tag) => ['t', tag] as const),
      ...(flags.has('target') ? [['target', flags.text('target')] as const] : []),
      ['version', isBuildKit ? '2' : '1'],
    ];
    const options: CallOptions = { query, bytes: context.tar, headers: { 'content-type': 'application/x-tar', 'x-registry-config': 'e30=' } };
    const id = isBuildKit ? yield* solved(d, options, isQuiet) : yield* builtClassic(d, options, isQuiet);
    if (flags.has('iidfile')) d.p.files.writeFile(flags.text('iidfile'), id);
  },
};
