/** Reads what stands behind `as`: variables, and arrays and objects of them. */
import type { Filter, Pattern } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

export abstract class PatternReader extends TokenReader {
  protected abstract pipe(): Filter;
  protected abstract text(format: string | undefined): Filter;

  protected patterns(): Pattern[] {
    const all = [this.pattern()];
    while (this.take('?//')) all.push(this.pattern());
    return all;
  }

  private pattern(): Pattern {
    return this.deeper(() => {
      if (this.token.kind === 'variable') return { kind: 'name', name: this.advance().text };
      if (this.take('[')) {
        const items: Pattern[] = [];
        do items.push(this.pattern());
        while (this.take(','));
        this.expect(']');
        return { kind: 'array', items };
      }
      this.expect('{');
      const entries: { key: Filter; name: string | undefined; pattern: Pattern | undefined }[] = [];
      do entries.push(this.patternEntry());
      while (this.take(','));
      this.expect('}');
      return { kind: 'object', entries };
    });
  }

  private patternEntry(): { key: Filter; name: string | undefined; pattern: Pattern | undefined } {
    const { kind, text } = this.token;
    if (kind === 'variable') {
      this.advance();
      return { key: { kind: 'literal', value: text }, name: text, pattern: this.take(':') ? this.pattern() : undefined };
    }
    let key: Filter;
    if (kind === 'word') key = { kind: 'literal', value: this.advance().text };
    else if (kind === 'string') key = this.text(undefined);
    else {
      this.expect('(');
      key = this.pipe();
      this.expect(')');
    }
    this.expect(':');
    return { key, name: undefined, pattern: this.pattern() };
  }
}
