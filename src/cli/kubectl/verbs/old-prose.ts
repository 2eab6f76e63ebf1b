/** How `explain` set a description when it was made from OpenAPI's second form: its words filled into lines, but for what looks like a list or code. */

export function wrapProse(prose: string, width: number): readonly string[] {
  const filled = new Filled(width);
  for (const given of prose.split('\n')) {
    if (given.startsWith('    ')) filled.asItIs(given);
    else if (given.trim() === '' && !filled.isEmpty) filled.asItIs('');
    else filled.add(given);
  }
  return filled.end();
}

class Filled {
  private readonly lines: string[] = [];
  private readonly width: number;
  private words: string[] = [];
  private last = '';

  constructor(width: number) {
    this.width = width;
  }

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  asItIs(line: string): void {
    this.flush();
    this.lines.push(line);
  }

  add(given: string): void {
    const line = given.trim();
    if (this.last.endsWith(':') || line === '' || /^(\d+\.?|-|\*)\s/.test(line)) this.flush();
    for (const word of line.split(/\s+/).filter((part) => part !== '')) {
      if (this.words.length > 0 && [...this.words, word].join(' ').length > this.width) this.flush();
      this.words.push(word);
      this.last = word;
    }
  }

  end(): readonly string[] {
    this.flush();
    return this.lines;
  }

  private flush(): void {
    if (this.words.length === 0) return;
    this.lines.push(this.words.join(' '));
    this.words = [];
    this.last = '';
  }
}

/** What a type is said to be is taken for a format with nothing to put in, and its percent signs for verbs. */
export function withoutArguments(prose: string): string {
  return prose.replaceAll(/%[#0+\- ]*\d*(?:\.\d*)?(.?)/gsu, (_, verb: string) => (verb === '' ? '%!(NOVERB)' : verb === '%' ? '%' : `%!${verb}(MISSING)`));
}
