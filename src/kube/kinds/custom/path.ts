/** The simple JSONPath of printer columns and scales: members, indexes, and a filter by one equal member. */
import { isJsonObject, ownMember, type Json } from '../../../base/index.ts';

const step = /^(?:\.?([A-Za-z0-9_$-]+(?:\\\.[A-Za-z0-9_$-]+)*)|\[(\d+|\*)\]|\['([^']*)'\]|\[\?\(@\.([\w.-]+)\s*==\s*["']([^"']*)["']\)\])/;

export function valuesAt(root: Json, path: string): readonly Json[] {
  let rest = path.replace(/^\$/, '');
  let values: readonly Json[] = [root];
  while (rest !== '' && rest !== '.') {
    const match = step.exec(rest);
    if (!match) return [];
    const [whole, member, index, quoted, filterPath, filterValue] = match;
    rest = rest.slice(whole.length);
    const name = quoted ?? member?.replaceAll('\\.', '.');
    values = values.flatMap((value) => {
      if (name !== undefined) return isJsonObject(value) ? present(ownMember(value, name)) : [];
      if (!Array.isArray(value)) return [];
      const list = value as readonly Json[];
      if (index === '*') return list;
      if (index !== undefined) return present(list[Number(index)]);
      return list.filter((item) => valuesAt(item, `.${filterPath!}`)[0] === filterValue);
    });
  }
  return values;
}

function present(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
