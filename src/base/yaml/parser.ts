/** Builds the tree of one YAML document out of tokens, failing where and how Go's library fails. */
import { failAt, YamlFailure, type Mark } from './cursor.ts';
import type { Pair, YamlNode } from './nodes.ts';
import { Scanner } from './scanner.ts';
import type { MarkerKind, Token } from './tokens.ts';

interface Properties {
  readonly start: Mark;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/** The first document of the text, or undefined when there is nothing but comments. Throws YamlFailure. */
export function parseDocument(text: string, depthMax: number): YamlNode | undefined {
  return new Parser(text, depthMax).document();
}

class Parser {
  private readonly scanner: Scanner;
  private readonly depthMax: number;
  private readonly anchors = new Map<string, YamlNode | undefined>();
  private depth = 0;

  constructor(text: string, depthMax: number) {
    this.scanner = new Scanner(text, depthMax);
    this.depthMax = depthMax;
  }

  document(): YamlNode | undefined {
    let hasDirective = false;
    while (this.kind() === 'directive' || this.kind() === 'document-end') hasDirective = this.scanner.next().kind === 'directive';
    if (this.kind() === 'stream-end') return undefined;
    if (this.kind() === 'document-start') {
      this.scanner.next();
      const kind = this.kind();
      if (kind === 'directive' || kind === 'document-start' || kind === 'document-end' || kind === 'stream-end') {
        return this.empty(this.scanner.peek().start);
      }
    } else if (hasDirective) {
      failAt('did not find expected <document start>', this.scanner.peek().start, undefined, 'parser');
    }
    return this.node(true, false);
  }

  private kind(): Token['kind'] {
    return this.scanner.peek().kind;
  }

  private isNext(...kinds: readonly Token['kind'][]): boolean {
    return kinds.includes(this.kind());
  }

  private take(kind: MarkerKind): boolean {
    if (this.kind() !== kind) return false;
    this.scanner.next();
    return true;
  }

  /** `isIndentless`: a sequence may stand here at the same column as the key that it belongs to. */
  private node(isBlock: boolean, isIndentless: boolean): YamlNode {
    const first = this.scanner.peek();
    if (first.kind === 'alias') return this.alias();
    const properties = this.properties();
    if (properties.anchor !== undefined) this.anchors.set(properties.anchor, undefined);
    if (++this.depth > this.depthMax) failAt(`exceeded max depth of ${this.depthMax}`, first.start, undefined, 'parser');
    const node = this.content(isBlock, isIndentless, properties);
    this.depth--;
    if (properties.anchor !== undefined) this.anchors.set(properties.anchor, node);
    return node;
  }

  private alias(): YamlNode {
    const token = this.scanner.next();
    const name = token.kind === 'alias' ? token.name : '';
    if (!this.anchors.has(name)) throw new YamlFailure(`unknown anchor '${name}' referenced`, token.start);
    return { kind: 'alias', name, target: this.anchors.get(name), tag: undefined, start: token.start, end: token.end };
  }

  private properties(): Properties {
    const start = this.scanner.peek().start;
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      const token = this.scanner.peek();
      if (token.kind === 'anchor' && anchor === undefined) anchor = token.name;
      else if (token.kind === 'tag' && tag === undefined) tag = this.resolveTag(token.tag, start);
      else return { start, anchor, tag };
      this.scanner.next();
    }
  }

  private resolveTag(tag: string, start: Mark): string {
    const named = /^!([0-9A-Za-z_-]+)!/.exec(tag);
    if (named !== null) failAt('found undefined tag handle', this.scanner.peek().start, start, 'parser');
    return tag;
  }

  private content(isBlock: boolean, isIndentless: boolean, { start, anchor, tag }: Properties): YamlNode {
    const token = this.scanner.peek();
    if (isIndentless && token.kind === 'block-entry') return this.indentlessSequence(start, tag);
    if (token.kind === 'scalar') {
      this.scanner.next();
      return { kind: 'scalar', text: token.text, style: token.style, tag, start, end: token.end };
    }
    if (token.kind === 'flow-sequence-start') return this.flowSequence(start, tag);
    if (token.kind === 'flow-mapping-start') return this.flowMapping(start, tag);
    if (isBlock && token.kind === 'block-sequence-start') return this.blockSequence(start, tag);
    if (isBlock && token.kind === 'block-mapping-start') return this.blockMapping(start, tag);
    if (anchor !== undefined || tag !== undefined) return { ...this.empty(start), tag };
    failAt('did not find expected node content', token.start, start, 'parser');
  }

