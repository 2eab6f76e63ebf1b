/** `RUN --mount=…`: what a step sees beside its own layers, and leaves out of the one it makes. */
import { dirNode, metaOf, nodeAt, splitPath, TreeFs, type DirNode } from '../../files/index.ts';
import { BuildError } from '../builder/build-error.ts';
import type { CommandOf } from '../builder/commands.ts';
import { expandWord } from '../builder/words.ts';
import type { Waits } from '../pull/registry-client.ts';
import type { ContainerMount } from '../runtime/container-spec.ts';
import type { Solve } from './solve.ts';

interface RunMounts {
  readonly mounts: readonly ContainerMount[];
  /** What of them the cache goes by. */
  readonly keys: readonly string[];
}

/** Throws BuildError. */
export function* mountsOf(solve: Solve, command: CommandOf<'RUN'>, workingDir: string): Waits<RunMounts> {
  const mounts: ContainerMount[] = [];
  for (const written of command.mounts) {
    const fields = new Map(expandWord(written, solve.plan.globals).split(',').map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? ([field, ''] as const) : ([field.slice(0, at), field.slice(at + 1)] as const);
    }));
    const type = fields.get('type') ?? 'bind';
    const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? '';
    if (target === '' && type !== 'secret' && type !== 'ssh') throw new BuildError(`invalid mount target ""`);
    const point = target.startsWith('/') ? target : `${workingDir}/${target}`;
    if (type === 'tmpfs') mounts.push({ point, tmpfs: true });
    else if (type === 'cache') mounts.push({ point, fs: solve.runtime.buildCache.directory(fields.get('id') ?? point, () => new TreeFs(dirNode(metaOf(0o755, solve.runtime.host.wallMs)), { space: solve.runtime.host.disk.space })), source: 'overlay' });
    else if (type === 'bind') {
      const from = fields.get('from') ?? '';
      const tree = from === '' ? yield* solve.context() : yield* solve.treeOf(from, command.at);
      mounts.push({ point, fs: new TreeFs(part(tree, fields.get('source') ?? fields.get('src') ?? '')), source: 'overlay', readOnly: !fields.has('rw') && !fields.has('readwrite') });
    } else if (type === 'secret' || type === 'ssh') {
      if (fields.has('required')) throw new BuildError(type === 'ssh' ? 'unset ssh forward key default' : `secret ${fields.get('id') ?? ''}: not found`);
    } else throw new BuildError(`unsupported mount type "${type}"`);
  }
  return { mounts, keys: command.mounts };
}

function part(tree: DirNode, source: string): DirNode {
  const node = splitPath(source).length === 0 ? tree : nodeAt(tree, splitPath(source));
  if (!node) throw new BuildError(`failed to compute cache key: "/${splitPath(source).join('/')}": not found`);
  if (node.kind !== 'dir') throw new BuildError(`a bind mount of the file "${source}" cannot be made here; mount its directory`);
  return node;
}
