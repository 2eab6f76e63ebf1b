/** Do labels fit a selector as it is typed for -l? For objects of files, which no server chooses. */
import type { JsonObject } from '../../../base/index.ts';
import { has, text } from './member.ts';

export function labelsMatch(selector: string, labels: JsonObject): boolean {
  return selector.split(/,(?![^(]*\))/).every((requirement) => fits(requirement.trim(), labels));
}

function fits(requirement: string, labels: JsonObject): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = '', operator, values = ''] = set;
    const isAmong = has(labels, key) && values.split(',').some((value) => value.trim() === text(labels, key));
    return isAmong === (operator === 'in');
  }
  const [, key = '', operator, value = ''] = /^([^=!<>\s]+)\s*(==|=|!=|<|>)\s*(.*)$/.exec(requirement) ?? [];
  switch (operator) {
    case undefined:
      return requirement.startsWith('!') ? !has(labels, requirement.slice(1).trim()) : has(labels, requirement);
    case '!=':
      return !has(labels, key) || text(labels, key) !== value;
    case '<':
    case '>':
      return has(labels, key) && (operator === '<' ? Number(text(labels, key)) < Number(value) : Number(text(labels, key)) > Number(value));
    default:
      return has(labels, key) && text(labels, key) === value;
  }
}
