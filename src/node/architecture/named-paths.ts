// The paths that the project's own pages name: a recipe that sends a reader to a file that is not there is a broken one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Breach } from './breach.ts';

const PATH_IN_PROSE = /`((?:src|e2e|\.ci)\/[\w./-]+)`/g;

export function checkNamedPaths(root: string, page: string): Breach[] {
  const breaches: Breach[] = [];
  readFileSync(join(root, page), 'utf8').split('\n').forEach((text, index) => {
    for (const [, path = ''] of text.matchAll(PATH_IN_PROSE)) {
      if (existsSync(join(root, path))) continue;
      const remedy = 'name a file that exists, and is the best model of its sort';
      breaches.push({ path: page, line: index + 1, says: `names ${path}, which is not there`, remedy });
    }
  });
  return breaches;
}
