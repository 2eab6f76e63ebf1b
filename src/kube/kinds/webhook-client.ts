/** Where a server asks somebody else: what it refuses of the address. */
import { invalidValue, requiredValue, type FieldError } from '../meta/field-error.ts';
import { checkDnsSubdomain, checkPortNumber } from '../meta/names.ts';

export interface WebhookClient {
  readonly url?: string;
  readonly service?: { readonly namespace?: string; readonly name?: string; readonly path?: string; readonly port?: number };
}

const form = '; desired format: https://host[/path]';

export function validateWebhookUrl(path: string, url: string): readonly FieldError[] {
  const [, scheme = '', user, host = '', query, fragment] = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  return [
    ...(scheme.toLowerCase() === 'https' ? [] : [invalidValue(path, scheme.toLowerCase(), `'https' is the only allowed URL scheme${form}`)]),
    ...(host === '' ? [invalidValue(path, '', `host must be provided${form}`)] : []),
    ...(user === undefined ? [] : [invalidValue(path, user, 'user information is not permitted in the URL')]),
    ...(fragment ? [invalidValue(path, fragment, 'fragments are not permitted in the URL')] : []),
    ...(query ? [invalidValue(path, query, 'query parameters are not permitted in the URL')] : []),
  ];
}

export function validateWebhookService(path: string, { name, namespace, path: urlPath, port }: NonNullable<WebhookClient['service']>): readonly FieldError[] {
  return [
    ...(name ? [] : [requiredValue(`${path}.name`, 'service name is required')]),
    ...(namespace ? [] : [requiredValue(`${path}.namespace`, 'service namespace is required')]),
    ...(port === undefined || checkPortNumber(port).length === 0 ? [] : [invalidValue(`${path}.port`, port, `port is not valid: ${checkPortNumber(port).join(', ')}`)]),
    ...urlPathErrors(`${path}.path`, urlPath),
  ];
}

function urlPathErrors(path: string, urlPath: string | undefined): readonly FieldError[] {
  if (!urlPath || urlPath === '/') return [];
  if (urlPath === '//') return [invalidValue(path, urlPath, 'segment[0] may not be empty')];
  const steps = urlPath.slice(1).replace(/\/$/, '').split('/');
  const failures = steps.flatMap((step, i) => (step === '' ? [`segment[${i}] may not be empty`] : checkDnsSubdomain(step).map((failure) => `segment[${i}]: ${failure}`)));
  return [...(urlPath.startsWith('/') ? [] : ["must start with a '/'"]), ...failures].map((failure) => invalidValue(path, urlPath, failure));
}
