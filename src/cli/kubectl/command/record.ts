/** --record: the command line kept in an annotation, where rollout history shows it. Deprecated in time, and still typed. */
import type { JsonObject } from '../../../base/index.ts';
import { withMember } from '../objects/member.ts';
import type { FlagSpec } from './flag.ts';
import type { Invocation } from './invocation.ts';

export const changeCauseAnnotation = 'kubernetes.io/change-cause';

const flag = {
  name: 'record',
  type: 'bool',
  initial: 'false',
  usage: 'Keep the command in an annotation of the object.',
} satisfies FlagSpec;

/** The first client that minds. */
const DEPRECATED_SINCE = 22;

export const recordFlags: readonly FlagSpec[] = [
  { ...flag, until: DEPRECATED_SINCE },
  { ...flag, since: DEPRECATED_SINCE, hidden: true, deprecated: '--record will be removed in the future' },
];

/** "kubectl set image deployment/web nginx=nginx:1.91 --record=true"; undefined where it is not asked for. */
export function changeCause(k: Invocation): string | undefined {
  if (!k.flags.bool('record')) return undefined;
  return [k.path, ...k.args, ...k.flags.typed().map(([name, value]) => `--${name}=${value}`)].join(' ');
}

export function recorded(k: Invocation, object: JsonObject): JsonObject {
  const cause = changeCause(k);
  return cause === undefined ? object : withMember(object, ['metadata', 'annotations', changeCauseAnnotation], cause);
}
