/** The suffix that a generated config map or secret gets from what it holds: a change makes a new object, and a rollout of what uses it. */
import { printJson, sha256Hex, type JsonObject } from '../../../base/index.ts';
import { member, text } from '../objects/member.ts';

const letters: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

export function contentHash(object: JsonObject): string {
  const binary = member(object, 'binaryData');
  const type = member(object, 'type');
  const hashed: JsonObject = {
    data: member(object, 'data') ?? '',
    kind: text(object, 'kind'),
    name: text(object, 'metadata', 'name'),
    ...(type !== undefined && { type }),
    ...(binary !== undefined && { binaryData: binary }),
  };
  const digest = sha256Hex(printJson(hashed, { sortKeys: true, escapeHtml: true }));
  return [...digest.slice(0, 10)].map((letter) => letters[letter] ?? letter).join('');
}
