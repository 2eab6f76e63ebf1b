/** What the server fills in, refuses and prints of a PodTemplate. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';
import { validateTemplate } from '../pod/validation.ts';
import { printedMap } from '../printed.ts';

interface PodTemplate extends KubeObject {
  readonly template: PodTemplateSpec;
}

export const podTemplateDetails: KindDetails<PodTemplate> = {
  defaults: (object, context) => (object.template ? { ...object, template: defaultTemplate(object.template, context) } : object),
  validate: ({ template }, context) => validateTemplate(template, 'template', context),
  columns: [
    nameColumn,
    text('Containers', ({ template }) => template.spec.containers.map((container) => container.name).join(',')),
    text('Images', ({ template }) => template.spec.containers.map((container) => container.image).join(',')),
    text('Pod Labels', ({ template }) => printedMap(template.metadata?.labels)),
  ],
};
