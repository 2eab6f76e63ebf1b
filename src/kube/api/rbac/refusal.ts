/** What somebody is told who may not do something. */
import { forbidden, type ApiStatus } from '../../meta/api-status.ts';
import type { Release } from '../../meta/release.ts';

export interface Demanded {
  readonly verb: string;
  readonly group: string;
  readonly resource: string; // with its part: pods/log
  readonly name?: string;
  readonly namespace?: string;
}

/** `reason` is what an authorizer adds. */
export function refusalOf(release: Release, user: string, { verb, group, resource, name = '', namespace = '' }: Demanded, reason = ''): ApiStatus {
  const [plural = '', part] = resource.split('/');
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const dotted = `${group === '' ? plural : `${plural}.${group}`}${part === undefined ? '' : `/${part}`}`;
  const what = release.atLeast(12) ? `resource "${resource}" in API group "${group}"` : dotted;
  return forbidden({ group, plural }, name, `User "${user}" cannot ${verb} ${what} ${where}${reason === '' ? '' : `: ${reason}`}`);
}
