/** The x-kubernetes-validations of a schema: what is wrong with them, and what they say of an object and of what it was before. */
import { Environment, Optional } from '@marcbachmann/cel-js';
import { deepEqual, isJsonObject, ownMember, type Json, type JsonObject } from '../../base/index.ts';
import { GoValue } from '../meta/go-syntax.ts';
import { FieldError, invalidValue, omitted, requiredValue, type FieldErrorReason } from '../meta/field-error.ts';
import { Budget } from './bounds.ts';
import { compile, limits, outOfBounds, type Answer, type Expression } from './expression.ts';
import { addFunctions } from './functions.ts';
import { celType, type CelType } from './types.ts';

interface Rule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: FieldErrorReason;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

interface Ready {
  readonly rule: Rule;
  readonly expression?: Expression;
  readonly message?: Expression;
  readonly error?: string;
  readonly messageError?: string;
  readonly usesOld: boolean;
}

interface ReadyRules {
  readonly type: CelType;
  readonly rules: readonly Ready[];
}

/** By schema and whether it is a resource's: a schema never changes, another definition has another. */
const readyRules = new WeakMap<JsonObject, ReadyRules>();

const usesOldSelf = (text: string): boolean => /\boldSelf\b/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, ''));

function rulesOf(schema: JsonObject): readonly Rule[] {
  const given = schema['x-kubernetes-validations'];
  return Array.isArray(given) ? (given as readonly Json[]).filter(isJsonObject).map((rule) => rule as unknown as Rule) : [];
}

function ready(schema: JsonObject, isResource: boolean): ReadyRules {
  let found = readyRules.get(schema);
  if (!found) readyRules.set(schema, (found = makeReady(schema, isResource)));
  return found;
}

/** What every schema's rules have alike is made once. */
const functions = new Environment({ enableOptionalTypes: true, limits });
addFunctions(functions);

function makeReady(schema: JsonObject, isResource: boolean): ReadyRules {
  const plain = functions.clone();
  const type = celType(plain, schema, 'selfType', isResource);
  plain.registerVariable('self', type.name);
  const withOld = plain.clone().registerVariable('oldSelf', type.name);
  const withOptional = plain.clone().registerVariable('oldSelf', `optional<${type.name}>`);
  const rules = rulesOf(schema).map((rule): Ready => {
    const usesOld = usesOldSelf(rule.rule);
    const environment = rule.optionalOldSelf === true ? withOptional : withOld;
    const made = compile(environment, rule.rule);
    const message = rule.messageExpression === undefined ? undefined : compile(environment, rule.messageExpression);
    return {
      rule,
      usesOld,
      ...('error' in made ? { error: `compilation failed: ${made.error}` } : made.expression.type === 'bool' || made.expression.type === 'dyn' ? { expression: made.expression } : { error: 'cel expression must evaluate to a bool' }),
      ...(message && ('error' in message ? { messageError: `messageExpression compilation failed: ${message.error}` } : message.expression.type === 'string' ? { message: message.expression } : { messageError: 'messageExpression must evaluate to a string' })),
    };
  });
  return { type, rules };
}

/** What is wrong with the rules of a schema that is declared. */
export function ruleRefusals(schema: JsonObject, path: string): readonly FieldError[] {
  return [...refusalsAt(schema, path, true)];
}

