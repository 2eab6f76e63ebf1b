/** What the server fills in and prints of a CSIDriver. */
import { deepEqual } from '../../../base/index.ts';
import { duplicateValue, immutableField, invalidValue, notSupported, type FieldError } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { ageColumn, nameColumn, text, type Column } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CSIDriver extends KubeObject {
  readonly spec: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly requiresRepublish?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
    readonly tokenRequests?: readonly { readonly audience: string; readonly expirationSeconds?: number }[];
    readonly fsGroupPolicy?: string;
    readonly nodeAllocatableUpdatePeriodSeconds?: number;
  };
}

const lifecycles = ['Persistent', 'Ephemeral'];
const groupPolicies = ['File', 'None', 'ReadWriteOnceWithFSType'];

const periodMin = 10;

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
    ...(spec.fsGroupPolicy && !groupPolicies.includes(spec.fsGroupPolicy) ? [notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, groupPolicies)] : []),
    ...tokenErrors(spec.tokenRequests ?? []),
    ...(spec.volumeLifecycleModes ?? []).filter((mode) => !lifecycles.includes(mode)).map((mode) => notSupported('spec.volumeLifecycleModes', mode, lifecycles)),
    ...(spec.nodeAllocatableUpdatePeriodSeconds !== undefined && spec.nodeAllocatableUpdatePeriodSeconds < periodMin ? [invalidValue('spec.nodeAllocatableUpdatePeriodSeconds', spec.nodeAllocatableUpdatePeriodSeconds, `must be greater than or equal to ${periodMin} seconds`)] : []),
  ],
  validateUpdate: changeErrors,
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

const secondsMin = 600;
const secondsMax = 2 ** 32;

function tokenErrors(requests: NonNullable<CSIDriver['spec']['tokenRequests']>): readonly FieldError[] {
  return requests.flatMap(({ audience, expirationSeconds: seconds = secondsMin }, i) => {
    const path = `spec.tokenRequests[${i}]`;
    if (requests.findIndex((other) => other.audience === audience) < i) return [duplicateValue(`${path}.audience`, audience)];
    if (seconds < secondsMin) return [invalidValue(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')];
    return seconds > secondsMax ? [invalidValue(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
  });
}

/** Ever more of it may be changed. */
function changeErrors({ spec }: CSIDriver, old: CSIDriver, { release }: { readonly release: Release }): readonly FieldError[] {
  if (!release.atLeast(21)) return deepEqual(spec, old.spec) ? [] : [invalidValue('spec', spec, immutableField)];
  const fixed = [
    ['attachedRequired', 'attachRequired', true],
    ['fsGroupPolicy', 'fsGroupPolicy', !release.atLeast(29)],
    ['podInfoOnMount', 'podInfoOnMount', !release.atLeast(29)],
    ['storageCapacity', 'storageCapacity', !release.atLeast(23)],
    ['volumeLifecycleModes', 'volumeLifecycleModes', true],
  ] as const;
  return fixed.filter(([, field, isFixed]) => isFixed && !deepEqual(spec[field], old.spec[field])).map(([path, field]) => invalidValue(`spec.${path}`, spec[field], immutableField));
}
