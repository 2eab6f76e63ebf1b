/** Values as jq prints them: indented, with keys sorted or in colours when asked. */
import { isArray, isObject, numberText, quote, sortedKeys, type Value } from './value.ts';

export interface PrintOptions {
  /** What a level is indented by; none prints on one line. */
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
}

const colors = { null: '1;30', false: '0;39', true: '0;39', number: '0;39', string: '0;32', array: '1;39', object: '1;39', key: '34;1' };

export function printValue(value: Value, options: PrintOptions): string {
  return new Printer(options).value(value, options.indent === undefined ? undefined : '\n');
}

class Printer {
  private readonly options: PrintOptions;

  constructor(options: PrintOptions) {
    this.options = options;
  }

  value(value: Value, newline: string | undefined): string {
    if (isArray(value)) return this.array(value, newline);
    if (isObject(value)) return this.object(value, newline);
    if (typeof value === 'string') return this.paint('string', this.text(value));
    const kind = value === null ? 'null' : value === true ? 'true' : value === false ? 'false' : 'number';
    return this.paint(kind, typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : String(value));
  }

  private paint(kind: keyof typeof colors, text: string): string {
    return this.options.color ? `\x1b[${colors[kind]}m${text}\x1b[0m` : text;
  }

  private text(text: string): string {
    const quoted = quote(text);
    if (!this.options.ascii) return quoted;
    return quoted.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  private array(items: readonly Value[], newline: string | undefined): string {
    if (items.length === 0) return this.paint('array', '[]');
    const inner = newline === undefined ? undefined : newline + this.options.indent!;
    const parts = items.map((item) => (inner ?? '') + this.value(item, inner));
    return this.enclose('array', '[', parts, ']', newline);
  }

  private object(object: ReadonlyMap<string, Value>, newline: string | undefined): string {
    if (object.size === 0) return this.paint('object', '{}');
    const inner = newline === undefined ? undefined : newline + this.options.indent!;
    const keys = this.options.sortKeys ? sortedKeys(object) : [...object.keys()];
    const { color } = this.options;
    const parts = keys.map((key) => {
      const name = color ? `\x1b[0m\x1b[${colors.key}m${this.text(key)}\x1b[0m\x1b[${colors.object}m:` : `${this.text(key)}:`;
      const rest = color ? `\x1b[0m${this.value(object.get(key)!, inner)}` : this.value(object.get(key)!, inner);
      return (inner ?? '') + name + (newline === undefined ? '' : ' ') + rest;
    });
    return this.enclose('object', '{', parts, '}', newline);
  }

  private enclose(kind: 'array' | 'object', open: string, parts: readonly string[], close: string, newline: string | undefined): string {
    if (!this.options.color) return open + parts.join(',') + (newline ?? '') + close;
    const start = `\x1b[${colors[kind]}m`;
    return `${start}${open}${parts.join(`${start},`)}${start}${newline ?? ''}${start}${close}\x1b[0m`;
  }
}
