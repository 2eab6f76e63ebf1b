/** What the server fills in, refuses and prints of webhook configurations. */
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { ageColumn, integer, nameColumn } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { validateWebhooks, type Webhook } from './validation.ts';

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}

export const webhookConfigurationDetails: KindDetails<WebhookConfiguration> = {
  needsRevision: true,
  conversions: { 'admissionregistration.k8s.io/v1beta1': { fromServed: (object, release) => filled(object as WebhookConfiguration, betaDefaults, release) } },
  defaults: (object, { release }) => filled(object, defaults, release),
  validate: ({ webhooks = [] }, { release }) => validateWebhooks(webhooks, release),
  columns: [nameColumn, integer('Webhooks', ({ webhooks }) => webhooks?.length ?? 0), ageColumn],
};

/** What a webhook has that does not say, since the release that knew the field. */
type Defaults = readonly (readonly [field: string, value: unknown, since: number])[];

const defaults: Defaults = [['failurePolicy', 'Fail', 0], ['matchPolicy', 'Equivalent', 15], ['namespaceSelector', {}, 0], ['objectSelector', {}, 15], ['timeoutSeconds', 10, 14]];
const betaDefaults: Defaults = [['failurePolicy', 'Ignore', 0], ['matchPolicy', 'Exact', 15], ['sideEffects', 'Unknown', 12], ['timeoutSeconds', 30, 14], ['admissionReviewVersions', ['v1beta1'], 14]];

function filled<T extends Pick<WebhookConfiguration, 'webhooks'>>(object: T, given: Defaults, release: Release): T {
  if (!object.webhooks) return object;
  const known = Object.fromEntries(given.filter(([, , since]) => release.atLeast(since)).map(([field, value]) => [field, value]));
  return { ...object, webhooks: object.webhooks.map((webhook) => ({ ...known, ...webhook })) };
}
