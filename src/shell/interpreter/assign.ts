/** Assignments: a text, an element or a list to a variable, as its attributes want it. */
import type { Assignment } from 'unbash';
import { ArithmeticError, evaluateArithmetic } from '../language/arithmetic.ts';
import { quoteIfNeeded } from '../language/quote-for-shell.ts';
import { assignList, listValue } from './assign-list.ts';
import { failWith } from './complain.ts';
import { expandText, textAtOnce } from './expand-word.ts';
import { arithmeticVariables, element, setElement } from './parameters.ts';
import type { Run, Shell } from './shell.ts';

/** The everyday assignment: a text to a variable without attributes. */
export function assignAtOnce(sh: Shell, { name, value, append, index }: Assignment): boolean {
  if (append || index || value.type !== 'Word' || sh.options.has('xtrace') || name === 'OPTIND') return false;
  const variable = sh.variables.find(name);
  if (variable?.integer || variable?.letters || sh.options.has('allexport') || sh.variables.elementBehind(name)) return false;
  const text = textAtOnce(sh, value, 'assignment');
  if (text === undefined) return false;
  sh.variables.set(name, text);
  return true;
}

/** Carries an assignment out; answers it as xtrace shows it. */
export function* assign(sh: Shell, assignment: Assignment): Run<string> {
  const { name, value, append } = assignment;
  if (value.type === 'ArrayValue') {
    assignList(sh, name, yield* listValue(sh, value), append === true);
    return assignment.text;
  }
  const text = yield* expandText(sh, value, 'assignment');
  if (assignment.index) {
    const index = yield* expandText(sh, assignment.index);
    try {
      setElement(sh, name, index, append ? `${(yield* currentElement(sh, name, index)) ?? ''}${text}` : text);
    } catch (error) {
      if (error instanceof ArithmeticError) return yield* failWith(sh, error.message);
      throw error;
    }
    return `${name}[${index}]=${quoteIfNeeded(text)}`;
  }
  yield* assignText(sh, name, text, append === true);
  return `${name}${append ? '+' : ''}=${text === '' ? '' : quoteIfNeeded(text)}`;
}

// eslint-disable-next-line require-yield
function* currentElement(sh: Shell, name: string, index: string): Run<string | undefined> {
  const variable = sh.variables.find(name);
  if (variable?.map) return variable.map.get(index);
  return variable?.list?.get(Number(evaluateArithmetic(index, arithmeticVariables(sh))));
}

/** Minds the variable's attributes: integers are evaluated, letters changed. */
export function* assignText(sh: Shell, name: string, text: string, append: boolean): Run<void> {
  const behind = sh.variables.elementBehind(name);
  if (behind) return setElement(sh, behind.name, behind.index, append ? (element(sh, behind.name, behind.index) ?? '') + text : text);
  const variable = sh.variables.find(name);
  let value = text;
  if (variable?.integer) {
    try {
      const number = evaluateArithmetic(text, arithmeticVariables(sh));
      value = String(append ? evaluateArithmetic(`${sh.variables.get(name) || '0'}+(${number})`, arithmeticVariables(sh)) : number);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      yield* failWith(sh, error.message);
    }
  } else if (append) value = (sh.variables.get(name) ?? '') + text;
  if (variable?.letters === 'lower') value = value.toLowerCase();
  if (variable?.letters === 'upper') value = value.toUpperCase();
  if (variable?.letters === 'capital') value = value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase();
  sh.variables.set(name, value);
  if (sh.on('allexport')) sh.variables.export(name);
  if (name === 'OPTIND') {
    sh.optionIndex = 0;
    sh.optionArgument = Number(value) || 1;
  }
}
