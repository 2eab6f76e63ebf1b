/** What the scanner hands to the parser. */
import type { Mark } from './cursor.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

export type Token =
  | { readonly kind: MarkerKind; readonly start: Mark; readonly end: Mark }
  | { readonly kind: 'alias' | 'anchor'; readonly name: string; readonly start: Mark; readonly end: Mark }
  | { readonly kind: 'tag'; readonly tag: string; readonly start: Mark; readonly end: Mark }
  | { readonly kind: 'scalar'; readonly text: string; readonly style: ScalarStyle; readonly start: Mark; readonly end: Mark };

export type MarkerKind =
  | 'document-start'
  | 'document-end'
  | 'directive'
  | 'stream-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value';