function* refusalsAt(schema: JsonObject, path: string, isResource: boolean): Generator<FieldError> {
  const { properties, items, additionalProperties: more } = schema;
  if (isJsonObject(more)) yield* refusalsAt(more, `${path}.additionalProperties`, false);
  if (isJsonObject(properties)) for (const [name, member] of Object.entries(properties)) if (isJsonObject(member)) yield* refusalsAt(member, `${path}.properties[${name}]`, false);
  if (isJsonObject(items)) yield* refusalsAt(items, `${path}.items`, false);
  const given = rulesOf(schema);
  if (given.length === 0) return;
  const formal = given.flatMap((rule, i) => [...formErrors(rule, `${path}.x-kubernetes-validations[${i}]`)]);
  if (formal.length > 0) return yield* formal;
  for (const [i, { rule, error, messageError, usesOld }] of ready(schema, isResource).rules.entries()) {
    const at = `${path}.x-kubernetes-validations[${i}]`;
    if (error !== undefined) yield invalidValue(`${at}.rule`, shown(rule), error);
    if (messageError !== undefined) yield invalidValue(`${at}.messageExpression`, shown(rule), messageError);
    if (rule.optionalOldSelf !== undefined && !usesOld) yield invalidValue(`${at}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule');
  }
}

/** As Go prints its own kind of a rule. */
function shown({ rule, message = '', messageExpression = '', reason, fieldPath = '', optionalOldSelf }: Rule): GoValue {
  const json = { Rule: rule, Message: message, MessageExpression: messageExpression, Reason: reason ?? null, FieldPath: fieldPath, OptionalOldSelf: optionalOldSelf ?? null };
  return new GoValue(`apiextensions.ValidationRule${JSON.stringify(json)}`, json);
}

function* formErrors({ rule = '', message, messageExpression }: Partial<Rule>, at: string): Generator<FieldError> {
  if (rule.trim() === '') yield requiredValue(`${at}.rule`, 'rule is not specified');
  else if (message !== undefined && message !== '' && message.trim() === '') yield invalidValue(`${at}.message`, message, 'must be non-empty if specified');
  else if (message !== undefined && /[\n\r]/.test(message.trim())) yield invalidValue(`${at}.message`, message, 'must not contain line breaks');
  else if (/[\n\r]/.test(rule.trim()) && !message?.trim()) yield requiredValue(`${at}.message`, 'message must be specified if rule contains line breaks');
  if (messageExpression !== undefined && messageExpression !== '' && messageExpression.trim() === '') yield requiredValue(`${at}.messageExpression`, 'must be non-empty if specified');
}

/** What the rules find in an object. `old` is what it was before, where there was something; what has not changed since is not blamed. */
export function ruleErrors(schema: JsonObject, value: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  return [...errorsAt({ schema, isResource: true, path: '', budget: new Budget() }, value, old)];
}

interface Place {
  readonly schema: JsonObject;
  readonly isResource: boolean;
  readonly path: string;
  readonly budget: Budget;
}

function* errorsAt(place: Place, value: Json | undefined, old: Json | undefined): Generator<FieldError> {
  const { schema, path, budget } = place;
  if (value === undefined || value === null || budget.left <= 0) return;
  if (rulesOf(schema).length > 0) yield* ownErrors(place, value, old);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!isJsonObject(items)) return;
    for (const [i, item] of (value as readonly Json[]).entries()) yield* errorsAt({ schema: items, isResource: false, path: `${path}[${i}]`, budget }, item, itemBefore(schema, item, old));
  } else if (isJsonObject(value)) {
    const { properties, additionalProperties: more } = schema;
    const before = isJsonObject(old) ? old : {};
    for (const [name, member] of Object.entries(value)) {
      const known = isJsonObject(properties) ? ownMember(properties, name) : undefined;
      if (isJsonObject(known)) yield* errorsAt({ schema: known, isResource: false, path: path === '' ? name : `${path}.${name}`, budget }, member, ownMember(before, name));
      else if (isJsonObject(more)) yield* errorsAt({ schema: more, isResource: false, path: `${path}[${name}]`, budget }, member, ownMember(before, name));
    }
  }
}

/** Only in a list of type map is it known which item an item was. */
function itemBefore(schema: JsonObject, item: Json, old: Json | undefined): Json | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(keys) || !Array.isArray(old) || !isJsonObject(item)) return undefined;
  return (old as readonly Json[]).find((each) => isJsonObject(each) && (keys as readonly string[]).every((key) => deepEqual(ownMember(each, key), ownMember(item, key))));
}

function* ownErrors({ schema, isResource, path, budget }: Place, value: Json, old: Json | undefined): Generator<FieldError> {
  const { type, rules } = ready(schema, isResource);
  const kind = typeof schema['type'] === 'string' ? schema['type'] : '';
  const self = type.valueOf(value);
  const before = old === undefined || old === null ? undefined : type.valueOf(old);
  const isUnchanged = old !== undefined && deepEqual(value, old);
  for (const { rule, expression, message, error, usesOld } of rules) {
    if (!expression) {
      yield invalidValue(path, kind, `rule compile error: ${error}`);
      continue;
    }
    if (usesOld && before === undefined && rule.optionalOldSelf !== true) continue;
    const variables = { self, ...(usesOld && { oldSelf: rule.optionalOldSelf !== true ? before : before === undefined ? Optional.none() : Optional.of(before) }) };
    const answer = expression.ask(variables, budget);
    if ('isOutOfBounds' in answer) {
      const why = budget.left > 0 ? `'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: ${nameOf(rule)}` : outOfBounds;
      budget.left = 0;
      return yield invalidValue(path, kind, why);
    }
    if ('error' in answer) yield invalidValue(path, kind, runtimeDetail(answer.error, rule));
    else if (answer.value !== true && (usesOld || !isUnchanged)) yield refusal(rule, path, kind === 'object' || kind === 'array' ? omitted : value, told(message?.ask(variables, budget)) ?? (rule.message ? rule.message.trim() : `failed rule: ${nameOf(rule)}`));
  }
}

function told(answer: Answer | undefined): string | undefined {
  if (!answer || !('value' in answer) || typeof answer.value !== 'string') return undefined;
  const text = answer.value.trim();
  return text === '' || text.includes('\n') || text.length > 5 * 1024 ? undefined : text;
}

function nameOf({ message, rule }: Rule): string {
  return (message || rule).trim();
}

function runtimeDetail(error: string, rule: Rule): string {
  return error.startsWith('no such overload') ? `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${nameOf(rule)}` : `${error} evaluating rule: ${nameOf(rule)}`;
}

function refusal({ reason = 'FieldValueInvalid', fieldPath = '' }: Rule, path: string, value: unknown, detail: string): FieldError {
  const at = `${path}${fieldPath}`.replace(/^\./, '');
  return reason === 'FieldValueDuplicate' ? new FieldError(reason, at, value, '') : new FieldError(reason, at, value, detail);
}
