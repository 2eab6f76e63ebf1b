/** ValidatingAdmissionPolicies and their bindings as they are kept, and what a policy's expressions become. */
import { Environment } from '@marcbachmann/cel-js';
import type { FieldError } from '../meta/field-error.ts';
import { invalidValue, requiredValue } from '../meta/field-error.ts';
import type { KubeObject, LabelSelector } from '../meta/object.ts';
import type { Budget } from './bounds.ts';
import { compile, limits, outOfBounds, type Expression } from './expression.ts';
import { addFunctions } from './functions.ts';
import { isIdentifier } from './types.ts';

export interface OperationRule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly scope?: string;
}

export interface MatchResources {
  readonly resourceRules?: readonly OperationRule[];
  readonly excludeResourceRules?: readonly OperationRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly matchPolicy?: string;
}

export interface Validation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

export interface Policy extends KubeObject {
  readonly spec: {
    readonly failurePolicy?: string;
    readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
    readonly matchConstraints?: MatchResources;
    readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
    readonly variables?: readonly { readonly name?: string; readonly expression?: string }[];
    readonly validations?: readonly Validation[];
    readonly auditAnnotations?: readonly object[];
  };
}

export interface Binding extends KubeObject {
  readonly spec: {
    readonly policyName?: string;
    readonly validationActions?: readonly string[];
    readonly matchResources?: MatchResources;
    readonly paramRef?: { readonly name?: string; readonly namespace?: string; readonly selector?: LabelSelector; readonly parameterNotFoundAction?: string };
  };
}

export interface Program {
  readonly conditions: readonly { readonly name: string; readonly expression: Expression }[];
  readonly validations: readonly { readonly validation: Validation; readonly expression: Expression; readonly message: Expression | undefined }[];
  /** What `variables` is to an expression: each is worked out when it is first asked for. */
  readonly variablesFor: (inputs: Readonly<Record<string, unknown>>, budget: Budget) => object;
}

interface Named {
  readonly name: string;
  readonly expression: Expression | undefined;
}

/** To the library a type; each variable is a member that is worked out when it is first asked for. */
class Variables extends Map<string, unknown> {
  readonly #waiting: Map<string, Expression | undefined>;
  readonly #inputs: Readonly<Record<string, unknown>>;
  readonly #budget: Budget;

  constructor(variables: readonly Named[], inputs: Readonly<Record<string, unknown>>, budget: Budget) {
    super();
    this.#waiting = new Map(variables.map(({ name, expression }) => [name, expression]));
    this.#inputs = inputs;
    this.#budget = budget;
  }

  override get(name: string): unknown {
    const expression = this.#waiting.get(name);
    if (!expression) return super.get(name);
    this.#waiting.delete(name); // one that asks for itself ends here
    const answer = expression.ask({ ...this.#inputs, variables: this }, this.#budget);
    if (!('value' in answer)) throw new Error(`composited variable ${JSON.stringify(name)} fails to evaluate: ${'error' in answer ? answer.error : outOfBounds}`);
    this.set(name, answer.value);
    return answer.value;
  }
}

const names = ['object', 'oldObject', 'request', 'params', 'namespaceObject'];

interface Made {
  readonly program: Program;
  readonly errors: readonly FieldError[];
}

/** By a policy's spec, which another one replaces when it changes. */
const made = new WeakMap<object, Made>();

export function programOf(policy: Policy): Program {
  return programAndErrors(policy).program;
}

export function policyRefusals(policy: Policy): readonly FieldError[] {
  return programAndErrors(policy).errors;
}

function programAndErrors({ spec }: Policy): Made {
  let found = made.get(spec);
  if (!found) made.set(spec, (found = make(spec)));
  return found;
}

function make(spec: Policy['spec']): Made {
  const errors: FieldError[] = [];
  const environment = new Environment({ unlistedVariablesAreDyn: false, enableOptionalTypes: true, homogeneousAggregateLiterals: false, limits });
  addFunctions(environment);
  for (const name of names) environment.registerVariable(name, 'dyn');
  const given = spec.variables ?? [];
  for (const [i, { name, expression }] of given.entries()) {
    if (!name?.trim()) errors.push(requiredValue(`spec.variables[${i}].name`, 'name is not specified'));
    else if (!isIdentifier(name)) errors.push(invalidValue(`spec.variables[${i}].name`, name, 'name is not a valid CEL identifier'));
    if (!expression?.trim()) errors.push(requiredValue(`spec.variables[${i}].expression`, 'expression is not specified'));
  }
  environment.registerType('kubernetes.variables', { ctor: Variables, fields: Object.fromEntries(given.map(({ name = '' }) => [name, 'dyn'])) });
  environment.registerVariable('variables', 'kubernetes.variables');
  const ready = (text: string | undefined, path: string, wanted: 'bool' | 'string' | 'dyn'): Expression | undefined => {
    if (text === undefined || text.trim() === '') return undefined;
    const answer = compile(environment, text);
    if ('error' in answer) errors.push(invalidValue(path, text, `compilation failed: ${answer.error}`));
    else if (wanted !== 'dyn' && answer.expression.type !== wanted && answer.expression.type !== 'dyn') errors.push(invalidValue(path, text, `must evaluate to ${wanted}`));
    else return answer.expression;
    return undefined;
  };
  const variables = given.map(({ name = '', expression }, i) => ({ name, expression: ready(expression, `spec.variables[${i}].expression`, 'dyn') }));
  const conditions = (spec.matchConditions ?? []).flatMap(({ name, expression }, i) => {
    const compiled = ready(expression, `spec.matchConditions[${i}].expression`, 'bool');
    return compiled ? [{ name, expression: compiled }] : [];
  });
  const validations = (spec.validations ?? []).flatMap((validation, i) => {
    const compiled = ready(validation.expression, `spec.validations[${i}].expression`, 'bool');
    const message = ready(validation.messageExpression, `spec.validations[${i}].messageExpression`, 'string');
    return compiled ? [{ validation, expression: compiled, message }] : [];
  });
  return { errors, program: { conditions, validations, variablesFor: (inputs, budget) => new Variables(variables, inputs, budget) } };
}

