/**
 * Reads JSON as the server does: by the structure of what it should be. Wrong types are errors in Go's words, unknown
 * fields are noted, null is absence, quantities come out in canonical form.
 */
import {
  canonicalQuantity,
  decodeBase64,
  isJsonObject,
  parseRfc3339,
  QuantityError,
  quoteGo,
  setMember,
  type Json,
  type JsonObject,
} from '../../base/index.ts';
import type { Definition, FieldType, ScalarCode, Structure } from './structure-reader.ts';
import { dropsZero, nullable, requiredPointers } from './zero-values.ts';

/** The text that does not fit the type; in the words of Go's decoder. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

export interface Decoded {
  readonly value: JsonObject;
  /** Paths of fields that the structure does not have: `spec.containers[0].portz`. */
  readonly unknown: readonly string[];
}

/** Throws DecodeError. */
export function decode(value: Json, definition: string, structure: Structure): Decoded {
  const decoder = new Decoder(structure);
  if (!isJsonObject(value)) throw new DecodeError(`json: cannot unmarshal ${kindOf(value)} into Go value of type ${goStruct(definition)}`);
  return { value: decoder.object(value, structure.definition(definition), '', ''), unknown: decoder.unknown };
}

class Decoder {
  readonly unknown: string[] = [];
  private readonly structure: Structure;

  constructor(structure: Structure) {
    this.structure = structure;
  }

  /** `path` has the indexes of lists, as unknown fields are named; `goPath` does not, as Go names a wrong type's place. */
  object(value: JsonObject, definition: Definition, path: string, goPath: string): JsonObject {
    const decoded: Record<string, Json> = {};
    for (const name of Object.keys(value)) {
      const field = definition.fields.get(name);
      const at = path === '' ? name : `${path}.${name}`;
      if (field === undefined) {
        this.unknown.push(at);
        continue;
      }
      const member = value[name]!;
      if (member === null) {
        if (nullable.has(`${definition.name}.${name}`)) decoded[name] = null;
        continue;
      }
      const place = { struct: definition.name, goPath: goPath === '' ? name : `${goPath}.${name}` };
      const read = this.value(member, field.type, at, place);
      const isEmptyMap = field.type.form === 'map' && Object.keys(read as JsonObject).length === 0;
      if (field.isRequired || !(isEmptyMap || dropsZero(definition.name, name, read))) decoded[name] = read;
    }
    for (const field of definition.fields.values()) {
      // What must be there is there, if only as Go's zero: validation then says what is wrong with it.
      if (field.isRequired && decoded[field.name] === undefined && field.type.form === 'scalar' && !requiredPointers.has(`${definition.name}.${field.name}`)) fillZero(decoded, field.name, field.type.code);
    }
    return decoded;
  }

  private value(value: Json, type: FieldType, path: string, place: Place): Json {
    if (type.form === 'scalar') return readScalar(value, type.code, place);
    if (type.form === 'object') {
      if (!isJsonObject(value)) throw mismatch(value, goType(type), place);
      return this.object(value, this.structure.definition(type.definition), path, place.goPath);
    }
    if (type.form === 'list') {
      if (!Array.isArray(value)) throw mismatch(value, goType(type), place);
      return (value as readonly Json[]).map((item, i) => (item === null ? zeroOf(type.of) : this.value(item, type.of, `${path}[${i}]`, place)));
    }
    if (!isJsonObject(value)) throw mismatch(value, goType(type), place);
    const decoded: Record<string, Json> = {};
    for (const key of Object.keys(value)) {
      const member = value[key]!;
      setMember(decoded, key, member === null ? zeroOf(type.of) : this.value(member, type.of, `${path}.${key}`, place));
    }
    return decoded;
  }
}

function fillZero(decoded: Record<string, Json>, name: string, code: ScalarCode): void {
  if (code === 's') decoded[name] = '';
  else if (code === 'i' || code === 'l') decoded[name] = 0;
  else if (code === 'b') decoded[name] = false;
}

