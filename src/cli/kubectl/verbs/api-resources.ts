/** kubectl api-resources. */
import { compareBytes, formatTable, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { listStyle } from '../print/list-style.ts';
import { printerOf } from '../print/object-printer.ts';
import { apiVersionOf, qualifiedName, type ApiResource } from '../wire/discovery.ts';
import { preferred } from '../wire/resource-mapper.ts';

/** The first releases that print categories, and types as objects. */
const CATEGORIES_SINCE = 26;
const WHOLE_SINCE = 34;

function described({ plural, singular, shortNames, categories, subresources: _, group, ...resource }: ApiResource): JsonObject {
  return { ...resource, ...(group !== '' && { group }), name: plural, singularName: singular, ...(shortNames.length > 0 && { shortNames }), ...(categories.length > 0 && { categories }) };
}

export const apiResourcesVerb: Verb = {
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  usage: 'api-resources [flags]',
  group: 'Other Commands',
  completes: 'none',
  flags: [
    { name: 'api-group', type: 'string', usage: 'Only types of this group.' },
    { name: 'cached', type: 'bool', initial: 'false', usage: 'Use what was discovered before, if anything.' },
    { name: 'categories', type: 'list', usage: 'Only types of these categories.', since: CATEGORIES_SINCE },
    { name: 'namespaced', type: 'bool', initial: 'true', usage: 'false shows types that belong to no namespace, true those that do.' },
    { name: 'no-headers', type: 'bool', initial: 'false', usage: 'Print no headers.' },
    { name: 'output', short: 'o', type: 'string', usage: 'wide or name; newer ones know json, yaml and kyaml too.' },
    { name: 'show-managed-fields', type: 'bool', initial: 'false', usage: 'Keep managedFields, of which a type has none.', since: WHOLE_SINCE },
    { name: 'sort-by', type: 'string', usage: "Sort by 'name' or 'kind'." },
    { name: 'verbs', type: 'list', usage: 'Only types that know these verbs.' },
  ],
  *run(k) {
    if (k.args.length > 0) throw k.usageError(`unexpected arguments: [${k.args.join(' ')}]`);
    const { flags } = k;
    const [output, sort] = [flags.text('output'), flags.text('sort-by')];
    const printer = k.release.minor >= WHOLE_SINCE && !['', 'wide', 'name'].includes(output) ? printerOf(k, ['json', 'kyaml', 'name', 'wide', 'yaml']) : undefined;
    if (!printer && !['', 'wide', 'name'].includes(output)) throw new CommandError(`--output ${output} is not available`);
    if (!['', 'name', 'kind'].includes(sort)) throw new CommandError('--sort-by accepts only name or kind');
    const fits = (resource: ApiResource): boolean =>
      resource.verbs.length > 0 &&
      (!flags.has('api-group') || resource.group === flags.text('api-group')) &&
      (!flags.has('namespaced') || resource.namespaced === flags.bool('namespaced')) &&
      flags.list('verbs').every((verb) => resource.verbs.includes(verb)) &&
      flags.list('categories').every((category) => resource.categories.includes(category));
    const found = preferred(yield* k.discovery()).filter(fits);
    const key = (resource: ApiResource): string => (sort === 'kind' ? resource.kind : resource.plural);
    // Groups in byte order, unless another order is asked for.
    const sorted = [...found].sort((a, b) => (sort === '' ? compareBytes(a.group, b.group) : 0) || compareBytes(key(a), key(b)));
    if (printer) return yield* k.print(printer({ apiVersion: 'v1', groupVersion: '', kind: 'APIResourceList', resources: sorted.map(described) }, true));
    if (output === 'name') return yield* k.print(sorted.map((resource) => `${qualifiedName(resource)}\n`).join(''));
    const [isWide, isOld] = [output === 'wide', k.release.minor < CATEGORIES_SINCE];
    const headers = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(isWide ? (isOld ? ['VERBS'] : ['VERBS', 'CATEGORIES']) : [])];
    const rows = sorted.map((resource) => [
      resource.plural,
      resource.shortNames.join(','),
      apiVersionOf(resource),
      String(resource.namespaced),
      resource.kind,
      ...(isWide ? (isOld ? [`[${resource.verbs.join(' ')}]`] : [resource.verbs.join(','), resource.categories.join(',')]) : []),
    ]);
    yield* k.print(formatTable(listStyle(k.release.minor), flags.bool('no-headers') ? rows : [headers, ...rows]));
  },
};
