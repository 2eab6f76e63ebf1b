/** A container's read-write layer made into an image: what `docker commit` and every RUN of a build come down to. */
import { layerOf, type DirNode, type Layer } from '../../files/index.ts';
import { makeImage, type HistoryEntry, type Image, type ImageConfig } from './image.ts';

export interface CommitParts {
  /** What it stands on; none for an image from scratch. */
  readonly base: Image | undefined;
  readonly config: ImageConfig;
  /** What changed; undefined or empty makes no layer. */
  readonly upper: DirNode | undefined;
  readonly createdBy: string;
  readonly createdMs: number;
  readonly comment?: string;
  readonly author?: string;
}

export function commitImage({ base, config, upper, createdBy, createdMs, comment, author }: CommitParts): Image {
  const layer: Layer | undefined = upper && upper.entries.size > 0 ? layerOf(upper) : undefined;
  const entry: HistoryEntry = {
    createdMs,
    createdBy,
    ...(comment ? { comment } : {}),
    ...(layer ? {} : { emptyLayer: true as const }),
  };
  return makeImage({
    config,
    history: [...(base?.history ?? []), entry],
    layers: layer ? [...(base?.layers ?? []), layer] : (base?.layers ?? []),
    createdMs,
    author: author ?? base?.author ?? '',
  });
}
