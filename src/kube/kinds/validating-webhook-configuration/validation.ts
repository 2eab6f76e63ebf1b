/** What the server refuses of webhooks that it is to ask before it writes. */
import { duplicateValue, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { validateWebhookService, validateWebhookUrl, type WebhookClient } from '../webhook-client.ts';

export interface Webhook {
  readonly name?: string;
  readonly clientConfig?: WebhookClient;
  readonly rules?: readonly { readonly operations?: readonly string[]; readonly apiGroups?: readonly string[]; readonly apiVersions?: readonly string[]; readonly resources?: readonly string[] }[];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
  readonly admissionReviewVersions?: readonly string[];
}

/** The release since which there is no v1beta1 any more, which filled in what v1 demands. */
const strictSince = 22;

export function validateWebhooks(webhooks: readonly Webhook[], release: Release): readonly FieldError[] {
  if (!release.atLeast(strictSince)) return [];
  return webhooks.flatMap((webhook, i) => {
    const isTwice = webhooks.findIndex(({ name }) => name === webhook.name) < i;
    return [...(isTwice ? [duplicateValue(`webhooks[${i}].name`, webhook.name)] : []), ...validateWebhook(webhook, `webhooks[${i}]`)];
  });
}

const segmentsMin = 3;
const secondsMax = 30;
const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const sideEffects = ['None', 'NoneOnDryRun'];
const versions = ['v1', 'v1beta1'];

function validateWebhook(webhook: Webhook, path: string): readonly FieldError[] {
  const { name = '', rules = [], failurePolicy, matchPolicy, timeoutSeconds: seconds } = webhook;
  const errors: FieldError[] = [];
  if (name === '') errors.push(requiredValue(`${path}.name`));
  else {
    errors.push(...invalidTexts(`${path}.name`, name, checkDnsSubdomain(name)));
    if (name.split('.').length < segmentsMin) errors.push(invalidValue(`${path}.name`, name, 'should be a domain with at least three segments separated by dots'));
  }
  for (const [i, rule] of rules.entries()) {
    const at = `${path}.rules[${i}]`;
    if (!rule.operations?.length) errors.push(requiredValue(`${at}.operations`));
    for (const [j, operation] of (rule.operations ?? []).entries()) if (!operations.includes(operation)) errors.push(notSupported(`${at}.operations[${j}]`, operation, operations));
    for (const field of ['apiGroups', 'apiVersions', 'resources'] as const) {
      const given = rule[field] ?? [];
      if (given.length === 0) errors.push(requiredValue(`${at}.${field}`));
      else if (given.length > 1 && given.includes('*')) errors.push(invalidValue(`${at}.${field}`, goStrings(given), `if '*' is present, must not specify other ${words[field]}`));
    }
  }
  if (failurePolicy !== undefined && !['Fail', 'Ignore'].includes(failurePolicy)) errors.push(notSupported(`${path}.failurePolicy`, failurePolicy, ['Fail', 'Ignore']));
  if (matchPolicy !== undefined && !['Equivalent', 'Exact'].includes(matchPolicy)) errors.push(notSupported(`${path}.matchPolicy`, matchPolicy, ['Equivalent', 'Exact']));
  if (webhook.sideEffects === undefined) errors.push(requiredValue(`${path}.sideEffects`, `must specify one of ${sideEffects.join(', ')}`));
  else if (!sideEffects.includes(webhook.sideEffects)) errors.push(notSupported(`${path}.sideEffects`, webhook.sideEffects, sideEffects));
  if (seconds !== undefined && (seconds < 1 || seconds > secondsMax)) errors.push(invalidValue(`${path}.timeoutSeconds`, seconds, `the timeout value must be between 1 and ${secondsMax} seconds`));
  return [...errors, ...validateClient(webhook, `${path}.clientConfig`), ...validateVersions(webhook, `${path}.admissionReviewVersions`)];
}

const words = { apiGroups: 'API groups', apiVersions: 'API versions', resources: 'resources' } as const;

function validateClient({ clientConfig: { url, service } = {} }: Webhook, path: string): readonly FieldError[] {
  if ((url === undefined) === (service === undefined)) return [requiredValue(path, 'exactly one of url or service is required')];
  return service ? validateWebhookService(`${path}.service`, service) : validateWebhookUrl(`${path}.url`, url!);
}

function validateVersions({ admissionReviewVersions: given = [] }: Webhook, path: string): readonly FieldError[] {
  if (given.length === 0) return [requiredValue(path, `must specify one of ${versions.join(', ')}`)];
  return given.some((version) => versions.includes(version)) ? [] : [invalidValue(path, goStrings(given), `must include at least one of ${versions.join(', ')}`)];
}
