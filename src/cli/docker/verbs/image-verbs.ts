/** docker rmi, tag, history, push, commit, search. */
import { formatDecimalSize, formatGoValue, formatRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import { bool, filter, formatFlag, int, list, platformFlag, text } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import type { DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { showProgress } from '../print/progress.ts';
import { ellipsis, shortId, sinceText } from '../print/shortened.ts';
import { filterQuery } from '../wire/filters.ts';
import { imageName, suffixOf, withLatest, type ImageName } from '../wire/image-name.ts';
import { registryAuth } from './pull.ts';

export const rmiVerb: DockerVerb = {
  name: 'rmi',
  summary: 'Remove one or more images',
  usage: 'rmi [OPTIONS] IMAGE [IMAGE...]',
  alsoAs: ['docker image rm', 'docker image remove', 'docker rmi'],
  aliases: ['remove'],
  args: [1, Infinity],
  completes: 'images',
  flags: [bool('force', 'Force removal of the image', 'f'), bool('no-prune', 'Do not delete untagged parents')],
  *run(d) {
    const query = [...(d.flags.bool('force') ? [['force', '1'] as const] : []), ...(d.flags.bool('no-prune') ? [['noprune', '1'] as const] : [])];
    yield* d.each(d.args, function* (name) {
      const removed = yield* d.engine.json<readonly { Untagged?: string; Deleted?: string }[]>('DELETE', `/images/${name}`, { query });
      return removed.map(({ Untagged, Deleted }) => (Untagged === undefined ? `Deleted: ${Deleted ?? ''}` : `Untagged: ${Untagged}`)).join('\n');
    });
  },
};

export const tagVerb: DockerVerb = {
  name: 'tag',
  summary: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  usage: 'tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  alsoAs: ['docker image tag', 'docker tag'],
  args: [2, 2],
  completes: 'images',
  *run(d) {
    let name: ImageName;
    try {
      name = withLatest(imageName(d.arg(1)));
    } catch (error) {
      if (error instanceof ClientError) throw new ClientError(`Error parsing reference: "${d.arg(1)}" is not a valid repository/tag: ${error.message}`);
      throw error;
    }
    yield* d.engine.send('POST', `/images/${d.arg(0)}/tag`, { query: [['repo', name.repository], ['tag', name.tag]] });
  },
};

interface HistoryEntry {
  readonly Id: string;
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Size: number;
  readonly Comment: string;
}

export const historyVerb: DockerVerb = {
  name: 'history',
  summary: 'Show the history of an image',
  usage: 'history [OPTIONS] IMAGE',
  alsoAs: ['docker image history', 'docker history'],
  args: [1, 1],
  completes: 'images',
  flags: [formatFlag, { ...bool('human', 'Print sizes and dates in human readable format', 'H'), initial: 'true' }, bool('no-trunc', "Don't truncate output"), platformFlag('Show history for the given platform. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")'), bool('quiet', 'Only show image IDs', 'q')],
  *run(d) {
    const entries = yield* d.engine.json<readonly HistoryEntry[]>('GET', `/images/${d.arg(0)}/history`);
    const whole = d.flags.bool('no-trunc');
    const human = d.flags.bool('human');
    const idOf = ({ Id }: HistoryEntry): string => (whole || Id.startsWith('<') ? Id : shortId(Id));
    const spec: ListSpec<HistoryEntry> = {
      titles: { ID: 'IMAGE', CreatedSince: human ? 'CREATED' : 'CREATED AT', CreatedAt: 'CREATED AT', CreatedBy: 'CREATED BY', Size: 'SIZE', Comment: 'COMMENT' },
      columns: ['ID', human ? 'CreatedSince' : 'CreatedAt', 'CreatedBy', 'Size', 'Comment'],
      quiet: idOf,
      row: (entry): Record<string, Json> => {
        const by = entry.CreatedBy.replaceAll('\t', ' ');
        return {
          ID: idOf(entry),
          CreatedSince: sinceText(d.nowMs, entry.Created),
          CreatedAt: formatRfc3339(entry.Created * 1000),
          CreatedBy: whole ? by : ellipsis(by, 45),
          Size: human ? formatDecimalSize(entry.Size, 3) : String(entry.Size),
          Comment: entry.Comment,
        };
      },
    };
    yield* printList(d, spec, entries);
  },
};

export const pushVerb: DockerVerb = {
  name: 'push',
  summary: 'Upload an image to a registry',
  usage: 'push [OPTIONS] NAME[:TAG]',
  alsoAs: ['docker image push', 'docker push'],
  args: [1, 1],
  completes: 'images',
  flags: [bool('all-tags', 'Push all tags of an image to the repository', 'a'), platformFlag('Push a platform-specific manifest as a single-platform image to the registry.'), bool('quiet', 'Suppress verbose output', 'q')],
  *run(d) {
    const named = imageName(d.arg(0));
    const name = withLatest(named);
    const isQuiet = d.flags.bool('quiet');
    if (named.tag === '' && !isQuiet) yield* d.print('Using default tag: latest\n');
    const response = yield* d.engine.call('POST', `/images/${name.repository}/push`, { query: [['tag', name.tag]], headers: registryAuth(d, name) });
    if (!isQuiet) return yield* showProgress(d, response);
    yield response.readAll();
    yield* d.print(`${name.repository}${suffixOf(name)}\n`);
  },
};

export const commitVerb: DockerVerb = {
  name: 'commit',
  summary: "Create a new image from a container's changes",
  usage: 'commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  alsoAs: ['docker container commit', 'docker commit'],
  args: [1, 2],
  completes: 'containers',
  flags: [text('author', 'Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")', 'a'), list('change', 'Apply Dockerfile instruction to the created image', 'c'), text('message', 'Commit message', 'm'), { ...bool('pause', 'Pause container during commit', 'p'), initial: 'true' }],
  *run(d) {
    const { flags } = d;
    const name = d.args.length > 1 ? imageName(d.arg(1)) : undefined;
    const query = [
      ...(flags.has('author') ? [['author', flags.text('author')] as const] : []),
      ...flags.list('change').map((change) => ['changes', change] as const),
      ...(flags.has('message') ? [['comment', flags.text('message')] as const] : []),
      ['container', d.arg(0)] as const,
      ...(flags.bool('pause') ? [] : [['pause', '0'] as const]),
      ...(name ? [['repo', name.repository] as const, ['tag', name.tag] as const] : []),
    ];
    const { Id } = yield* d.engine.json<{ Id: string }>('POST', '/commit', { query, body: {} });
    yield* d.print(`${Id}\n`);
  },
};

export const searchVerb: DockerVerb = {
  name: 'search',
  summary: 'Search Docker Hub for images',
  usage: 'search [OPTIONS] TERM',
  args: [1, 1],
  flags: [filter(), formatFlag, int('limit', 'Max number of search results'), bool('no-trunc', "Don't truncate output")],
  *run(d) {
    const { flags } = d;
    const query = [['term', d.arg(0)] as const, ...(flags.has('limit') ? [['limit', flags.text('limit')] as const] : []), ...filterQuery(flags.list('filter'))];
    const results = yield* d.engine.json<readonly JsonObject[]>('GET', '/images/search', { query });
    const spec: ListSpec<JsonObject> = {
      titles: { Name: 'NAME', Description: 'DESCRIPTION', StarCount: 'STARS', IsOfficial: 'OFFICIAL', IsAutomated: 'AUTOMATED' },
      columns: ['Name', 'Description', 'StarCount', 'IsOfficial'],
      row: (r): Record<string, Json> => ({
        Name: r['name'] ?? '',
        Description: flags.bool('no-trunc') ? formatGoValue(r['description'] ?? '') : ellipsis(formatGoValue(r['description'] ?? ''), 45),
        StarCount: formatGoValue(r['star_count'] ?? 0),
        IsOfficial: r['is_official'] === true ? '[OK]' : '',
        IsAutomated: r['is_automated'] === true ? '[OK]' : '',
      }),
    };
    yield* printList(d, spec, results);
  },
};
