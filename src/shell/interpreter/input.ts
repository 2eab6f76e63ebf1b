/** Lines of input to complete programs: an interactive shell, and one that reads its commands from standard input. */
import { openHereDocs, parseUnit, type Unit } from '../language/parse-script.ts';

/** Collects lines until they are a program, or certain not to become one. */
export class InputCollector {
  private text = '';
  private wanted: { readonly word: string; readonly tabs: boolean } | undefined;
  /** Line number of the first line held. */
  firstLine = 1;
  private lines = 0;

  get empty(): boolean {
    return this.text === '';
  }

  /** Whether lines are those of a here-document. */
  get inDocument(): boolean {
    return this.wanted !== undefined;
  }

  /** The complete unit, or undefined when another line is needed. The line comes with its newline, unless it is the last. */
  add(line: string): Unit | undefined {
    this.text += line;
    this.lines++;
    if (this.wanted) {
      const bare = line.replace(/\n$/, '');
      if ((this.wanted.tabs ? bare.replace(/^\t+/, '') : bare) !== this.wanted.word) return undefined;
      this.wanted = undefined;
    }
    const unit = parseUnit(this.text);
    if (!unit.incomplete) return unit;
    if (!unit.problem) {
      const doc = openHereDocs(unit.script)[0];
      if (doc?.delimiter) this.wanted = { word: doc.delimiter.value, tabs: doc.operator === '<<-' };
    }
    return undefined;
  }

  /** What was collected is done with. */
  take(): string {
    const { text } = this;
    this.text = '';
    this.wanted = undefined;
    this.firstLine += this.lines;
    this.lines = 0;
    return text;
  }
}
