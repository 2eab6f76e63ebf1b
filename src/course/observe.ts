/** What a check's subject shows in a session, read without touching anything: no request, no event, nothing that a replay would miss. */
import { compileJsonPath, compilePattern } from '../base/index.ts';
import type { Session } from '../world/index.ts';
import type { Subject } from './format/index.ts';
import type { HttpAnswers } from './http-answers.ts';
import type { Observe } from './judge.ts';

/** `fromInput`: inputs before this one were typed before the step began. */
export function observeSession(session: Session, fromInput: number, answers: HttpAnswers): Observe {
  return (subject) => (subject.kind === 'http' ? answers.last(subject.http) : look(session, subject, fromInput));
}

function look(session: Session, subject: Exclude<Subject, { kind: 'http' }>, fromInput: number): string | undefined {
  switch (subject.kind) {
    case 'get':
      return fieldOf(session, subject);
    case 'file': {
      const files = session.world.hosts.get(subject.host)?.files;
      return files?.exists(subject.file) ? files.readText(subject.file) : undefined;
    }
    case 'process': {
      const processes = [...(session.world.hosts.get(subject.host)?.processes.values() ?? [])];
      const count = processes.filter((p) => p.alive && p.argv.join(' ').includes(subject.process)).length;
      return count === 0 ? undefined : String(count);
    }
    case 'image':
      return session.world.imageOn(subject.host, subject.image);
    case 'ran':
      return countRan(session, subject.ran, fromInput);
  }
}

function fieldOf({ world }: Session, { get, namespace, path }: Extract<Subject, { kind: 'get' }>): string | undefined {
  const [resource = '', name = ''] = get.split('/');
  const compiled = compileJsonPath(path);
  if ('error' in compiled) return undefined;
  for (const { store } of world.clusters)
    for (const table of store.tableNames()) {
      if (table !== resource && !table.startsWith(`${resource}.`)) continue;
      const object = store.get(`${table}/${namespace}/${name}`) ?? store.get(`${table}/${name}`);
      const printed = object && compiled.path.print(object as never, { allowMissingKeys: true });
      if (printed) return 'text' in printed ? printed.text : undefined;
    }
  return undefined;
}

function countRan({ record }: Session, pattern: string, fromInput: number): string | undefined {
  const compiled = compilePattern(pattern);
  if ('error' in compiled) return undefined;
  const lines = record.inputs.slice(fromInput).flatMap(({ do: input }) => (input.do === 'line' || input.do === 'command' ? [input.text] : []));
  const count = lines.filter((line) => compiled.pattern.test(line)).length;
  return count === 0 ? undefined : String(count);
}
