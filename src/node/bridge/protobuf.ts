/** Bodies in protobuf, as kubectl sends them since 1.32 for what it makes itself: read into the JSON that the door knows. */
import fieldNumbers from './field-numbers.json';

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

interface Field {
  readonly name: string;
  readonly form: '' | '[' | '{' | '^';
  readonly type: string; // a scalar's letter, or # and the message
}

const magic = Buffer.from([0x6b, 0x38, 0x73, 0]);
export const protobufType = 'application/vnd.kubernetes.protobuf';

/** The object in the envelope. Throws Error for what is none, or is of a kind whose fields are not known. */
export function decodeProtobuf(body: Buffer): object {
  if (!body.subarray(0, magic.length).equals(magic)) throw new Error('not an object in protobuf');
  const envelope = readMessage(body.subarray(magic.length), 'runtime.Unknown') as { typeMeta?: { apiVersion?: string; kind?: string }; raw?: string };
  const { apiVersion = '', kind = '' } = envelope.typeMeta ?? {};
  const raw = Buffer.from(envelope.raw ?? '', 'base64');
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const names = [`${group.split('.')[0]!}.${version}.${kind}`, `meta.v1.${kind}`];
  const name = names.find((candidate) => Object.hasOwn(fieldNumbers, candidate));
  if (name === undefined) throw new Error(`no fields are known of ${kind} in ${apiVersion}`);
  return { apiVersion, kind, ...(readMessage(raw, name) as object) };
}

const known = new Map<string, ReadonlyMap<number, Field>>();

function fieldsOf(message: string): ReadonlyMap<number, Field> {
  let fields = known.get(message);
  if (!fields) {
    const text = (fieldNumbers as Readonly<Record<string, string>>)[message] ?? '';
    fields = new Map(text.split(' ').filter(Boolean).map((part) => {
      const [, name = '', number = '', form = '', type = ''] = /^(\w+)=(\d+):([[{^]?)(.*)$/.exec(part)!;
      return [Number(number), { name, form: form as Field['form'], type }];
    }));
    known.set(message, fields);
  }
  return fields;
}

/** Messages that are no objects in JSON. */
const special: Readonly<Record<string, (fields: Readonly<Record<string, Value>>) => Value>> = {
  'api.resource.Quantity': ({ string = '0' }) => string,
  'util.intstr.IntOrString': ({ type = 0, intVal = 0, strVal = '' }) => (type === 1 ? strVal : intVal),
  'meta.v1.Time': time,
  'meta.v1.MicroTime': time,
  'meta.v1.Duration': ({ duration = 0 }) => `${Number(duration) / 1e9}s`,
  'meta.v1.FieldsV1': json,
  'runtime.RawExtension': json,
};

function time({ seconds, nanos = 0 }: Readonly<Record<string, Value>>): Value {
  if (seconds === undefined) return null;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return nanos === 0 ? `${whole}Z` : `${whole}.${String(Math.floor(Number(nanos) / 1000)).padStart(6, '0')}Z`;
}

function json({ Raw, raw = Raw }: Readonly<Record<string, Value>>): Value {
  return typeof raw === 'string' && raw !== '' ? (JSON.parse(Buffer.from(raw, 'base64').toString()) as Value) : null;
}

function readMessage(bytes: Buffer, message: string): Value {
  const fields = fieldsOf(message);
  const result: Record<string, Value> = {};
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { number, value } = reader.field();
    const field = fields.get(number);
    if (field) put(result, field, value);
  }
  if (message.endsWith('.ExtraValue')) return result['items'] ?? [];
  const asValue = special[message];
  return asValue ? asValue(result) : result;
}

function put(result: Record<string, Value>, { name, form, type }: Field, value: Wire): void {
  if (form === '{') {
    const entry = new WireReader(value as Buffer);
    let key = '';
    let member: Value = type === 's' ? '' : {};
    while (!entry.done) {
      const part = entry.field();
      if (part.number === 1) key = (part.value as Buffer).toString();
      else member = read(type, part.value);
    }
    const map = (result[name] ??= {}) as Record<string, Value>;
    Object.defineProperty(map, key, { value: member, enumerable: true, writable: true, configurable: true });
  } else if (form === '[') ((result[name] ??= []) as Value[]).push(read(type, value));
  else if (form === '^') Object.assign(result, read(type, value));
  else result[name] = read(type, value);
}

function read(type: string, value: Wire): Value {
  if (type.startsWith('#')) return readMessage(value as Buffer, type.slice(1));
  if (type === 's') return (value as Buffer).toString();
  if (type === 'y') return (value as Buffer).toString('base64');
  if (type === 'b') return value !== 0n;
  if (type === 'n') return (value as Buffer).readDoubleLE(0);
  return Number(BigInt.asIntN(64, value as bigint));
}

type Wire = bigint | Buffer;

class WireReader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  field(): { readonly number: number; readonly value: Wire } {
    const tag = this.varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) return { number, value: this.varint() };
    if (wireType === 1) return { number, value: this.take(8) };
    if (wireType === 5) return { number, value: this.take(4) };
    if (wireType !== 2) throw new Error(`protobuf: wire type ${wireType}`);
    return { number, value: this.take(Number(this.varint())) };
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error('protobuf: unexpected end');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Error('protobuf: unexpected end');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('protobuf: a number that is too long');
  }
}
