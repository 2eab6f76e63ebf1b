/** What a request to etcd's gateway may say, checked before anything believes it. */
import { canonicalJson, decodeUtf8, isJsonObject, JsonError, parseJson, type Json, type Request } from '../../base/index.ts';
import { Refusal } from './refusal.ts';
import type { Comparison } from './transaction.ts';

export type Amount = string | number;

export interface Body {
  readonly key?: string;
  readonly value?: string;
  readonly range_end?: string;
  readonly prev_kv?: boolean;
  readonly lease?: Amount;
  readonly ignore_value?: boolean;
  readonly ignore_lease?: boolean;
  readonly keys_only?: boolean;
  readonly count_only?: boolean;
  readonly limit?: Amount;
  readonly revision?: Amount;
  readonly sort_order?: string;
  readonly sort_target?: string;
  readonly create_request?: WatchBody;
  readonly compare?: readonly Comparison[];
  readonly success?: readonly Operation[];
  readonly failure?: readonly Operation[];
  readonly ID?: Amount;
  readonly TTL?: Amount;
  readonly keys?: boolean;
  readonly peerURLs?: readonly string[];
  readonly isLearner?: boolean;
  readonly min_create_revision?: Amount;
  readonly max_create_revision?: Amount;
  readonly min_mod_revision?: Amount;
  readonly max_mod_revision?: Amount;
}

interface Operation {
  readonly request_range?: Body;
  readonly request_put?: Body;
  readonly request_delete_range?: Body;
}

export interface WatchBody extends Pick<Body, 'key' | 'range_end'> {
  readonly start_revision?: Amount;
  readonly prev_kv?: boolean;
}

const texts = ['key', 'value', 'range_end'];
const amounts = ['lease', 'limit', 'revision', 'start_revision', 'version', 'create_revision', 'mod_revision', 'ID', 'TTL', 'min_create_revision', 'max_create_revision', 'min_mod_revision', 'max_mod_revision'];
const words: Readonly<Record<string, readonly string[]>> = {
  sort_order: ['NONE', 'ASCEND', 'DESCEND'],
  sort_target: ['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'],
  target: ['VERSION', 'CREATE', 'MOD', 'VALUE', 'LEASE'],
  result: ['EQUAL', 'GREATER', 'LESS', 'NOT_EQUAL'],
};
const badRequest = 3;

/** Throws Refusal for what is no request. */
export function bodyOf({ body }: Request): Body {
  try {
    const value = parseJson(decodeUtf8(body) || '{}');
    checkBody(value);
    return value as Body;
  } catch (error) {
    if (error instanceof JsonError) throw new Refusal(error.message, badRequest);
    throw error;
  }
}

function checkBody(value: Json | undefined): void {
  if (!isJsonObject(value)) throw new Refusal('json: cannot unmarshal into a message', badRequest);
  for (const [name, field] of Object.entries(value)) {
    if (name === 'peerURLs') {
      if (!Array.isArray(field) || !field.every((url: Json) => typeof url === 'string')) throw new Refusal(`json: invalid value for field ${name}: ${canonicalJson(field)}`, badRequest);
      continue;
    }
    const isRight =
      texts.includes(name) ? typeof field === 'string'
      : amounts.includes(name) ? (typeof field === 'string' || typeof field === 'number') && /^-?\d{1,19}$/.test(String(field))
      : words[name] ? words[name].includes(field as string)
      : typeof field !== 'number';
    if (!isRight) throw new Refusal(`json: invalid value for field ${name}: ${canonicalJson(field)}`, badRequest);
    if (Array.isArray(field)) for (const item of field as readonly Json[]) checkBody(item);
    else if (field !== null && typeof field === 'object') checkBody(field);
  }
}
