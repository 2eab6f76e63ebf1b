/** nl: lines numbered, by the sections of a page when the text marks them. */
import { compilePosixPattern } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

const WIDTH_MAX = 10_000;
const numbers = { v: ['starting line number', '1'], i: ['line number increment', '1'], l: ['line number of blank lines', '1'], w: ['line number field width', '6'] } as const;
const sections = { h: ['header', 'n'], b: ['body', 't'], f: ['footer', 'n'] } as const;

/** Whether a line is one of those that are numbered. */
type Style = (line: string) => boolean;

function styleOf(text: string): Style | undefined {
  if (text === 'a') return () => true;
  if (text === 't') return (line) => line !== '';
  if (text === 'n') return () => false;
  const answer = text.startsWith('p') ? compilePosixPattern(text.slice(1), 'basic') : undefined;
  return answer && 'pattern' in answer ? (line) => answer.pattern.exec(line) !== undefined : undefined;
}

export const nl: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'p',
    values: 'bdfhnwsvil',
    long: { 'body-numbering': 'b', 'section-delimiter': 'd', 'footer-numbering': 'f', 'header-numbering': 'h', 'number-format': 'n', 'number-width': 'w', 'number-separator': 's', 'starting-line-number': 'v', 'line-increment': 'i', 'join-blank-lines': 'l', 'no-renumber': 'p' },
  },
  *run(call) {
    const { options } = call;
    const style = new Map<string, Style>();
    for (const [letter, [word, usual]] of Object.entries(sections)) {
      const made = styleOf(options.value(letter) ?? usual);
      if (!made) return yield* refuse(call, `invalid ${word} numbering style: ‘${options.value(letter)!}’`);
      style.set(word, made);
    }
    const format = options.value('n') ?? 'rn';
    if (!['ln', 'rn', 'rz'].includes(format)) return yield* refuse(call, `invalid line numbering format: ‘${format}’`);
    const given: Record<string, number> = {};
    for (const [letter, [word, usual]] of Object.entries(numbers)) {
      const text = options.value(letter) ?? usual;
      const least = letter === 'w' || letter === 'l' ? 1 : -Infinity;
      given[letter] = Number(text);
      if (!/^-?\d+$/.test(text)) return yield* complain(call, `invalid ${word}: ‘${text}’`);
      if (given[letter] < least || (letter === 'w' && given[letter] > WIDTH_MAX)) return yield* complain(call, `invalid ${word}: ‘${text}’: Numerical result out of range`);
    }
    const { v = 1, i: step = 1, l: joined = 1, w: width = 6 } = given;
    const separator = options.value('s') ?? '\t';
    const mark = (options.value('d') ?? '\\:').padEnd(2, ':');
    const marks = new Map([[mark + mark + mark, 'header'], [mark + mark, 'body'], [mark, 'footer']]);
    let section = 'body';
    let next = v;
    let blanks = 0;
    const shown = (line: string): string => {
      blanks = line === '' ? blanks + 1 : 0;
      const counts = style.get(section)!(line) && (line !== '' || blanks % joined === 0);
      if (!counts) return `${' '.repeat(width + separator.length)}${line}\n`;
      const digits = format === 'ln' ? String(next).padEnd(width) : format === 'rz' && next < 0 ? `-${String(-next).padStart(width - 1, '0')}` : String(next).padStart(width, format === 'rz' ? '0' : ' ');
      next += step;
      return `${digits}${separator}${line}\n`;
    };
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      let text = '';
      for (const line of yield* readAllLines(fd)) {
        const begins = marks.get(line);
        text += begins === undefined ? shown(line) : '\n';
        if (begins === undefined) continue;
        section = begins;
        if (!options.has('p')) next = v;
      }
      yield* print(text);
    });
    return good ? 0 : 1;
  },
};
