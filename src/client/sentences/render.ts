// Makes a sentence of an act: its code's template with the act's values put in. `{name}` is a value; `{n|pod|pods}` chooses the
// first word for one and the second for any other number. A code without a sentence is shown as it is, with its values.
import type { ActArgs } from '../moments.ts';

export function renderSentence(table: Readonly<Record<string, string>>, act: { readonly code: string; readonly args: ActArgs }): string {
  const template = Object.hasOwn(table, act.code) ? table[act.code]! : undefined;
  if (template === undefined) return bare(act.code, act.args);
  const sentence = template.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = Object.hasOwn(act.args, name) ? act.args[name]! : undefined;
    if (value === undefined) return whole;
    if (one === undefined || many === undefined) return String(value);
    return Number(value) === 1 ? one : many;
  });
  return sentence.replace(/[:：]?\s*$/, ''); // a last value that is empty leaves no colon behind
}

function bare(code: string, args: ActArgs): string {
  const values = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  return [code, ...values].join(' ');
}
