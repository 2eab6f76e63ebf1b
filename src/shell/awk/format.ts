/** sprintf as awk does it: numbers as doubles, %c of a number or a text. */
import { formatFloat, formatInteger, type Spec } from '../language/printf-format.ts';
import { AwkError } from './syntax.ts';
import { InputText, toNumber, toText, wholeOf, type Value } from './values.ts';

const directive = /%([-+ #0']*)(\*|\d+)?(?:(\.)(\*|-?\d+)?)?[hlLjzt]*([a-zA-Z%]|$)/g;
const widthMax = 100_000;

export function sprintf(format: string, args: readonly Value[], numbers: string): string {
  let taken = 0;
  const next = (): Value => {
    if (taken >= args.length) throw new AwkError(`not enough arguments passed to sprintf("${format}")`);
    return args[taken++];
  };
  return format.replace(directive, (whole, flagText: string, widthText: string | undefined, point: string | undefined, precisionText: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    let flags = flagText;
    let width = widthText === '*' ? Math.trunc(toNumber(next())) : Number(widthText ?? 0);
    if (width < 0) {
      width = -width;
      flags += '-';
    }
    const given = precisionText === '*' ? Math.trunc(toNumber(next())) : Number(precisionText ?? 0);
    const spec: Spec = { flags, width: Math.min(width, widthMax), precision: point === undefined || given < 0 ? undefined : Math.min(given, widthMax) };
    return convert(verb, spec, next, numbers) ?? whole;
  });
}

function convert(verb: string, spec: Spec, next: () => Value, numbers: string): string | undefined {
  if ('diouxX'.includes(verb) && verb !== '') return integer(verb, toNumber(next()), spec);
  if ('eEfFgGaA'.includes(verb) && verb !== '') return formatFloat(verb, toNumber(next()), { ...spec, precision: spec.precision === undefined ? undefined : Math.min(spec.precision, 100) });
  if (verb === 's') return pad(cut(toText(next(), numbers), spec), spec);
  if (verb !== 'c') return undefined;
  const value = next();
  const code = value instanceof InputText ? value.numeric : typeof value === 'number' ? value : undefined;
  if (code === undefined) return pad([...toText(value, numbers)][0] ?? '', spec);
  return pad(String.fromCodePoint(Math.min(0x10ffff, Math.max(0, Math.trunc(code)))), spec);
}

function integer(verb: string, value: number, spec: Spec): string {
  if (!Number.isFinite(value)) return formatFloat('f', value, spec);
  return formatInteger(verb, wholeOf(value), { ...spec, precision: spec.precision === undefined ? undefined : Math.min(spec.precision, 1000) });
}

function cut(text: string, spec: Spec): string {
  return spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
}

function pad(text: string, spec: Spec): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  return spec.flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}
