/** A check as it stands in a step's front matter: exactly one subject, one test, one time; every slip is named with what may stand there. */
import { compilePattern, parseDuration } from '../../base/index.ts';
import { LAPTOP, type Check, type Subject, type Test, type When } from './lesson.ts';
import { fieldsOf, LessonError, numberOf, textOf, type Fields } from './reading.ts';

const SUBJECTS = ['get', 'file', 'process', 'image', 'http', 'ran'] as const;
const TESTS = ['is', 'atLeast', 'matches', 'exists'] as const;
const TIMES = ['now', 'always', 'never'] as const;

export function parseCheck(value: unknown, place: string): Omit<Check, 'say'> & { say: string } {
  const fields = fieldsOf(value, place, [...SUBJECTS, ...TESTS, 'when', 'eventuallyWithin', 'path', 'namespace', 'host', 'say']);
  return { when: parseWhen(fields, place), subject: parseSubject(fields, place), test: parseTest(fields, place), say: textOf(fields, 'say', place) };
}

function parseWhen(fields: Fields, place: string): When {
  if (fields['eventuallyWithin'] !== undefined) {
    if (fields['when'] !== undefined) throw new LessonError(`${place}: either "when" or "eventuallyWithin"`);
    const answer = parseDuration(textOf(fields, 'eventuallyWithin', place));
    if ('error' in answer) throw new LessonError(`${place}: ${answer.error}; write 30s or 2m`);
    return { kind: 'eventuallyWithin', ms: answer.milliseconds };
  }
  const kind = fields['when'] ?? 'now';
  const known = TIMES.find((t) => t === kind);
  if (!known) throw new LessonError(`${place}: "when" must be one of ${TIMES.join(', ')}, or "eventuallyWithin" a duration`);
  return { kind: known };
}

function parseSubject(fields: Fields, place: string): Subject {
  const kind = only(fields, SUBJECTS, place);
  const text = textOf(fields, kind, place);
  const host = textOf(fields, 'host', place, LAPTOP);
  if (kind !== 'get' && (fields['path'] ?? fields['namespace']) !== undefined) throw new LessonError(`${place}: "path" and "namespace" go with "get"`);
  switch (kind) {
    case 'get':
      if (!/^[^/\s]+\/[^/\s]+$/.test(text)) throw new LessonError(`${place}: "get" must be RESOURCE/NAME, as in deployments/web`);
      return { kind, get: text, namespace: textOf(fields, 'namespace', place, 'default'), path: textOf(fields, 'path', place, '{.metadata.name}') };
    case 'file':
      return { kind, file: text, host };
    case 'process':
      return { kind, process: text, host };
    case 'image':
      return { kind, image: text, host };
    case 'http':
      return { kind, http: pattern(text, 'http', place) };
    case 'ran':
      return { kind, ran: pattern(text, 'ran', place) };
  }
}

function parseTest(fields: Fields, place: string): Test {
  const kind = only(fields, TESTS, place);
  switch (kind) {
    case 'is': {
      const value = fields['is'];
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new LessonError(`${place}: "is" must be a text, a number, true or false`);
      return { kind, is: String(value) };
    }
    case 'atLeast':
      return { kind, atLeast: numberOf(fields, 'atLeast', place) };
    case 'matches':
      return { kind, matches: pattern(textOf(fields, 'matches', place), 'matches', place) };
    case 'exists':
      if (typeof fields['exists'] !== 'boolean') throw new LessonError(`${place}: "exists" must be true or false`);
      return { kind, exists: fields['exists'] };
  }
}

function only<K extends string>(fields: Fields, kinds: readonly K[], place: string): K {
  const found = kinds.filter((k) => fields[k] !== undefined);
  if (found.length !== 1) throw new LessonError(`${place}: needs exactly one of ${kinds.join(', ')}; has ${found.join(' and ') || 'none'}`);
  return found[0]!;
}

function pattern(text: string, key: string, place: string): string {
  const answer = compilePattern(text);
  if ('error' in answer) throw new LessonError(`${place}: "${key}": ${answer.error}`);
  return text;
}
