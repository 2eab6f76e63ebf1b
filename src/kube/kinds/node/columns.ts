/** The table of Nodes. */
import { conditionOf } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, wide, type Column } from '../column.ts';
import type { Node } from './node.ts';

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  text('Status', statusOf),
  text('Roles', rolesOf),
  ageColumn,
  text('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  text('Internal-IP', (node) => addressOf(node, 'InternalIP'), wide),
  text('External-IP', (node) => addressOf(node, 'ExternalIP'), wide),
  text('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>', wide),
  text('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>', wide),
  text('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>', wide),
];

function statusOf({ status, spec }: Node): string {
  const ready = conditionOf(status?.conditions, 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

const rolePrefix = 'node-role.kubernetes.io/';

function rolesOf({ metadata }: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort().join(',') || '<none>';
}

function addressOf({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}
