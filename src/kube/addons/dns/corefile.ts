/** A Corefile: blocks of plugins for zones, as CoreDNS reads them. What is not a plugin of CoreDNS is refused in its words. */

export interface Plugin {
  readonly name: string;
  readonly args: readonly string[];
  readonly lines: readonly (readonly string[])[]; // of its own block
}

export interface ServerBlock {
  readonly zones: readonly string[]; // without the last dot; '' for all
  readonly port: number;
  readonly plugins: readonly Plugin[];
}

export class CorefileError extends Error {
  override name = 'CorefileError';
}

/** What is done here, and what changes no answer. */
const known: ReadonlySet<string> = new Set(['errors', 'health', 'ready', 'kubernetes', 'prometheus', 'forward', 'proxy', 'cache', 'loop', 'reload', 'loadbalance', 'hosts', 'log']);

export function parseCorefile(text: string, file: string): readonly ServerBlock[] {
  const lines = text.split('\n').map((line, i) => ({ words: line.replace(/(^|\s)#.*$/, '').trim().split(/\s+/).filter((word) => word !== ''), number: i + 1 }));
  const blocks: ServerBlock[] = [];
  let at = 0;
  const fail = (message: string): never => {
    throw new CorefileError(`${file}:${lines[Math.min(at, lines.length - 1)]!.number} - Error during parsing: ${message}`);
  };
  /** The lines up to the brace that ends the block. */
  const body = (): (readonly string[])[] => {
    const inside: (readonly string[])[] = [];
    for (at++; at < lines.length; at++) {
      const { words } = lines[at]!;
      if (words[0] === '}') return inside;
      if (words.length > 0) inside.push(words);
    }
    return fail("Unexpected EOF, expecting '}'");
  };
  for (; at < lines.length; at++) {
    const { words } = lines[at]!;
    if (words.length === 0) continue;
    if (words.at(-1) !== '{') fail(`Wrong argument count or unexpected line ending after '${words.at(-1)}'`);
    const places = words.slice(0, -1).map((word) => placeOf(word.replace(/,$/, '')));
    const plugins: Plugin[] = [];
    for (at++; lines[at]?.words[0] !== '}'; at++) {
      if (at >= lines.length) fail("Unexpected EOF, expecting '}'");
      const [name, ...args] = lines[at]!.words;
      if (name === undefined) continue;
      if (!known.has(name)) fail(`Unknown directive '${name}'`);
      const opens = args.at(-1) === '{';
      plugins.push({ name, args: opens ? args.slice(0, -1) : args, lines: opens ? body() : [] });
    }
    blocks.push({ zones: places.map(({ zone }) => zone), port: places[0]?.port ?? 53, plugins });
  }
  return blocks;
}

/** `.:53`, `example.org`, `dns://.:5353` */
function placeOf(word: string): { readonly zone: string; readonly port: number } {
  const [zone = '', port = '53'] = word.replace(/^dns:\/\//, '').split(':');
  return { zone: withoutDot(zone), port: Number(port) };
}

export function withoutDot(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

export function isInZone(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`);
}
