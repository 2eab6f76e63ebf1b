/** kubectl explain. */
import { CommandError, Exit } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { resolveType } from '../resources/select.ts';
import { apiVersionOf, type ApiResource, type Discovery } from '../wire/discovery.ts';
import { findResource } from '../wire/resource-mapper.ts';
import { explainText } from './explain-text.ts';
import { explainTextOld } from './explain-text-old.ts';

/** The first clients that take TYPE.VERSION.GROUP, print what the third form of OpenAPI says, and read paths as JSONPath. */
const GROUPS_SINCE = 21;
const V3_SINCE = 27;
const PATHS_SINCE = 28;

export const explainVerb: Verb = {
  name: 'explain',
  summary: 'Get documentation for a resource',
  details: 'Fields are named by their path, with dots between: TYPE.FIELD.FIELD.',
  usage: 'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  group: 'Basic Commands (Intermediate)',
  completes: 'types',
  flags: [
    { name: 'api-version', type: 'string', usage: 'The version of the group.' },
    { name: 'output', short: 'o', type: 'string', initial: 'plaintext', usage: 'plaintext or plaintext-openapiv2.', since: 26 },
    { name: 'recursive', type: 'bool', initial: 'false', usage: 'Every field below, without descriptions.' },
  ],
  examples: [
    { does: 'A type', command: 'kubectl explain pods' },
    { does: 'One of its fields', command: 'kubectl explain pods.spec.containers' },
  ],
  *run(k) {
    if (k.args.length === 0) throw new CommandError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
    if (k.args.length > 1) throw new CommandError("We accept only this format: explain RESOURCE");
    const { minor } = k.release;
    const output = minor < V3_SINCE ? 'plaintext-openapiv2' : k.flags.text('output');
    if (!['plaintext', 'plaintext-openapiv2'].includes(output)) throw new CommandError(`unrecognized format: ${output}`);
    const words = k.args[0]!.replace(/\.$/, '').split('.');
    if (/^[^[]*,/.test(k.args[0]!) && minor >= PATHS_SINCE) throw new CommandError("unrecognized character in action: U+002C ','");
    if ((words.includes('') || k.args[0]!.includes('[')) && minor >= PATHS_SINCE) throw new CommandError('invalid jsonpath syntax, first node must be field node');
    if (words[0] === '' && minor < PATHS_SINCE) throw new CommandError('a resource must be present, got: /, Resource=');
    const discovery = yield* k.discovery();
    // TYPE.GROUP.FIELD where there is such a type; else what stands behind the first point are fields.
    const groupAt = minor >= GROUPS_SINCE && !k.flags.has('api-version') ? groupLength(discovery, words) : 0;
    const [typed, fields] = [words.slice(0, 1 + groupAt).join('.'), words.slice(1 + groupAt)];
    const resource = yield* typeNamed(k, typed);
    const apiVersion = k.flags.text('api-version') || apiVersionOf(resource);
    const description = output === 'plaintext-openapiv2' ? yield* k.openApi.old() : yield* k.openApi.of(apiVersion);
    if (description?.isV3 && !description.kind(apiVersion, resource.kind)) throw new CommandError(`GVR (${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Resource=${resource.plural}) not found in OpenAPI schema`);
    if (!description?.kind(apiVersion, resource.kind)) throw new CommandError(`couldn't find resource for ${JSON.stringify(wanted(k, apiVersion, resource))}`);
    const explain = description.isV3 ? explainText : explainTextOld;
    const { text, error } = explain(description, apiVersion, resource.kind, fields, k.flags.bool('recursive'));
    yield* k.print(text);
    if (error !== undefined) throw new CommandError(error);
  },
};

/** How many of the words after a type's name are its group: all, or the first alone. */
function groupLength(discovery: Discovery, words: readonly string[]): number {
  const isType = (length: number): boolean => words.length > length && findResource(discovery, words.slice(0, 1 + length).join('.'))?.resource.group === words.slice(1, 1 + length).join('.');
  return [words.length - 1, 1].find((length) => length > 0 && isType(length)) ?? 0;
}

function wanted(k: Invocation, apiVersion: string, { kind, plural }: ApiResource): string {
  if (k.release.minor >= V3_SINCE) return `${apiVersion}, Resource=${plural}`;
  return `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`;
}

function* typeNamed(k: Invocation, typed: string): Task<ApiResource> {
  const discovery = yield* k.discovery();
  if (!findResource(discovery, typed)) {
    yield* k.warn(`the server doesn't have a resource type ${JSON.stringify(typed)}\n`);
    throw new Exit(1);
  }
  return yield* resolveType(k, discovery, typed);
}
