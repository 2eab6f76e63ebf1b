/** What a build sees: the tree that the client sent, without what .dockerignore hides, and the Dockerfile in it. */
import { contentText, dirNode, nodeAt, treeOf, walk, type DirNode, type Placed } from '../../files/index.ts';
import { DockerfileError } from './dockerfile.ts';
import { parseIgnoreFile } from './ignore-file.ts';

const IGNORE_FILE = '.dockerignore';

export function readDockerfile(context: DirNode, path: string): string {
  const node = nodeAt(context, path);
  if (node?.kind !== 'file') throw new DockerfileError(`Cannot locate specified Dockerfile: ${path}`);
  return contentText(node.content);
}

/** A client has left out what its ignore file hides, but sends that file and the Dockerfile always. */
export function withoutIgnored(context: DirNode): DirNode {
  const file = nodeAt(context, IGNORE_FILE);
  if (file?.kind !== 'file') return context;
  const ignore = parseIgnoreFile(contentText(file.content));
  const kept: Placed[] = [];
  for (const { path, node } of walk(context)) {
    if (ignore.excludes(path.join('/'))) continue;
    kept.push({ path, node: node.kind === 'dir' ? dirNode(node.meta) : node });
  }
  return treeOf(kept, context.meta);
}
