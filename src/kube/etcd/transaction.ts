/** The comparisons of a transaction: what a key is like, against what somebody thinks that it is like. A key that is not there has been written never. */
import { compareBytes, decodeBase64, decodeUtf8 } from '../../base/index.ts';
import type { KeyValue } from './keys.ts';

export interface Comparison {
  readonly key: string; // as base64
  readonly target: 'VERSION' | 'CREATE' | 'MOD' | 'VALUE' | 'LEASE';
  readonly result: 'EQUAL' | 'GREATER' | 'LESS' | 'NOT_EQUAL';
  readonly version?: string;
  readonly create_revision?: string;
  readonly mod_revision?: string;
  readonly lease?: string;
  readonly value?: string; // as base64
}

export function holds(wanted: Comparison, is: KeyValue | undefined): boolean {
  const order = orderOf(wanted, is);
  if (order === undefined) return false;
  return { EQUAL: order === 0, NOT_EQUAL: order !== 0, GREATER: order > 0, LESS: order < 0 }[wanted.result];
}

/** Undefined when there is no value to be compared. */
function orderOf({ target, version, create_revision: created, mod_revision: modified, value = '' }: Comparison, is: KeyValue | undefined): number | undefined {
  if (target === 'VALUE') {
    const decoded = decodeBase64(value);
    return is && compareBytes(decodeUtf8(is.value), 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '');
  }
  const [have, want] = target === 'VERSION' ? [is?.version, version] : target === 'CREATE' ? [is?.createRevision, created] : [is?.modRevision, modified];
  return (have ?? 0) - Number(want ?? 0);
}
