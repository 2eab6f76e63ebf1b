// Kinds are compared by name only where a kind is described or owned: everywhere else the registry's data decides.
import { Visitor, type ESTree } from 'vite';
import type { Breach } from './breach.ts';
import type { SourceFile } from './source-file.ts';

const OWNED = /^src\/(?:kube\/(?:kinds|controllers)|cli\/kubectl\/kinds)\//;
const CHECKED_ROOMS = new Set(['kube', 'cli', 'world']);

/** `kube/kinds/replica-set/…` declares the kind ReplicaSet: the folders are the list of kinds. */
export function kindNames(files: readonly SourceFile[]): Set<string> {
  const names = new Set<string>();
  for (const { path } of files) {
    const folder = /^src\/kube\/kinds\/([a-z0-9-]+)\//.exec(path)?.[1];
    if (folder) names.add(folder.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()));
  }
  return names;
}

export function checkKinds(file: SourceFile, kinds: ReadonlySet<string>): Breach[] {
  if (file.isTest || !CHECKED_ROOMS.has(file.room) || OWNED.test(file.path)) return [];
  const breaches: Breach[] = [];
  const isKind = (node: ESTree.Node) => node.type === 'Literal' && kinds.has(String(node.value));
  const report = (node: ESTree.Node) =>
    breaches.push({
      path: file.path,
      line: file.lineAt(node.start),
      says: 'compares a kind by name',
      remedy: 'declare what differs as data of the kind (kube/kinds, or cli/kubectl/kinds for the client) and read that',
    });
  new Visitor({
    BinaryExpression(node) {
      if (/^[!=]==?$/.test(node.operator) && (isKind(node.left) || isKind(node.right))) report(node);
    },
    SwitchCase(node) {
      if (node.test && isKind(node.test)) report(node);
    },
  }).visit(file.program);
  return breaches;
}
