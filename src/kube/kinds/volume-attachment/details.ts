/** What the server refuses and prints of a VolumeAttachment. */
import { requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface VolumeAttachment extends KubeObject {
  readonly spec: { readonly attacher?: string; readonly nodeName?: string; readonly source?: { readonly persistentVolumeName?: string } };
  readonly status: { readonly attached: boolean };
}

export const volumeAttachmentDetails: KindDetails<VolumeAttachment> = {
  needsRevision: true,
  newStatus: { attached: false },
  validate: ({ spec }) => [
    ...(spec.attacher ? [] : [requiredValue('spec.attacher')]),
    ...(spec.source?.persistentVolumeName ? [] : [requiredValue('spec.source', 'must specify either inlineVolumeSpec or persistentVolumeName')]),
    ...(spec.nodeName ? [] : [requiredValue('spec.nodeName')]),
  ],
  columns: [
    nameColumn,
    text('Attacher', ({ spec }) => spec.attacher ?? ''),
    text('PV', ({ spec }) => spec.source?.persistentVolumeName ?? ''),
    text('Node', ({ spec }) => spec.nodeName ?? ''),
    { name: 'Attached', type: 'boolean', cell: ({ status }) => status.attached },
    ageColumn,
  ],
};
