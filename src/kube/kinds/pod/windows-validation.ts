/** What the server refuses of the options that containers have on Windows. */
import { invalidTexts, invalidValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { WindowsOptions } from './container.ts';

const SPEC_KIB_MAX = 64;
const DOMAIN_MAX = 256;
const USER_MAX = 104;

export function validateWindows(options: WindowsOptions | undefined, path: string): readonly FieldError[] {
  if (options === undefined) return [];
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  return [
    ...(name === undefined ? [] : invalidTexts(`${path}.gmsaCredentialSpecName`, name, checkDnsSubdomain(name))),
    ...(spec === '' ? [invalidValue(`${path}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec cannot be an empty string')] : []),
    ...(spec !== undefined && spec.length > SPEC_KIB_MAX * 1024 ? [invalidValue(`${path}.gmsaCredentialSpec`, spec, `gmsaCredentialSpec size must be under ${SPEC_KIB_MAX} KiB`)] : []),
    ...(user === undefined ? [] : wrongUser(user).map((why) => invalidValue(`${path}.runAsUserName`, user, why))),
  ];
}

/** `DOMAIN\user` */
function wrongUser(text: string): readonly string[] {
  if (text === '') return ['runAsUserName cannot be an empty string'];
  if (/[\x00-\x1f\x7f]/.test(text)) return ['runAsUserName cannot contain control characters'];
  const parts = text.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const user = parts.at(-1)!;
  const domain = parts.length === 2 ? parts[0]! : undefined;
  const errors: string[] = [];
  if (domain !== undefined && domain.length >= DOMAIN_MAX) errors.push(`runAsUserName's Domain length must be under ${DOMAIN_MAX} characters`);
  if (domain !== undefined && !netBios.test(domain) && !dnsName.test(domain)) errors.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  if (user === '') errors.push("runAsUserName's User cannot be empty");
  if (user.length > USER_MAX) errors.push(`runAsUserName's User length must not be longer than ${USER_MAX} characters`);
  if (/^[. ]+$/.test(user)) errors.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) errors.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  return errors;
}

const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsName = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
