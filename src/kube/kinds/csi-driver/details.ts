/** What the server fills in and prints of a CSIDriver. */
import { notSupported } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, type Column } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CSIDriver extends KubeObject {
  readonly spec: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly requiresRepublish?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
    readonly tokenRequests?: readonly { readonly audience: string }[];
    readonly fsGroupPolicy?: string;
  };
}

const lifecycles = ['Persistent', 'Ephemeral'];
const groupPolicies = ['ReadWriteOnceWithFSType', 'File', 'None'];

const flag = (name: string, read: (driver: CSIDriver) => boolean, more: Partial<Column<CSIDriver>> = {}): Column<CSIDriver> => ({ name, type: 'boolean', cell: read, ...more });

export const csiDriverDetails: KindDetails<CSIDriver> = {
  needsRevision: true,
  defaults: (object, { release }) => ({
    ...object,
    spec: {
      attachRequired: true,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      podInfoOnMount: false,
      ...(release.atLeast(21) && { requiresRepublish: false, seLinuxMount: false, storageCapacity: false }),
      volumeLifecycleModes: ['Persistent'],
      ...object.spec,
    },
  }),
  validate: ({ spec }) => [
    ...(spec.volumeLifecycleModes ?? []).filter((mode) => !lifecycles.includes(mode)).map((mode) => notSupported('spec.volumeLifecycleModes', mode, lifecycles)),
    ...(spec.fsGroupPolicy && !groupPolicies.includes(spec.fsGroupPolicy) ? [notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, groupPolicies)] : []),
  ],
  columns: [
    nameColumn,
    flag('AttachRequired', ({ spec }) => spec.attachRequired ?? true),
    flag('PodInfoOnMount', ({ spec }) => spec.podInfoOnMount ?? false),
    flag('StorageCapacity', ({ spec }) => spec.storageCapacity ?? false, { since: 21 }),
    text('TokenRequests', ({ spec }) => (spec.tokenRequests ?? []).map(({ audience }) => audience).join(',') || '<unset>', { since: 21 }),
    flag('RequiresRepublish', ({ spec }) => spec.requiresRepublish ?? false, { since: 21 }),
    text('Modes', ({ spec }) => (spec.volumeLifecycleModes ?? []).join(',')),
    ageColumn,
  ],
};
