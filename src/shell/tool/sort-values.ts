/** How sort reads what it compares: decimal numbers of any length, sizes with suffixes, months, versions. */

/** As strings of digits, so that no precision is lost. */
export function compareNumeric(a: string, b: string): number {
  const x = parts(a);
  const y = parts(b);
  if (x.negative !== y.negative) return x.negative ? -1 : 1;
  const order = compareSize(x, y);
  return x.negative ? -order : order;
}

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

function parts(text: string): Parts {
  const match = /^[ \t]*(-?)0*(\d*)(?:\.(\d*))?/.exec(text)!;
  const whole = match[2]!;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  return { negative: match[1] === '-' && (whole !== '' || fraction !== ''), whole, fraction };
}

function compareSize(a: Parts, b: Parts): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  return a.fraction === b.fraction ? 0 : a.fraction < b.fraction ? -1 : 1;
}

/** 1K < 2M < 1G: the suffix decides first. */
export function humanValue(text: string): number {
  const match = /^[ \t]*(-?\d*\.?\d*)([KkMGTPE]?)/.exec(text)!;
  const power = ' KMGTPE'.indexOf(match[2]!.toUpperCase() || ' ');
  return (Number(match[1]) || 0) * 1024 ** power;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

export function monthValue(text: string): number {
  return months.indexOf(text.trim().slice(0, 3).toUpperCase());
}

/** As strtod reads them: what is no number comes first, then nan. */
export function compareGeneral(a: string, b: string): number {
  const [x, y] = [general(a), general(b)];
  const rank = (value: number | undefined): number => (value === undefined ? 0 : Number.isNaN(value) ? 1 : 2);
  return rank(x) - rank(y) || (rank(x) < 2 || x === y ? 0 : x! < y! ? -1 : 1);
}

function general(text: string): number | undefined {
  const match = /^\s*([-+]?)(?:(nan)|(inf(?:inity)?)|(0x[0-9a-f]+)|(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?))/i.exec(text);
  if (!match) return undefined;
  if (match[2]) return NaN;
  const size = match[3] ? Infinity : Number(match[4] ?? match[5]);
  return match[1] === '-' ? -size : size;
}

/** File names with versions in them: hidden ones first; endings such as .tar.gz count only where all else is equal. */
export function versionCompare(a: string, b: string): number {
  if (a === b) return 0;
  const first = (text: string): number => (text === '' ? 0 : text === '.' ? 1 : text === '..' ? 2 : text.startsWith('.') ? 3 : 4);
  if (first(a) !== first(b) || first(a) < 3) return first(a) - first(b);
  const [x, y] = [a.replace(ending, ''), b.replace(ending, '')];
  return compareVersions(x, y) || compareVersions(a, b);
}

const ending = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

/** Parts that are no digits letter by letter (~ before the end, letters before other signs), digits as numbers. */
function compareVersions(a: string, b: string): number {
  const weight = (char: string | undefined): number => (char === undefined || /\d/.test(char) ? 0 : char === '~' ? -1 : /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256);
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    while ((i < a.length && !/\d/.test(a[i]!)) || (j < b.length && !/\d/.test(b[j]!))) {
      const order = weight(a[i++]) - weight(b[j++]);
      if (order !== 0) return order;
    }
    const [x, y] = [/^\d*/.exec(a.slice(i))![0], /^\d*/.exec(b.slice(j))![0]];
    const order = compareNumeric(x, y);
    if (order !== 0) return order;
    i += x.length;
    j += y.length;
  }
  return 0;
}