interface Place {
  readonly struct: string;
  readonly goPath: string;
}

function zeroOf(type: FieldType): Json {
  if (type.form === 'list') return [];
  if (type.form !== 'scalar') return {};
  return type.code === 'b' ? false : 'iln'.includes(type.code) ? 0 : type.code === 'q' ? '0' : '';
}

const bounds: Partial<Record<ScalarCode, bigint>> = { i: 2n ** 31n, l: 2n ** 63n };

function readScalar(value: Json, code: ScalarCode, place: Place): Json {
  switch (code) {
    case 's':
      if (typeof value !== 'string') throw mismatch(value, 'string', place);
      return value;
    case 'b':
      if (typeof value !== 'boolean') throw mismatch(value, 'bool', place);
      return value;
    case 'i':
    case 'l':
      return readInteger(value, code, place);
    case 'n':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw mismatch(value, 'float64', place);
      return Number(value);
    case 'q':
      return readQuantity(value);
    case 'p':
      if (typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))) return value;
      throw new DecodeError(`json: cannot unmarshal ${kindOf(value)} into Go value of type int32`);
    case 't':
    case 'T':
      return readTime(value, place);
    case 'y':
      return readBytes(value, place);
    case 'f':
    case 'j':
      return value;
  }
}

function readInteger(value: Json, code: 'i' | 'l', place: Place): Json {
  const type = code === 'i' ? 'int32' : 'int64';
  if (typeof value !== 'number' && typeof value !== 'bigint') throw mismatch(value, type, place);
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (!isWhole || BigInt(value) >= bounds[code]! || BigInt(value) < -bounds[code]!) throw wrongPlace(`number ${String(value)}`, type, place);
  return value;
}

function readQuantity(value: Json): Json {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
    throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  try {
    return canonicalQuantity(String(value).trim());
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message);
    throw error;
  }
}

function readTime(value: Json, place: Place): Json {
  if (typeof value !== 'string') throw mismatch(value, 'string', place);
  if (value === '' || parseRfc3339(value) !== undefined) return value;
  const layout = '2006-01-02T15:04:05Z07:00';
  throw new DecodeError(`parsing time ${quoteGo(value)} as "${layout}": cannot parse ${quoteGo(value)} as "2006"`);
}

function readBytes(value: Json, place: Place): Json {
  if (typeof value !== 'string') throw mismatch(value, '[]uint8', place);
  const answer = decodeBase64(value);
  if ('illegalAt' in answer) throw new DecodeError(`illegal base64 data at input byte ${answer.illegalAt}`);
  return value.replace(/[\r\n]/g, '');
}

function mismatch(value: Json, goTypeText: string, place: Place): DecodeError {
  return wrongPlace(kindOf(value), goTypeText, place);
}

function wrongPlace(what: string, goTypeText: string, { struct, goPath }: Place): DecodeError {
  const name = struct.slice(struct.lastIndexOf('.') + 1);
  return new DecodeError(`json: cannot unmarshal ${what} into Go struct field ${name}.${goPath} of type ${goTypeText}`);
}

export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}

const goScalars: Readonly<Record<ScalarCode, string>> = {
  s: 'string', i: 'int32', l: 'int64', n: 'float64', b: 'bool', y: '[]uint8', t: 'v1.Time', T: 'v1.MicroTime',
  q: 'resource.Quantity', p: 'intstr.IntOrString', j: 'runtime.RawExtension', f: 'v1.FieldsV1',
};

function goType(type: FieldType): string {
  if (type.form === 'scalar') return goScalars[type.code];
  if (type.form === 'object') return goStruct(type.definition);
  return type.form === 'list' ? `[]${goType(type.of)}` : `map[string]${goType(type.of)}`;
}

/** `core.v1.PodSpec` is v1.PodSpec. */
function goStruct(definition: string): string {
  return definition.split('.').slice(-2).join('.');
}