  private empty(at: Mark): YamlNode {
    return { kind: 'scalar', text: '', style: 'plain', tag: undefined, start: at, end: at };
  }

  private blockSequence(start: Mark, tag: string | undefined): YamlNode {
    const open = this.scanner.next().start;
    const items: YamlNode[] = [];
    while (this.isNext('block-entry')) {
      const entry = this.scanner.next();
      items.push(this.isNext('block-entry', 'block-end') ? this.empty(entry.end) : this.node(true, false));
    }
    if (!this.isNext('block-end')) failAt("did not find expected '-' indicator", this.scanner.peek().start, open, 'parser');
    return { kind: 'sequence', items, tag, start, end: this.scanner.next().end };
  }

  private indentlessSequence(start: Mark, tag: string | undefined): YamlNode {
    const items: YamlNode[] = [];
    let end = start;
    while (this.isNext('block-entry')) {
      end = this.scanner.next().end;
      items.push(this.isNext('block-entry', 'key', 'value', 'block-end') ? this.empty(end) : this.node(true, false));
    }
    return { kind: 'sequence', items, tag, start, end: items.at(-1)?.end ?? end };
  }

  private blockMapping(start: Mark, tag: string | undefined): YamlNode {
    const open = this.scanner.next().start;
    const pairs: Pair[] = [];
    while (this.isNext('key')) {
      const key = this.mappingPart('key');
      pairs.push({ key, value: this.mappingPart('value') });
    }
    if (!this.isNext('block-end')) failAt('did not find expected key', this.scanner.peek().start, open, 'parser');
    return { kind: 'mapping', pairs, tag, start, end: this.scanner.next().end };
  }

  private mappingPart(part: 'key' | 'value'): YamlNode {
    const token = this.scanner.peek();
    if (!this.take(part)) return this.empty(token.start);
    return this.isNext('key', 'value', 'block-end') ? this.empty(token.end) : this.node(true, true);
  }

  private flowSequence(start: Mark, tag: string | undefined): YamlNode {
    const open = this.scanner.next().start;
    const items: YamlNode[] = [];
    while (!this.isNext('flow-sequence-end')) {
      if (items.length > 0) this.separator("did not find expected ',' or ']'", open);
      if (this.isNext('key')) items.push(this.singlePair());
      else if (!this.isNext('flow-sequence-end')) items.push(this.node(false, false));
    }
    return { kind: 'sequence', items, tag, start, end: this.scanner.next().end };
  }

  /** `[a: b]` is a list of one object. */
  private singlePair(): YamlNode {
    const start = this.scanner.next().start;
    const key = this.isNext('value', 'flow-entry', 'flow-sequence-end') ? this.empty(start) : this.node(false, false);
    const value = this.flowValue('flow-sequence-end', key.end);
    return { kind: 'mapping', pairs: [{ key, value }], tag: undefined, start, end: value.end };
  }

  private flowMapping(start: Mark, tag: string | undefined): YamlNode {
    const open = this.scanner.next().start;
    const pairs: Pair[] = [];
    while (!this.isNext('flow-mapping-end')) {
      if (pairs.length > 0) this.separator("did not find expected ',' or '}'", open);
      if (this.isNext('key')) {
        const at = this.scanner.next().end;
        const key = this.isNext('value', 'flow-entry', 'flow-mapping-end') ? this.empty(at) : this.node(false, false);
        pairs.push({ key, value: this.flowValue('flow-mapping-end', key.end) });
      } else if (!this.isNext('flow-mapping-end')) {
        const key = this.node(false, false);
        pairs.push({ key, value: this.empty(key.end) });
      }
    }
    return { kind: 'mapping', pairs, tag, start, end: this.scanner.next().end };
  }

  private flowValue(close: 'flow-sequence-end' | 'flow-mapping-end', at: Mark): YamlNode {
    if (!this.take('value') || this.isNext('flow-entry', close)) return this.empty(at);
    return this.node(false, false);
  }

  private separator(problem: string, open: Mark): void {
    if (!this.take('flow-entry')) failAt(problem, this.scanner.peek().start, open, 'parser');
  }
}
