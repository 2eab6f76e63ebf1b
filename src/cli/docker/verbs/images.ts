/** docker images. */
import { formatDecimalSize, type Json } from '../../../base/index.ts';
import { bool, filter, formatFlag } from '../command/docker-flag.ts';
import type { DockerVerb } from '../command/verb.ts';
import { printList, type ListSpec } from '../print/list-printer.ts';
import { createdText, shortId, sinceText } from '../print/shortened.ts';
import { filterQuery } from '../wire/filters.ts';

interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Created: number;
  readonly Size: number;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** One line of the list: an image under one of its names. */
interface NamedImage extends ImageSummary {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const NONE = '<none>';

export const imagesVerb: DockerVerb = {
  name: 'images',
  summary: 'List images',
  usage: 'images [OPTIONS] [REPOSITORY[:TAG]]',
  alsoAs: ['docker image ls', 'docker image list', 'docker images'],
  aliases: ['list'],
  args: [0, 1],
  completes: 'images',
  flags: [bool('all', 'Show all images (default hides intermediate images)', 'a'), bool('digests', 'Show digests'), filter(), formatFlag, bool('no-trunc', "Don't truncate output"), bool('quiet', 'Only show image IDs', 'q')],
  *run(d) {
    const { flags } = d;
    const query = [...(flags.bool('all') ? [['all', '1'] as const] : []), ...filterQuery(flags.list('filter'), d.args.length > 0 ? { reference: d.arg(0) } : {})];
    const images = yield* d.engine.json<readonly ImageSummary[]>('GET', '/images/json', { query });
    const named = images.flatMap((image) => namesOf(image, flags.bool('digests')));
    const whole = flags.bool('no-trunc');
    const columns = ['Repository', 'Tag', ...(flags.bool('digests') ? ['Digest'] : []), 'ID', 'CreatedSince', 'Size'];
    const spec: ListSpec<NamedImage> = { titles, columns, row: (image) => rowOf(image, whole, d.nowMs), quiet: ({ Id }) => (whole ? Id : shortId(Id)) };
    yield* printList(d, spec, named);
  },
};

const titles: Readonly<Record<string, string>> = {
  Repository: 'REPOSITORY',
  Tag: 'TAG',
  Digest: 'DIGEST',
  ID: 'IMAGE ID',
  CreatedSince: 'CREATED',
  CreatedAt: 'CREATED AT',
  Size: 'SIZE',
  Containers: 'CONTAINERS',
  VirtualSize: 'VIRTUAL SIZE',
  SharedSize: 'SHARED SIZE',
  UniqueSize: 'UNIQUE SIZE',
};

function namesOf(image: ImageSummary, withDigests: boolean): NamedImage[] {
  const digests = new Map((image.RepoDigests ?? []).map((text) => [text.slice(0, text.indexOf('@')), text.slice(text.indexOf('@') + 1)]));
  const tags = image.RepoTags ?? [];
  const tagged = tags.map((text) => {
    const colon = text.lastIndexOf(':');
    const repository = text.slice(0, colon);
    return { ...image, repository, tag: text.slice(colon + 1), digest: (withDigests && digests.get(repository)) || NONE };
  });
  const untagged = [...digests].filter(([repository]) => !tagged.some((t) => t.repository === repository));
  const byDigest = untagged.map(([repository, digest]) => ({ ...image, repository, tag: NONE, digest }));
  return tagged.length + byDigest.length > 0 ? [...tagged, ...byDigest] : [{ ...image, repository: NONE, tag: NONE, digest: NONE }];
}

function rowOf({ repository, tag, digest, Id, Created, Size }: NamedImage, whole: boolean, nowMs: number): Record<string, Json> {
  return {
    Repository: repository,
    Tag: tag,
    Digest: digest,
    ID: whole ? Id : shortId(Id),
    CreatedSince: sinceText(nowMs, Created),
    CreatedAt: createdText(Created),
    Size: formatDecimalSize(Size, 3),
    Containers: 'N/A',
    VirtualSize: formatDecimalSize(Size, 4),
    SharedSize: 'N/A',
    UniqueSize: 'N/A',
  };
}
