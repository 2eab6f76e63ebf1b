// The lenses inside a machine in words, for the tree of text.
import type { CgroupRow, ContainerRow, MountRow, ProcessRow, RowKey } from '../../../client/index.ts';
import type { Words } from '../../words/en.ts';
import type { Twig } from '../twig.ts';
import { cgroupWords } from './cgroup-canvas.tsx';
import { mountWords } from './mount-canvas.tsx';
import { mountSheets } from './mount-lens.ts';
import { groupProcesses, sharedKinds } from './process-lens.ts';

export function processTwigs(rows: readonly ProcessRow[], containers: readonly ContainerRow[], host: string, w: Words): Twig[] {
  const byKey = new Map(rows.map((row) => [`processes/${row.id}`, row]));
  const groups = groupProcesses(rows);
  const home = groups[0]?.namespaces;
  return groups.map(({ id, own, container, namespaces, lines }): Twig => {
    const name = containers.find((c) => c.id === container)?.name ?? (own.length === 0 ? host : w.machine.own);
    const shares = own.length === 0 || !home ? '' : `; ${w.machine.shares(sharedKinds(namespaces, home).join(', '), host)}`;
    return {
      id,
      text: `${w.machine.box(name, own.join(', '))}${shares}`,
      about: '',
      twigs: lines.flatMap(({ about }) => {
        const row = byKey.get(about);
        return row ? [leaf(about, w.machine.process(row.command, row.pid, row.ownPid))] : [];
      }),
    };
  });
}

export function cgroupTwigs(rows: readonly CgroupRow[], w: Words, parent = ''): Twig[] {
  return rows.filter((row) => row.parent === parent).map((row) => ({ ...leaf(`cgroups/${row.id}`, cgroupWords(row, w)), twigs: cgroupTwigs(rows, w, row.path) }));
}

export function mountTwigs(rows: readonly MountRow[], w: Words): Twig[] {
  return mountSheets(rows).map(({ row, covered }) => leaf(`mounts/${row.id}`, mountWords(row, covered, w)));
}

function leaf(about: RowKey, text: string): Twig {
  return { id: about, text, about, twigs: [] };
}
