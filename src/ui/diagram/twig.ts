// A branch of the diagram in words.
import type { RowKey } from '../../client/index.ts';

export interface Twig {
  readonly id: string;
  readonly text: string;
  readonly about: RowKey | '';
  readonly twigs: readonly Twig[];
}
