/** What the server refuses and prints of a PodPreset. */
import { requiredValue } from '../../meta/field-error.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import type { PodPreset } from './pod-preset.ts';

export const podPresetDetails: KindDetails<PodPreset> = {
  validate: ({ spec }) => [
    ...(spec.selector ? validateSelector(spec.selector, 'spec.selector') : []),
    ...(spec.volumes || spec.env || spec.envFrom || spec.volumeMounts ? [] : [requiredValue('spec.volumes, spec.env, spec.envFrom, spec.volumeMounts', 'must specify at least one')]),
  ],
  columns: [nameColumn, createdColumn],
};
