/**
 * Fields from pieces of text: unquoted results of expansions are split at IFS, quoted ones never; each field also keeps
 * itself as a pattern, in which what was quoted cannot match anything but itself.
 */
import { escapeGlob } from '../../base/index.ts';

export interface Field {
  readonly text: string;
  readonly pattern: string;
  readonly magic: boolean; // an unquoted special character of patterns is in it
}


export class FieldBuilder {
  readonly fields: Field[] = [];
  private readonly ifs: string;
  private text = '';
  private pattern = '';
  private magic = false;
  private open = false;
  private closedBySpace = false; // a delimiter that follows belongs to the white space before it

  constructor(ifs: string) {
    this.ifs = ifs;
  }

  /** Quoted text; even empty, it makes a field. */
  quoted(text: string): void {
    this.open = true;
    this.closedBySpace = false;
    this.text += text;
    this.pattern += escapeGlob(text);
  }

  /** Unquoted text of the word itself: not split, but a pattern. */
  literal(text: string): void {
    if (text === '') return;
    this.open = true;
    this.closedBySpace = false;
    this.text += text;
    this.pattern += text;
    if (/[*?[(]/.test(text)) this.magic = true;
  }

  /** The result of an unquoted expansion. */
  split(text: string): void {
    if (text === '') return;
    const { ifs } = this;
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (!ifs.includes(char)) continue;
      if (i > from) this.expanded(text.slice(from, i));
      from = i + 1;
      const isSpace = char === ' ' || char === '\t' || char === '\n';
      if (this.open) {
        this.close();
        this.closedBySpace = isSpace;
      } else if (!isSpace) {
        if (this.closedBySpace) this.closedBySpace = false;
        else this.fields.push({ text: '', pattern: '', magic: false });
      }
    }
    if (from < text.length) this.expanded(text.slice(from));
  }

  private expanded(text: string): void {
    this.open = true;
    this.closedBySpace = false;
    this.text += text;
    this.pattern += text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
    if (/[*?[]/.test(text)) this.magic = true;
  }

  /** Ends the field under way, as between the parameters of "$@". */
  close(): void {
    if (!this.open) return;
    this.fields.push({ text: this.text, pattern: this.pattern, magic: this.magic });
    this.text = this.pattern = '';
    this.magic = this.open = false;
  }

  finish(): Field[] {
    this.close();
    return this.fields;
  }
}
