/** The parameters of lists and watches: from where, how new, and in which steps. */
import { ApiStatus, badRequest, invalid } from '../../meta/api-status.ts';
import { forbiddenField, notSupported, type FieldError } from '../../meta/field-error.ts';
import type { CallContext } from './call-context.ts';

export interface ListOptions {
  readonly limit: number; // 0: all
  readonly token: string; // '' at the beginning
  /** Undefined when none, or any, is asked for. */
  readonly revision: number | undefined;
  readonly isExact: boolean;
  /** A watch that begins with what there is, and says when that is told. */
  readonly wantsInitial: boolean;
}

const matchesSince = 19;
const initialEventsSince = 27;

/** Throws 400 and 422. */
export function listOptions(context: CallContext, isWatch: boolean): ListOptions {
  const match = context.query('resourceVersionMatch') ?? '';
  const token = context.query('continue') ?? '';
  const text = context.query('resourceVersion') ?? '';
  const initial = context.server.release.atLeast(initialEventsSince) ? context.query('sendInitialEvents') : undefined;
  if (context.server.release.atLeast(matchesSince)) {
    const error = wrongMatch(match, text, token, isWatch, initial);
    if (error) throw invalid({ kind: 'ListOptions', group: 'meta.k8s.io' }, '', [error], context.server.release);
  }
  const revision = parseRevision(text);
  if (token !== '' && revision !== undefined) throw badRequest('specifying resource version is not allowed when using continue');
  return { limit: parseLimit(context.query('limit')), token, revision, isExact: match === 'Exact', wantsInitial: initial !== undefined && context.flag('sendInitialEvents') };
}

function wrongMatch(match: string, revision: string, token: string, isWatch: boolean, initial: string | undefined): FieldError | undefined {
  const refused = (why: string): FieldError => forbiddenField('resourceVersionMatch', `resourceVersionMatch${why}`);
  if (initial !== undefined && !isWatch) return forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  if (initial !== undefined && match !== 'NotOlderThan') return forbiddenField('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  if (match === '') return undefined;
  if (isWatch) return initial === undefined ? refused(' is forbidden for watch') : undefined;
  if (revision === '') return refused(' is forbidden unless resourceVersion is provided');
  if (token !== '') return refused(' is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') return notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']);
  return match === 'Exact' && revision === '0' ? refused(' "exact" is forbidden for resourceVersion "0"') : undefined;
}

/** A limit below nought is none. */
function parseLimit(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^-?\d{1,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Math.max(0, Number(text));
}

function parseRevision(text: string): number | undefined {
  if (text === '' || text === '0') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** Nobody has seen a revision that is still to come. */
export function demandReached(revision: number, current: number): void {
  if (revision <= current) return;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  throw new ApiStatus(504, 'Timeout', `Timeout: Too large resource version: ${revision}, current: ${current}`, { retryAfterSeconds: 1, causes });
}
