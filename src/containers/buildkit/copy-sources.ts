/** What COPY and ADD take: files of the context, of another stage or image, of the network, or a document of the Dockerfile itself. */
import { contentDigest, dirNode, fileNode, metaOf, splitPath, textContent, type DirNode, type VisibleNode } from '../../files/index.ts';
import { fetchSource, isUrl } from '../builder/add-url.ts';
import { BuildError } from '../builder/build-error.ts';
import type { CommandOf } from '../builder/commands.ts';
import { findSources, type Source } from '../builder/copy-files.ts';
import type { Waits } from '../pull/registry-client.ts';
import type { Solve } from './solve.ts';
import { SolveError, type SourceLines } from './solve-error.ts';

/** `name` is that of the step, for a failure before it begins. Throws SolveError and BuildError. */
export function* copySourcesOf(solve: Solve, command: CommandOf<'COPY' | 'ADD'>, expand: (word: string) => string, name: string, lines: SourceLines): Waits<readonly Source[]> {
  const { heredocs } = command.at;
  const found: Source[] = [];
  if (heredocs.length > 0) solve.report.begin('[internal] preparing inline document').done();
  const local: string[] = [];
  for (const word of command.sources) {
    const document = heredocs.find(({ name: own }) => heredocWord.exec(word)?.[1] === own);
    if (document) found.push({ path: document.name, node: fileNode(textContent(document.expands ? expandLines(document.content, expand) : document.content), metaOf(0o644, 0)) });
    else if (command.kind === 'ADD' && isUrl(word)) found.push(yield* download(solve, command, expand(word)));
    else local.push(expand(word));
  }
  if (local.length === 0) return found;
  const tree = command.from === '' ? yield* solve.context() : yield* solve.treeOf(expand(command.from), command.at);
  const patterns = local.map((word) => splitPath(word).filter((part) => part !== '..').join('/'));
  for (const pattern of patterns) if (!exists(tree, pattern)) throw missing(solve, name, pattern, lines);
  return [...found, ...findSources(tree, patterns, command.kind)];
}

/** How an instruction asks for a document that stands below it. */
const heredocWord = /^<<-?["']?(.*?)["']?$/;

function expandLines(text: string, expand: (word: string) => string): string {
  return text.replace(/\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)/g, (word) => expand(word));
}

function* download(solve: Solve, { at }: CommandOf<'COPY' | 'ADD'>, url: string): Waits<Source> {
  const source = yield* fetchSource(solve.request.by, url, solve.runtime.host.wallMs);
  const wanted = at.flags.find((flag) => flag.startsWith('--checksum='))?.slice('--checksum='.length);
  const digest = source.node.kind === 'file' ? contentDigest(source.node.content) : '';
  if (wanted !== undefined && wanted !== digest) throw new BuildError(`digest mismatch ${digest}: ${wanted}`);
  return source;
}

function exists(tree: DirNode, pattern: string): boolean {
  try {
    return findSources(tree, [pattern], 'COPY').length > 0;
  } catch (error) {
    if (error instanceof BuildError) return false;
    throw error;
  }
}

function missing(solve: Solve, name: string, path: string, lines: SourceLines): SolveError {
  const why = `failed to calculate checksum of ref ${solve.newSession()}::${solve.newRef()}: "/${path}": not found`;
  const vertex = solve.report.begin(name);
  vertex.fail(why);
  return new SolveError(`failed to compute cache key: ${why}`, lines);
}

/** Octal, for files and directories alike. Throws BuildError. */
export function withMode(node: VisibleNode, chmod: string): VisibleNode {
  if (!/^0?[0-7]{3,4}$/.test(chmod)) throw new BuildError(`invalid chmod parameter: '${chmod}'. it should be octal string and between 0 and 07777`);
  const mode = Number.parseInt(chmod, 8);
  const set = (one: VisibleNode): VisibleNode => {
    if (one.kind === 'link') return one;
    const meta = { ...one.meta, mode };
    if (one.kind !== 'dir') return { ...one, meta };
    const entries = new Map([...one.entries].map(([name, inner]) => [name, inner.kind === 'whiteout' ? inner : set(inner)] as const));
    return { ...dirNode(meta), entries };
  };
  return set(node);
}

