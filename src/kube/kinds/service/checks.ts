/** What the server refuses and prints of a Service. */
import { checkDns1035Label } from '../../meta/names.ts';
import { serviceColumns } from './columns.ts';
import { validateService, validateServiceUpdate } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { Service } from './service.ts';

export const serviceChecks: KindChecks<Service> = {
  checkName: checkDns1035Label,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  columns: serviceColumns,
  fields: {
    'spec.clusterIP': (service) => service.spec.clusterIP ?? '',
    'spec.type': (service) => service.spec.type ?? '',
  },
};
