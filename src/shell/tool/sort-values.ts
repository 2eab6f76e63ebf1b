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

/** Digits as numbers, everything else as text. */
export function versionCompare(a: string, b: string): number {
  const x = a.match(/\d+|\D+/g) ?? [];
  const y = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const p = x[i] ?? '';
    const q = y[i] ?? '';
    if (p === q) continue;
    if (/^\d/.test(p) && /^\d/.test(q)) {
      const order = compareNumeric(p, q);
      if (order !== 0) return order;
    } else return p < q ? -1 : 1;
  }
  return 0;
}
