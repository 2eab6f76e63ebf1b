/** What the server refuses and prints of a VolumeAttachment. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import { driverNameErrors } from '../driver-name.ts';
import type { KindDetails } from '../kind.ts';

interface VolumeAttachment extends KubeObject {
  readonly spec: { readonly attacher?: string; readonly nodeName?: string; readonly source?: { readonly persistentVolumeName?: string; readonly inlineVolumeSpec?: object } };
  readonly status: { readonly attached: boolean };
}

export const volumeAttachmentDetails: KindDetails<VolumeAttachment> = {
  needsRevision: true,
  newStatus: { attached: false },
  validate: ({ spec }) => [
    ...(spec.attacher ? [] : [requiredValue('spec.attacher')]),
    ...sourceErrors(spec.source ?? {}),
    ...invalidTexts('spec.nodeName', spec.nodeName ?? '', checkDnsSubdomain(spec.nodeName ?? '')),
  ],
  validateCreate: ({ spec: { attacher = '', source } }) => [
    ...driverNameErrors('spec.attacher', attacher),
    ...(source?.persistentVolumeName === undefined ? [] : invalidTexts('spec.source.persistentVolumeName', source.persistentVolumeName, checkDnsSubdomain(source.persistentVolumeName))),
  ],
  validateUpdate: ({ spec }, old) => (deepEqual(spec, old.spec) ? [] : [invalidValue('spec', spec, immutableField)]),
  columns: [
    nameColumn,
    text('Attacher', ({ spec }) => spec.attacher ?? ''),
    text('PV', ({ spec }) => spec.source?.persistentVolumeName ?? ''),
    text('Node', ({ spec }) => spec.nodeName ?? ''),
    { name: 'Attached', type: 'boolean', cell: ({ status }) => status.attached },
    ageColumn,
  ],
};

const oneSource = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function sourceErrors({ persistentVolumeName: name, inlineVolumeSpec: inline }: NonNullable<VolumeAttachment['spec']['source']>): readonly FieldError[] {
  if (name === undefined) return inline ? [] : [requiredValue('spec.source', oneSource)];
  if (inline) return [forbiddenField('spec.source', oneSource)];
  return name === '' ? [requiredValue('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName')] : [];
}
