/** ~/.ssh/config, as far as it says whom to call and how: the first value found wins. */
import { compileGlob } from '../../base/index.ts';
import type { Process } from '../../host/index.ts';

export type ClientConfig = ReadonlyMap<string, string>; // keywords in lower case

export function readConfig(p: Process, path: string, alias: string): ClientConfig {
  const found = new Map<string, string>();
  if (!p.files.exists(path)) return found;
  let applies = true;
  for (const line of p.files.readText(path).split('\n')) {
    const match = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
    if (!match) continue;
    const keyword = match[1]!.toLowerCase();
    const value = match[2]!.replace(/^"(.*)"$/, '$1');
    if (keyword === 'host') applies = matchesHost(value.split(/\s+/), alias);
    else if (applies && !found.has(keyword)) found.set(keyword, value);
  }
  return found;
}

/** A pattern behind `!` takes back what others of the line let in. */
function matchesHost(patterns: readonly string[], alias: string): boolean {
  const fits = (pattern: string): boolean => compileGlob(pattern).matches(alias);
  return patterns.some((one) => !one.startsWith('!') && fits(one)) && !patterns.some((one) => one.startsWith('!') && fits(one.slice(1)));
}
