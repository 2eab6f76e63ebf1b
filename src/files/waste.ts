/** The bytes of an image that no container can see: files in lower layers that a higher layer replaced or deleted. They are still pulled. */
import { compareBytes } from '../base/index.ts';
import { upperLayer } from './file-system.ts';
import type { DirNode } from './node.ts';
import { pathText, type Path } from './path.ts';
import type { Union } from './union.ts';

export type WastedFile = { readonly path: string; readonly layer: number; readonly hiddenBy: number; readonly bytes: number };

type Sheet = { readonly layer: number; readonly dir: DirNode; readonly hiddenBy: number | undefined };
type Candidate = WastedFile & { readonly inode: object | undefined };
type Tally = { readonly hidden: Candidate[]; readonly visible: Set<object> };

/** Files in byte order of their paths, upper layers first. A file with a name left in sight is not wasted. */
export function wasteIn(union: Union): WastedFile[] {
  const sheets: Sheet[] = [];
  if (union.upper) sheets.push({ layer: upperLayer, dir: union.upper, hiddenBy: undefined });
  for (const [layer, { tree }] of union.lowers.entries()) {
    const above = sheets.at(-1);
    sheets.push({ layer, dir: tree, hiddenBy: above?.hiddenBy ?? (above?.dir.opaque && above.layer) });
  }
  const tally: Tally = { hidden: [], visible: new Set() };
  visit(sheets, [], tally);
  const wasted: WastedFile[] = [];
  for (const { inode, ...file } of tally.hidden) {
    if (inode && tally.visible.has(inode)) continue;
    if (inode) tally.visible.add(inode);
    wasted.push(file);
  }
  return wasted;
}

function visit(sheets: readonly Sheet[], path: Path, tally: Tally): void {
  const names = new Set(sheets.flatMap((sheet) => [...sheet.dir.entries.keys()]));
  for (const name of [...names].sort(compareBytes)) visitName(sheets, name, [...path, name], tally);
}

function visitName(sheets: readonly Sheet[], name: string, path: Path, tally: Tally): void {
  const dirs: Sheet[] = [];
  let hider: number | undefined;
  for (const sheet of sheets) {
    const node = sheet.dir.entries.get(name);
    if (!node) continue;
    const hiddenBy = sheet.hiddenBy ?? hider;
    if (node.kind === 'dir') {
      dirs.push({ layer: sheet.layer, dir: node, hiddenBy });
      if (node.opaque) hider ??= sheet.layer;
      continue;
    }
    const by = hiddenBy ?? dirs[0]?.layer;
    const bytes = node.kind === 'file' ? node.content.size : 0;
    const inode = node.kind === 'file' ? node.hard?.inode : undefined;
    if (by !== undefined && bytes > 0) tally.hidden.push({ path: pathText(path), layer: sheet.layer, hiddenBy: by, bytes, inode });
    else if (inode) tally.visible.add(inode);
    hider ??= sheet.layer;
  }
  if (dirs.length > 0) visit(dirs, path, tally);
}
