/** What the client knows of config maps and secrets: whose data is shown, and whose is not. */
import { decodeBase64, sortedKeys } from '../../../base/index.ts';
import { members, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText } from './describe-text.ts';

function head(info: Info): DescribeText {
  const out = new DescribeText();
  out.pair('Name', info.name).pair('Namespace', info.namespace);
  return out.labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
}

function sizeOf(base64: string): number {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decoded.bytes.length : 0;
}

/** The first client that tells of data that is no text. */
const BINARY_SINCE = 22;

export const configMapKind: ClientKind = {
  group: '',
  kind: 'ConfigMap',
  *describe(k, info, options) {
    const out = head(info);
    const [data, binary] = [members(info.object, 'data'), members(info.object, 'binaryData')];
    out.line(0, '').line(0, 'Data').line(0, '====');
    const isOld = k.release.minor < BINARY_SINCE;
    for (const key of sortedKeys(data)) {
      out.line(0, `${key}:`).line(0, '----').line(0, text(data[key]));
      if (!isOld) out.line(0, '');
    }
    if (!isOld) {
      out.line(0, '').line(0, 'BinaryData').line(0, '====');
      for (const key of sortedKeys(binary)) out.line(0, `${key}: ${sizeOf(text(binary[key]))} bytes`);
      out.line(0, '');
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

export const secretKind: ClientKind = {
  group: '',
  kind: 'Secret',
  hidesData: true,
  // Events are not asked for: what is said of a secret is its shape alone.
  // eslint-disable-next-line require-yield
  *describe(_, info) {
    const out = head(info);
    out.line(0, '').pair('Type', text(info.object, 'type')).line(0, '').line(0, 'Data').line(0, '====');
    const data = members(info.object, 'data');
    for (const key of sortedKeys(data)) {
      const isToken = text(info.object, 'type') === 'kubernetes.io/service-account-token' && key === 'token';
      out.line(0, isToken ? `${key}:\t${tokenText(text(data[key]))}` : `${key}:\t${sizeOf(text(data[key]))} bytes`);
    }
    return out.text;
  },
};

function tokenText(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? String.fromCharCode(...decoded.bytes) : '';
}
