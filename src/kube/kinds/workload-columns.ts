/** Columns that all workloads share: what their template runs and which pods they select. */
import { formatSelector } from '../meta/label-selector.ts';
import type { KubeObject, LabelSelector } from '../meta/object.ts';
import { text, wide, type Column } from './column.ts';
import type { PodTemplateSpec } from './pod/pod.ts';

interface Workload extends KubeObject {
  readonly spec: { readonly template: PodTemplateSpec; readonly selector: LabelSelector };
}

export const templateColumns: readonly Column<Workload>[] = [
  text('Containers', ({ spec }) => spec.template.spec.containers.map((container) => container.name).join(','), wide),
  text('Images', ({ spec }) => spec.template.spec.containers.map((container) => container.image).join(','), wide),
  text('Selector', ({ spec }) => formatSelector(spec.selector), wide),
];
