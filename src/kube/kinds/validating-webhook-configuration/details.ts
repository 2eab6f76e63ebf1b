/** What the server fills in and prints of webhook configurations. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly object[];
}

export const webhookConfigurationDetails: KindDetails<WebhookConfiguration> = {
  defaults: (object) => ({
    ...object,
    ...(object.webhooks && {
      webhooks: object.webhooks.map((webhook) => ({ failurePolicy: 'Fail', matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {}, timeoutSeconds: 10, ...webhook })),
    }),
  }),
  columns: [nameColumn, integer('Webhooks', ({ webhooks }) => webhooks?.length ?? 0), ageColumn],
};
