/** The tree of a YAML document: what was written and where, before it is known what the scalars mean. */
import type { Mark } from './cursor.ts';
import type { ScalarStyle } from './tokens.ts';

interface Placed {
  readonly start: Mark;
  readonly end: Mark;
  readonly tag: string | undefined;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: ScalarStyle;
}

export interface SequenceNode extends Placed {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends Placed {
  readonly kind: 'mapping';
  readonly pairs: readonly Pair[];
}

/** `target` is undefined while the anchored node is still being read: it would contain itself. */
export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: YamlNode | undefined;
}

export interface Pair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;
