/** Sizes of data as docker prints them (1.98MB, 7.6MiB) and reads them (512m, 1.5g). */

const decimalUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

/** In powers of 1000 with three significant digits, as images and layers are listed. */
export function formatDecimalSize(bytes: number, digits = 3): string {
  return scaled(bytes, 1000, decimalUnits, digits);
}

/** In powers of 1024 with four significant digits, as memory is. */
export function formatBinarySize(bytes: number, digits = 4): string {
  return scaled(bytes, 1024, binaryUnits, digits);
}

function scaled(bytes: number, base: number, units: readonly string[], digits: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= base && unit < units.length - 1) {
    size /= base;
    unit++;
  }
  return significant(size, digits) + units[unit]!;
}

/** Go's %.{digits}g: no zeros at the end, and an exponent when rounding leaves more digits before the point than asked for. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < digits) return String(Number(value.toPrecision(digits)));
  return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

export type ByteSizeAnswer = { readonly bytes: number } | { readonly error: string };

/** "512m", "1.5 GiB": letters are powers of 1024 whether or not an i follows, as for docker's --memory. */
export function parseBinarySize(text: string): ByteSizeAnswer {
  const match = /^(\d{1,18}(?:\.\d{0,18})?) ?([kKmMgGtTpP]?)(?:[iI]?[bB])?$/.exec(text);
  if (match === null) return { error: `invalid size: '${text}'` };
  const power = ['', 'k', 'm', 'g', 't', 'p'].indexOf(match[2]!.toLowerCase());
  return { bytes: Math.trunc(Number(match[1]) * 1024 ** power) };
}
