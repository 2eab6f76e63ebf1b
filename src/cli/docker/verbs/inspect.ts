/** docker inspect, and inspect of each kind. */
import { isJsonObject, printJson, type Json } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool, text } from '../command/docker-flag.ts';
import { wordsOf } from '../command/error-words.ts';
import { ClientError, DaemonError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { DockerVerb } from '../command/verb.ts';
import { filled, templateOf } from '../print/list-printer.ts';

const format = text('format', "Format output using a custom template:\n'json': Print in JSON format\n'TEMPLATE': Print output using the given Go template.", 'f');
const places = { container: 'containers', image: 'images', network: 'networks', volume: 'volumes' } as const;
type Kind = keyof typeof places;

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(places, kind);
}

export const inspectVerb: DockerVerb = {
  name: 'inspect',
  summary: 'Return low-level information on Docker objects',
  usage: 'inspect [OPTIONS] NAME|ID [NAME|ID...]',
  args: [1, Infinity],
  completes: 'containers',
  flags: [format, bool('size', 'Display total file sizes if the type is container', 's'), text('type', 'Only inspect objects of the given type')],
  *run(d) {
    const type = d.flags.text('type');
    if (type !== '' && !isKind(type)) throw new ClientError(`"${type}" is not a valid value for --type`);
    return yield* inspectEach(d, function* (name) {
      if (isKind(type)) return yield* fetchOne(d, type, name);
      for (const kind of Object.keys(places) as Kind[]) {
        try {
          return yield* fetchOne(d, kind, name);
        } catch (error) {
          if (!(error instanceof DaemonError) || error.status !== 404) throw error;
        }
      }
      throw new ClientError(`Error: No such object: ${name}`);
    });
  },
};

export function inspectOf(kind: Kind, usage: string, more: DockerVerb['flags'] = []): DockerVerb {
  return {
    name: 'inspect',
    summary: `Display detailed information on one or more ${kind}s`,
    usage: `inspect [OPTIONS] ${usage} [${usage}...]`,
    args: [1, Infinity],
    completes: `${kind}s`,
    flags: [format, ...more],
    run: (d) => inspectEach(d, (name) => fetchOne(d, kind, name)),
  };
}

function fetchOne(d: Invocation, kind: Kind, name: string): Task<Json> {
  const path = kind === 'image' ? name : encodeURIComponent(name);
  const withSize = kind === 'container' && d.flags.bool('size');
  return d.engine.json<Json>('GET', `/${places[kind]}/${path}${kind === 'network' || kind === 'volume' ? '' : '/json'}`, withSize ? { query: [['size', '1']] } : {});
}

function* inspectEach(d: Invocation, fetch: (name: string) => Task<Json>): Task<number> {
  const found: Json[] = [];
  const errors: string[] = [];
  for (const name of d.args) {
    try {
      found.push(yield* fetch(name));
    } catch (error) {
      const words = wordsOf(error, d.engine.address);
      if (words === undefined || !(error instanceof DaemonError || error instanceof ClientError)) throw error;
      errors.push(words);
    }
  }
  const shape = d.flags.text('format');
  if (shape === '') yield* d.print(`${printJson(found, { indent: '    ', escapeHtml: false })}\n`);
  else if (shape === 'json') yield* d.print(`${printJson(found)}\n`);
  else {
    const template = templateOf(shape);
    for (const object of found) {
      try {
        yield* d.print(`${filled(template, isJsonObject(object) ? object : {})}\n`);
      } catch (error) {
        yield* d.print('\n');
        throw error;
      }
    }
  }
  for (const words of errors) yield* d.warn(`${words}\n`);
  return errors.length > 0 ? 1 : 0;
}
