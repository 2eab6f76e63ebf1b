/** Where the text of a word goes as it is expanded: into fields, one string, or a pattern. */
import { SystemError } from '../../host/index.ts';
import type { Value } from './parameters.ts';
import type { Shell } from './shell.ts';

/** Takes the text of a word piece by piece: fields, one string, a pattern. */
export interface Sink {
  quoted(text: string): void;
  literal(text: string): void;
  split(text: string): void;
  /** Between two parameters of "$@". */
  close(): void;
}

export function addText(sink: Sink, text: string, quoted: boolean): void {
  if (quoted) sink.quoted(text);
  else sink.split(text);
}

/** A value of one or of many texts; `star` joins the many when quoted. */
export function addValue(sh: Shell, sink: Sink, value: Value, quoted: boolean, star: boolean): void {
  if (value === undefined) {
    if (quoted) sink.quoted('');
  } else if (typeof value === 'string') addText(sink, value, quoted);
  else if (star && (quoted || sink instanceof TextSink)) sink.quoted(value.join(sh.ifs.slice(0, 1)));
  else {
    value.forEach((text, i) => {
      if (i > 0) sink.close();
      addText(sink, text, quoted);
    });
  }
}

/** Longer than JavaScript makes strings, or nearly: bash says that it cannot allocate so much, and ends. */
const TEXT_MAX = 2 ** 28;

function joined(text: string, more: string): string {
  if (text.length + more.length > TEXT_MAX) throw new SystemError('ENOMEM', 'mmap');
  return text + more;
}

export class TextSink implements Sink {
  text = '';
  quoted(text: string): void {
    this.text = joined(this.text, text);
  }
  literal(text: string): void {
    this.text = joined(this.text, text);
  }
  split(text: string): void {
    this.text = joined(this.text, text);
  }
  close(): void {
    this.text = joined(this.text, ' ');
  }
}

export class PatternSink implements Sink {
  text = '';
  private readonly escape: (text: string) => string;
  constructor(escape: (text: string) => string) {
    this.escape = escape;
  }
  quoted(text: string): void {
    this.text = joined(this.text, this.escape(text));
  }
  literal(text: string): void {
    this.text = joined(this.text, text);
  }
  split(text: string): void {
    this.text = joined(this.text, text);
  }
  close(): void {
    this.text = joined(this.text, ' ');
  }
}
