/** What names, labels and ports may look like. Each check answers with messages, none when all is well. */
import { encodeUtf8 } from '../../base/index.ts';

const fine: readonly string[] = [];

function regexMessage(message: string, pattern: string, ...examples: readonly string[]): string {
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

function longerThan(max: number, value: string): readonly string[] {
  if (value.length * 3 <= max) return fine;
  return byteLength(value) > max ? [`must be no more than ${max} characters`] : fine;
}

function byteLength(text: string): number {
  return /^[\x00-\x7f]*$/.test(text) ? text.length : encodeUtf8(text).length;
}

const labelPattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const oldLabelMessage =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

export function checkDnsLabel(value: string): readonly string[] {
  const long = longerThan(63, value);
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)) return long;
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value)) return [...long, 'must not contain dots'];
  return [...long, regexMessage(labelMessage, labelPattern, 'my-name', '123-abc')];
}

export function checkDnsSubdomain(value: string): readonly string[] {
  const long = longerThan(253, value);
  if (isSubdomain(value)) return long;
  return [...long, regexMessage(subdomainMessage, `${labelPattern}(\\.${labelPattern})*`, 'example.com')];
}

const wildcardMessage =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";

/** A host of an Ingress: a subdomain, or all below one. */
export function checkHost(value: string): readonly string[] {
  if (!value.includes('*')) return checkDnsSubdomain(value);
  const long = longerThan(253, value);
  return value.startsWith('*.') && isSubdomain(value.slice(2)) ? long : [...long, regexMessage(wildcardMessage, `\\*\\.${labelPattern}(\\.${labelPattern})*`, '*.example.com')];
}

/** What stands in an address between slashes. */
export function checkPathSegment(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}

/** `10.9.8.0/24` or `2001:db8::/64` */
export function isCidr(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return isIPv4(address) ? Number(bits) <= 32 : checkAddress(address).length === 0 && Number(bits) <= 128;
}

/** Where a resolver looks for short names: as a subdomain, and with underscores. */
export function checkSearchDomain(value: string): readonly string[] {
  const name = value.length > 1 ? value.replace(/\.$/, '') : value;
  if (name === '.') return fine;
  const message = subdomainMessage.replace("'-' or '.'", "'_', '-' or '.'");
  const pattern = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
  const isRight = name.split('.').every((part) => /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(part));
  return isRight ? longerThan(253, name) : [...longerThan(253, name), regexMessage(message, `${pattern}(\\.${pattern})*`, 'example.com')];
}

const DASH = 45;
const DOT = 46;

/** Labels between dots, each beginning and ending with a letter or a digit. Letter by letter: the name of whatever is made comes here. */
function isSubdomain(value: string): boolean {
  let before = DOT;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const isInner = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (!isInner && ((code !== DASH && code !== DOT) || before === DOT || (code === DOT && before === DASH))) return false;
    before = code;
  }
  return before !== DOT && before !== DASH;
}

/** Services' names, which begin with a letter. */
export function checkDns1035Label(value: string): readonly string[] {
  const long = longerThan(63, value);
  if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value)) return long;
  return [...long, regexMessage(oldLabelMessage, '[a-z]([-a-z0-9]*[a-z0-9])?', 'my-name', 'abc-123')];
}

const keyPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const keyMessage = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** Keys of labels and annotations: a name, perhaps behind a domain and a slash. */
export function checkQualifiedName(value: string): readonly string[] {
  const parts = value.split('/');
  if (parts.length > 2) {
    return [`a qualified name ${regexMessage(keyMessage, keyPattern, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const name = parts.length === 2 ? parts[1]! : parts[0]!;
  if (parts.length === 2) {
    if (parts[0] === '') errors.push('prefix part must be non-empty');
    else errors.push(...checkDnsSubdomain(parts[0]!).map((message) => `prefix part ${message}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else errors.push(...longerThan(63, name).map((message) => `name part ${message}`));
  if (!/^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name)) errors.push(`name part ${regexMessage(keyMessage, keyPattern, 'MyName', 'my.name', '123-abc')}`);
  return errors;
}

const valueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export function checkLabelValue(value: string): readonly string[] {
  const long = longerThan(63, value);
  if (/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) return long;
  return [...long, regexMessage(valueMessage, `(${keyPattern})?`, 'MyValue', 'my_value', '12345')];
}

export function checkPortName(value: string): readonly string[] {
  const errors: string[] = [...longerThan(15, value)];
  if (!/^[-a-z0-9]+$/.test(value)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function checkPortNumber(value: number): readonly string[] {
  return value >= 1 && value <= 65_535 ? fine : ['must be between 1 and 65535, inclusive'];
}

const environmentMessage =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";

/** `isRelaxed`: newer releases take any printable characters but `=`. */
export function checkEnvironmentName(value: string, isRelaxed: boolean): readonly string[] {
  if (isRelaxed) {
    return /^[\x20-\x3c\x3e-\x7e]+$/.test(value) ? fine : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
  }
  const dots = dotErrors(value);
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value)) return dots;
  return [regexMessage(environmentMessage, '[-._a-zA-Z][-._a-zA-Z0-9]*', 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1'), ...dots];
}

export function checkConfigKey(value: string): readonly string[] {
  const errors = [...longerThan(253, value)];
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) {
    errors.push(regexMessage("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name'));
  }
  return [...errors, ...dotErrors(value)];
}

function dotErrors(value: string): readonly string[] {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : fine;
}

export function checkHeaderName(value: string): readonly string[] {
  if (/^[-A-Za-z0-9]+$/.test(value)) return fine;
  return [regexMessage("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** An address of either family. */
export function checkAddress(text: string): readonly string[] {
  return isIPv4(text) || /^[0-9a-f:]+:[0-9a-f:.]*$/i.test(text) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

export function isIPv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text);
}
